use std::io::Cursor;

use earshot_model::Time;
use proptest::prelude::*;

use super::*;

/// 2017-10-31T22:10:47Z.
const HALLOWEEN: Time = Time(1_509_487_847_000_000);
/// 2026-01-01T00:00:00Z.
const NOW: Time = Time(1_767_225_600_000_000);

fn header() -> String {
    COLUMNS.join("\t")
}

fn read(file: &[u8]) -> Vec<Result<Tweet, BrokenLine>> {
    Records::new(Cursor::new(file), NOW).unwrap().map(Result::unwrap).collect()
}

fn read_lines(lines: &[&str]) -> Vec<Result<Tweet, BrokenLine>> {
    read(format!("{}\n{}", header(), lines.join("\n")).as_bytes())
}

fn problem(line: &str) -> String {
    read_lines(&[line])[0].clone().unwrap_err().to_string()
}

const GOOD: &str =
    "3\tacme_care\tFalse\tTue Oct 31 22:10:47 +0000 2017\t2,5\t1.0\t@115 Hello &amp; sorry &lt;3";

#[test]
fn a_record_is_read() {
    let tweet = Tweet {
        line: 2,
        id: 3,
        author: "acme_care".to_owned(),
        inbound: false,
        posted_at: HALLOWEEN,
        answers: vec![2, 5],
        parent: Some(1),
        text: "@115 Hello & sorry <3".to_owned(),
    };
    assert_eq!(read_lines(&[GOOD]), [Ok(tweet)]);
}

#[test]
fn missing_ids_are_written_in_many_ways() {
    for nothing in ["", "None", "nan", "null", "\\N"] {
        let line = format!("7.0\t9\tTrue\tTue Oct 31 22:10:47 +0000 2017\t{nothing}\t{nothing}\t");
        let tweet = read_lines(&[&line])[0].clone().unwrap();
        assert_eq!((tweet.id, tweet.parent, tweet.answers), (7, None, Vec::new()));
        assert_eq!(tweet.text, "");
    }
}

#[test]
fn another_zone_is_another_time() {
    let line = GOOD.replace("22:10:47 +0000", "23:10:47 +0100");
    assert_eq!(read_lines(&[&line])[0].clone().unwrap().posted_at, HALLOWEEN);
}

#[test]
fn a_broken_record_names_its_line_and_the_rest_goes_in() {
    let found = read_lines(&[GOOD, "nonsense", "", GOOD, "x\ty", GOOD]);
    let lines: Vec<_> =
        found.iter().map(|r| r.as_ref().map(|t| t.line).map_err(|b| b.line)).collect();
    assert_eq!(lines, [Ok(2), Err(3), Ok(5), Err(6), Ok(7)]);
    let told = found[1].clone().unwrap_err().to_string();
    assert_eq!(told, "line 3: it has 1 of 7 columns; they must be parted by tabs");
}

#[test]
fn each_column_says_what_it_should_be() {
    let swap = |from: &str, to: &str| problem(&GOOD.replacen(from, to, 1));
    assert_eq!(
        swap("3\t", "three\t"),
        "line 2: tweet_id is \"three\", but should be a whole number"
    );
    assert_eq!(swap("3\t", "3.5\t"), "line 2: tweet_id is \"3.5\", but should be a whole number");
    assert_eq!(swap("False", "maybe"), "line 2: inbound is \"maybe\", but should be True or False");
    assert!(swap("acme_care", "two words").contains("author_id is \"two words\""));
    assert!(swap("2,5", "2;5").contains("response_tweet_id is \"2;5\""));
    assert!(swap("1.0", "-1").contains("in_response_to_tweet_id is \"-1\""));
    assert!(swap("Tue Oct 31", "Tue Oct 99").contains("created_at"));
    assert!(swap("2017", "17 AD").contains("should be a date such as Tue Oct 31"));
    assert_eq!(
        swap("Tue Oct 31 22:10:47 +0000 2017", "Thu Dec 31 22:10:47 +0000 2026"),
        "line 2: created_at lies in the future"
    );
}

#[test]
fn long_and_odd_lines_are_broken_not_fatal() {
    let mut file = format!("{}\n{GOOD}", header()).into_bytes();
    file.extend(vec![b'x'; MOST_LINE_BYTES]);
    file.extend_from_slice(b"\n3\t\xff\xfe\n");
    file.extend_from_slice(GOOD.as_bytes());
    let found = read(&file);
    assert_eq!(found[0].clone().unwrap_err().problem, Problem::TooLong);
    assert_eq!(found[1].clone().unwrap_err(), BrokenLine { line: 3, problem: Problem::NotUtf8 });
    assert_eq!(found[2].clone().unwrap().line, 4);
    assert_eq!(found.len(), 3);
}

