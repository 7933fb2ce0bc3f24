use earshot_model::{ChannelEvent, ChannelItem, Surface, Time};
use proptest::prelude::*;

use super::{Document, Place, Shown, item, parse};
use crate::http::wire::checked;

const NOW: Time = Time(1_790_000_000 * Time::SECOND);
const URL: &str = "https://blog.example.org/feed";

fn place() -> Place<'static> {
    Place {
        host: "blog.example.org",
        comments: false,
        handle: "blog.example.org/feed",
        own_name: "Altavela Care",
        now: NOW,
    }
}

fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>The Blog</title>{items}</channel></rss>")
}

fn read(body: &str) -> Document {
    parse(body.as_bytes(), URL).unwrap()
}

fn items(feed: &Document) -> Vec<ChannelItem> {
    let items = feed.entries.iter().map(|entry| item(feed, entry, &place(), Shown::First));
    items.map(held).collect()
}

/// Every post that a feed gives is within the bounds of the protocol.
fn held(item: ChannelItem) -> ChannelItem {
    match checked(ChannelEvent::Upsert { item: Box::new(item) }, NOW).unwrap() {
        ChannelEvent::Upsert { item } => *item,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_three_formats_tell_the_same() {
    let rss = rss("<item><title>Lost bags</title><link>https://blog.example.org/1</link>\
         <guid>https://blog.example.org/1</guid><author>Ana</author>\
         <pubDate>Mon, 21 Sep 2026 10:00:00 GMT</pubDate><description>Where &lt;b&gt;is&lt;/b&gt; it?\
         </description></item>");
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Blog</title><entry>\
                <id>https://blog.example.org/1</id><title>Lost bags</title><author><name>Ana</name></author>\
                <link href=\"https://blog.example.org/1\"/><published>2026-09-21T10:00:00Z</published>\
                <content type=\"html\">Where &lt;b&gt;is&lt;/b&gt; it?</content></entry></feed>";
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Blog", "items": [{
        "id": "https://blog.example.org/1", "url": "https://blog.example.org/1", "title": "Lost bags",
        "author": {"name": "Ana"}, "date_published": "2026-09-21T10:00:00Z",
        "content_html": "Where <b>is</b> it?"}]}"#;
    let told: Vec<ChannelItem> =
        [rss.as_str(), atom, json].iter().flat_map(|body| items(&read(body))).collect();
    assert_eq!(told.len(), 3);
    for one in &told {
        assert_eq!(one.text, "Lost bags\n\nWhere is it?");
        assert_eq!(one.posted_at, Time(1_789_984_800 * Time::SECOND));
        assert_eq!((one.author.handle.as_str(), one.surface), ("Ana", Surface::Article));
        assert_eq!((&one.id, &one.thread), (&told[0].id, &told[0].id));
        assert_eq!(one.url.as_deref(), Some("https://blog.example.org/1"));
    }
}

#[test]
fn items_without_id_or_date_are_told_apart_and_said_now() {
    let feed = read(&rss(
        "<item><title>One</title></item><item><title>Two</title></item><item><title>One</title></item>\
         <item><link>https://blog.example.org/3</link><title>Three</title></item><item></item>",
    ));
    let items = items(&feed);
    let titles: Vec<_> = items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(titles, ["One", "Two", "Three"], "said twice is one, nothing is nothing");
    assert_eq!(items[2].id, "https://blog.example.org/3");
    assert!(items.iter().all(|item| item.posted_at == NOW && item.revision == "0"));
    assert!(items[0].id.starts_with("blog.example.org:"));
    assert_eq!(items[0].author.handle, "The Blog", "nobody is named: it is the blog");
}

#[test]
fn one_id_for_everything_is_no_id() {
    let feed = read(&rss(
        "<item><guid>blog</guid><link>https://a.example/1</link><title>One</title></item>\
         <item><guid>blog</guid><link>https://a.example/2</link><title>Two</title></item>\
         <item><guid>7</guid><link>https://a.example/3</link><title>Three</title></item>\
         <item><guid>7</guid><link>https://a.example/3</link><title>Three again</title></item>",
    ));
    let items = items(&feed);
    let ids: Vec<_> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["https://a.example/1", "https://a.example/2", "blog.example.org:7"]);
    assert_eq!(items[2].text, "Three", "the newest stands first");
}

#[test]
fn dates_that_cannot_be_are_now_and_an_edit_is_newer() {
    let feed = read(&rss(
        "<item><guid>1</guid><title>Soon</title><pubDate>Mon, 21 Sep 2099 10:00:00 GMT</pubDate></item>\
         <item><guid>2</guid><title>Old</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>\
         <item><guid>3</guid><title>Odd</title><pubDate>yesterday-ish</pubDate></item>",
    ));
    assert!(items(&feed).iter().all(|item| item.posted_at == NOW), "{feed:?}");
    let later = Place { now: NOW.plus(Time::MINUTE), ..place() };
    for entry in &feed.entries {
        let (first, again) =
            (item(&feed, entry, &place(), Shown::First), item(&feed, entry, &later, Shown::Again));
        assert!(again.revision > first.revision && again.edited_at == Some(later.now));
    }
}

