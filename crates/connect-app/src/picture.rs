//! The map of a VPC as a file: the window draws it, and what arrives is checked before it is saved.
//!
//! A picture is opened by other programs, often a browser, where a script in it would run. So an SVG may consist of
//! shapes and words only, and what else is in it refuses the whole.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use connect_core::render::visible;

use crate::error::AppError;
use crate::view::MapPicture;

/// At most so many bytes: 200 subnets take less than one MB.
const LARGEST: usize = 16 * 1024 * 1024;

const SHAPES: [&str; 9] = ["svg", "g", "rect", "path", "circle", "text", "tspan", "title", "desc"];

const ATTRIBUTES: &str = "xmlns role viewBox width height overflow transform opacity x y dx rx cx cy r d \
    fill fill-opacity stroke stroke-opacity stroke-width stroke-dasharray stroke-linejoin stroke-linecap paint-order \
    font-family font-size font-weight font-style font-variant-numeric text-anchor textLength lengthAdjust \
    unicode-bidi direction";

/// What XML itself knows; others would have to be declared.
const ENTITIES: [&str; 5] = ["lt", "gt", "amp", "quot", "apos"];

/// The first bytes of every PNG and the whole of its last chunk ([PNG, 5.2 and 11.2.5](https://www.w3.org/TR/png-3/)).
const PNG_BEGINS: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const PNG_ENDS: &[u8] = b"\0\0\0\0IEND\xaeB`\x82";

/// A picture as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What to call it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The map of the VPC with this id, or why it is not saved: it is no such picture, holds more than shapes and words, or
/// is larger than 16 MiB.
pub fn picture(vpc: &str, drawn: MapPicture) -> Result<Picture, AppError> {
    let (ending, bytes) = match drawn {
        MapPicture::Svg(text) => {
            small_enough(text.len())?;
            only_shapes(&text)?;
            ("svg", text.into_bytes())
        }
        MapPicture::Png(text) => {
            small_enough(text.len() / 4 * 3)?;
            let bytes = STANDARD.decode(text).map_err(|error| refused(&format!("it is not in base64: {error}")))?;
            if !bytes.starts_with(PNG_BEGINS) || !bytes.ends_with(PNG_ENDS) {
                return Err(refused("it is not a whole PNG"));
            }
            ("png", bytes)
        }
    };
    let named = !vpc.is_empty() && vpc.len() <= 40 && vpc.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let vpc = if named { vpc } else { "vpc" };
    Ok(Picture { name: format!("alethia-connect-{vpc}.{ending}"), bytes })
}

fn refused(why: &str) -> AppError {
    AppError::input(format!("the picture was not saved: {why}"))
}

fn small_enough(bytes: usize) -> Result<(), AppError> {
    if bytes <= LARGEST { Ok(()) } else { Err(refused("it is larger than 16 MiB")) }
}

fn only_shapes(text: &str) -> Result<(), AppError> {
    if !text.starts_with("<svg ") {
        return Err(refused("it does not begin as an SVG"));
    }
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| refused(&format!("it is not XML: {error}")))?;
        match event {
            Event::Start(element) => {
                is_shape(&element)?;
                depth += 1;
            }
            Event::Empty(element) => is_shape(&element)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(_) => {}
            Event::GeneralRef(entity) if entity.starts_with('#') || ENTITIES.contains(&&*entity) => {}
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(refused("it is cut off")),
            Event::GeneralRef(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {
                return Err(refused("it holds more than shapes and words"));
            }
        }
    }
}

