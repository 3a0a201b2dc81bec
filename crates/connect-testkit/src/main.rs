//! The sandbox program.
fn main() {}
