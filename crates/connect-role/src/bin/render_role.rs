//! Renders the permission catalogue: `render-role --write` writes what is stale, `--check` only tells.
//!
//! Runs at the root of the repository.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use connect_role::catalogue::{Catalogue, CatalogueError, Source};
use connect_role::render::{RenderedFile, render};

const FOLDER: &str = "crates/connect-role/catalogue";

#[derive(Debug, thiserror::Error)]
enum RenderError {
    #[error("say --check or --write; got {0:?}")]
    Usage(Vec<String>),
    #[error("{path} cannot be read or written: {source}. Run this at the root of the repository")]
    File { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error("{} stale: {}. Run `make render` and commit the result", .0.len(), .0.join(", "))]
    Stale(Vec<String>),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mut out, mut err) = (io::stdout(), io::stderr());
    match run(&arguments) {
        Ok(text) => writeln!(out, "{text}").map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS),
        Err(error) => {
            // With standard error closed there is nobody left to tell.
            let _ = writeln!(err, "render-role: {error}");
            ExitCode::from(if matches!(error, RenderError::Usage(_)) { 2 } else { 1 })
        }
    }
}

fn run(arguments: &[String]) -> Result<String, RenderError> {
    let write = match arguments {
        [only] if only == "--write" => true,
        [only] if only == "--check" => false,
        other => return Err(RenderError::Usage(other.to_vec())),
    };
    let files = render(&Catalogue::read(&sources(Path::new(FOLDER))?)?);
    let stale: Vec<&RenderedFile> = files.iter().filter(|file| !is_fresh(file)).collect();
    if !write && !stale.is_empty() {
        return Err(RenderError::Stale(stale.iter().map(|file| file.path.clone()).collect()));
    }
    stale.iter().try_for_each(|file| write_file(file))?;
    Ok(format!("{} files are rendered, {} of them were stale", files.len(), stale.len()))
}

fn sources(folder: &Path) -> Result<Vec<Source>, RenderError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| RenderError::File { path, source }
    };
    let mut sources = Vec::new();
    for item in folder.read_dir().map_err(at(folder))? {
        let path = item.map_err(at(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            sources.push(Source { file, text: std::fs::read_to_string(&path).map_err(at(&path))? });
        }
    }
    Ok(sources)
}

fn is_fresh(file: &RenderedFile) -> bool {
    std::fs::read_to_string(&file.path).is_ok_and(|text| text == file.text)
}

fn write_file(file: &RenderedFile) -> Result<(), RenderError> {
    let path = PathBuf::from(&file.path);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, &file.text))
        .map_err(|source| RenderError::File { path, source })
}
