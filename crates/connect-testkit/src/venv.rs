//! Where the Python environment of the stand-in is, and where its programs are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::SandboxError;

/// The virtual environment that `standin/install.sh` makes.
#[derive(Debug, Clone)]
pub(crate) struct Venv {
    python: PathBuf,
}

impl Venv {
    /// Finds it: `ALETHIA_STANDIN_VENV`, else `.sandbox/venv` in the workspace.
    pub(crate) fn find(configured: Option<OsString>) -> Result<Self, SandboxError> {
        let venv = configured.map_or_else(|| workspace().join(".sandbox/venv"), PathBuf::from);
        let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        if python.exists() { Ok(Self { python }) } else { Err(SandboxError::NotInstalled { venv }) }
    }

    /// A Python program of the test kit, run without the caller's environment, so that no profile, key or proxy of
    /// this machine takes part.
    pub(crate) fn program(&self, script: &str, home: &Path) -> tokio::process::Command {
        let mut command = tokio::process::Command::new(&self.python);
        command.args(["-E", "-B", "-u"]).arg(scripts().join(script)).env_clear();
        // Windows cannot open sockets without it.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        for name in ["HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"] {
            command.env(name, home);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).current_dir(home).kill_on_drop(true);
        command
    }

    /// The interpreter.
    pub(crate) fn python(&self) -> &Path {
        &self.python
    }
}

/// The folder of the stand-in's programs.
pub(crate) fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("standin")
}

/// The root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
