//! Where data and messages go.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Failure;

/// Says something on standard error; if even that is closed, nobody listens.
pub(crate) fn message(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Standard output, or a file that appears whole or not at all.
pub(crate) enum Output {
    Standard,
    File { path: PathBuf, draft: NamedTempFile },
}

impl Output {
    /// Opens the output before any work is done, so that an unwritable file costs nothing.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Standard) };
        let failed = |source| Failure::Write { path: path.to_owned(), source };
        if path.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let draft = NamedTempFile::new_in(folder).map_err(failed)?;
        Ok(Self::File { path: path.to_owned(), draft })
    }

    /// Writes all of the text.
    pub(crate) fn write(self, text: &str) -> Result<(), Failure> {
        match self {
            Self::Standard => print(text),
            Self::File { path, mut draft } => {
                draft
                    .write_all(text.as_bytes())
                    .and_then(|()| draft.flush())
                    .map_err(|source| Failure::Write { path: path.clone(), source })?;
                draft.persist(&path).map_err(|error| Failure::Write { path, source: error.error })?;
                Ok(())
            }
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Failure::Output),
    }
}
