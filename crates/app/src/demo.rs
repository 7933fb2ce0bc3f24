//! `earshot demo`: the server with a fictional airline, its people, and customers who never rest.

mod brand;
mod colleagues;
mod listeners;
mod memory;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use earshot_engage::Engage;
use earshot_engage::staff::{NewAccount, PasswordRule};
use earshot_fakes::Demo;
use earshot_fakes::bluesky::{APP_PASSWORD, FakeBluesky};
use earshot_fakes::mastodon::{FakeMastodon, TOKEN};
use earshot_fakes::platform::{Link, Plaza, connect, serve};
use earshot_fakes::site::FakeSite;
use earshot_fakes::story::Pace;
use earshot_model::{Actor, Capabilities, Clock, LengthRule, LengthUnit, OrgId};
use earshot_web::pages::entry::DemoLogin;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::serve::{Parts, bind, stopped};
use memory::Remembered;

/// The short name of the demo's organization.
const SLUG: &str = "altavela";
/// The brand's handle on the fictional Bluesky network.
const HANDLE: &str = "altavela.test";

/// The name of the fictional blog.
const BLOG: &str = "Journeys & Co";

/// `earshot demo`.
pub(crate) async fn run(
    config: &Config,
    network: Option<SocketAddr>,
    quiet: bool,
) -> anyhow::Result<()> {
    let listener = bind(config).await?;
    let address = listener.local_addr()?;
    // Networks to connect an account to, for people who have none.
    let (mastodon, bluesky) = (another(address).await?, another(address).await?);
    let blog = another(address).await?;
    let others = [mastodon.local_addr()?, bluesky.local_addr()?, blog.local_addr()?];
    let config = &reaching(config, &others);
    let parts = Parts::new(config).await?;
    let pages = TcpListener::bind(network.unwrap_or(SocketAddr::new(address.ip(), 0)))
        .await
        .context("cannot listen for the fictional network")?;
    let remembered = ready(config, &parts).await?;
    print_welcome(address, pages.local_addr()?, others);
    let demo = Demo {
        link: Link {
            base_url: format!("http://{address}"),
            account: remembered.account,
            token: remembered.token,
        },
        brand: Demo::altavela(),
        seed: parts.tools.now().micros().unsigned_abs(),
        pace: Pace::default(),
        prefix: prefix(parts.tools.clock.as_ref()),
    };
    let clock = parts.tools.clock.clone();
    let url = format!("http://{}", mastodon.local_addr()?);
    let mastodon = FakeMastodon::new(SLUG, &url, clock.clone()).serve(mastodon);
    let url = format!("http://{}", bluesky.local_addr()?);
    let bluesky = FakeBluesky::new(HANDLE, &url, clock.clone()).serve(bluesky);
    let url = format!("http://{}", blog.local_addr()?);
    let blog = FakeSite::new(BLOG, &url, clock.clone()).serve(blog);
    let traffic = async {
        if quiet {
            silent(demo, clock, pages).await
        } else {
            demo.run(clock, Some(pages), |_| {}).await
        }
    };
    tokio::select! {
        served = parts.run(config, listener, None, logins()) => served,
        ended = until_stopped(async { tokio::try_join!(traffic, mastodon, bluesky, blog) }) => {
            ended?;
            anyhow::bail!("the demo's network ended by itself")
        }
    }
}

/// The configuration with leave to call the fictional networks, which are on this machine.
fn reaching(config: &Config, servers: &[SocketAddr]) -> Config {
    let mut config = config.clone();
    config.allow_hosts.extend(servers.iter().map(ToString::to_string));
    config
}

/// One more port beside the desk's.
async fn another(desk: SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(SocketAddr::new(desk.ip(), 0)).await;
    listener.context("cannot listen for the fictional networks")
}

/// Ends the network first when the process is asked to end: its connector waits for commands, and
/// the server would wait for it.
async fn until_stopped<T>(traffic: impl Future<Output = T>) -> T {
    tokio::select! {
        ended = traffic => return ended,
        () = stopped() => {}
    }
    std::future::pending().await
}

