//! The people who log in.
