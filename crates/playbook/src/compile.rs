//! From lines as written to a playbook that runs.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use cel::{Context, Env, Program, Value};
use earshot_model::{
    Audience, IdentityMatch, Intent, Level, ListenerPurpose, Sentiment, Surface, Tier,
};

use crate::nesting::is_too_deep;
use crate::parse::parse;
use crate::values::Values;
use crate::{Facts, LineError, LineFault, LineSource, Setting, Then};

/// The longest condition, in bytes.
const LONGEST: usize = 4_096;

/// The most lines of a playbook.
const MOST_LINES: usize = 500;

/// The standard functions of CEL; built once, because building it takes longer than a decision.
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// One version of the organization's policy, ready to run.
#[derive(Debug)]
pub struct Playbook {
    pub(crate) version: i64,
    pub(crate) lines: Vec<Line>,
}

/// A line, ready to run.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) then: Then,
    condition: Program,
}

impl Playbook {
    /// Makes a playbook of these lines, in the order of their numbers.
    ///
    /// # Errors
    /// Every line that cannot be used, with what to do about it. One bad line refuses the whole
    /// version: half a policy is worse than the version before.
    pub fn compile(version: i64, sources: Vec<LineSource>) -> Result<Self, Vec<LineError>> {
        let (mut lines, mut errors, mut numbers) = (Vec::new(), Vec::new(), BTreeSet::new());
        for source in sources {
            let compiled = if !numbers.insert(source.number) {
                Err(LineFault::SameNumber)
            } else if numbers.len() > MOST_LINES {
                Err(LineFault::TooManyLines { most: MOST_LINES })
            } else {
                condition(&source.when)
            };
            let LineSource { number, name, then, .. } = source;
            match compiled {
                Ok(condition) => lines.push(Line { number, name, then, condition }),
                Err(fault) => errors.push(LineError { number, name, fault }),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        lines.sort_by_key(|line| line.number);
        Ok(Self { version, lines })
    }

    /// The version's number.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Numbers and names of the lines, in order.
    pub fn lines(&self) -> impl Iterator<Item = (i64, &str)> {
        self.lines.iter().map(|line| (line.number, line.name.as_str()))
    }
}

impl Line {
    /// Whether the condition holds, or why that cannot be told.
    pub(crate) fn holds(&self, values: &Values<'_>) -> Result<bool, String> {
        ask(&self.condition, values)
    }
}

fn ask(condition: &Program, values: &Values<'_>) -> Result<bool, String> {
    let mut context = Context::with_env(Arc::clone(&ENV));
    context.set_variable_resolver(values);
    match condition.execute(&context) {
        Ok(Value::Bool(holds)) => Ok(holds),
        Ok(other) => Err(format!("it gives {}", other.type_of())),
        Err(error) => Err(error.to_string()),
    }
}

fn condition(text: &str) -> Result<Program, LineFault> {
    if text.trim().is_empty() {
        return Err(LineFault::Empty);
    }
    if text.len() > LONGEST {
        return Err(LineFault::TooLong { bytes: text.len(), most: LONGEST });
    }
    if is_too_deep(text) {
        return Err(LineFault::TooDeep);
    }
    let program = parse(text, &ENV)?;
    for facts in trial_facts() {
        ask(&program, &Values::new(&facts)).map_err(|message| LineFault::NotABool { message })?;
    }
    Ok(program)
}

/// Two posts that are as different as can be, on which each condition is tried: what is skipped on
/// the one (`spam && ...`) is reached on the other.
fn trial_facts() -> [Facts; 2] {
    let setting = Setting {
        text: "where is my order?".to_owned(),
        channel: "mastodon".to_owned(),
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed: true,
        own_page: true,
        listeners: ListenerPurpose::ALL.to_vec(),
        followers: 1_000,
        tier: Tier::Gold,
        prior_failure: true,
        rating: 1,
    };
    let full = Facts {
        setting,
        spam: true,
        relevant: true,
        sentiment: Sentiment::Negative,
        emotion: None,
        intents: Intent::ALL.to_vec(),
        urgency: Level::High,
        value: Level::High,
        influence: Level::High,
        identity: IdentityMatch::Customer,
        language: "en".to_owned(),
        expects_reply: true,
        priority: 0.9,
    };
    let mut bare = Facts { spam: false, relevant: false, intents: vec![], ..full.clone() };
    bare.expects_reply = false;
    bare.setting.directly_addressed = false;
    bare.setting.own_page = false;
    bare.setting.prior_failure = false;
    bare.setting.listeners = vec![];
    [full, bare]
}
