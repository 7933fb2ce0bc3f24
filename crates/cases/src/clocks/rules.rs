//! The clock policies and calendars of an organization.

use std::collections::BTreeMap;

use earshot_model::Time;
use earshot_route::Calendar;
use earshot_route::calendar::CalendarSpec;
use earshot_route::clock::{Edition, Rules, Target, appendix_b};
use earshot_store::clocks::{self, PolicyRow};
use earshot_store::{Conn, Error, Result};
use jiff::tz::TimeZone;
use uuid::Uuid;

/// The names of the three policies that every organization begins with: urgent, normal, relaxed.
pub const DEFAULTS: [Uuid; 3] = [
    Uuid::from_u128(0x0e1c_1000_0000_7000_8000_0000_0000_0001),
    Uuid::from_u128(0x0e1c_1000_0000_7000_8000_0000_0000_0002),
    Uuid::from_u128(0x0e1c_1000_0000_7000_8000_0000_0000_0003),
];

/// The rules of an organization: the defaults of appendix B of the requirements, and every edition of
/// its own policies and calendars. An edition of a default takes its place.
///
/// # Errors
/// As the database; [`Error::Clocks`] when a stored edition cannot be used.
pub async fn rules(conn: &mut Conn) -> Result<Rules> {
    let broken = |error: earshot_route::Error| Error::Clocks(error.to_string());
    let unreadable = |error: serde_json::Error| Error::Clocks(error.to_string());
    let mut own = clocks::policies(conn).await?;
    // Where a policy stands is what its newest edition says.
    let place: BTreeMap<Uuid, i64> = own.iter().fold(BTreeMap::new(), |mut place, row| {
        let newest = own.iter().filter(|o| o.id == row.id).max_by_key(|o| o.version);
        place.insert(row.id.0, newest.map_or(row.position, |newest| newest.position));
        place
    });
    own.sort_by_key(|row| (place.get(&row.id.0).copied(), row.id, row.version));
    let mut rules = Rules::new(Target::within(24 * Time::HOUR)).map_err(broken)?;
    for row in clocks::calendars(conn).await? {
        let spec: CalendarSpec = serde_json::from_str(&row.body).map_err(unreadable)?;
        let calendar = Calendar::compile(&spec, |zone| TimeZone::get(zone).ok()).map_err(broken)?;
        rules
            .add_calendar(Edition { id: row.id.0, version: row.version }, calendar)
            .map_err(broken)?;
    }
    // First those that are the organization's own: they are asked first.
    for row in own.iter().filter(|row| !DEFAULTS.contains(&row.id.0)) {
        let policy = serde_json::from_str(&row.body).map_err(unreadable)?;
        rules.add_policy(Edition { id: row.id.0, version: row.version }, policy).map_err(broken)?;
    }
    let defaults = appendix_b(DEFAULTS).map_err(broken)?;
    for id in DEFAULTS {
        let edition = Edition { id, version: 1 };
        let policy = defaults.policy(edition).map_err(broken)?.clone();
        rules.add_policy(edition, policy).map_err(broken)?;
    }
    for row in own.iter().filter(|row| DEFAULTS.contains(&row.id.0)) {
        let policy = serde_json::from_str(&row.body).map_err(unreadable)?;
        rules.add_policy(Edition { id: row.id.0, version: row.version }, policy).map_err(broken)?;
    }
    // Whether a policy is out of use is what its newest edition says.
    let newer = |row: &PolicyRow| own.iter().any(|o| o.id == row.id && o.version > row.version);
    for row in own.iter().filter(|row| row.retired && !newer(row)) {
        rules.retire(row.id.0);
    }
    Ok(rules)
}
