//! What open screens hear.
