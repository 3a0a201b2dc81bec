//! `WebKitGTK`'s DMA-BUF renderer leaves the window blank with NVIDIA's own driver:
//! <https://github.com/tauri-apps/tauri/issues/9394>. Elsewhere it stays on, also without a graphics card: it is the
//! one that pictures can be taken of by `WebDriver`.

use std::path::Path;

/// `WebKitGTK`'s own switch. Whoever sets it decides: 1 turns the renderer off, 0 keeps it on.
const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts the program anew with that renderer off where it fails.
pub(crate) fn keep_from_blank() {
    if std::env::var_os(SWITCH).is_some() || !fails_under(Path::new("/")) {
        return;
    }
    // The window may still be well.
    let error = crate::anew::start(Some((SWITCH, "1")));
    tracing::warn!("the window may stay blank: start it with {SWITCH}=1 then ({error})");
}

fn fails_under(root: &Path) -> bool {
    root.join("proc/driver/nvidia/version").exists()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_renderer_is_used_where_it_works() {
        for (file, fails) in
            [("proc/driver/nvidia/version", true), ("proc/driver/nvidia-fs", false), ("dev/dri", false)]
        {
            let root = tempfile::tempdir().unwrap();
            std::fs::create_dir_all(root.path().join(file)).unwrap();
            assert_eq!(fails_under(root.path()), fails, "on a machine with {file}");
        }
    }
}
