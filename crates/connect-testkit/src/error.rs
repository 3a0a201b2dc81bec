use std::path::PathBuf;

/// Why the sandbox could not be set up or asked.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The virtual environment of the stand-in is missing.
    #[error(
        "the AWS stand-in is not installed in {}: run crates/connect-testkit/standin/install.sh, \
         or set ALETHIA_STANDIN_VENV to where it is", venv.display()
    )]
    NotInstalled {
        /// Where it was looked for.
        venv: PathBuf,
    },
    /// A file or folder of the sandbox could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A program of the sandbox could not be started.
    #[error("cannot start {}: {source}", program.display())]
    Start {
        /// The program.
        program: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The stand-in ended instead of listening.
    #[error("the AWS stand-in ended while it was starting ({status}); its log says:\n{log}")]
    Ended {
        /// Its exit status.
        status: std::process::ExitStatus,
        /// The end of its log.
        log: String,
    },
    /// The stand-in runs but does not answer.
    #[error("the AWS stand-in did not answer on 127.0.0.1:{port} within {seconds} s")]
    NotReady {
        /// Its port.
        port: u16,
        /// How long it was waited for.
        seconds: u64,
    },
    /// A port could not be listened on.
    #[error("cannot listen on 127.0.0.1:{port}: {source}; choose another port, or 0 for any free one")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The seeding program failed.
    #[error("seeding the sandbox failed ({status}):\n{words}")]
    Seed {
        /// Its exit status.
        status: std::process::ExitStatus,
        /// What it wrote to standard error.
        words: String,
    },
    /// The stand-in, or the program that makes calls to it, did not answer.
    #[error("the AWS stand-in at {endpoint} cannot be reached: {reason}")]
    Unreachable {
        /// The address that was tried.
        endpoint: String,
        /// What went wrong, as the transport says it.
        reason: String,
    },
    /// AWS refused a call.
    #[error(transparent)]
    Aws(#[from] AwsError),
}

/// An error answer of an AWS API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[error("{code} (HTTP {status}): {message}")]
pub struct AwsError {
    /// The error code, such as `AccessDenied`.
    pub code: String,
    /// The message, as it came.
    pub message: String,
    /// The HTTP status; 0 when the call did not get that far.
    pub status: u16,
}

impl SandboxError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
