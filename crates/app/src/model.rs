//! The funnel's model, where the operator names one.

use std::fs;

use earshot_funnel::model;

use crate::config::Config;

/// Takes the named file. One that cannot be used is told, and the server starts all the same, with a
/// smaller funnel: rules and word lists.
pub(crate) fn choose(config: &Config) {
    if let Some(file) = &config.model {
        let name = file.display().to_string();
        // A file that cannot be read has no bytes of a model either.
        let bytes = fs::read(file).unwrap_or_else(|error| {
            tracing::warn!(file = name, %error, "the model file cannot be read");
            Vec::new()
        });
        // `status` keeps the error.
        let _chosen = model::choose(&name, bytes);
    }
    if let Some(problem) = model::status() {
        eprintln!("earshot: the funnel judges by rules alone. {problem}");
    }
}
