use super::*;

fn typed() -> TypedCalendar {
    TypedCalendar {
        name: "Office".into(),
        zone: "Europe/Berlin".into(),
        week: std::array::from_fn(|day| {
            if day < 5 { "09:00–12:30, 13:30-18:00" } else { "" }.into()
        }),
        ..TypedCalendar::default()
    }
}

#[test]
fn hours_holidays_and_files_become_a_calendar() {
    let file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\n\
                SUMMARY:Christmas\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261224T090000Z\r\n\
                SUMMARY:Party\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let day = |date: &str, hours: &str, name: &str| TypedDay {
        date: date.into(),
        hours: hours.into(),
        name: name.into(),
    };
    let known = [1, 2].map(|day| Holiday::once("kept", Date::new(2026, 5, day).unwrap()));
    let wanted = TypedCalendar {
        holidays: vec![1],
        holiday: (day("2026-05-03", "", "May"), true),
        exceptions: vec![day("2026-12-24", "09:00-12:00", "Eve"), TypedDay::default()],
        file: file.into(),
        ..typed()
    };
    let (name, spec, skipped) = wanted.read(&known).unwrap();
    assert_eq!((name.as_str(), spec.week.monday.len(), spec.week.sunday.len()), ("Office", 2, 0));
    let names: Vec<&str> = spec.holidays.iter().map(|holiday| holiday.name.as_str()).collect();
    assert_eq!(names, ["kept", "May", "Christmas"]);
    assert!(spec.holidays[1].yearly.is_some());
    assert_eq!((spec.exceptions.len(), skipped.len(), skipped[0].name.as_str()), (1, 1, "Party"));
}

#[test]
fn what_makes_no_sense_names_its_field() {
    let refused = |change: &dyn Fn(&mut TypedCalendar)| {
        let mut typed = typed();
        change(&mut typed);
        match typed.read(&[]).unwrap_err() {
            Error::Invalid { field, .. } => field,
            other => panic!("{other}"),
        }
    };
    assert_eq!(refused(&|typed| typed.name = " ".into()), "name");
    assert_eq!(refused(&|typed| typed.zone = "Mars/Olympus".into()), "zone");
    assert_eq!(refused(&|typed| typed.week[2] = "9-5".into()), "wednesday");
    assert_eq!(refused(&|typed| typed.week[0] = "09:00-12:00, 11:00-13:00".into()), "week");
    assert_eq!(refused(&|typed| typed.week = Default::default()), "week");
    assert_eq!(refused(&|typed| typed.file = "no calendar".into()), "file");
    assert_eq!(refused(&|typed| typed.holiday.0.date = "tomorrow".into()), "holiday");
}
