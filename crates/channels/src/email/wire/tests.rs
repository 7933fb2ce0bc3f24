//! Mail of all kinds: what it becomes, and what it cannot do to us.

use earshot_model::{Audience, ChannelItem, OutboxId, Surface, Time};
use proptest::prelude::{any, proptest};

use super::{Kind, Letter, Mail, Mailbox, Own, item, item_message_id, judge, read, write};

/// 2026-03-12T14:02:00Z.
const NOW: Time = Time(1_773_324_120 * Time::SECOND);

fn own() -> Own {
    Own::new(Mailbox::of("support@brand.example", "").unwrap(), "as random as it gets")
}

fn message() -> OutboxId {
    OutboxId(uuid::Uuid::from_u128(0x0190_d1c8_7b5e_7000_8000_0000_0000_0001))
}

fn mirela() -> Mailbox {
    Mailbox::of("mirela@customer.example", "").unwrap()
}

/// A mail from Mirela with more headers and a body.
fn mail(headers: &str, body: &str) -> Mail {
    let text = format!(
        "From: Mirela Ramos <Mirela@Customer.example>\nTo: support@brand.example\n\
         Date: Thu, 12 Mar 2026 14:00:00 +0000\n{headers}\n{body}"
    );
    read(text.replace('\n', "\r\n").as_bytes()).unwrap()
}

fn post(mail: &Mail) -> ChannelItem {
    assert_eq!(judge(mail, &own(), NOW), Kind::Post, "{mail:?}");
    item(mail, &own(), NOW).unwrap()
}

#[test]
fn a_mail_becomes_a_private_post_of_its_author() {
    let mail = mail(
        "Message-ID: <a1@c.example>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n",
        "Where is my bag?\n",
    );
    let item = post(&mail);
    assert!(item.id.starts_with("a1@c.example#") && item.id.len() == "a1@c.example#".len() + 8);
    assert_eq!((item.surface, item.audience), (Surface::Mail, Audience::Private));
    assert_eq!(item.author.id, "mirela@customer.example");
    assert_eq!(item.author.name, "Mirela Ramos");
    assert_eq!(item.text, "Grüße\n\nWhere is my bag?");
    assert_eq!(item.posted_at, Time(1_773_324_000 * Time::SECOND));
    assert_eq!(item_message_id(&item.id), Some("a1@c.example"));
}

#[test]
fn threads_follow_references_and_never_subjects() {
    let first = mail("Message-ID: <a1@c.example>\nSubject: Help\n", "one");
    let by_references = mail(
        "Message-ID: <a3@c.example>\nIn-Reply-To: <a2@b.example>\nReferences: <a1@c.example> <a2@b.example>\n",
        "two",
    );
    let by_parent = mail("Message-ID: <a4@c.example>\nIn-Reply-To: <a1@c.example>\n", "three");
    let stranger = mail("Message-ID: <a5@c.example>\nSubject: Re: Help\n", "four");
    let thread = post(&first).thread;
    assert_eq!(post(&by_references).thread, thread);
    assert_eq!(post(&by_parent).thread, thread);
    assert_ne!(post(&stranger).thread, thread);
}

#[test]
fn our_own_marks_bring_an_answer_home() {
    let own = own();
    let thread = post(&mail("Message-ID: <a1@c.example>\n", "one")).thread;
    let sent = own.message_id(message(), &thread, &mirela(), NOW);
    let ours = own.ours(&sent).unwrap();
    assert_eq!((ours.message, &ours.thread, ours.written_at), (message(), &thread, NOW));
    assert!(own.looks_ours(&sent) && own.wrote_to(&ours, &mirela()));
    let bare = mail(&format!("Message-ID: <x@c.example>\nIn-Reply-To: <{sent}>\n"), "thanks");
    let item = post(&bare);
    assert_eq!((item.thread, item.parent), (thread.clone(), Some(sent.clone())));
    let address = own.address(&thread).to_uppercase();
    let by_address = mail(&format!("Message-ID: <y@c.example>\nCc: <{address}>\n"), "new mail");
    assert_eq!(post(&by_address).thread, thread);
    let told = mail(&format!("Message-ID: <z@c.example>\nDelivered-To: {address}\n"), "new mail");
    assert_eq!(post(&told).thread, thread);
}

