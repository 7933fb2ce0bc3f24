//! From a playbook to the text of a file: always the same text for the same playbook.

use std::fmt::{self, Write as _};

use earshot_model::{Action, Audience};

use crate::Operand;

use super::example::act;
use super::{Document, Example, FORMAT, Limits, Line};

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "format = {FORMAT}")?;
        pair(f, "name", &self.name)?;
        unless_empty(f, "industry", &self.industry)?;
        list(f, "sign_offs", &self.sign_offs)?;
        let strategies: Vec<&str> = self.strategies.iter().map(|s| s.word()).collect();
        list(f, "strategies", &strategies)?;
        self.write_names(f)?;
        if self.limits != Limits::default() {
            let limits = self.limits;
            writeln!(f, "\n[limits]\npublic_turns = {}", limits.public_turns)?;
            writeln!(f, "actions_an_hour = {}", limits.actions_an_hour)?;
            writeln!(f, "line_actions_an_hour = {}", limits.line_actions_an_hour)?;
            writeln!(f, "troll_days = {}", limits.troll_days)?;
        }
        for (key, section) in self.sections.all() {
            if section.owner.is_empty() && section.text.is_empty() {
                continue;
            }
            writeln!(f, "\n[section.{key}]")?;
            unless_empty(f, "owner", &section.owner)?;
            unless_empty(f, "text", &section.text)?;
        }
        for (interaction, cell) in &self.matrix {
            writeln!(f, "\n[matrix.{interaction}]")?;
            word(f, "x_like", cell.x_like)?;
            word(f, "facebook_like", cell.facebook_like)?;
            word(f, "clock", cell.clock)?;
            unless_empty(f, "say", &cell.say)?;
        }
        self.lines.iter().try_for_each(|line| write_line(f, line))?;
        self.examples.iter().try_for_each(|example| write_example(f, example))
    }
}

impl Document {
    fn write_names(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = &self.names;
        writeln!(f, "\n[names]")?;
        list(f, "departments", &names.departments)?;
        list(f, "skills", &names.skills)?;
        if !names.queues.is_empty() {
            writeln!(f, "\n[names.queues]")?;
            names
                .queues
                .iter()
                .try_for_each(|(queue, department)| pair(f, &key(queue), department))?;
        }
        if !names.channels.is_empty() {
            writeln!(f, "\n[names.channels]")?;
            names
                .channels
                .iter()
                .try_for_each(|(name, family)| pair(f, &key(name), family.word()))?;
        }
        Ok(())
    }
}

/// A line as it stands in the file.
struct Written<'a>(&'a Line);

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_line(f, self.0)
    }
}

impl Line {
    /// The line as it stands in the file: always the same text for the same line.
    #[must_use]
    pub fn written(&self) -> String {
        Written(self).to_string().trim_start().to_owned()
    }

    /// A fingerprint of the line: who changes it says which one they saw.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        super::digest(&self.written())
    }
}

fn write_line(f: &mut fmt::Formatter<'_>, line: &Line) -> fmt::Result {
    let then = &line.then;
    writeln!(f, "\n[[line]]\nnumber = {}", line.number)?;
    pair(f, "name", &line.name)?;
    pair(f, "process", line.process.word())?;
    unless_empty(f, "why", &line.why)?;
    if line.off {
        writeln!(f, "off = true")?;
    }
    list(f, "channels", &line.channels)?;
    pair(f, "when", &line.when)?;
    word(f, "warranted", then.warranted)?;
    optional(f, "department", then.department.as_ref())?;
    optional(f, "queue", then.queue.as_ref())?;
    list(f, "skills", &then.skills)?;
    word(f, "visibility", then.visibility)?;
    word(f, "clock", then.clock)?;
    word(f, "interaction", then.interaction)?;
    word(f, "strategy", then.strategy)?;
    optional(f, "approval", then.approval.as_ref())?;
    if let Some(later) = then.follow_up {
        writeln!(f, "follow_up = {{ what = \"{}\", minutes = {} }}", later.what, later.minutes)?;
    }
    then.next.iter().try_for_each(|action| write_action(f, action))
}

