//! `GET /certificate`: at most how much the filter misses.

use crate::answer::page;
use crate::form::Asked;
use crate::problem::{Answer, Problem};
use crate::show::certificate::certificate;
use crate::visit::Desk;

/// The periods to choose from, in days.
pub(crate) const PERIODS: [u16; 3] = [7, 30, 90];

/// The certificate of the last days.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let frame = desk.visit.frame("/certificate").await;
    let days = asked.text("days").parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(30);
    let (record, staff) = (&desk.visit.state.record, &desk.staff);
    let range = record.last_days(staff.org, days).await.map_err(Problem::broken)?;
    let mut known = record.certificate(staff.org, range).await.map_err(Problem::broken)?;
    // The words of posts are for those who may read them all.
    if desk.visit.state.engage.questions(staff, 1).await.is_err() {
        known.missed.clear();
    }
    let names = desk.visit.state.engage.agents(staff).await?;
    page(&certificate(&desk.visit.lens(), frame, days, &known, &names))
}
