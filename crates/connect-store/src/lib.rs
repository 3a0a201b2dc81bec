//! SQLite and the OS keyring behind the store port.
