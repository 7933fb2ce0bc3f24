use earshot_model::Time;
use proptest::prelude::*;

use super::{
    Expectations, FormError, Measured, Mismatch, OtherChannel, Phrases, Posted, Service, check,
    write,
};
use crate::calendar::tests::{office, span};
use crate::calendar::{Interval, WeekHours};

fn form() -> Expectations {
    Expectations {
        zone: "Europe/Berlin".into(),
        zone_text: "Berlin".into(),
        week: office().week,
        languages: vec!["de".into(), "en".into()],
        answer_within: Time::HOUR,
        channels: vec![OtherChannel { channel: "phone".into(), text: "phone 0800 123".into() }],
        topics: vec!["orders".into(), "refunds".into()],
    }
}

fn service() -> Service {
    Service {
        calendar: office(),
        languages: vec!["en".into(), "de".into(), "fr".into()],
        channels: vec!["phone".into()],
        measured: Some(Measured { answers: 412, ninety_percent: 40 * Time::MINUTE }),
    }
}

fn posted(form: Expectations) -> Posted {
    Posted { form, wanted: "Hello.".into(), found: Some(" Hello.\n".into()) }
}

#[test]
fn all_five_are_said_where_there_is_room() {
    let posting = write(&form(), &Phrases::ENGLISH, |_| true).unwrap();
    assert_eq!(posting.holds, 5);
    assert_eq!(
        posting.text,
        "Answers within 1 hour. Here Mon\u{2013}Fri 09:00-12:00, 13:00-17:00 (Berlin). Languages: de, en. \
         Also: phone 0800 123. About: orders, refunds."
    );
    let german = write(&form(), Phrases::of("de-AT"), |_| true).unwrap().text;
    assert!(german.starts_with("Antwort in 1 Stunde. Hier Mo\u{2013}Fr "), "{german}");
}

#[test]
fn what_customers_ask_for_least_goes_first() {
    let within =
        |most: usize| write(&form(), &Phrases::ENGLISH, |text| text.chars().count() <= most);
    let holds = |most| within(most).map(|posting| posting.holds);
    assert_eq!([130, 100, 85, 40].map(|most| holds(most).unwrap()), [4, 3, 2, 1]);
    assert_eq!(within(24).unwrap().text, "Answers within 1 hour.");
    assert_eq!(within(21), Err(FormError::NoRoom));
}

#[test]
fn hours_and_times_read_well() {
    let whole = Expectations { week: WeekHours::always(), ..form() };
    let text = write(&whole, &Phrases::ENGLISH, |_| true).unwrap().text;
    assert!(text.contains("Here day and night."), "{text}");
    let saturday = Expectations {
        week: WeekHours { saturday: vec![span("10:00-14:00")], ..office().week },
        zone_text: String::new(),
        ..form()
    };
    let text = write(&saturday, &Phrases::ENGLISH, |_| true).unwrap().text;
    assert!(text.contains("13:00-17:00; Sat 10:00-14:00. Languages"), "{text}");
    let time = |minutes: i64| Phrases::ENGLISH.time(minutes * Time::MINUTE);
    assert_eq!(time(15), "15 minutes");
    assert_eq!([time(60), time(90), time(150)], ["1 hour", "90 minutes", "3 hours"]);
    assert_eq!([time(24 * 60), time(36 * 60), time(72 * 60)], ["1 day", "36 hours", "3 days"]);
}

#[test]
fn an_empty_form_is_refused() {
    let refused = |form: &Expectations| write(form, &Phrases::ENGLISH, |_| true).unwrap_err();
    assert_eq!(refused(&Expectations { week: WeekHours::default(), ..form() }), FormError::NoHours);
    assert_eq!(
        refused(&Expectations { languages: vec![" ".into()], ..form() }),
        FormError::NoLanguage
    );
    assert_eq!(refused(&Expectations { answer_within: 0, ..form() }), FormError::NoTime);
}

#[test]
fn what_is_true_raises_nothing() {
    assert_eq!(check(&posted(form()), &service()), []);
    let few = Service {
        measured: Some(Measured { answers: 29, ninety_percent: Time::DAY }),
        ..service()
    };
    assert_eq!(check(&posted(form()), &few), [], "29 answers say nothing");
    let mut split = form();
    split.week.monday = ["13:00-17:00", "09:00-10:00", "10:00-12:00"].map(span).to_vec();
    assert_eq!(check(&posted(split), &service()), [], "the same hours, written otherwise");
    let unread = Posted { found: None, ..posted(form()) };
    assert_eq!(check(&unread, &Service { measured: None, ..service() }), []);
}

#[test]
fn everything_that_is_not_true_is_listed() {
    let mut claim = form();
    claim.zone = "Europe/Paris".into();
    claim.week.sunday = vec![Interval::WHOLE_DAY];
    claim.languages.push("ja".into());
    claim.channels.push(OtherChannel { channel: "chat".into(), text: "chat".into() });
    claim.answer_within = 15 * Time::MINUTE;
    let place = Posted { found: Some("We never sleep".into()), ..posted(claim) };
    assert_eq!(
        check(&place, &service()),
        [
            Mismatch::Zone,
            Mismatch::Hours { day: 6 },
            Mismatch::Language("ja".into()),
            Mismatch::Channel("chat".into()),
            Mismatch::Slower { ninety_percent: 40 * Time::MINUTE, answers: 412 },
            Mismatch::Text,
        ]
    );
    let modest = Expectations { answer_within: Time::DAY, ..form() };
    let could = Mismatch::Faster { ninety_percent: 40 * Time::MINUTE };
    assert_eq!(check(&posted(modest), &service()), [could]);
}

proptest! {
    #[test]
    fn a_text_never_exceeds_its_place(most in 0_usize..200, topics in prop::collection::vec("\\PC{0,30}", 0..5), within in 1_i64..Time::DAY) {
        let form = Expectations { topics, answer_within: within.max(Time::MINUTE), ..form() };
        let fits = |text: &str| text.chars().count() <= most;
        match write(&form, &Phrases::GERMAN, fits) {
            Ok(posting) => prop_assert!(fits(&posting.text) && (1..=5).contains(&posting.holds)),
            Err(error) => prop_assert_eq!(error, FormError::NoRoom),
        }
    }

    #[test]
    fn nobody_is_promised_less_than_is_meant(minutes in 1_i64..43_200) {
        let text = Phrases::ENGLISH.time(minutes * Time::MINUTE);
        let (number, unit) = text.split_once(' ').unwrap();
        let unit = match unit.trim_end_matches('s') { "minute" => 1, "hour" => 60, _ => 1_440 };
        prop_assert!(number.parse::<i64>().unwrap() * unit >= minutes, "{} for {minutes}", text);
    }
}
