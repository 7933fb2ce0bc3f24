use jiff::civil::date;
use proptest::prelude::*;

use crate::calendar::{Imported, import};

fn file(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}\r\nEND:VCALENDAR\r\n")
}

fn event(lines: &str) -> String {
    file(&format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT"))
}

fn read(lines: &str) -> Imported {
    import(&event(lines)).unwrap()
}

fn refused(text: &str) -> String {
    import(text).unwrap_err().to_string()
}

#[test]
fn a_single_day_and_several_days_are_read() {
    let one = read("SUMMARY:New Year\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260102");
    assert_eq!((one.holidays[0].from, one.holidays[0].days), (date(2026, 1, 1), 1));
    let three = read(
        "SUMMARY:Christmas\\, all of it\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227",
    );
    assert_eq!(
        (three.holidays[0].name.as_str(), three.holidays[0].days),
        ("Christmas, all of it", 3)
    );
    assert_eq!(read("DTSTART:20260501").holidays[0].name, "2026-05-01");
    assert_eq!(read("DTSTART:20260501\r\nDURATION:P1W").holidays[0].days, 7);
    assert_eq!(read("DTSTART:20260501\r\nDTEND:20260501").holidays[0].days, 1);
}

#[test]
fn folded_lines_other_parts_and_quotes_are_understood() {
    let text = "\u{feff}BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\n\
        DTSTART:19961027T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n\
        END:VTIMEZONE\nBEGIN:VEVENT\nSUMM\n ARY;X-A=\"a:b;c\":Tag der \n Arbeit\nDTSTART;\n VALUE=DATE:2026\n\t0501\n\
        BEGIN:VALARM\nDTSTART:nonsense\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR";
    let found = import(text).unwrap();
    assert_eq!(found.holidays[0].name, "Tag der Arbeit");
    assert_eq!(found.holidays[0].from, date(2026, 5, 1));
}

#[test]
fn yearly_rules_are_written_out() {
    let starts = |rule: &str, from: &str| {
        read(&format!("DTSTART;VALUE=DATE:{from}\r\nRRULE:{rule}")).holidays[0].starts()
    };
    assert_eq!(starts("FREQ=YEARLY;COUNT=2", "20260101"), [date(2026, 1, 1), date(2027, 1, 1)]);
    assert_eq!(
        starts("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20271231", "20261126"),
        [date(2026, 11, 26), date(2027, 11, 25)]
    );
    assert_eq!(
        starts("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=2", "20260525"),
        [date(2026, 5, 25), date(2027, 5, 31)]
    );
    assert_eq!(
        starts("FREQ=YEARLY;INTERVAL=4;BYMONTH=1;BYMONTHDAY=20;COUNT=2;WKST=MO", "20250120"),
        [date(2025, 1, 20), date(2029, 1, 20)]
    );
    let except =
        read("DTSTART:20260101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20270101");
    assert_eq!(except.holidays[0].starts(), [date(2026, 1, 1), date(2028, 1, 1)]);
}

#[test]
fn what_is_no_holiday_is_named() {
    let found = read("SUMMARY:Stand-up\r\nDTSTART:20260105T090000Z\r\nRRULE:FREQ=DAILY");
    assert!(found.holidays.is_empty());
    assert_eq!((found.skipped[0].line, found.skipped[0].name.as_str()), (3, "Stand-up"));
    assert_eq!(read("DTSTART:20260105\r\nSTATUS:CANCELLED").skipped[0].why, "cancelled");
}

#[test]
fn bad_files_say_where_and_what() {
    for (text, part) in [
        (String::new(), "the file is empty"),
        ("<html>".into(), "line 1 of the calendar file: this is no line"),
        ("BEGIN:VCARD\nEND:VCARD".into(), "begins with BEGIN:VCALENDAR"),
        ("SUMMARY:x".into(), "begins with BEGIN:VCALENDAR"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101".into(),
            "line 2 of the calendar file: VEVENT is never closed",
        ),
        ("BEGIN:VCALENDAR\nEND:VEVENT".into(), "line 2 of the calendar file: this END"),
        (event("SUMMARY:x"), "line 3 of the calendar file: the event has no DTSTART"),
        (event("DTSTART:20260230"), "\"20260230\" is not a date"),
        (event("DTSTART:2026-02-03"), "is not a date"),
        (event("DTSTART:20260203\r\nDTEND:20260201"), "ends before it begins"),
        (event("DTSTART:20260203\r\nDTEND:20280201"), "at most 366 days"),
        (event("DTSTART:20260203\r\nDTSTART:20260204"), "two DTSTART"),
        (event("DTSTART:20260203\r\nDURATION:PT5H"), "whole days"),
        (event("DTSTART:20260203\r\nRRULE:FREQ=WEEKLY"), "FREQ=YEARLY"),
        (event("DTSTART:20260203\r\nRRULE:FREQ=YEARLY;BYDAY=MO"), "BYDAY=4TH"),
        (
            event("DTSTART:20260203\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20"),
            "BYWEEKNO=20 is not understood",
        ),
        (event("DTSTART:20260203\r\nRRULE:FREQ=YEARLY;COUNT=1;UNTIL=20270101"), "not both"),
        (event("DTSTART:20260203\r\nRDATE:20270101"), "RDATE is not understood"),
    ] {
        let error = refused(&text);
        assert!(error.contains(part), "{text}\n{error}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,300}") {
        let _ = import(&text);
    }

    #[test]
    fn any_lines_are_read_or_refused(lines in prop::collection::vec(
        prop_oneof![
            Just("BEGIN:VEVENT".to_owned()), Just("END:VEVENT".to_owned()),
            Just("RRULE:FREQ=YEARLY".to_owned()), "DTSTART:[0-9]{0,9}", "DTEND:2026[01][0-9][0-3][0-9]",
            "RRULE:FREQ=YEARLY;[A-Z]{2,10}=-?[0-9A-Z,]{0,6}", "[A-Z;=:\" ]{0,20}", "DURATION:P[0-9]{0,20}[DW]",
        ], 0..12)) {
        if let Ok(found) = import(&file(&lines.join("\r\n"))) {
            for holiday in found.holidays {
                prop_assert!((1..=366).contains(&holiday.days));
                let starts = holiday.starts();
                prop_assert!(starts.is_sorted());
            }
        }
    }
}
