//! Networks that the test plays itself, each with an account of the brand that the server knows.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use earshot_fakes::bluesky::{APP_PASSWORD, FakeBluesky};
use earshot_fakes::mastodon::{FakeMastodon, TOKEN};
use earshot_fakes::platform::{self, Link, Plaza, User};
use earshot_model::{AccountId, Clock, Time};
use tokio::net::TcpListener;

use crate::desk::Desk;
use crate::posts::BRAND;
use crate::server::Server;

/// A clock that is wrong by so much, in microseconds.
pub(crate) struct Skewed {
    clock: Arc<dyn Clock>,
    by: i64,
}

impl Skewed {
    /// That clock.
    pub(crate) fn of(clock: Arc<dyn Clock>, by: i64) -> Arc<dyn Clock> {
        Arc::new(Self { clock, by })
    }
}

impl Clock for Skewed {
    fn now(&self) -> Time {
        self.clock.now().plus(self.by)
    }
}

/// A Mastodon server, and the brand's account on it.
#[derive(Clone)]
pub(crate) struct Mastodon {
    pub(crate) fake: FakeMastodon,
    pub(crate) account: AccountId,
    pub(crate) handle: String,
}

/// Starts one, and connects it at the desk as an administrator does.
pub(crate) async fn mastodon(
    desk: &mut Desk,
    handle: &str,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Mastodon> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let fake = FakeMastodon::new(handle, &url, clock);
    drop(tokio::spawn(fake.clone().serve(listener)));
    let fields = [("channel", "mastodon"), ("address", url.as_str()), ("token", TOKEN)];
    let account = connect(desk, &fields).await?;
    Ok(Mastodon { fake, account, handle: handle.to_owned() })
}

/// A Bluesky network, and the brand's account on it.
#[derive(Clone)]
pub(crate) struct Bluesky {
    pub(crate) fake: FakeBluesky,
    pub(crate) account: AccountId,
    pub(crate) handle: String,
}

/// Starts one, and connects it at the desk as an administrator does.
pub(crate) async fn bluesky(
    desk: &mut Desk,
    handle: &str,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Bluesky> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let fake = FakeBluesky::new(handle, &url, clock);
    drop(tokio::spawn(fake.clone().serve(listener)));
    let fields = [
        ("channel", "bluesky"),
        ("address", url.as_str()),
        ("handle", handle),
        ("app_password", APP_PASSWORD),
    ];
    let account = connect(desk, &fields).await?;
    Ok(Bluesky { fake, account, handle: handle.to_owned() })
}

async fn connect(desk: &mut Desk, fields: &[(&str, &str)]) -> anyhow::Result<AccountId> {
    let made = desk.must("/settings/accounts", fields).await?;
    let account = made.get("id").and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
    account.context("the account that was connected has no id")
}

/// Types the secret of an account anew, as somebody does who reads that its login was lost.
pub(crate) async fn renew(desk: &mut Desk, account: AccountId, is_mastodon: bool) -> bool {
    let path = format!("/settings/accounts/{account}/probe");
    let secret = if is_mastodon { ("token", TOKEN) } else { ("app_password", APP_PASSWORD) };
    desk.post(&path, &[secret]).await.is_ok_and(|answer| answer.is_success())
}

/// A network whose connector speaks the channel protocol.
#[derive(Clone)]
pub(crate) struct Spoken {
    pub(crate) plaza: Plaza,
    pub(crate) account: AccountId,
}

/// Starts one. Its connector asks for commands, or has them posted to it.
pub(crate) async fn plaza(
    server: &Server,
    handle: &str,
    by_webhook: bool,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Spoken> {
    let brand = User {
        id: format!("brand-{handle}"),
        handle: handle.to_owned(),
        name: BRAND.to_owned(),
        followers: 900,
    };
    let plaza = Plaza::new(brand, format!("{handle}-"), None, clock);
    let mut url = None;
    if by_webhook {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        url = Some(format!("http://{}/commands", listener.local_addr()?));
        drop(tokio::spawn(platform::take_commands(plaza.clone(), listener)));
    }
    let (account, token) = add(server, handle, url.as_deref()).await?;
    let link = Link { base_url: format!("http://{}", server.address()), account, token };
    if by_webhook {
        drop(tokio::spawn(platform::deliver_to(plaza.clone(), link)));
    } else {
        drop(tokio::spawn(platform::connect(plaza.clone(), link)));
    }
    Ok(Spoken { plaza, account })
}

/// `earshot account add`.
async fn add(
    server: &Server,
    handle: &str,
    webhook: Option<&str>,
) -> anyhow::Result<(AccountId, String)> {
    let mut command = server.command(&["account", "add", "--channel", "plaza", "--handle", handle]);
    if let Some(url) = webhook {
        command.arg("--webhook").arg(url);
    }
    let told = command.output().await?;
    if !told.status.success() {
        bail!("the account was not added: {}", String::from_utf8_lossy(&told.stderr));
    }
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let word = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name));
        line.map(str::trim).context("the account that was added is not told")
    };
    let account = word("account")?.parse().ok().context("the account has an odd id")?;
    Ok((account, word("token")?.to_owned()))
}