fn is_shape(element: &BytesStart<'_>) -> Result<(), AppError> {
    let name = element.name();
    if !SHAPES.contains(&name.as_ref()) {
        return Err(refused(&format!("it holds the element {}", visible(name.as_ref()))));
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| refused(&format!("it is not XML: {error}")))?;
        let (key, value) = (attribute.key.as_ref(), &attribute.value);
        // A paint can be an address, also one that is written with references.
        let known = ATTRIBUTES.split(' ').any(|known| known == key);
        if !known || value.contains('&') || value.to_ascii_lowercase().contains("url(") {
            return Err(refused(&format!("it holds the attribute {}", visible(key))));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">"#;

    fn svg(inside: &str) -> Result<Picture, AppError> {
        picture("vpc-0a1", MapPicture::Svg(format!("{HEAD}{inside}</svg>")))
    }

    fn png(bytes: &[u8]) -> Result<Picture, AppError> {
        picture("vpc-0a1", MapPicture::Png(STANDARD.encode(bytes)))
    }

    #[test]
    fn shapes_and_words_are_saved_as_they_are() {
        let words = "<title>VPC</title><g fill=\"#fff\"><text x=\"1\">onload=&lt;script&gt; javascript:alert(1) url(x)</text></g>";
        let saved = svg(words).unwrap();
        assert_eq!(saved.name, "alethia-connect-vpc-0a1.svg", "the file is called as the VPC");
        assert_eq!(String::from_utf8(saved.bytes).unwrap(), format!("{HEAD}{words}</svg>"), "names are only words");
    }

    #[test]
    fn whatever_could_act_or_fetch_refuses_the_picture() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            "<svg:script>alert(1)</svg:script>",
            "<rect onclick=\"alert(1)\"/>",
            "<rect OnClick=\"alert(1)\"/>",
            "<g style=\"background: url(https://x)\"/>",
            "<style>@import 'https://x'</style>",
            "<rect fill=\"URL(https://x#y)\"/>",
            "<rect fill=\"&#117;rl(https://x#y)\"/>",
            "<text>&later;</text>",
            "<image href=\"https://x\"/>",
            "<use href=\"#a\"/>",
            "<a href=\"javascript:alert(1)\"><text>x</text></a>",
            "<foreignObject><p/></foreignObject>",
            "<animate attributeName=\"href\"/>",
            "<!-- x -->",
            "<![CDATA[<script/>]]>",
            "<?xml-stylesheet href=\"https://x\"?>",
            "<g>",
            "</g>",
            "<rect x=\"1\" x=\"2\"/>",
        ] {
            let refusal = svg(inside).unwrap_err();
            assert!(refusal.message.starts_with("The picture was not saved: "), "{inside}: {}", refusal.message);
        }
        for whole in ["", "<html>", "<!DOCTYPE svg><svg />", " <svg />", "<svg ", "<svg x=\"1\">"] {
            assert!(picture("vpc-1", MapPicture::Svg(whole.to_owned())).is_err(), "{whole:?} is no SVG");
        }
    }

    #[test]
    fn a_png_is_whole() {
        let whole = [PNG_BEGINS, b"\0\0\0\x01\0\0\0\x01", PNG_ENDS].concat();
        let saved = png(&whole).unwrap();
        assert_eq!((saved.name.as_str(), &saved.bytes), ("alethia-connect-vpc-0a1.png", &whole), "as it came");
        for bytes in [&b""[..], b"GIF89a", &whole[..whole.len() - 1], &whole[1..]] {
            assert!(png(bytes).is_err(), "{bytes:?} is not a whole PNG");
        }
        assert!(picture("vpc-1", MapPicture::Png("data:image/png;base64,".to_owned())).is_err(), "base64 only");
    }

    #[test]
    fn what_is_too_large_is_refused_before_it_is_read() {
        let many = "x".repeat(LARGEST * 4 / 3 + 8);
        for drawn in [MapPicture::Svg(many.clone()), MapPicture::Png(many)] {
            assert!(picture("vpc-1", drawn).unwrap_err().message.contains("16 MiB"), "the limit is said");
        }
    }

    #[test]
    fn a_file_is_called_by_what_can_be_an_id_only() {
        for odd in ["", "../../etc/passwd", "vpc 1", "vpc-1\0", &"v".repeat(41)] {
            let whole = MapPicture::Svg(format!("{HEAD}</svg>"));
            assert_eq!(picture(odd, whole).unwrap().name, "alethia-connect-vpc.svg", "{odd:?}");
        }
    }
}
