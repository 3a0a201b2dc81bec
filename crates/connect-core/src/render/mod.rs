//! A report for people: Markdown, HTML, plain text, and CSV of the resources.
//!
//! Markdown and HTML print one [`document`], so they cannot say different things. Everything that
//! came from AWS is data: it passes through [`escape`] in each format, and control or direction
//! characters are shown instead of obeyed.

mod cloudtrail;
mod comparison;
mod csv;
mod document;
mod escape;
mod grouped;
mod html;
mod inventory;
mod judgement;
mod markdown;
mod network;
mod resources;
mod since;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use cloudtrail::{Lookup, lookups};
pub use csv::csv;
pub use escape::visible;
pub(crate) use escape::{is_deceptive, shell};
pub use html::html;
pub use markdown::markdown;
pub use text::text;
pub use words::verdict;
