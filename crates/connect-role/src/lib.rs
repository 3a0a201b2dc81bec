//! The permission catalogue and everything rendered from it.
