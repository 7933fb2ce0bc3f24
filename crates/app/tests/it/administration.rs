//! `earshot account`, `password`, `retention` and `hold`, beside a database that is open elsewhere.

use earshot_engage::staff::LogIn;

use crate::office::{Office, PASSWORD, complained, said, word};

const ADD: [&str; 6] = ["account", "add", "--channel", "forum", "--handle", "@brand"];

#[tokio::test]
async fn an_account_is_made_listed_and_proves_itself() {
    let office = Office::open().await;
    let url = "https://plugin.example/hook";
    let made = office.run(&[&ADD[..], &["--webhook", url]].concat(), "");
    let (id, token) = (word(&made, "account"), word(&made, "token"));
    let account = id.parse().expect("an id");
    let proved = office.engage.connector(account, &token).await.expect("the database answers");
    assert_eq!(proved.map(|account| account.handle), Some("@brand".to_owned()));
    let secret = word(&made, "secret");
    assert!(secret.starts_with("whsec_") && secret.len() > 40, "{secret}");
    let listed = said(&office.run(&["account", "list"], ""));
    assert!(listed.contains(&id) && listed.contains(url), "{listed}");
    assert!(!listed.contains(&token) && !listed.contains(&secret), "shown once");
    let fresh = word(&office.run(&["account", "rotate", &id], ""), "secret");
    assert_ne!(fresh, secret);
    assert!(office.run(&["account", "rotate", &id, "--end"], "").status.success());
    assert!(complained(&office.run(&ADD, "")).contains("taken"));
}

#[tokio::test]
async fn a_new_key_takes_over_and_a_lost_one_is_told() {
    let office = Office::open().await;
    assert!(office.run(&ADD, "").status.success());
    let file = office.folder().join("secret.key");
    let old = std::fs::read_to_string(&file).expect("the key");
    let new = format!("{}=\n", "A".repeat(43));
    std::fs::write(&file, format!("{new}{old}")).expect("the file is written");
    let moved = office.run(&["account", "reseal"], "");
    assert_eq!(said(&moved).trim(), "brand: moved=1 newest=0 closed=0");
    std::fs::write(&file, &new).expect("the file is written");
    let kept = office.run(&["account", "reseal"], "");
    assert_eq!(said(&kept).trim(), "brand: moved=0 newest=1 closed=0");
    std::fs::write(&file, &old).expect("the file is written");
    assert!(complained(&office.run(&["account", "reseal"], "")).contains("put back the key"));
}

#[tokio::test]
async fn a_password_comes_from_standard_input() {
    let office = Office::open().await;
    let set = ["password", "--email", "ada@brand.example"];
    assert!(complained(&office.run(&set, "short\n")).contains("at least 12"));
    assert!(office.may_log_in(PASSWORD).await);
    let changed = office.run(&set, "nine quiet red foxes\n");
    assert!(changed.status.success(), "{changed:?}");
    assert!(!office.may_log_in(PASSWORD).await);
    assert!(office.may_log_in("nine quiet red foxes").await);
    let nobody = office.run(&["password", "--email", "bo@brand.example"], "nine quiet foxes\n");
    assert!(complained(&nobody).contains("bo@brand.example"));
}

#[tokio::test]
async fn another_organization_is_added_beside_the_first() {
    let office = Office::open().await;
    let add = ["organization", "Second Brand", "--admin", "Bo", "--email", "bo@second.example"];
    assert!(complained(&office.run(&add, "short\n")).contains("at least 12"));
    let made = office.run(&add, "nine quiet red foxes\n");
    assert_eq!(word(&made, "organization"), "second-brand", "{made:?}");
    let attempt = LogIn {
        slug: Some("second-brand".to_owned()),
        email: "bo@second.example".to_owned(),
        password: "nine quiet red foxes".to_owned(),
        from: None,
    };
    office.engage.log_in(attempt).await.expect("an administrator who logs in");
    assert!(complained(&office.run(&add, "nine quiet red foxes\n")).contains("taken"));
    assert!(complained(&office.run(&["account", "list"], "")).contains("second-brand"));
}

#[tokio::test]
async fn with_several_organizations_one_must_be_named() {
    let empty = Office::empty().await;
    assert!(complained(&empty.run(&ADD, "")).contains("no organization yet"));
    let office = Office::open().await;
    office.organization("other").await;
    let asked = complained(&office.run(&ADD, ""));
    assert!(asked.contains("--organization") && asked.contains("other"), "{asked}");
    let named = |slug| office.run(&[&ADD[..], &["--organization", slug]].concat(), "");
    assert!(named("other").status.success());
    assert!(complained(&named("nobody")).contains("nobody"));
    let list = ["account", "list", "--organization"];
    assert!(said(&office.run(&[&list[..], &["brand"]].concat(), "")).is_empty());
    assert!(!said(&office.run(&[&list[..], &["other"]].concat(), "")).is_empty());
}

#[tokio::test]
async fn retention_is_listed_and_set_and_says_what_would_go() {
    let office = Office::open().await;
    let listed = said(&office.run(&["retention", "list"], ""));
    assert!(listed.lines().count() == 11 && listed.contains("noise"), "{listed}");
    let set = office.run(&["retention", "set", "noise", "7"], "");
    assert_eq!(said(&set).trim(), "noise days=7 was=30 due=0");
    assert!(said(&office.run(&["retention", "list"], "")).contains("days=7"));
    assert!(complained(&office.run(&["retention", "set", "all", "7"], "")).contains("noise"));
    assert!(complained(&office.run(&["retention", "set", "noise", "0"], "")).contains("36500"));
}

#[tokio::test]
async fn a_hold_needs_a_customer_a_reason_and_somebody_in_whose_name() {
    let office = Office::open().await;
    assert!(said(&office.run(&["hold", "list"], "")).is_empty());
    let nobody = ["hold", "set", "--handle", "@mirela", "--reason", "why", "--as"];
    let asked = complained(&office.run(&[&nobody[..], &["bo@brand.example"]].concat(), ""));
    assert!(asked.contains("--as"), "{asked}");
    let asked = complained(&office.run(&[&nobody[..], &["ada@brand.example"]].concat(), ""));
    assert!(asked.contains("@mirela"), "{asked}");
    let lift =
        ["hold", "lift", "018f0000-0000-7000-8000-0000000000aa", "--as", "ada@brand.example"];
    assert!(complained(&office.run(&lift, "")).contains("hold in force"));
}
