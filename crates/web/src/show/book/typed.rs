//! A line of the draft as it stands in the form, and back.

use earshot_engage::playbook::{Document, Field, Line, Then};
use earshot_model::{
    Action, Audience, FollowUp, Interaction, Later, Outcome, Place, SlaClass, Strategy, tag,
};

use super::condition::{self, RowTyped};
use crate::form::Form;

/// The most tests and the most next best actions that a form carries.
const MOST: usize = 24;

/// A next best action as it stands in the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct NextTyped {
    pub(crate) act: String,
    pub(crate) value: String,
    pub(crate) minutes: String,
}

/// A line as it stands in the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    /// Nobody has typed anything yet.
    pub(crate) fresh: bool,
    pub(crate) was: String,
    pub(crate) seen: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) process: String,
    pub(crate) on: bool,
    pub(crate) channels: Vec<String>,
    /// The tests; none where the condition is typed as text.
    pub(crate) rows: Option<Vec<RowTyped>>,
    pub(crate) any: bool,
    /// The condition as text.
    pub(crate) when: String,
    /// The answers by the names of their fields.
    pub(crate) then: Vec<(&'static str, String)>,
    pub(crate) skills: String,
    pub(crate) follow_up: String,
    pub(crate) follow_up_minutes: String,
    pub(crate) next: Vec<NextTyped>,
}

/// The answers of a line that are chosen from a list.
pub(crate) const ANSWERS: [&str; 8] = [
    "warranted",
    "queue",
    "department",
    "visibility",
    "clock",
    "interaction",
    "strategy",
    "approval",
];

impl Typed {
    /// A stored line.
    pub(crate) fn of(line: &Line, document: &Document) -> Self {
        let then = &line.then;
        let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
        let (rows, any) = condition::rows(&line.when, &document.names);
        Self {
            fresh: false,
            was: line.number.to_string(),
            seen: line.fingerprint(),
            number: line.number.to_string(),
            name: line.name.clone(),
            why: line.why.clone(),
            process: line.process.word().to_owned(),
            on: !line.off,
            channels: line.channels.clone(),
            rows,
            any,
            when: line.when.clone(),
            then: vec![
                ("warranted", word(then.warranted.map(Outcome::word))),
                ("queue", word(then.queue.as_deref())),
                ("department", word(then.department.as_deref())),
                ("visibility", word(then.visibility.map(Place::word))),
                ("clock", word(then.clock.map(SlaClass::word))),
                ("interaction", word(then.interaction.map(Interaction::word))),
                ("strategy", word(then.strategy.map(Strategy::word))),
                ("approval", word(then.approval.as_deref())),
            ],
            skills: then.skills.join(", "),
            follow_up: word(then.follow_up.map(|later| later.what.word())),
            follow_up_minutes: then.follow_up.map_or_else(String::new, |l| l.minutes.to_string()),
            next: then.next.iter().map(next).collect(),
        }
    }

    /// A new line with the next free number.
    pub(crate) fn fresh(document: &Document) -> Self {
        let newest = document.lines.iter().map(|line| line.number).max().unwrap_or(0);
        let row = RowTyped {
            field: Field::Sentiment.name().to_owned(),
            operator: "is".to_owned(),
            values: vec!["negative".to_owned()],
        };
        Self {
            fresh: true,
            number: newest.saturating_add(1).to_string(),
            process: "engagement".to_owned(),
            on: true,
            rows: Some(vec![row]),
            then: ANSWERS.map(|key| (key, String::new())).to_vec(),
            ..Self::default()
        }
    }

    /// What a form carries.
    pub(crate) fn read(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        let as_rows = form.text("mode") == "rows";
        let rows = as_rows.then(|| {
            let row = |place: usize| RowTyped {
                field: text(&format!("r{place}-field")),
                operator: text(&format!("r{place}-operator")),
                values: all(form, &format!("r{place}-value")),
            };
            (0..MOST).map(row).filter(|row| !row.field.is_empty()).collect()
        });
        let next = |place: usize| NextTyped {
            act: text(&format!("n{place}-act")),
            value: text(&format!("n{place}-value")).replace("\r\n", "\n"),
            minutes: text(&format!("n{place}-minutes")),
        };
        Self {
            fresh: false,
            was: text("was"),
            seen: text("seen"),
            number: text("number"),
            name: text("name"),
            why: text("why").replace("\r\n", "\n"),
            process: text("process"),
            on: form.text("on") == "true",
            channels: all(form, "channel"),
            rows,
            any: form.text("any") == "true",
            when: text("when").replace("\r\n", "\n"),
            then: ANSWERS.map(|key| (key, text(key))).to_vec(),
            skills: text("skills"),
            follow_up: text("follow_up"),
            follow_up_minutes: text("follow_up_minutes"),
            next: (0..MOST).map(next).filter(|next| !next.act.is_empty()).collect(),
        }
    }

