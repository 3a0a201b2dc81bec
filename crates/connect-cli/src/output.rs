//! Where data and messages go.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Failure;

/// Says something on standard error; if even that is closed, nobody listens.
pub(crate) fn message(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Standard output, or a file that appears whole or not at all.
pub(crate) enum Output {
    Standard,
    /// A device, a pipe or an open descriptor, which must not be replaced by a file.
    Open {
        path: PathBuf,
        file: File,
    },
    File {
        path: PathBuf,
        draft: NamedTempFile,
    },
}

impl Output {
    /// Opens the output before any work is done, so that an unwritable file costs nothing.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Standard) };
        Self::at(path).map_err(|source| Failure::Write { path: path.to_owned(), source })
    }

    fn at(path: &Path) -> io::Result<Self> {
        match present(path)? {
            Some(file) if is_descriptor(path) || !file.metadata()?.is_file() => {
                Ok(Self::Open { path: path.to_owned(), file })
            }
            present => Self::draft(led_to(path)?, present),
        }
    }

    fn draft(path: PathBuf, present: Option<File>) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let draft = NamedTempFile::new_in(folder)?;
        if let Some(present) = present {
            draft.as_file().set_permissions(present.metadata()?.permissions())?;
        }
        Ok(Self::File { path, draft })
    }

    /// Writes all of the text.
    pub(crate) fn write(self, text: &str) -> Result<(), Failure> {
        match self {
            Self::Standard => print(text),
            Self::Open { path, mut file } => {
                file.write_all(text.as_bytes()).map_err(|source| Failure::Write { path, source })
            }
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

/// What is there, opened although it is replaced later: what may not be written must not be replaced either.
fn present(path: &Path) -> io::Result<Option<File>> {
    match OpenOptions::new().append(true).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where a chain of symbolic links leads, whether something is there or not: the links themselves stay.
fn led_to(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const LINKS: usize = 40;
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        let Ok(next) = std::fs::read_link(&place) else { return Ok(place) };
        place = place.parent().unwrap_or(Path::new("")).join(next);
    }
    Err(io::Error::other("its symbolic links go round in a circle"))
}

/// Whether a path stands for a descriptor that this process was started with, whatever that leads to.
fn is_descriptor(path: &Path) -> bool {
    ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"].iter().any(|start| path.starts_with(start))
}

fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        // The reader, such as `head`, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Failure::Output),
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    use super::*;

    fn written(path: &Path) -> Result<(), Failure> {
        Output::open(Some(path))?.write("new")
    }

    #[test]
    fn a_device_is_written_and_stays_one() {
        assert!(written(Path::new("/dev/null")).is_ok(), "a device takes what is written");
        let kind = fs::metadata("/dev/null").unwrap().file_type();
        assert!(kind.is_char_device(), "no file has taken its place, also for root");
    }

    #[test]
    fn an_open_descriptor_is_written_behind_what_is_there() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"old ").unwrap();
        let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&file));
        assert!(written(Path::new(&path)).is_ok(), "as the shell's own >> does");
        let mut all = String::new();
        std::io::Seek::rewind(&mut file).unwrap();
        file.read_to_string(&mut all).unwrap();
        assert_eq!(all, "old new", "and what was there stays");
    }

    #[test]
    fn a_symbolic_link_stays_and_its_target_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("far")).unwrap();
        fs::write(at("far/there"), "old").unwrap();
        for (link, target) in [("one", "far/there"), ("two", "one"), ("dangling", "far/fresh")] {
            symlink(target, at(link)).unwrap();
            assert!(written(&at(link)).is_ok(), "{link} can be written through");
            assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink(), "{link} is still a link");
            assert_eq!(fs::read_to_string(at(link)).unwrap(), "new", "{link} leads to what was written");
        }
        symlink("circle", at("circle")).unwrap();
        assert!(matches!(written(&at("circle")), Err(Failure::Write { .. })), "a circle leads nowhere");
    }

    #[test]
    fn a_file_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shared");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
        written(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664, "who could read it still can");
    }

    /// A program that runs cannot be opened for writing, not even by root, whom no permission stops.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_cannot_be_opened_for_writing_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        fs::copy("/bin/sleep", &path).unwrap();
        let mut running = std::process::Command::new(&path).arg("60").spawn().unwrap();
        let outcome = written(&path);
        running.kill().unwrap();
        running.wait().unwrap();
        assert!(matches!(outcome, Err(Failure::Write { .. })), "it is told");
        assert_ne!(fs::read(&path).unwrap(), b"new", "and left as it was");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left beside it");
    }
}
