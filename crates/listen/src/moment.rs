//! What time it is for the lines of the playbook.

use earshot_model::{Time, Weekday};
use earshot_playbook::Moment;
use jiff::tz::TimeZone;

/// Hour and day of the week where the organization is.
pub(crate) fn moment(at: Time, zone: &TimeZone) -> Moment {
    let there = at.timestamp().to_zoned(zone.clone());
    let days = Weekday::ALL.iter().copied();
    let place = usize::try_from(there.weekday().to_monday_zero_offset()).unwrap_or(0);
    Moment {
        hour: i64::from(there.hour()),
        weekday: days.clone().nth(place).unwrap_or(Weekday::Monday),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_is_that_of_the_organization_also_in_summer() {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        // 2026-07-05T23:30:00Z, a Sunday; in Lisbon it is Monday already.
        let at = Time(1_783_294_200 * Time::SECOND);
        let found = moment(at, &zone);
        assert_eq!((found.hour, found.weekday), (0, Weekday::Monday));
        assert_eq!(moment(at, &TimeZone::UTC).weekday, Weekday::Sunday);
    }
}