#[test]
fn marks_that_somebody_made_up_bring_nothing_home() {
    let own = own();
    let thread = post(&mail("Message-ID: <a1@c.example>\n", "one")).thread;
    let name = thread.strip_prefix("mail:").unwrap();
    let forged = format!("support+e{name}aaaaaaaa@brand.example");
    let mail_to = mail(&format!("Message-ID: <f@c.example>\nCc: {forged}\n"), "hello");
    assert_ne!(post(&mail_to).thread, thread);
    let id = format!("{}.{name}.69b2c798.aaaaaaaa.aaaaaaaa@brand.example", message().0.simple());
    assert!(own.ours(&id).is_none() && own.looks_ours(&id));
    let other = Own::new(own.mailbox.clone(), "another secret");
    assert_eq!(other.ours(&own.message_id(message(), &thread, &mirela(), NOW)), None);
}

#[test]
fn two_mails_with_one_id_are_two_posts() {
    let first = post(&mail("Message-ID: <same@c.example>\nSubject: One\n", "one"));
    let second = post(&mail("Message-ID: <same@c.example>\nSubject: Two\n", "two"));
    assert_ne!(first.id, second.id);
    let again = post(&mail("Message-ID: <same@c.example>\nSubject: One\n", "one, by another way"));
    assert_eq!(first.id, again.id);
}

#[test]
fn our_own_mail_loops_and_machines_are_passed_over() {
    let own = own();
    let passed = |text: &str| {
        let mail = read(text.replace('\n', "\r\n").as_bytes()).unwrap();
        matches!(judge(&mail, &own, NOW), Kind::Passed(_))
    };
    let ours = own.message_id(message(), "mail:aaaaaaaaaaaaaaaa", &mirela(), NOW);
    for text in [
        "From: Support <support@brand.example>\n\nhello",
        "From: support+x@brand.example\n\nhello",
        &format!("From: eve@evil.example\nMessage-ID: <{ours}>\n\nI am you"),
        "From: MAILER-DAEMON@mx.example\n\nsorry",
        "Subject: from nobody\n\nhello",
        "From: a@b.example\nAuto-Submitted: auto-replied (vacation)\n\nI am away",
        "From: a@b.example\nPrecedence: auto_reply\n\nI am away",
        "From: a@b.example\nX-Autoreply: yes\n\nI am away",
        "From: a@b.example\nReturn-Path: <>\n\nI am away",
        "From: a@b.example\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n\naway",
    ] {
        assert!(passed(text), "{text}");
    }
    for text in [
        "From: a@b.example\nAuto-Submitted: no\n\nhello",
        "From: a@b.example\nAuto-Submitted: auto-generated\n\nfrom the contact form",
        "From: a@b.example\nPrecedence: bulk\nList-Id: x\n\nnews",
        "From: notsupport@brand.example\n\nhello",
        "From: a@b.example\nX-Auto-Response-Suppress: OOF\n\nwritten in Outlook",
    ] {
        assert!(!passed(text), "{text}");
    }
}

/// A report from `headers` about the letter `id` to `to`, which arrived at `at`.
fn reported(headers: &str, (to, action): (&str, &str), id: &str, at: Time) -> Kind {
    let text = format!(
        "From: MAILER-DAEMON@mx.example\n{headers}Subject: Undelivered\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nSorry.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         {to}\nAction: {action}\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1\n  no such user\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: support@brand.example\nMessage-ID: <{id}>\n\n\
         hello\n--b--\n"
    );
    judge(&read(text.replace('\n', "\r\n").as_bytes()).unwrap(), &own(), at)
}

const NOBODY: &str = "Return-Path: <>\n";
const FINAL: &str = "Final-Recipient: rfc822; Mirela@customer.example";

#[test]
fn a_bounce_finds_the_message_that_came_back() {
    let own = own();
    let id = own.message_id(message(), "mail:aaaaaaaaaaaaaaaa", &mirela(), NOW);
    let report = |action: &str, id: &str| reported(NOBODY, (FINAL, action), id, NOW);
    let why = "550 5.1.1 no such user".to_owned();
    assert_eq!(report("failed", &id), Kind::Bounce { message: message(), why });
    assert!(matches!(report("delayed", &id), Kind::Passed(_)));
    assert!(matches!(report("failed", "someone@else.example"), Kind::Passed(_)));
    let moved = "Final-Recipient: rfc822;new@other.example\n\
                 Original-Recipient: rfc822;mirela@customer.example";
    let forwarded = reported(NOBODY, (moved, "failed"), &id, NOW);
    assert!(matches!(forwarded, Kind::Bounce { .. }), "{forwarded:?}");
    let headers_only = format!(
        "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\
         {FINAL}\nAction: failed\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: <{id}>\n\n--b--\n"
    );
    let read = read(headers_only.replace('\n', "\r\n").as_bytes()).unwrap();
    assert!(matches!(judge(&read, &own, NOW), Kind::Bounce { .. }), "{read:?}");
}

