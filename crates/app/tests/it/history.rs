//! `earshot import twcs`: a whole file, twice; and beside a server that serves.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use earshot_store::posts;

use crate::office::{Office, said, word};

const COLUMNS: &str = "tweet_id\tauthor_id\tinbound\tcreated_at\tresponse_tweet_id\t\
                       in_response_to_tweet_id\ttext";
const DAY: &str = "Tue Oct 31 22:00:00 +0000 2017";

/// A file of so many conversations of two posts each, the reply before its parent, and a broken line
/// as the third one.
pub(crate) fn file(folder: &Path, conversations: usize) -> PathBuf {
    let mut lines = vec![COLUMNS.to_owned()];
    for at in 1..=conversations {
        let (asked, told) = (2 * at, 2 * at + 1);
        lines.push(format!("{told}\tbrandcare\tFalse\t{DAY}\t\t{asked}.0\t@c{at} We look into it"));
        lines.push(format!("{asked}\tc{at}\tTrue\t{DAY}\t{told}\t\t@brandcare help, parcel{at}"));
    }
    lines.insert(3, "no tweet at all".to_owned());
    let path = folder.join("history.tsv");
    std::fs::write(&path, lines.join("\n")).expect("a file");
    path
}

pub(crate) fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

/// What a record says of a missing value, and what a text may hold: as copies of the set have it.
const NOTHING: [&str; 4] = ["", "nan", "None", "null"];
const TEXTS: [&str; 8] = [
    "@brandcare still waiting, order {n} never came",
    "\"he said \"\"soon\"\" about {n}, @brandcare\"",
    "@brandcare first line of {n}\\nand a second one",
    "\"@brandcare a line break of {n}\nas it is\"",
    "@brandcare R&amp;D told me {n} &lt;3",
    "@brandcare \u{1f621}\u{1f621} {n} https://t.co/x{n}",
    "@brandcare \u{627}\u{644}\u{637}\u{644}\u{628} {n} \u{645}\u{62a}\u{623}\u{62e}\u{631}",
    "@brandcare @otherbrand which of you two has {n}?",
];

/// 5,000 tweets: conversations of four, the newest first as the set has them, of which every tenth
/// answers something that is not in the file and every seventh has two answers to one tweet.
fn five_thousand(folder: &Path) -> PathBuf {
    let mut text = format!("{COLUMNS}\r\n");
    for at in 0..1_250_usize {
        let first = 10 * at + 1;
        let at_time = |minute: usize| {
            let (day, hour) = (1 + at / 24 % 28, at % 24);
            let week = ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"];
            let name = week[(day - 1) % week.len()];
            format!("{name} Nov {day:02} {hour:02}:{minute:02}:00 +0000 2017")
        };
        let (customer, nothing) = (100_000 + at, NOTHING[at % NOTHING.len()]);
        let missing = if at % 10 == 0 { format!("{}.0", first + 9) } else { nothing.to_owned() };
        let asked = TEXTS[at % TEXTS.len()].replace("{n}", &at.to_string());
        let brand = if at % 5 == 0 { "OtherBrand" } else { "brandcare" };
        let third = if at % 7 == 0 { first } else { first + 1 };
        let mut row =
            |id: usize, author: &str, inbound, minute, answers: &str, to: &str, said: &str| {
                let time = at_time(minute);
                writeln!(text, "{id}\t{author}\t{inbound}\t{time}\t{answers}\t{to}\t{said}")
                    .expect("a line");
            };
        let customer = customer.to_string();
        let (two, three) = ((first + 1).to_string(), format!("{}.0", first + 2));
        let closing = format!("@{customer} Done. ^K{at}");
        row(first + 3, brand, "False", 9, nothing, &three, &closing);
        let again = format!("@{brand} still nothing about {at}");
        row(first + 2, &customer, "True", 6, &(first + 3).to_string(), &third.to_string(), &again);
        let reply = format!("@{customer} Please send us a message about {at}.");
        row(first + 1, brand, "False", 3, &(first + 2).to_string(), &first.to_string(), &reply);
        let answers = if at % 7 == 0 { format!("{two},{}", first + 2) } else { two };
        row(first, &customer, "True", 0, &answers, &missing, &asked);
    }
    let path = folder.join("five-thousand.tsv");
    std::fs::write(&path, text).expect("a file");
    path
}

#[tokio::test]
async fn five_thousand_tweets_come_in_once() {
    let office = Office::open().await;
    let history = five_thousand(office.folder());
    let words = ["import", "twcs", &history.to_string_lossy()].map(ToOwned::to_owned);
    let words = words.each_ref().map(String::as_str);
    let first = office.says(&words);
    let wanted = "read=5000 new=5000 duplicate=0 broken=0 threads=1250 cases=";
    assert!(last_line(&first).starts_with(wanted), "{first}");
    let again = office.says(&words);
    assert!(last_line(&again).starts_with("read=5000 new=0 duplicate=5000 broken=0"), "{again}");
    assert!(office.says(&["verify"]).contains("problems=0"));
}

/// The event of a public post to the brand.
fn delivery(n: u32) -> String {
    format!(
        r#"{{"events": [{{"event": "upsert", "item": {{"id": "live-{n}", "revision": "1",
            "surface": "post", "audience": "public", "thread": "t-{n}",
            "author": {{"id": "u-{n}", "handle": "mirela{n}", "name": "Mirela", "followers": 12}},
            "text": "@brand my bag {n} is gone, please help", "posted_at": {}}}}}]}}"#,
        earshot_testkit::NOON.micros()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_runs_while_a_server_takes_posts_and_shows_pages() {
    let office = Office::open().await;
    let history = file(office.folder(), 300);
    let made = office.run(&["account", "add", "--channel", "forum", "--handle", "@brand"], "");
    let (account, token) = (word(&made, "account"), word(&made, "token"));
    let server = office.serve();
    let page = server.log_in();
    let head = format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
    let path = format!("/api/channel/v1/{account}/events");

    let mut import = office.command(&["import", "twcs", &history.to_string_lossy()]);
    let import = import.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut import = import.spawn().expect("the program starts");
    let mut rounds = 0;
    while import.try_wait().expect("it can be asked").is_none() {
        rounds += 1;
        // Each within the patience of `ask`.
        let taken = server.ask("PUT", &path, &head, &delivery(rounds));
        assert!(taken.status == 200 && taken.text.contains("\"accepted\":1"), "{}", taken.text);
        let shown = server.ask("GET", "/cases", &page, "");
        assert_eq!(shown.status, 200, "{}", shown.text);
    }
    let done: Output = import.wait_with_output().expect("it ended");
    assert!(rounds >= 3, "the import was over after {rounds} rounds: nothing was tried");
    let wanted = "read=601 new=600 duplicate=0 broken=1 threads=300 cases=300";
    assert_eq!(last_line(&said(&done)), wanted, "{done:?}");
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(told.contains("history.tsv") && told.contains("line 4"), "{told}");

    let all: Vec<String> = (1..=rounds).map(|n| format!("live-{n}")).collect();
    let account = account.parse().expect("an id");
    let (org, _) = office.ground.db.organizations().await.expect("organizations").remove(0);
    let stand = async || {
        let mut conn = office.ground.db.read(org).await.expect("a connection");
        posts::known(&mut conn, account, all.clone()).await.expect("posts").len()
    };
    for _ in 0..100 {
        if stand().await == all.len() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(stand().await, all.len(), "everything that was accepted is worked on");
    assert_eq!(server.ask("GET", "/cases", &page, "").status, 200);
    drop(server);
    assert!(office.says(&["verify"]).contains("problems=0"));
}