/// The network without a story: it does what its control surface is told.
async fn silent(
    demo: Demo,
    clock: Arc<dyn Clock>,
    pages: TcpListener,
) -> Result<(), earshot_fakes::Error> {
    let public_url = Some(format!("http://{}", pages.local_addr()?));
    let plaza = Plaza::new(demo.brand, demo.prefix, public_url, clock);
    tokio::try_join!(connect(plaza.clone(), demo.link), serve(plaza, pages))?;
    Ok(())
}

/// What the sign-in page offers.
fn logins() -> Vec<DemoLogin> {
    colleagues::PEOPLE
        .iter()
        .map(|person| DemoLogin {
            who: format!("{}, {}", person.name, person.what),
            email: person.email.to_owned(),
            password: colleagues::PASSWORD.to_owned(),
        })
        .collect()
}

/// The organization of the demo, made at the first start.
async fn ready(config: &Config, parts: &Parts) -> anyhow::Result<Remembered> {
    let organizations = parts.db.organizations().await?;
    if organizations.is_empty() {
        println!("Setting up the demo ...");
        let org = brand::create(&parts.engage).await?;
        colleagues::create(&parts.db, &parts.engage, org).await?;
        listeners::create(&parts.engage, org).await?;
        brand::set_guard(&parts.engage, org).await?;
        let remembered = account(&parts.engage, org).await?;
        memory::write(config, &remembered)?;
        return Ok(remembered);
    }
    if organizations.iter().any(|(_, slug)| slug == SLUG)
        && let Some(remembered) = memory::read(config)?
    {
        return Ok(remembered);
    }
    anyhow::bail!(
        "{} holds something else than the demo. Start the demo with an empty folder: \
         earshot --data ./some-folder demo",
        config.data.display()
    )
}

/// The brand's account on the fake network.
async fn account(engage: &Engage, org: OrgId) -> anyhow::Result<Remembered> {
    let length = |max| LengthRule { unit: LengthUnit::Chars, max, link_counts: Some(23) };
    let new = NewAccount {
        channel: "plaza".to_owned(),
        handle: Demo::altavela().handle,
        name: Demo::altavela().name,
        capabilities: Capabilities {
            reply_public: true,
            reply_private: true,
            find_sent: true,
            length_public: length(500),
            length_private: length(5_000),
            by_hand: false,
        },
    };
    let (account, token) = engage.connect_account_as(org, Actor::System, new).await?;
    Ok(Remembered { account: account.id, token })
}

/// Begins every id of this run's posts: seconds since 1970 in base 36.
fn prefix(clock: &dyn Clock) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut seconds = clock.now().micros().unsigned_abs() / 1_000_000;
    let mut digits: Vec<u8> = Vec::new();
    while seconds > 0 {
        let digit = usize::try_from(seconds % 36).unwrap_or(0);
        digits.extend(DIGITS.get(digit));
        seconds /= 36;
    }
    digits.reverse();
    digits.into_iter().map(char::from).collect()
}

fn print_welcome(
    address: SocketAddr,
    network: SocketAddr,
    [mastodon, bluesky, blog]: [SocketAddr; 3],
) {
    println!();
    println!("  Earshot runs on http://{address}");
    println!("  The fictional network where the customers write: http://{network}");
    println!("  A fictional Mastodon server to connect an account to: http://{mastodon}");
    println!("    with the access token {TOKEN}");
    println!("  A fictional Bluesky network to connect an account to: http://{bluesky}");
    println!("    with the handle {HANDLE} and the app password {APP_PASSWORD}");
    println!("  A fictional blog to read the feed of: http://{blog}/feed");
    println!();
    println!("  Log in as                      password: {}", colleagues::PASSWORD);
    for person in colleagues::PEOPLE {
        println!("    {:<26} {}", person.email, person.what);
    }
    println!();
    println!("  Ctrl+C ends it. Everything stays in the data folder.");
    println!();
}

/// The rule for the demo's short password.
const RULE: PasswordRule = PasswordRule::Demo;
