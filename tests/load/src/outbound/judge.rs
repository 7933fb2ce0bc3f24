//! What customers saw beside what the desk says.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Duration;

use anyhow::bail;
use earshot_fakes::Moment;
use earshot_model::{Direction, OutboxState, Time};
use earshot_store::outbox::{self, Message};
use earshot_store::{Conn, posts};

use super::House;
use super::doubt;
use super::kill::{Kills, Step, steps};
use super::network::Network;
use super::people::Customer;
use super::trouble;
use crate::args::Outbound;

/// How often is looked whether every answer came to its end.
const LOOK: Duration = Duration::from_millis(500);
/// Within this time a doubt has to be said.
const SAID_WITHIN: i64 = 60 * Time::SECOND;
/// Of 100 answers in doubt, so many must end without a person.
const BY_THEMSELVES: usize = 95;

/// What there is, and what does not fit.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Answers by how they ended.
    ended: BTreeMap<&'static str, usize>,
    /// Why some were refused, in the words that an agent reads.
    refused: BTreeMap<String, usize>,
    /// Answers of which nobody knew for a while whether they went.
    doubted: usize,
    /// Those of them that wait for a person.
    undecided: usize,
    /// The longest time until a doubt was said.
    slowest: i64,
    /// Answers that a kill left in doubt.
    left_in_doubt: usize,
    wrong: Wrong,
}

/// What does not fit. All zero when the promise was kept.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wrong {
    /// Answers that were seen more than once.
    twice: usize,
    /// Answers that are called sent, and that nobody saw.
    missing: usize,
    /// Answers that are said to have failed, and that were seen.
    seen_all_the_same: usize,
    /// Answers that are refused without a word why.
    silent: usize,
    /// Answers in no end, of which nobody is asked either.
    lost: usize,
    /// Words that customers saw and nobody wrote.
    strangers: usize,
    /// Answers that are no post of their case, or several.
    not_one_post: usize,
    /// Answers that a kill left in doubt, and of which nobody was told in time.
    unsaid: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ended, refused, doubted, undecided, slowest, left_in_doubt, wrong } = self;
        writeln!(f, "ended={ended:?}")?;
        writeln!(f, "refused={refused:?}")?;
        writeln!(
            f,
            "doubted={doubted} undecided={undecided} left_in_doubt_by_kills={left_in_doubt} \
             slowest_doubt_ms={}",
            slowest / 1_000
        )?;
        write!(f, "{wrong:?}")
    }
}

/// Whether nothing more happens to a message by itself.
fn is_over(message: &Message) -> bool {
    message.finished_at.is_some() || waits_for_a_person(message)
}

fn waits_for_a_person(message: &Message) -> bool {
    message.state == OutboxState::Unknown && message.due_at == Time(i64::MAX)
}

