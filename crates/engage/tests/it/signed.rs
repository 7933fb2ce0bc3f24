//! Connectors that sign, secrets at rest, and new passwords.

use std::io;
use std::sync::Arc;

use earshot_channels::signature::{Secret, seconds, sign};
use earshot_engage::seal::{Key, KeyRing, Seal};
use earshot_engage::staff::{Connected, Headers, LogIn, NewAccount, PasswordRule, Resealed};
use earshot_engage::{Engage, Error};
use earshot_model::{Account, Actor, Capabilities, EventKind, Time};
use earshot_store::accounts::{self, Keys};
use earshot_store::events;

use crate::ground::{Ground, PASSWORD};

/// Keys that a test knows.
struct Ring(Vec<[u8; 32]>);

impl KeyRing for Ring {
    fn keys(&self) -> io::Result<Vec<Key>> {
        Ok(self.0.iter().copied().map(Key::new).collect())
    }

    fn make(&self) -> io::Result<Vec<Key>> {
        self.keys()
    }
}

pub(crate) fn seal(keys: &[[u8; 32]]) -> Seal {
    Seal::new(Arc::new(Ring(keys.to_vec())))
}

/// A ground whose accounts sign.
pub(crate) fn sealing(ground: &Ground) -> Engage {
    ground.engage.clone().with_seal(seal(&[[5; 32]]))
}

pub(crate) async fn connect(engage: &Engage, ground: &Ground, url: Option<&str>) -> Connected {
    let handle = format!("signs-{}", ground.tools.id::<uuid::Uuid>());
    let new = NewAccount {
        channel: "mastodon".to_owned(),
        handle,
        name: String::new(),
        capabilities: Capabilities::default(),
    };
    let made = engage.connect_signing_account_as(ground.org, Actor::System, new, url).await;
    made.unwrap()
}

const BODY: &[u8] = br#"{"events": []}"#;

struct Signed {
    id: String,
    timestamp: String,
    signature: String,
}

impl Signed {
    fn new(secret: &Secret, id: &str, at: Time, body: &[u8]) -> Self {
        Self {
            id: id.to_owned(),
            timestamp: seconds(at).to_string(),
            signature: sign(std::slice::from_ref(secret), id, at, body),
        }
    }

    fn headers(&self) -> Headers<'_> {
        Headers {
            id: Some(&self.id),
            timestamp: Some(&self.timestamp),
            signature: Some(&self.signature),
        }
    }
}

async fn proved(engage: &Engage, of: &Account, headers: Headers<'_>, now: Time) -> bool {
    let found = engage.signed_connector(of.id, headers, BODY, now).await.unwrap();
    assert!(found.as_ref().is_none_or(|account| account == of));
    found.is_some()
}

#[tokio::test]
async fn a_signature_proves_its_account_once() {
    let ground = Ground::new().await;
    let engage = sealing(&ground);
    let mine = connect(&engage, &ground, None).await;
    let now = ground.tools.now();
    let first = Signed::new(&mine.secret, "m1", now, BODY);
    assert!(proved(&engage, &mine.account, first.headers(), now).await);
    assert!(!proved(&engage, &mine.account, first.headers(), now).await, "the same again");
    let clone = engage.clone();
    assert!(!proved(&clone, &mine.account, first.headers(), now).await, "at another handle");
    let zeros = format!("00{}", first.timestamp);
    let dressed = Headers { timestamp: Some(&zeros), ..first.headers() };
    assert!(!proved(&engage, &mine.account, dressed, now).await, "written otherwise");
    let again = Signed::new(&mine.secret, "m1", now.plus(Time::SECOND), BODY);
    assert!(proved(&engage, &mine.account, again.headers(), now).await, "signed anew");
}

