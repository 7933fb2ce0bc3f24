//! What customers are told to expect: one form, a text for each network's profile, and whether it is true.

use std::collections::BTreeSet;

use earshot_model::{CalendarId, OrgId, Permission, Time};
use earshot_route::calendar::{CalendarSpec, WeekHours};
use earshot_route::expectations::{
    Expectations, Measured, Mismatch, OtherChannel, Phrases, Posted, Service, check, write,
};
use earshot_store::expectations::{self, Stored};
use earshot_store::{Conn, Error as StoreError, accounts, organizations, roster};
use serde_json::json;

use super::calendars::{CalendarLine, all};
use super::changed;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// Profiles, and how many characters of a text about the brand each takes, as its network states.
const PROFILES: [(&str, usize); 6] = [
    ("Mastodon", 500),
    ("Bluesky", 256),
    ("Facebook", 255),
    ("X", 160),
    ("Instagram", 150),
    ("TikTok", 80),
];
/// Kinds of channels that Earshot connects itself: whether one of them is staffed can be checked.
const CONNECTED: [&str; 4] = ["mastodon", "bluesky", "email", "web_chat"];
/// How far back answers are measured.
const MEASURED: i64 = 30 * Time::DAY;
/// The most answers that are measured.
const MOST: i64 = 5_000;
/// The most lines of a list in the form, and the most characters of one.
const LINES: usize = 12;
const LINE: usize = 80;

/// The form as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedExpectations {
    /// The version that they saw; 0 for none.
    pub version: i64,
    /// The calendar whose hours are posted; none for around the clock.
    pub calendar: Option<CalendarId>,
    /// How customers call its zone; empty leaves it out.
    pub zone: String,
    /// Languages as tags, with commas between.
    pub languages: String,
    /// Within how many of `unit` an answer comes.
    pub within: String,
    /// `minutes`, `hours` or `days`.
    pub unit: String,
    /// Other ways, one a line: `phone: phone 0800 123 456`.
    pub channels: String,
    /// Topics, one a line.
    pub topics: String,
}

/// A text for a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileText {
    /// The network.
    pub network: &'static str,
    /// How many characters it takes.
    pub takes: usize,
    /// The words; why there are none.
    pub text: std::result::Result<String, String>,
    /// How many of the five it holds.
    pub holds: u8,
}

/// The form with everything that follows from it.
#[derive(Debug, Clone)]
pub struct ExpectationsSheet {
    /// The form as it is stored; the usual one while there is none.
    pub typed: TypedExpectations,
    /// Calendars to take the hours from.
    pub calendars: Vec<(CalendarId, String)>,
    /// Texts to post; none while nothing is stored.
    pub texts: Vec<ProfileText>,
    /// What is not true of it, as of `checked_at`.
    pub findings: Vec<Mismatch>,
    /// When it was compared; nothing while nothing is stored.
    pub checked_at: Option<Time>,
}

