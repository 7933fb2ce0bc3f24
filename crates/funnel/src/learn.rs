//! The learner: from labelled texts to a calibrated classifier. The same features as the shipped
//! heads, an exact vocabulary in place of hashed buckets, linear machines on top.

mod calibrate;
mod classifier;
mod example;
mod machine;
mod score;
mod split;
mod train;
mod vocabulary;

pub(crate) use machine::{Drill, Machine, drill_weighed};
pub(crate) use vocabulary::Vector;

pub use calibrate::{calibration_error, platt, temperature};
pub use classifier::{Classifier, Ranked};
pub use example::{Example, Extra, Reader};
pub use score::{accuracy, f1_of, macro_f1, macro_recall};
pub use split::{Chance, folds};
pub use train::{Labelled, Settings, Step, train};
pub use vocabulary::Vocabulary;

#[cfg(test)]
mod tests;
