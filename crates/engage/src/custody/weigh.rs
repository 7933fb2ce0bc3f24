//! What each summand of the priority weighs, and how four customers would rank by it.

use earshot_funnel::{Config, CustomerRecord, Funnel, Input};
use earshot_model::{Audience, EventKind, NewEvent, Permission, Priority, Surface, Tier, Time};
use earshot_store::agents;
use earshot_store::filter_settings::{self, FilterSettings};
use serde_json::{Map, Value, json};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The largest weight.
pub const MOST_WEIGHT: f64 = 10.0;

/// The largest size of a crowd.
const MOST_CROWD: u32 = 10_000;

/// What the customers of the examples ask.
const ASKED: &str = "My order has not arrived, can you look into it?";

/// The weights as they stand.
#[derive(Debug, Clone)]
pub struct Weighing {
    /// Each summand by its name, with its weight.
    pub weights: Vec<(String, f64)>,
    /// From so many different people in a conversation on, a crowd is gathering.
    pub crowd_from: u32,
    /// Who set them, and when; none while they are ours.
    pub changed: Option<(String, Time)>,
    /// How customers rank, most urgent first.
    pub examples: Vec<Example>,
}

/// A customer who asks the same as the others.
#[derive(Debug, Clone)]
pub struct Example {
    /// Which: `spends`, `famous`, `average` or `stranger`.
    pub who: &'static str,
    /// Their priority, with its summands.
    pub priority: Priority,
}

impl Engage {
    /// The weights. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn weighing(&self, who: &Staff) -> Result<Weighing> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let set = filter_settings::find(&mut conn).await?;
        let people = agents::all(&mut conn).await?;
        drop(conn);
        let config = set.as_ref().map_or_else(Config::default, |set| read(&set.config));
        let changed = set.map(|set| {
            let by = people.iter().find(|agent| agent.id == set.agent_id);
            (by.map(|agent| agent.name.clone()).unwrap_or_default(), set.changed_at)
        });
        Ok(Weighing {
            weights: weights(&config),
            crowd_from: config.crowd_from,
            changed,
            examples: examples(config),
        })
    }

    /// Sets the weights that are named, 0 to [`MOST_WEIGHT`]; the others stay. The next posts are
    /// judged by them. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the name of the field, [`Error::Forbidden`].
    pub async fn weigh(
        &self,
        who: &Staff,
        wanted: &[(String, String)],
        crowd_from: Option<&str>,
    ) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let set = filter_settings::find(&mut self.db.read(who.org).await?).await?;
        let mut config = set.map_or_else(Config::default, |set| read(&set.config));
        let mut all = table(&config);
        for (name, value) in wanted {
            let place = all.get_mut(name.as_str()).ok_or_else(|| {
                Error::invalid("weight", format!("\"{name}\" is no part of the priority"))
            })?;
            let range = 0.0..=MOST_WEIGHT;
            let weight = value.trim().replace(',', ".").parse::<f64>().ok();
            let weight = weight.filter(|weight| range.contains(weight)).ok_or_else(|| {
                Error::invalid("weight", format!("{name}: type a number from 0 to {MOST_WEIGHT}"))
            })?;
            *place = json!(weight);
        }
        if all.values().all(|weight| weight.as_f64() == Some(0.0)) {
            return Err(Error::invalid("weight", "leave one weight above 0, or nothing ranks"));
        }
        config.weights = serde_json::from_value(Value::Object(all)).unwrap_or(config.weights);
        if let Some(size) = crowd_from {
            let size = size.trim().parse().ok().filter(|size| (2..=MOST_CROWD).contains(size));
            config.crowd_from = size.ok_or_else(|| {
                Error::invalid("crowd_from", format!("type a number from 2 to {MOST_CROWD}"))
            })?;
        }
        let acting = self.acting(who);
        let text = serde_json::to_string(&config).unwrap_or_default();
        let row = FilterSettings { config: text, agent_id: who.id(), changed_at: acting.at() };
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    filter_settings::set(tx, &row).await?;
                    let kind = EventKind::SetupChanged;
                    let event = NewEvent::new(acting.at(), kind, acting.moment.actor);
                    let config: Value = serde_json::from_str(&row.config).unwrap_or_default();
                    tx.emit(event.data(json!({ "what": "filter", "config": config })));
                    Ok(())
                })
            })
            .await
    }
}

/// The stored settings; ours where they cannot be read.
fn read(config: &str) -> Config {
    serde_json::from_str(config).unwrap_or_default()
}

fn table(config: &Config) -> Map<String, Value> {
    match serde_json::to_value(&config.weights) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    }
}

/// The weights, heaviest first.
fn weights(config: &Config) -> Vec<(String, f64)> {
    let round = |weight: f64| (weight * 100.0).round() / 100.0;
    let all = table(config).into_iter();
    let mut all: Vec<_> =
        all.map(|(name, weight)| (name, round(weight.as_f64().unwrap_or(0.0)))).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

/// Four customers that every setting has to rank rightly: one who spends millions and has 75 followers, one who spends pennies
/// and has 5 million, one like most, and somebody unknown.
fn examples(config: Config) -> Vec<Example> {
    let funnel = Funnel::new(config);
    let one = |who, customer, tier, followers| {
        let record = CustomerRecord { customer, tier, ..CustomerRecord::default() };
        let verdict = funnel.judge(&Input {
            text: ASKED,
            author_followers: Some(followers),
            claimed_language: Some("en"),
            surface: Surface::Post,
            audience: Audience::Public,
            directly_addressed: true,
            listener_hits: &[],
            record,
            joiners: 1,
            posted_at: Time(0),
            now: Time(0),
        });
        Example { who, priority: verdict.priority }
    };
    let mut all = vec![
        one("spends", true, Tier::Gold, 75),
        one("famous", true, Tier::Standard, 5_000_000),
        one("average", true, Tier::Standard, 300),
        one("stranger", false, Tier::Unknown, 300),
    ];
    all.sort_by(|a, b| b.priority.score.total_cmp(&a.priority.score));
    all
}