fn with_text(text: &str) -> String {
    format!("1\t9\tTrue\tTue Oct 31 22:10:47 +0000 2017\t\t\t{text}")
}

fn texts(lines: &[&str]) -> Vec<Result<String, u64>> {
    read_lines(lines).into_iter().map(|r| r.map(|t| t.text).map_err(|b| b.line)).collect()
}

#[test]
fn quotes_and_line_breaks_are_read() {
    let text = |text: &str| texts(&[&with_text(text)])[0].clone().unwrap();
    assert_eq!(text(r#""say ""hi"" twice""#), "say \"hi\" twice");
    assert_eq!(text(r#""Great" service"#), "\"Great\" service");
    assert_eq!(text(r"two\nlines"), "two\nlines");
    assert_eq!(text("a\tb"), "a\tb");
    assert_eq!(text("a\0b"), "a\u{fffd}b");
    assert_eq!(text("&amp;lt;"), "&lt;");
    assert_eq!(text("carriage\r"), "carriage");
}

#[test]
fn a_quoted_text_may_run_over_lines() {
    let open = with_text("\"first");
    let found = texts(&[&open, "", "second", "third\"", GOOD]);
    assert_eq!(found[0], Ok("first\n\nsecond\nthird".to_owned()));
    assert_eq!(found.len(), 2);
}

#[test]
fn a_quote_that_nothing_closes_is_a_character() {
    let open = with_text("\"Great\" they said");
    let found = texts(&[&open, "stray", GOOD]);
    assert_eq!(found[0], Ok("\"Great\" they said".to_owned()));
    assert_eq!(found[1], Err(3));
    assert!(found[2].is_ok());
}

#[test]
fn another_file_is_refused() {
    let refused = |file: &str| Records::new(Cursor::new(file.to_owned()), NOW).is_err();
    assert!(refused(""));
    assert!(refused("tweet_id,author_id,inbound\n"));
    assert!(refused(GOOD));
    assert!(!refused(&format!("\u{feff}{}\r\n", header())));
}

#[test]
fn bytes_are_counted() {
    let file = format!("{}\n{GOOD}\n", header());
    let mut records = Records::new(Cursor::new(file.as_bytes()), NOW).unwrap();
    assert_eq!(records.bytes(), 1 + u64::try_from(header().len()).unwrap());
    assert!(records.next().is_some() && records.next().is_none());
    assert_eq!(records.bytes(), u64::try_from(file.len()).unwrap());
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        id in any::<u64>(),
        parent in proptest::option::of(any::<u64>()),
        answers in proptest::collection::vec(any::<u64>(), 0..4),
        inbound in any::<bool>(),
        second in 0_i64..1_700_000_000,
        words in "[a-z\"'@# ]{0,60}",
    ) {
        let at = Time(second * Time::SECOND);
        let row = [
            id.to_string(),
            "acme".to_owned(),
            if inbound { "True" } else { "False" }.to_owned(),
            at.timestamp().strftime("%a %b %d %H:%M:%S +0000 %Y").to_string(),
            answers.iter().map(u64::to_string).collect::<Vec<_>>().join(","),
            parent.map(|p| format!("{p}.0")).unwrap_or_default(),
            format!("\"{}\"", words.replace('"', "\"\"")),
        ];
        let read = read_lines(&[&row.join("\t")]);
        let tweet = Tweet {
            line: 2, id, author: "acme".to_owned(), inbound, posted_at: at, answers, parent, text: words,
        };
        prop_assert_eq!(read, [Ok(tweet)]);
    }

    #[test]
    fn no_bytes_stop_it(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut file = header().into_bytes();
        file.push(b'\n');
        file.extend_from_slice(&body);
        let found = read(&file);
        let lines = body.split(|b| *b == b'\n').count();
        prop_assert!(found.len() <= lines);
    }

    #[test]
    fn every_line_is_told_of_once(good in proptest::collection::vec(any::<bool>(), 0..40)) {
        let lines: Vec<&str> = good.iter().map(|g| if *g { GOOD } else { "\"broken\t" }).collect();
        let found: Vec<bool> = read_lines(&lines).iter().map(Result::is_ok).collect();
        prop_assert_eq!(found, good);
    }
}
