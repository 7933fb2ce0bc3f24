//! `GET /reports`: the first report.

use earshot_record::{Asked as Question, Error};

use crate::answer::page;
use crate::form::Asked;
use crate::problem::{Answer, Problem};
use crate::show::report::report;
use crate::visit::Desk;

/// The periods to choose from, in days.
pub(crate) const PERIODS: [u16; 3] = [1, 7, 30];

/// The report of the last days.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let frame = desk.visit.frame("/reports").await;
    let days = asked.text("days").parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(7);
    let (record, staff) = (&desk.visit.state.record, &desk.staff);
    let range = record.last_days(staff.org, days).await.map_err(failed)?;
    let question = Question { range, with_imported: asked.text("imported") == "true" };
    let numbers = record.report(staff.org, &staff.eyes, question).await.map_err(failed)?;
    page(&report(&desk.visit.lens(), frame, days, &numbers))
}

fn failed(error: Error) -> Problem {
    match error {
        Error::TimeZone(_) => Problem::invalid("time_zone", error.to_string()),
        other => Problem::broken(other),
    }
}
