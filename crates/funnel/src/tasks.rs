//! Measuring the learner on labelled sets: file formats, official metrics, thresholds.

mod classify;
mod decide_scope;
mod name;
mod report;
mod rows;
mod settings;
mod shipped;
mod speed;
mod tag;

pub use name::{Metric, Task};
pub use report::Report;
pub use rows::{BadLine, Row, rows};
pub use shipped::run_shipped;
pub use speed::{Clock, Tools};

/// Trains on some rows, measures on others.
///
/// # Errors
/// A sentence that says what is wrong with the rows.
pub fn run(
    task: Task,
    train: &[Row],
    test: &[Row],
    tools: &mut Tools<'_>,
) -> Result<Report, String> {
    if train.is_empty() || test.is_empty() {
        return Err(
            "there is nothing to learn from or to measure on; give files with rows".to_owned()
        );
    }
    match task {
        Task::GoEmotions => tag::run(task, train, test, tools),
        _ => classify::run(task, train, test, tools),
    }
}