#[test]
fn scripts_and_what_hides_are_not_told() {
    let feed =
        read(&rss("<item><guid>1\u{202e}2</guid><title>My &lt;b&gt;bag&lt;/b&gt;\u{200b}</title>\
         <link>javascript:alert(1)</link><author>A\u{202e}na\u{feff}</author><description><![CDATA[\
         <script>alert(1)</script><p onclick=\"x()\">is gone<img src=x onerror=alert(1)></p>\
         <style>p{}</style>]]></description></item>"));
    let item = &items(&feed)[0];
    assert_eq!(item.text, "My bag\n\nis gone");
    assert_eq!((item.author.name.as_str(), item.url.as_deref()), ("Ana", None));
}

#[test]
fn what_is_no_feed_says_what_to_do() {
    let page = parse(b"<!DOCTYPE html><html><body>Hello</body></html>", URL).unwrap_err();
    assert!(page.contains("a page stands there"), "{page}");
    for odd in
        ["", "hello", "<rss version=\"2.0\"><channel><item>", "{\"version\": 1}", "<rss", "{"]
    {
        let told = parse(odd.as_bytes(), URL).map(|feed| feed.entries.len());
        assert!(!matches!(told, Ok(1..)), "{odd:?}: {told:?}");
    }
    assert!(parse(&[0x1f, 0x8b, 8, 0], URL).unwrap_err().contains("gzip"));
}

#[test]
fn entity_bombs_and_deep_nesting_stay_small() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
                <rss version=\"2.0\"><channel><item><guid>1</guid><title>T &c; &x;</title></item></channel></rss>";
    if let Ok(feed) = parse(bomb.as_bytes(), URL) {
        let told = feed.entries[0].words();
        assert!(told.len() < 100 && !told.contains("root:") && !told.contains("aaaa"), "{told}");
    }
    let deep = "<div>".repeat(100_000);
    let feed = rss(&format!("<item><guid>1</guid><description>{deep}</description></item>"));
    drop(parse(feed.as_bytes(), URL));
    drop(parse("[".repeat(100_000).as_bytes(), URL));
    drop(parse(format!("{{\"items\":{}", "[".repeat(100_000)).as_bytes(), URL));
}

#[test]
fn ten_thousand_items_are_read_and_more_are_not() {
    let many: String = (0..12_000)
        .map(|n| format!("<item><guid>{n}</guid><title>Item {n}</title></item>"))
        .collect();
    let feed = read(&rss(&many));
    assert_eq!(feed.entries.len(), 10_000);
    assert_eq!(items(&feed).len(), 10_000);
}

#[test]
fn long_articles_become_excerpts_and_long_names_fit() {
    let feed = read(&rss(&format!(
        "<item><guid>{long}</guid><title>{long}</title><author>{long}</author>\
         <link>https://a.example/{long}</link><description>{long}</description></item>",
        long = "long ".repeat(20_000)
    )));
    let item = &items(&feed)[0];
    assert!(item.text.len() < 5_500 && item.author.name.len() <= 200 && item.id.len() < 60);
    assert_eq!(item.url, None);
}

#[test]
fn comments_on_one_page_are_one_conversation_and_namesakes_are_not_one_person() {
    let feed = read(&rss(
        "<item><guid>c1</guid><author>Anna</author><link>https://a.example/1#c1</link><title>Late</title></item>\
         <item><guid>c2</guid><author>Anna</author><link>https://a.example/1#c2</link><title>Hm</title></item>\
         <item><guid>c3</guid><author>Anna</author><link>https://a.example/2#c3</link><title>So</title></item>\
         <item><guid>c4</guid><author>altavela care</author><link>https://a.example/2#c4</link><title>Hi</title></item>",
    ));
    let place = Place { comments: true, ..place() };
    let told: Vec<_> =
        feed.entries.iter().map(|entry| held(item(&feed, entry, &place, Shown::First))).collect();
    assert!(told.iter().all(|item| item.surface == Surface::Comment));
    assert_eq!(told[0].thread, "https://a.example/1");
    assert_eq!((&told[0].thread, &told[0].author.id), (&told[1].thread, &told[1].author.id));
    assert_ne!(told[0].author.id, told[2].author.id);
    assert_eq!(told[3].author.handle, "blog.example.org/feed", "that is the brand");
}

proptest! {
    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(parse(&bytes, URL));
    }

    #[test]
    fn whatever_an_item_says_its_post_can_be_kept(
        id in ".{0,60}", title in ".{0,60}", name in ".{0,60}", link in ".{0,60}", date in ".{0,40}",
        text in ".{0,200}",
    ) {
        let data = |words: &str| format!("<![CDATA[{}]]>", words.replace("]]>", ""));
        let body = rss(&format!(
            "<item><guid>{}</guid><title>{}</title><author>{}</author><link>{}</link><pubDate>{}</pubDate>\
             <description>{}</description></item>",
            data(&id), data(&title), data(&name), data(&link), data(&date), data(&text)
        ));
        if let Ok(feed) = parse(body.as_bytes(), URL) {
            prop_assert!(items(&feed).len() <= 1);
        }
    }
}