#[test]
fn reports_that_somebody_made_up_change_nothing() {
    let id = own().message_id(message(), "mail:aaaaaaaaaaaaaaaa", &mirela(), NOW);
    let week = NOW.plus(7 * Time::DAY);
    let failed = (FINAL, "failed");
    assert!(matches!(reported(NOBODY, failed, &id, week), Kind::Bounce { .. }));
    let late = week.plus(Time::SECOND);
    let sender = "Return-Path: <eve@evil.example>\n";
    // The receiving server writes its own line above the sender's.
    let both = format!("{sender}{NOBODY}");
    let other = ("Final-Recipient: rfc822; eve@evil.example", "failed");
    let nobody = ("X-Recipient: rfc822; mirela@customer.example", "failed");
    // Another recipient is given up, ours is not.
    let mixed = format!("{FINAL}\nAction: delayed\n\nFinal-Recipient: rfc822; eve@evil.example");
    for (headers, about, at) in [
        (NOBODY, failed, late),
        (sender, failed, NOW),
        ("", failed, NOW),
        (both.as_str(), failed, NOW),
        (NOBODY, other, NOW),
        (NOBODY, nobody, NOW),
        (NOBODY, (mixed.as_str(), "failed"), NOW),
    ] {
        let kind = reported(headers, about, &id, at);
        assert!(matches!(kind, Kind::Passed(_)), "{headers} {about:?}: {kind:?}");
    }
}

#[test]
fn ids_that_say_nothing_are_none() {
    for odd in ["<@>", "<.@.>", "<@c.example>", "<a@>", "<a>", "<-------->"] {
        let mail = mail(&format!("Message-ID: {odd}\nIn-Reply-To: {odd}\n"), "one");
        assert_eq!(mail.message_id, None, "{odd}");
        assert!(mail.in_reply_to.is_empty(), "{odd}");
        assert!(post(&mail).id.starts_with('#'), "{odd}");
    }
    let without_at = mail("Message-ID: <20260312.4711>\n", "one");
    assert_eq!(without_at.message_id.as_deref(), Some("20260312.4711"));
}

#[test]
fn answers_go_where_the_author_wants_them_and_the_post_says_so() {
    let form = mail("Reply-To: Ana <ana@customer.example>\nSubject: Form\n", "help");
    let item = post(&form);
    assert_eq!(item.author.id, "ana@customer.example");
    assert!(item.text.starts_with("[mirela@customer.example → ana@customer.example]"));
    let loops = mail("Reply-To: support@brand.example\n", "help");
    assert_eq!(post(&loops).author.id, "mirela@customer.example");
}

#[test]
fn html_becomes_words_and_attachments_their_names() {
    let text = mail(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nSubject: Bill\n",
        "--b\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p{color:red}</style></head>\
         <body><p>My <b>bill</b> &amp; bag</p><script>alert(1)</script><img src=x onerror=alert(2)></body></html>\n\
         --b\nContent-Type: image/svg+xml; name=\"../../etc/\u{200b}.htaccess\"\n\
         Content-Disposition: attachment\n\n<svg onload=alert(3)>\n--b--\n",
    );
    let item = post(&text);
    assert!(item.text.contains("My bill & bag"), "{}", item.text);
    assert!(item.text.contains("[📎 htaccess ("), "{}", item.text);
    for odd in ["alert", "<", "color:red", "..", "/etc"] {
        assert!(!item.text.contains(odd), "{odd}: {}", item.text);
    }
}