impl Engage {
    /// The form. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn expectations(&self, who: &Staff) -> Result<ExpectationsSheet> {
        who.must(Permission::AdminWrite)?;
        let mut conn = self.db.read(who.org).await?;
        let organization = organizations::find(&mut conn).await?;
        let calendars = all(&mut conn).await?;
        let names = calendars.iter().map(|line| (line.id, line.name.clone())).collect();
        let Some(stored) = expectations::find(&mut conn).await? else {
            let typed = TypedExpectations {
                languages: organization.locale,
                within: "1".to_owned(),
                unit: "hours".to_owned(),
                ..TypedExpectations::default()
            };
            return Ok(ExpectationsSheet {
                typed,
                calendars: names,
                texts: Vec::new(),
                findings: Vec::new(),
                checked_at: None,
            });
        };
        let form = read(&stored)?;
        Ok(ExpectationsSheet {
            typed: as_typed(&form, &stored),
            calendars: names,
            texts: texts(&form, &organization.locale),
            findings: findings(&stored),
            checked_at: Some(stored.checked_at),
        })
    }

    /// Saves the form, with the hours of its calendar as they are now, and compares it with what is.
    /// Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on the field that is wrong, also when somebody else saved it since;
    /// [`Error::Forbidden`].
    pub async fn save_expectations(&self, who: &Staff, typed: TypedExpectations) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (acting, agent) = (self.acting(who), who.id());
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let calendars = all(tx).await?;
                    let zone = organizations::find(tx).await?.time_zone;
                    let hours = hours(&calendars, typed.calendar, zone).ok_or_else(|| {
                        Error::invalid("calendar", "choose the business hours that hold")
                    })?;
                    let form = form(&typed, &hours)?;
                    form.complete().map_err(|error| Error::invalid("form", error.to_string()))?;
                    let found = compare(tx, &form, hours, now).await?;
                    let row = Stored {
                        body: json(&form)?,
                        calendar_id: typed.calendar,
                        version: 0,
                        agent_id: agent,
                        changed_at: now,
                        checked_at: now,
                        findings: json(&found)?,
                    };
                    match expectations::save(tx, typed.version, &row).await {
                        Err(StoreError::Conflict(_)) => {
                            let problem = "somebody else saved this in between; \
                                           load the page again to see what";
                            return Err(Error::invalid("version", problem));
                        }
                        other => other?,
                    }
                    tx.emit(changed(&acting, json!({ "what": "expectations" })));
                    Ok(())
                })
            })
            .await
    }

    /// Compares what customers are told with what is, and keeps what it found. Gives how much is not true.
    ///
    /// # Errors
    /// As the database.
    pub async fn check_expectations_as(&self, org: OrgId) -> Result<usize> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let Some(stored) = expectations::find(&mut conn).await? else { return Ok(0) };
        let form = read(&stored)?;
        let calendars = all(&mut conn).await?;
        let zone = organizations::find(&mut conn).await?.time_zone;
        let Some(hours) = hours(&calendars, stored.calendar_id, zone) else { return Ok(0) };
        let found = compare(&mut conn, &form, hours, now).await?;
        drop(conn);
        let (count, text) = (found.len(), json(&found)?);
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { Ok(expectations::note(tx, now, &text).await?) })
            })
            .await?;
        Ok(count)
    }

    /// How much of what customers are told was not true when it was last compared.
    ///
    /// # Errors
    /// As the database.
    pub(crate) async fn untrue(conn: &mut Conn) -> Result<usize> {
        Ok(expectations::find(conn).await?.map_or(0, |stored| findings(&stored).len()))
    }
}

fn read(stored: &Stored) -> Result<Expectations> {
    serde_json::from_str(&stored.body)
        .map_err(|problem| StoreError::Clocks(problem.to_string()).into())
}

/// What a comparison found; nothing where it was written by another version.
fn findings(stored: &Stored) -> Vec<Mismatch> {
    serde_json::from_str(&stored.findings).unwrap_or_default()
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|problem| StoreError::Clocks(problem.to_string()).into())
}

/// The hours of a calendar, or of day and night where none is meant; nothing for one that is not there.
fn hours(calendars: &[CalendarLine], id: Option<CalendarId>, zone: String) -> Option<CalendarSpec> {
    let Some(id) = id else {
        return Some(CalendarSpec {
            zone,
            week: WeekHours::always(),
            holidays: Vec::new(),
            exceptions: Vec::new(),
        });
    };
    calendars.iter().find(|line| line.id == id).map(|line| line.spec.clone())
}

/// The form out of what was typed.
fn form(typed: &TypedExpectations, hours: &CalendarSpec) -> Result<Expectations> {
    let within: i64 = typed
        .within
        .trim()
        .parse()
        .ok()
        .filter(|count| (1..=10_000).contains(count))
        .ok_or_else(|| Error::invalid("within", "write a whole number"))?;
    let unit = match typed.unit.as_str() {
        "minutes" => Time::MINUTE,
        "hours" => Time::HOUR,
        "days" => Time::DAY,
        _ => return Err(Error::invalid("unit", "choose minutes, hours or days")),
    };
    let lines = |field: &'static str, text: &str| {
        let lines: Vec<String> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect();
        if lines.len() > LINES || lines.iter().any(|line| line.chars().count() > LINE) {
            let problem = format!("at most {LINES} lines of {LINE} characters");
            return Err(Error::invalid(field, problem));
        }
        Ok(lines)
    };
    let other = |line: String| {
        let (channel, text) = line.split_once(':').ok_or_else(|| {
            let problem = format!(
                "\"{line}\" does not say which channel; write it like phone: phone 0800 123 456"
            );
            Error::invalid("channels", problem)
        })?;
        let (channel, text) = (channel.trim().to_lowercase(), text.trim().to_owned());
        if channel.is_empty() || text.is_empty() {
            return Err(Error::invalid("channels", "write channel: how to reach it"));
        }
        Ok(OtherChannel { channel, text })
    };
    Ok(Expectations {
        zone: hours.zone.clone(),
        zone_text: typed.zone.trim().chars().take(LINE).collect(),
        week: hours.week.clone(),
        languages: languages(&typed.languages)?,
        answer_within: within.saturating_mul(unit),
        channels: lines("channels", &typed.channels)?
            .into_iter()
            .map(other)
            .collect::<Result<_>>()?,
        topics: lines("topics", &typed.topics)?,
    })
}