#[tokio::test]
async fn what_is_not_signed_right_proves_nothing() {
    let ground = Ground::new().await;
    let engage = sealing(&ground);
    let (mine, other) =
        (connect(&engage, &ground, None).await, connect(&engage, &ground, None).await);
    let now = ground.tools.now();
    let good = Signed::new(&mine.secret, "m1", now, BODY);
    let fit = good.headers();
    let short = good.signature.get(..good.signature.len() - 4).unwrap();
    let theirs = Signed::new(&other.secret, "m1", now, BODY);
    let words = Signed::new(&mine.secret, "m1", now, b"other words");
    for headers in [
        Headers::default(),
        Headers { id: None, ..fit },
        Headers { timestamp: None, ..fit },
        Headers { signature: None, ..fit },
        Headers { signature: Some(""), ..fit },
        Headers { signature: Some("v1,"), ..fit },
        Headers { signature: Some(short), ..fit },
        Headers { id: Some("m2"), ..fit },
        theirs.headers(),
        words.headers(),
    ] {
        assert!(!proved(&engage, &mine.account, headers, now).await, "{headers:?}");
    }
    for away in [-301 * Time::SECOND, 301 * Time::SECOND] {
        let stale = Signed::new(&mine.secret, "m1", now.plus(away), BODY);
        assert!(!proved(&engage, &mine.account, stale.headers(), now).await, "{away}");
    }
    assert!(!proved(&engage, &other.account, fit, now).await, "the path names another account");
    let nobody = engage.signed_connector(ground.tools.id(), fit, BODY, now).await.unwrap();
    assert!(nobody.is_none());
    let keyless = ground.engage.signed_connector(mine.account.id, fit, BODY, now).await.unwrap();
    assert!(keyless.is_none(), "without a key no secret opens");
    assert!(proved(&engage, &mine.account, fit, now).await, "refusals used nothing up");
}

/// What the database keeps of an account.
async fn keys(ground: &Ground, account: &Account) -> Keys {
    let mut conn = ground.db.read(ground.org).await.unwrap();
    accounts::keys(&mut conn, account.id).await.unwrap()
}

#[tokio::test]
async fn a_copied_secret_and_an_account_that_is_off_prove_nothing() {
    let ground = Ground::new().await;
    let engage = sealing(&ground);
    let mine = connect(&engage, &ground, None).await;
    let now = ground.tools.now();
    let sealed = keys(&ground, &mine.account).await.sealed_secret;
    for (handle, sealed_secret, disabled_at) in
        [("copied", sealed.clone(), None), ("bare", None, None), ("off", sealed, Some(now))]
    {
        let account = Account {
            id: ground.tools.id(),
            handle: handle.to_owned(),
            disabled_at,
            ..mine.account.clone()
        };
        let keys = Keys { token_hash: [3; 32], sealed_secret, webhook_url: None, disabled_at };
        let row = account.clone();
        let work = ground.db.write::<_, earshot_store::Error, _>(ground.org, move |tx| {
            Box::pin(async move { accounts::insert(tx, &row, &keys).await })
        });
        work.await.unwrap();
        let signed = Signed::new(&mine.secret, handle, now, BODY);
        assert!(!proved(&engage, &account, signed.headers(), now).await, "{handle}");
    }
}

#[tokio::test]
async fn secrets_go_over_to_a_new_key_and_still_sign() {
    let ground = Ground::new().await;
    let old = sealing(&ground);
    let mine = connect(&old, &ground, None).await;
    ground.account("bare").await;
    let both = ground.engage.clone().with_seal(seal(&[[6; 32], [5; 32]]));
    let moved = both.reseal_as(ground.org, Actor::System).await.unwrap();
    assert_eq!(moved, Resealed { moved: 1, newest: 0, closed: 0 });
    let again = both.reseal_as(ground.org, Actor::System).await.unwrap();
    assert_eq!(again, Resealed { moved: 0, newest: 1, closed: 0 });
    let lost = old.reseal_as(ground.org, Actor::System).await.unwrap();
    assert_eq!(lost, Resealed { moved: 0, newest: 0, closed: 1 }, "nothing was overwritten");
    let now = ground.tools.now();
    let signed = Signed::new(&mine.secret, "m1", now, BODY);
    assert!(!proved(&old, &mine.account, signed.headers(), now).await);
    let new = ground.engage.clone().with_seal(seal(&[[6; 32]]));
    assert!(proved(&new, &mine.account, signed.headers(), now).await);
}

