//! Dates and yearly rules (RFC 5545, 3.3.4 and 3.3.10).

use jiff::civil::Date;

use super::lines::Line;
use crate::Error;
use crate::calendar::{YearDay, Yearly};

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A date as `20261224`. A time that follows is left out.
pub(super) fn date(line: &Line, text: &str) -> Result<Date, Error> {
    let wrong = || {
        let shown: String = text.chars().take(40).collect();
        line.wrong(format!("\"{shown}\" is not a date. Write it as 20261224"))
    };
    let text = text.trim();
    let digits = text.split_once('T').map_or(text, |(day, _)| day);
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let number: i32 = digits.parse().map_err(|_| wrong())?;
    let part = |value: i32| i8::try_from(value).map_err(|_| wrong());
    let year = i16::try_from(number / 10_000).map_err(|_| wrong())?;
    Date::new(year, part(number / 100 % 100)?, part(number % 100)?).map_err(|_| wrong())
}

/// What a rule says, before it is made into days.
#[derive(Default)]
struct Parts {
    yearly: bool,
    every: Option<i16>,
    count: Option<u32>,
    until: Option<Date>,
    months: Vec<i8>,
    month_days: Vec<i8>,
    nths: Vec<(i8, i8)>,
}

/// The yearly rule of an event that first begins on `from`.
pub(super) fn repeat(line: &Line, from: Date, except: Vec<Date>) -> Result<Yearly, Error> {
    let mut parts = Parts::default();
    for part in line.value.split(';').filter(|part| !part.is_empty()) {
        let (key, value) =
            part.split_once('=').ok_or_else(|| line.wrong("a rule is made of NAME=VALUE parts"))?;
        read(line, &mut parts, &key.to_ascii_uppercase(), value)?;
    }
    if !parts.yearly {
        return Err(line.wrong("holidays repeat yearly or not at all. Write FREQ=YEARLY"));
    }
    if parts.count.is_some() && parts.until.is_some() {
        return Err(line.wrong("a rule has COUNT or UNTIL, not both. Keep one"));
    }
    let months = if parts.months.is_empty() { vec![from.month()] } else { parts.months };
    let on: Vec<YearDay> = match (parts.month_days.as_slice(), parts.nths.as_slice()) {
        ([], []) => months.iter().map(|month| YearDay::Date(*month, from.day())).collect(),
        (days, []) => pairs(&months, days, |month, day| YearDay::Date(month, *day)),
        ([], nths) => {
            pairs(&months, nths, |month, (nth, weekday)| YearDay::Nth(month, *nth, *weekday))
        }
        _ => return Err(line.wrong("BYMONTHDAY together with BYDAY is not understood. Keep one")),
    };
    Ok(Yearly {
        on,
        every: parts.every.unwrap_or(1),
        count: parts.count,
        until: parts.until,
        except,
    })
}

fn pairs<T>(months: &[i8], days: &[T], make: impl Fn(i8, &T) -> YearDay) -> Vec<YearDay> {
    let mut made = Vec::new();
    for month in months {
        made.extend(days.iter().map(|day| make(*month, day)));
    }
    made
}

fn read(line: &Line, parts: &mut Parts, key: &str, value: &str) -> Result<(), Error> {
    let wrong = || line.wrong(format!("{key}={value} is not understood in a yearly rule"));
    match key {
        "FREQ" => parts.yearly = value.eq_ignore_ascii_case("YEARLY"),
        "INTERVAL" => {
            let every = value.parse().ok().filter(|every| (1..=100).contains(every));
            parts.every = Some(every.ok_or_else(wrong)?);
        }
        "COUNT" => {
            let count = value.parse().ok().filter(|count| *count > 0);
            parts.count = Some(count.ok_or_else(wrong)?);
        }
        "UNTIL" => parts.until = Some(date(line, value)?),
        "BYMONTH" => parts.months = numbers(value, 1..=12).ok_or_else(wrong)?,
        "BYMONTHDAY" => parts.month_days = numbers(value, 1..=31).ok_or_else(wrong)?,
        "BYDAY" => {
            parts.nths = value.split(',').map(nth).collect::<Option<_>>().ok_or_else(|| {
                line.wrong("say which one of the month, such as BYDAY=4TH or BYDAY=-1MO")
            })?;
        }
        // Where a week begins changes nothing in a year of single days.
        "WKST" => {}
        _ => return Err(wrong()),
    }
    Ok(())
}

fn numbers(value: &str, range: std::ops::RangeInclusive<i8>) -> Option<Vec<i8>> {
    let number = |part: &str| part.trim().parse().ok().filter(|number| range.contains(number));
    value.split(',').map(number).collect()
}

/// `4TH` is the fourth Thursday, `-1MO` the last Monday.
fn nth(text: &str) -> Option<(i8, i8)> {
    let text = text.trim();
    let (number, weekday) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = WEEKDAYS.iter().zip(1_i8..).find(|(name, _)| name.eq_ignore_ascii_case(weekday));
    let number: i8 =
        number.parse().ok().filter(|n| (1..=5).contains(n) || (-5..=-1).contains(n))?;
    Some((number, weekday?.1))
}
