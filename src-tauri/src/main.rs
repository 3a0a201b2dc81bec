//! Desktop binary.
fn main() {}
