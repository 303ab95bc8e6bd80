//! Prints a diagnostic as rustc does.
