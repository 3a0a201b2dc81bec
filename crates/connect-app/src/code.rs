//! The quick-create link as a QR code, for a device that has no other way to it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use connect_core::connection::ConnectionId;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use crate::App;
use crate::error::AppError;

/// How many pixels a module has in the picture's own size.
const MODULE: u32 = 4;

impl App {
    /// The address of a picture of the link's QR code, which holds the picture itself: an SVG. It is black on white with
    /// its quiet zone, whatever the window's colours are: readers want it so.
    pub async fn launch_code(&self, id: ConnectionId) -> Result<String, AppError> {
        let picture = picture(&self.launch(id).await?.url)?;
        Ok(format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(picture)))
    }
}

fn picture(link: &str) -> Result<String, AppError> {
    let code = code(link)?;
    Ok(code.render::<svg::Color<'_>>().module_dimensions(MODULE, MODULE).quiet_zone(true).build())
}

/// With the least redundancy: a screen has no dirt on it, and larger modules are read better.
fn code(link: &str) -> Result<QrCode, AppError> {
    QrCode::with_error_correction_level(link, EcLevel::L)
        .map_err(|_| AppError::not_now("the link is too long for a QR code: copy it instead"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use qrcode::Color;

    const LINK: &str = "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/quickcreate?templateURL=https%3A%2F%2Fb.s3.amazonaws.com%2Ft.yaml&param_ExternalId=3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90";

    /// The dark modules that a picture shows, by row and column: each is a square of the one path.
    fn shown(picture: &str) -> Vec<(u32, u32)> {
        let path = picture.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let squares = path.split('M').filter(|square| !square.is_empty());
        let at = |square: &str| {
            let mut numbers = square.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            let mut next = || numbers.next().unwrap().parse::<u32>().unwrap() / MODULE;
            let (column, row) = (next(), next());
            (row, column)
        };
        let mut all: Vec<_> = squares.map(at).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn the_picture_is_of_exactly_that_link() {
        /// What ISO 18004 wants around a code.
        const QUIET: u32 = 4;
        let of = |link: &str| {
            let code = code(link).unwrap();
            let width = u32::try_from(code.width()).unwrap();
            let places = (0..width).flat_map(|row| (0..width).map(move |column| (row, column)));
            let dark = places.zip(code.to_colors()).filter(|(_, color)| *color == Color::Dark);
            dark.map(|((row, column), _)| (row + QUIET, column + QUIET)).collect::<Vec<_>>()
        };
        let picture = picture(LINK).unwrap();
        assert_eq!(shown(&picture), of(LINK), "module by module");
        assert_ne!(shown(&picture), of(&LINK.replace("6a90", "6a91")), "and of no other link");
    }

    #[test]
    fn it_is_black_on_white_and_runs_nothing() {
        let picture = picture(LINK).unwrap();
        assert!(picture.contains("#fff") && picture.contains("#000"), "also in the dark theme");
        assert!(!picture.contains("script") && !picture.contains("href"), "only shapes");
        assert!(super::picture(&"x".repeat(3000)).is_err(), "what does not fit is told");
    }
}
