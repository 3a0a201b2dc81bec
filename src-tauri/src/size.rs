//! A window that is larger than its display, a small one or one that was larger the last time, has its buttons out
//! of reach.

use tauri::{PhysicalPosition, PhysicalRect, PhysicalSize, WebviewWindow};

/// Brings the window within the free area of its display.
pub(crate) fn fit(window: &WebviewWindow) {
    if let Err(error) = try_fit(window) {
        tracing::warn!("the window's size could not be compared with the display's: {error}");
    }
}

fn try_fit(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = window.current_monitor()?.or(window.primary_monitor()?) else { return Ok(()) };
    if window.is_maximized()? || window.is_fullscreen()? {
        return Ok(());
    }
    let (inner, outer) = (window.inner_size()?, window.outer_size()?);
    let now = PhysicalRect { position: window.outer_position()?, size: outer };
    let wanted = within(*monitor.work_area(), now);
    if wanted.size != now.size {
        let frame = (outer.width.saturating_sub(inner.width), outer.height.saturating_sub(inner.height));
        let width = wanted.size.width.saturating_sub(frame.0);
        window.set_size(PhysicalSize::new(width, wanted.size.height.saturating_sub(frame.1)))?;
    }
    if wanted.position != now.position {
        window.set_position(wanted.position)?;
    }
    Ok(())
}

/// The same rectangle, moved and cut as little as possible so that it lies in the area.
fn within(area: PhysicalRect<i32, u32>, rect: PhysicalRect<i32, u32>) -> PhysicalRect<i32, u32> {
    let width = rect.size.width.min(area.size.width);
    let height = rect.size.height.min(area.size.height);
    let start = |position: i32, from: i32, room: u32| position.clamp(from, from.saturating_add_unsigned(room));
    let x = start(rect.position.x, area.position.x, area.size.width - width);
    let y = start(rect.position.y, area.position.y, area.size.height - height);
    PhysicalRect { position: PhysicalPosition::new(x, y), size: PhysicalSize::new(width, height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, width: u32, height: u32) -> PhysicalRect<i32, u32> {
        PhysicalRect { position: PhysicalPosition::new(x, y), size: PhysicalSize::new(width, height) }
    }

    #[test]
    fn a_window_lies_within_its_display() {
        let small = rect(0, 30, 800, 570);
        for (window, wanted, why) in [
            (rect(0, 0, 1280, 800), small, "a window that is too large fills the free area"),
            (rect(20, 40, 700, 500), rect(20, 40, 700, 500), "one that fits stays as it is"),
            (rect(500, 40, 700, 500), rect(100, 40, 700, 500), "one that hangs out is moved, not cut"),
            (rect(-50, 0, 700, 500), rect(0, 30, 700, 500), "also from above and from the left"),
        ] {
            let fitted = within(small, window);
            assert_eq!((fitted.position, fitted.size), (wanted.position, wanted.size), "{why}");
        }
    }
}
