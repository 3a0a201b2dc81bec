//! `WebKitGTK`'s DMA-BUF renderer leaves the window blank on some machines.

use std::path::Path;
use std::process::Command;

/// `WebKitGTK`'s own switch. Whoever sets it decides: 1 turns the renderer off, 0 keeps it on.
const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts the program anew with that renderer off where it is known to fail. The process stays the same one, so that
/// whoever started it still has it; a variable of a running process cannot be set without unsafe code.
#[cfg(target_os = "linux")]
pub(crate) fn keep_from_blank() {
    use std::os::unix::process::CommandExt;

    if std::env::var_os(SWITCH).is_some() || !fails_under(Path::new("/")) {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    // Only comes back when it failed; then the window may still be well.
    let error = Command::new(program).args(std::env::args_os().skip(1)).env(SWITCH, "1").exec();
    tracing::warn!("the window may stay blank: start it with {SWITCH}=1 then ({error})");
}

/// Buffers cannot be shared without a render node, and NVIDIA's own driver shares them wrongly:
/// <https://github.com/tauri-apps/tauri/issues/9394>.
#[cfg(target_os = "linux")]
fn fails_under(root: &Path) -> bool {
    root.join("proc/driver/nvidia/version").exists() || !root.join("dev/dri").exists()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_renderer_is_used_where_it_works() {
        for (folders, fails) in [
            (&["dev/dri"][..], false),
            (&["dev"], true),
            (&["dev/dri", "proc/driver/nvidia/version"], true),
            (&["dev/dri", "proc/driver/nvidia-fs"], false),
        ] {
            let root = tempfile::tempdir().unwrap();
            for folder in folders {
                std::fs::create_dir_all(root.path().join(folder)).unwrap();
            }
            assert_eq!(fails_under(root.path()), fails, "on a machine with {folders:?}");
        }
    }
}