fn write_action(f: &mut fmt::Formatter<'_>, action: &Action) -> fmt::Result {
    writeln!(f, "\n[[line.next]]")?;
    pair(f, "act", act(action))?;
    match action {
        Action::SuggestReply { audience, text } => {
            pair(f, "in", if *audience == Audience::Private { "private" } else { "public" })?;
            pair(f, "text", text)
        }
        Action::SuggestPrivate | Action::CloseInPublic => Ok(()),
        Action::Tag { tag } => pair(f, "tag", tag),
        Action::Notify { queue } => pair(f, "queue", queue),
        Action::Consult { department, minutes } => {
            pair(f, "department", department)?;
            writeln!(f, "minutes = {minutes}")
        }
        Action::Search { words } => pair(f, "words", words),
    }
}

fn write_example(f: &mut fmt::Formatter<'_>, example: &Example) -> fmt::Result {
    writeln!(f, "\n[[example]]")?;
    unless_empty(f, "name", &example.name)?;
    unless_empty(f, "text", &example.text)?;
    for (field, value) in &example.given {
        let name = field.short().unwrap_or(field.name());
        match value {
            Operand::Text(text) => pair(f, &format!("given.{name}"), text)?,
            Operand::Texts(texts) => items(f, &format!("given.{name}"), texts)?,
            other => writeln!(f, "given.{name} = {other}")?,
        }
    }
    let expect = &example.expect;
    word(f, "expect.warranted", expect.warranted)?;
    optional(f, "expect.queue", expect.queue.as_ref())?;
    optional(f, "expect.department", expect.department.as_ref())?;
    list(f, "expect.skills", &expect.skills)?;
    word(f, "expect.visibility", expect.visibility)?;
    word(f, "expect.clock", expect.clock)?;
    word(f, "expect.interaction", expect.interaction)?;
    if !expect.lines.is_empty() {
        let lines: Vec<String> = expect.lines.iter().map(i64::to_string).collect();
        writeln!(f, "expect.lines = [{}]", lines.join(", "))?;
    }
    Ok(())
}

fn pair(f: &mut fmt::Formatter<'_>, key: &str, text: &str) -> fmt::Result {
    writeln!(f, "{key} = {}", quoted(text))
}

fn unless_empty(f: &mut fmt::Formatter<'_>, key: &str, text: &str) -> fmt::Result {
    if text.is_empty() { Ok(()) } else { pair(f, key, text) }
}

fn optional(f: &mut fmt::Formatter<'_>, key: &str, text: Option<&String>) -> fmt::Result {
    text.map_or(Ok(()), |text| pair(f, key, text))
}

fn word<T: fmt::Display>(f: &mut fmt::Formatter<'_>, key: &str, word: Option<T>) -> fmt::Result {
    word.map_or(Ok(()), |word| writeln!(f, "{key} = \"{word}\""))
}

fn list<T: AsRef<str>>(
    f: &mut fmt::Formatter<'_>,
    key: &str,
    texts: impl IntoIterator<Item = T>,
) -> fmt::Result {
    let texts: Vec<T> = texts.into_iter().collect();
    if texts.is_empty() { Ok(()) } else { items(f, key, &texts) }
}

fn items<T: AsRef<str>>(f: &mut fmt::Formatter<'_>, key: &str, texts: &[T]) -> fmt::Result {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    writeln!(f, "{key} = [{}]", texts.join(", "))
}

/// A key, bare where it may be.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { escaped(name) }
}

/// The kindest quotes that hold the text: single ones, in which nothing is escaped, and three of
/// them for several lines.
fn quoted(text: &str) -> String {
    let literal = |c: char| c == '\t' || !c.is_control();
    let plain = !text.contains('\'') && text.chars().all(literal);
    if plain {
        let double = !text.contains(['"', '\\', '\t']);
        return if double { format!("\"{text}\"") } else { format!("'{text}'") };
    }
    let lines = text.chars().all(|c| c == '\n' || literal(c));
    // A closing quote of the text would join the closing quotes of the string.
    if lines && !text.contains("'''") && !text.ends_with('\'') && !text.starts_with('\n') {
        return format!("'''\n{text}'''");
    }
    escaped(text)
}

fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _written = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