/// Languages as primary tags, each once, in the order in which they were typed.
fn languages(typed: &str) -> Result<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for tag in typed.split([',', ' ', ';']).map(str::trim).filter(|tag| !tag.is_empty()) {
        let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
        let right = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        if !right {
            let problem = format!("\"{tag}\" is not a language tag such as de or pt");
            return Err(Error::invalid("languages", problem));
        }
        if seen.insert(primary.clone()) {
            found.push(primary);
        }
    }
    Ok(found)
}

/// The stored form as the fields show it.
fn as_typed(form: &Expectations, stored: &Stored) -> TypedExpectations {
    let whole = |unit: i64| (form.answer_within % unit == 0).then_some(form.answer_within / unit);
    let (within, unit) = match (whole(Time::DAY), whole(Time::HOUR)) {
        (Some(days), _) => (days, "days"),
        (_, Some(hours)) => (hours, "hours"),
        _ => (form.answer_within / Time::MINUTE, "minutes"),
    };
    let ways: Vec<String> =
        form.channels.iter().map(|one| format!("{}: {}", one.channel, one.text)).collect();
    TypedExpectations {
        version: stored.version,
        calendar: stored.calendar_id,
        zone: form.zone_text.clone(),
        languages: form.languages.join(", "),
        within: within.to_string(),
        unit: unit.to_owned(),
        channels: ways.join("\n"),
        topics: form.topics.join("\n"),
    }
}

fn texts(form: &Expectations, locale: &str) -> Vec<ProfileText> {
    let phrases = Phrases::of(locale);
    let text = |(network, takes): (&'static str, usize)| {
        let posting = write(form, phrases, |text| text.chars().count() <= takes);
        ProfileText {
            network,
            takes,
            holds: posting.as_ref().map_or(0, |posting| posting.holds),
            text: posting.map(|posting| posting.text).map_err(|error| error.to_string()),
        }
    };
    PROFILES.into_iter().map(text).collect()
}

/// What of the form is not true now.
async fn compare(
    conn: &mut Conn,
    form: &Expectations,
    hours: CalendarSpec,
    now: Time,
) -> Result<Vec<Mismatch>> {
    let spoken = roster::languages(conn).await?;
    let accounts = accounts::all(conn).await?;
    let staffed = accounts.into_iter().filter(|account| account.disabled_at.is_none());
    let mut channels: Vec<String> = staffed.map(|account| account.channel).collect();
    // Of a phone or a shop nothing is known here: the form is believed.
    let others = form.channels.iter().map(|other| other.channel.clone());
    channels.extend(others.filter(|channel| !CONNECTED.contains(&channel.as_str())));
    let waited = expectations::waited(conn, now.plus(-MEASURED), MOST).await?;
    let service = Service {
        calendar: hours,
        languages: spoken.into_iter().map(|one| one.language).collect(),
        channels,
        measured: measured(waited),
    };
    let posted = Posted { form: form.clone(), wanted: String::new(), found: None };
    Ok(check(&posted, &service))
}

/// The time within which nine of ten answers came, by nearest rank.
fn measured(mut waited: Vec<i64>) -> Option<Measured> {
    waited.sort_unstable();
    let rank = waited.len().checked_mul(9)?.div_ceil(10).checked_sub(1)?;
    Some(Measured {
        answers: u32::try_from(waited.len()).unwrap_or(u32::MAX),
        ninety_percent: *waited.get(rank)?,
    })
}