#[tokio::test]
async fn during_a_rotation_both_secrets_are_good_and_then_one() {
    let ground = Ground::new().await;
    let engage = sealing(&ground);
    let made = connect(&engage, &ground, None).await;
    let (of, now) = (&made.account, ground.tools.now());
    let second = engage.rotate_secret_as(Actor::System, of.id).await.unwrap();
    let third = engage.rotate_secret_as(Actor::System, of.id).await.unwrap();
    let good = async |secret: &Secret, id: &str| {
        proved(&engage, of, Signed::new(secret, id, now, BODY).headers(), now).await
    };
    assert!(!good(&made.secret, "1").await, "the oldest of three ended");
    assert!(good(&second, "2").await && good(&third, "3").await);
    engage.end_rotation_as(Actor::System, of.id).await.unwrap();
    assert!(!good(&second, "4").await && good(&third, "5").await);
    let (bare, _) = ground.account("bare").await;
    let none = engage.end_rotation_as(Actor::System, bare.id).await;
    assert!(matches!(none, Err(Error::NotFound("secret"))));
    let first = engage.rotate_secret_as(Actor::System, bare.id).await.unwrap();
    assert!(proved(&engage, &bare, Signed::new(&first, "6", now, BODY).headers(), now).await);
}

#[tokio::test]
async fn a_signing_account_is_listed_and_its_address_is_looked_at() {
    let ground = Ground::new().await;
    let engage = sealing(&ground);
    let url = "https://plugin.example/hook";
    let made = connect(&engage, &ground, Some(url)).await;
    let proved = engage.connector(made.account.id, &made.token).await.unwrap();
    assert_eq!(proved, Some(made.account.clone()));
    let listed = engage.accounts_as(ground.org).await.unwrap();
    let row = listed.iter().find(|row| row.account.id == made.account.id).unwrap();
    assert_eq!((row.webhook_url.as_deref(), row.signs), (Some(url), true));
    for odd in ["plugin.example", "ftp://a/b", "https://", "https://a b/", "https://u:p@host/"] {
        let new = NewAccount {
            channel: "mastodon".to_owned(),
            handle: "odd".to_owned(),
            name: String::new(),
            capabilities: Capabilities::default(),
        };
        let refused =
            engage.connect_signing_account_as(ground.org, Actor::System, new, Some(odd)).await;
        assert!(matches!(refused, Err(Error::Invalid { field: "webhook", .. })), "{odd}");
    }
    assert_eq!(engage.accounts_as(ground.org).await.unwrap().len(), listed.len());
}

#[tokio::test]
async fn a_new_password_ends_every_login_of_one_person() {
    let ground = Ground::new().await;
    let attempt = |password: &str| LogIn {
        slug: None,
        email: "ada@brand.example".to_owned(),
        password: password.to_owned(),
        from: None,
    };
    let engage = &ground.engage;
    let here = engage.log_in(attempt(PASSWORD)).await.unwrap();
    let there = engage.log_in(attempt(PASSWORD)).await.unwrap();
    let set = |email: &'static str, password: &'static str| {
        engage.set_password_as(ground.org, Actor::System, email, password, PasswordRule::Strict)
    };
    let weak = set("ada@brand.example", "short").await;
    assert!(matches!(weak, Err(Error::Invalid { field: "password", .. })));
    let nobody = set("nobody@brand.example", "nine quiet red foxes").await;
    assert!(matches!(nobody, Err(Error::NotFound("person"))));
    assert!(engage.who(&here.token).await.unwrap().is_some(), "a refusal changes nothing");
    set(" ADA@brand.example ", "nine quiet red foxes").await.unwrap();
    for token in [&here.token, &there.token] {
        assert!(engage.who(token).await.unwrap().is_none());
    }
    assert!(matches!(engage.log_in(attempt(PASSWORD)).await, Err(Error::BadLogin)));
    assert!(engage.log_in(attempt("nine quiet red foxes")).await.is_ok());
    let mut conn = ground.db.read(ground.org).await.unwrap();
    let log = events::since(&mut conn, 0, 100).await.unwrap();
    let told = log
        .iter()
        .filter(|event| event.kind == EventKind::SetupChanged && event.data.contains("password"));
    assert_eq!(told.count(), 1);
    assert!(log.iter().all(|event| !event.data.contains("foxes")));
}