#[test]
fn what_stands_above_already_is_folded_and_what_is_answered_line_by_line_is_not() {
    let folded = |body: &str| {
        let text = post(&mail("In-Reply-To: <a@b.example>\nSubject: Re: x\n", body)).text;
        assert!(!text.contains("old words"), "{text}");
        text
    };
    let thanks = "Thanks!\n[...]";
    assert_eq!(
        folded("Thanks!\n\nOn Thu, 12 Mar 2026, Support wrote:\n> old words\n> more\n"),
        thanks
    );
    assert_eq!(
        folded(
            "Thanks!\n\nAm 12.03.2026 um 14:00 schrieb Support\n<s@b.example>:\n\n> old words\n"
        ),
        thanks
    );
    assert_eq!(folded("Thanks!\n\nAm Do., 12. März 2026 schrieb:\n> old words\n"), thanks);
    assert_eq!(folded("Thanks!\n\n-----Original Message-----\nFrom: Support\nold words\n"), thanks);
    assert_eq!(
        folded(
            "Thanks!\n________________________________\nFrom: Support <s@b.example>\nSent: x\nold words\n"
        ),
        thanks
    );
    let inline = post(&mail("", "> Which colour?\nRed.\n> Which size?\nSmall.\n")).text;
    assert_eq!(inline, "> Which colour?\nRed.\n> Which size?\nSmall.");
    let only = post(&mail("", "> nothing of my own\n")).text;
    assert_eq!(only, "> nothing of my own");
    let rule = post(&mail("", "a\n________________________________\nb\n")).text;
    assert_eq!(rule, "a\n________________________________\nb");
}

#[test]
fn clocks_far_off_are_not_believed() {
    for date in ["Thu, 12 Mar 2036 14:00:00 +0000", "Mon, 12 Mar 2001 14:00:00 +0000", "soon"] {
        let text = format!("From: a@b.example\r\nDate: {date}\r\n\r\nhello");
        assert_eq!(post(&read(text.as_bytes()).unwrap()).posted_at, NOW, "{date}");
    }
}

#[test]
fn a_letter_says_what_it_answers_and_is_the_same_each_time() {
    let own = own();
    let to = Mailbox::of("mirela@customer.example", "Mirela\r\nBcc: eve@evil.example").unwrap();
    let thread = "mail:aaaaaaaaaaaaaaaa";
    let id = own.message_id(message(), thread, &mirela(), NOW);
    let letter = Letter {
        own: &own,
        name: "Altavela, \"Care\"",
        to: &to,
        subject: "Grüße\r\nBcc: eve@evil.example",
        text: "We found it.\n.\nFrom here ✈️",
        message_id: &id,
        references: &["a1@c.example".to_owned(), "a2@c.example".to_owned()],
        thread: Some(thread),
        at: NOW,
    };
    let bytes = write(&letter).unwrap();
    assert_eq!(bytes, write(&letter).unwrap());
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains("X-Auto-Response-Suppress: OOF, AutoReply\r\n"), "{text}");
    assert!(!text.to_lowercase().contains("\r\nbcc:"), "{text}");
    let back = read(&bytes).unwrap();
    assert_eq!(back.message_id.as_deref(), Some(id.as_str()));
    assert_eq!(back.in_reply_to, ["a2@c.example"]);
    assert_eq!(back.references, ["a1@c.example", "a2@c.example"]);
    assert_eq!(back.subject, "Re: Grüße Bcc: eve@evil.example");
    assert_eq!(back.reply_to.as_ref().map(|to| to.address.clone()), Some(own.address(thread)));
    assert_eq!(back.recipients.len(), 1);
    assert_eq!(back.text, "We found it.\n.\nFrom here ✈️");
    let answered = Letter { subject: "AW: Hilfe", ..letter };
    assert!(read(&write(&answered).unwrap()).unwrap().subject == "AW: Hilfe");
}

proptest! {
    #[test]
    fn no_bytes_hurt(bytes in any::<Vec<u8>>()) {
        if let Some(mail) = read(&bytes) {
            drop((judge(&mail, &own(), NOW), item(&mail, &own(), NOW)));
        }
    }

    #[test]
    fn no_headers_hurt(
        name in "[A-Za-z-]{1,20}", value in ".{0,200}", kind in ".{0,60}", body in ".{0,400}"
    ) {
        let text = format!(
            "From: a@b.example\r\nContent-Type: {kind}\r\n{name}: {value}\r\n\r\n{body}"
        );
        if let Some(mail) = read(text.as_bytes()) {
            drop(judge(&mail, &own(), NOW));
            if let Some(item) = item(&mail, &own(), NOW) {
                assert!(item.id.len() <= 512 && !item.id.chars().any(char::is_control));
                assert!(item.thread.len() <= 512 && item.text.len() <= 100_000);
            }
        }
    }

    #[test]
    fn folding_keeps_the_first_line(own_words in "[a-z ]{1,40}", quote in "(> [a-z]{0,20}\n){1,9}") {
        let folded = super::quote::fold(&format!("{}\n\n{quote}", own_words.trim()));
        let first = own_words.trim();
        assert!(first.is_empty() || folded.starts_with(first), "{folded}");
    }
}
