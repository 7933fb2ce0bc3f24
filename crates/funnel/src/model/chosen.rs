//! Which model the program uses: one that the operator named, else the one that ships; else none,
//! and why.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::Model;
use crate::Error;

static CHOSEN: OnceLock<Result<Model, Error>> = OnceLock::new();

/// Names another model for the whole program, before the first post is judged. `file` is its name
/// for messages. A second choice changes nothing.
///
/// # Errors
/// The file cannot be used; then the program judges by rules alone, and [`status`] says why.
pub fn choose(file: &str, bytes: Vec<u8>) -> Result<(), Error> {
    let model = CHOSEN.get_or_init(|| Model::read(file, Cow::Owned(bytes)));
    model.as_ref().map(|_| ()).map_err(Clone::clone)
}

/// The model in use, if there is one.
#[must_use]
pub fn current() -> Option<&'static Model> {
    match CHOSEN.get() {
        Some(chosen) => chosen.as_ref().ok(),
        None => Model::shipped().ok(),
    }
}

/// Why the program judges by rules alone; `None` while it has a model. For a screen to show.
#[must_use]
pub fn status() -> Option<Error> {
    match CHOSEN.get() {
        Some(chosen) => chosen.as_ref().err().cloned(),
        None => Model::shipped().err(),
    }
}