    /// One of the answers.
    pub(crate) fn answer(&self, key: &str) -> &str {
        let found = self.then.iter().find(|(name, _)| *name == key);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The condition as text: that of the tests, where it stands as tests.
    pub(crate) fn condition(&self) -> String {
        match &self.rows {
            Some(rows) => condition::text(rows, self.any),
            None => self.when.trim().to_owned(),
        }
    }

    /// The line, or the key of the message that says what is missing.
    pub(crate) fn line(&self) -> Result<Line, &'static str> {
        let number: i64 = self.number.trim().parse().map_err(|_| "book-fault-number")?;
        if !(1..=99_999).contains(&number) {
            return Err("book-fault-number");
        }
        let name = self.name.trim();
        if name.is_empty() {
            return Err("book-fault-name");
        }
        let key = |key: &str| Some(self.answer(key).to_owned()).filter(|text| !text.is_empty());
        let skills = self.skills.split(',').map(str::trim).filter(|skill| !skill.is_empty());
        let then = Then {
            warranted: read(self.answer("warranted"))?,
            department: key("department"),
            queue: key("queue"),
            skills: skills.map(ToOwned::to_owned).collect(),
            visibility: read(self.answer("visibility"))?,
            clock: read(self.answer("clock"))?,
            interaction: read(self.answer("interaction"))?,
            strategy: read(self.answer("strategy"))?,
            approval: key("approval"),
            follow_up: self.later()?,
            next: self.next.iter().map(action).collect::<Result<_, _>>()?,
        };
        Ok(Line {
            number,
            name: name.to_owned(),
            process: self.process.parse().map_err(|_| "book-fault-choice")?,
            why: self.why.trim().to_owned(),
            off: !self.on,
            channels: self.channels.clone(),
            when: self.condition(),
            then,
        })
    }

    fn later(&self) -> Result<Option<Later>, &'static str> {
        let Some(what) = read::<FollowUp>(&self.follow_up)? else { return Ok(None) };
        let minutes = self.follow_up_minutes.trim().parse().map_err(|_| "book-fault-minutes")?;
        Ok(Some(Later { what, minutes }))
    }

    /// The tests with one more, without one, or the other form of the condition: what a button asked.
    pub(crate) fn reshape(&mut self, act: &str, document: &Document) {
        match act {
            "add" => self.rows.get_or_insert_default().push(RowTyped {
                field: Field::Intents.name().to_owned(),
                operator: "has".to_owned(),
                values: vec!["help".to_owned()],
            }),
            "text" => {
                self.when = self.condition();
                self.rows = None;
            }
            "rows" => {
                let (rows, any) = condition::rows(&self.when, &document.names);
                (self.rows, self.any) = (rows, any);
            }
            _ => {
                let place = act.strip_prefix("drop-").and_then(|place| place.parse::<usize>().ok());
                if let (Some(place), Some(rows)) = (place, self.rows.as_mut())
                    && place < rows.len()
                {
                    rows.remove(place);
                }
            }
        }
    }
}

/// All values of a field that may stand several times.
fn all(form: &Form, name: &str) -> Vec<String> {
    form.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
}

/// A word of a closed list, or nothing where it is blank.
fn read<T: std::str::FromStr>(word: &str) -> Result<Option<T>, &'static str> {
    if word.is_empty() {
        return Ok(None);
    }
    word.parse().map(Some).map_err(|_| "book-fault-choice")
}

fn next(action: &Action) -> NextTyped {
    let (act, value, minutes) = match action {
        Action::SuggestReply { audience: Audience::Private, text } => ("reply_private", text, 0),
        Action::SuggestReply { text, .. } => ("reply_public", text, 0),
        Action::SuggestPrivate => {
            return NextTyped { act: "private".into(), ..NextTyped::default() };
        }
        Action::CloseInPublic => return NextTyped { act: "close".into(), ..NextTyped::default() },
        Action::Tag { tag } => ("tag", tag, 0),
        Action::Notify { queue } => ("notify", queue, 0),
        Action::Consult { department, minutes } => ("consult", department, *minutes),
        Action::Search { words } => ("search", words, 0),
    };
    let minutes = if minutes == 0 { String::new() } else { minutes.to_string() };
    NextTyped { act: act.to_owned(), value: value.clone(), minutes }
}

fn action(next: &NextTyped) -> Result<Action, &'static str> {
    let value = || match next.value.trim() {
        "" => Err("book-fault-next"),
        value => Ok(value.to_owned()),
    };
    Ok(match next.act.as_str() {
        "reply_public" => Action::SuggestReply { audience: Audience::Public, text: value()? },
        "reply_private" => Action::SuggestReply { audience: Audience::Private, text: value()? },
        "private" => Action::SuggestPrivate,
        "close" => Action::CloseInPublic,
        "tag" => Action::Tag { tag: tag(&value()?).ok_or("book-fault-tag")? },
        "notify" => Action::Notify { queue: value()? },
        "search" => Action::Search { words: value()? },
        "consult" => {
            let minutes = next.minutes.trim().parse().map_err(|_| "book-fault-minutes")?;
            Action::Consult { department: value()?, minutes }
        }
        _ => return Err("book-fault-choice"),
    })
}

#[cfg(test)]
mod tests {
    use earshot_engage::playbook::Document;

    use super::Typed;

    #[test]
    fn every_line_of_a_starter_comes_back_from_the_form_as_it_went_in() {
        let (document, _) = earshot_engage::playbook::default_book();
        for line in &document.lines {
            let typed = Typed::of(line, &document);
            let back = typed.line().expect("a line");
            let mut same = Document { lines: vec![back], ..document.clone() };
            let mut whole = Document { lines: vec![line.clone()], ..document.clone() };
            // Rows write the same condition in their own way.
            for book in [&mut same, &mut whole] {
                book.lines.iter_mut().for_each(|line| line.when = String::new());
            }
            assert_eq!(same, whole, "line {}", line.number);
        }
    }
}