/// Waits until every answer has come to its end.
pub(super) async fn wait_for_ends(house: &House) -> anyhow::Result<()> {
    let mut left: Vec<&Customer> = house.customers.iter().collect();
    while !left.is_empty() {
        let mut conn = house.db.read(house.ticket.org).await?;
        let mut still = Vec::new();
        for customer in left {
            if !is_over(&outbox::find(&mut conn, customer.key).await?) {
                still.push(customer);
            }
        }
        left = still;
        drop(conn);
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Compares what every customer saw with what the desk says of their answer.
pub(super) async fn compare(house: &House, kills: &Kills) -> anyhow::Result<Found> {
    let mut conn = house.db.read(house.ticket.org).await?;
    let log = doubt::steps(&mut conn).await?;
    let mut found = Found::default();
    let mut shown: HashMap<(usize, String), Vec<String>> = HashMap::new();
    for (place, network) in house.networks.iter().enumerate() {
        for answer in Network::shown(network) {
            shown.entry((place, answer.to)).or_default().push(answer.text);
        }
    }
    for customer in house.customers.iter() {
        let message = outbox::find(&mut conn, customer.key).await?;
        let saw = shown.remove(&(customer.network, customer.post.clone())).unwrap_or_default();
        found.wrong.strangers += saw.iter().filter(|text| **text != customer.text).count();
        look(&mut found, &message, saw.len());
        let ours = posts_of(&mut conn, customer).await?;
        found.wrong.not_one_post += usize::from(ours != usize::from(message.post_id.is_some()));
        let steps = log.get(&customer.key).map(Vec::as_slice).unwrap_or_default();
        found.doubted += usize::from(doubt::was_in_doubt(steps));
        found.slowest = found.slowest.max(doubt::slowest(steps));
    }
    found.wrong.strangers += shown.values().map(Vec::len).sum::<usize>();
    (found.wrong.unsaid, found.left_in_doubt) = doubt::unsaid(kills, &log, SAID_WITHIN);
    Ok(found)
}

fn look(found: &mut Found, message: &Message, seen: usize) {
    let wrong = &mut found.wrong;
    *found.ended.entry(message.state.word()).or_default() += 1;
    wrong.twice += usize::from(seen > 1);
    match message.state {
        OutboxState::Sent => wrong.missing += usize::from(seen == 0),
        OutboxState::Failed | OutboxState::Rejected => {
            wrong.seen_all_the_same += usize::from(seen > 0);
            let why = message.problem.clone().unwrap_or_default();
            wrong.silent += usize::from(why.is_empty());
            *found.refused.entry(why).or_default() += 1;
        }
        _ if waits_for_a_person(message) => found.undecided += 1,
        _ => wrong.lost += 1,
    }
}

/// How many posts of ours stand in a customer's case.
async fn posts_of(conn: &mut Conn, customer: &Customer) -> anyhow::Result<usize> {
    let all = posts::of_case(conn, customer.case, 50).await?;
    Ok(all.iter().filter(|post| post.direction == Direction::Outbound).count())
}

/// Whether every promise was kept, and every fault happened.
pub(super) fn judge(
    asked: &Outbound,
    house: &House,
    kills: &Kills,
    found: &Found,
) -> anyhow::Result<()> {
    if kills.0.len() != asked.rounds * steps().len() {
        bail!("{} kills were done", kills.0.len());
    }
    for kill in &kills.0 {
        let aimed = match (kill.step, kill.state) {
            (Step::Form, _) => true,
            (Step::At(Moment::Handed, _), state) => {
                state == Some(OutboxState::Sending) && kill.seen == 0
            }
            (Step::At(Moment::Shown, _), state) => {
                state == Some(OutboxState::Sending) && kill.seen == 1
            }
            (Step::Sent, state) => state == Some(OutboxState::Sent),
            (Step::At(Moment::Looking, _), state) => state == Some(OutboxState::Unknown),
            // Nobody is held there: a moment later the next step may be reached already.
            (Step::At(..) | Step::Held | Step::Queued | Step::Doubted, state) => state.is_some(),
        };
        if !aimed {
            bail!("a kill did not hit where it was aimed at: {kill:?}");
        }
    }
    if let Some((trouble, _)) = trouble::hits(&house.networks).iter().find(|(_, hits)| **hits == 0)
    {
        bail!("no network misbehaved by {trouble:?}");
    }
    if found.doubted == 0 || found.left_in_doubt == 0 {
        bail!("nobody was ever in doubt about an answer: nothing was tested");
    }
    let refused = found.refused.values().sum::<usize>();
    let refusals = usize::try_from(trouble::refusals(&house.networks)).unwrap_or(usize::MAX);
    if refused > refusals {
        bail!("{refused} answers were refused, and the networks refused {refusals}");
    }
    if found.slowest > SAID_WITHIN {
        bail!("a doubt was said after {} s only", found.slowest / Time::SECOND);
    }
    let settled = found.doubted.saturating_sub(found.undecided);
    if settled * 100 < found.doubted * BY_THEMSELVES || found.wrong != Wrong::default() {
        bail!("an answer was not given once, or nobody says so: {found}");
    }
    Ok(())
}
