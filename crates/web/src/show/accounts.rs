//! Accounts in words.

use earshot_engage::channels::{
    About, AccountHealth, Field, FieldKind, Health, SourceHealth, Standing,
};
use earshot_model::RoomKind;

use crate::form::Form;
use crate::pages::accounts::{AccountCard, FieldLine, SourceLine};
use crate::pages::case::Choice;
use crate::pages::format::{Lens, number, span};
use crate::words::Words;

/// One account, for the page.
pub(crate) fn card(
    lens: &Lens,
    spoken: &[&'static About],
    base: &str,
    one: &AccountHealth,
) -> AccountCard {
    let w = lens.w;
    let about = spoken.iter().find(|about| about.kind == one.account.channel);
    let about = about.filter(|_| one.health != Health::Elsewhere);
    let name = about.map_or(one.account.channel.as_str(), |about| about.name);
    let kinds = about.map_or(&[][..], |about| about.sources).iter();
    AccountCard {
        id: one.account.id.to_string(),
        name: one.account.name.clone(),
        handle: if one.address.is_empty() {
            format!("{} · {name}", one.account.handle)
        } else {
            format!("{} · {name} · {}", one.account.handle, one.address)
        },
        health: one.health.word(),
        says: w.t(format!("health-{}", one.health.word())),
        problem: one.problem.clone().filter(|_| one.health == Health::Lost),
        told: one
            .standing
            .as_ref()
            .map(|standing| told(w, &one.account.channel, standing, one.home))
            .unwrap_or_default(),
        probed: one.probed_at.map(|at| lens.when(at)),
        sources: one.sources.iter().map(|source| line(w, source)).collect(),
        kinds: kinds
            .filter(|kind| kind.named)
            .map(|kind| Choice {
                value: kind.kind.to_owned(),
                label: w.t(format!("source-{}", kind.kind)),
                chosen: false,
            })
            .collect(),
        hint: about
            .filter(|about| about.sources.iter().any(|kind| kind.named))
            .map(|about| w.t(format!("source-hint-{}", about.kind)))
            .unwrap_or_default(),
        renew: one.health == Health::Lost || one.standing.as_ref().is_some_and(lacks),
        spoken: about.is_some(),
        snippet: is_chat(one).then(|| snippet(base, one)),
        settings: about
            .filter(|_| is_chat(one))
            .map(|about| known(w, about, one))
            .unwrap_or_default(),
        home: one.home,
        on: one.account.disabled_at.is_none(),
        secrets: about
            .map(|about| {
                let mut all = fields(w, about, None);
                for field in &mut all {
                    // What is left empty stays as it is.
                    field.required = field.kind == "password";
                }
                all.retain(|field| field.kind == "password");
                all
            })
            .unwrap_or_default(),
    }
}

fn is_chat(one: &AccountHealth) -> bool {
    one.home && one.account.channel == RoomKind::Chat.channel()
}

/// The line that pages of the brand carry.
fn snippet(base: &str, one: &AccountHealth) -> String {
    format!("<script src=\"{base}/widget.js\" data-channel=\"{}\" async></script>", one.account.id)
}

/// What can be changed of an account, with what holds now.
fn known(w: Words, about: &About, one: &AccountHealth) -> Vec<FieldLine> {
    let mut all = fields(w, about, None);
    for field in &mut all {
        field.value = one.settings.get(&field.key).cloned().unwrap_or_default();
    }
    all
}

/// What a channel asks for, filled with what was typed.
pub(crate) fn fields(w: Words, about: &About, form: Option<&Form>) -> Vec<FieldLine> {
    let one = |field: &Field| FieldLine {
        key: field.key.to_owned(),
        label: w.t(format!("channel-field-{}", field.key)),
        hint: w.t(format!("channel-hint-{}-{}", about.kind, field.key)),
        kind: match field.kind {
            FieldKind::Address => "url",
            FieldKind::Line => "text",
            FieldKind::Secret => "password",
        },
        value: match (field.kind, form) {
            (FieldKind::Secret, _) | (_, None) => String::new(),
            (_, Some(form)) => form.text(field.key).to_owned(),
        },
        required: !field.optional,
    };
    about.fields.iter().map(one).collect()
}

/// Whether an account may not do something that it could.
fn lacks(standing: &Standing) -> bool {
    standing.rights.iter().any(|right| right.held == Some(false))
}

/// What a channel said of an account, a line each.
fn told(w: Words, channel: &str, standing: &Standing, home: bool) -> Vec<String> {
    let server = standing.server.clone();
    // Where nobody has a name, other words say what was found.
    let own = format!("account-is-{channel}");
    let whose = if w.knows(&own) {
        w.t2(&own, "handle", standing.handle.clone(), "server", server)
    } else {
        w.t2("account-is", "handle", named(&standing.handle), "server", server)
    };
    // Of what stands here, nobody else knows a name.
    let mut lines = if home { Vec::new() } else { vec![whose] };
    for right in &standing.rights {
        let word = match right.held {
            Some(true) => "may",
            Some(false) => "may-not",
            None => "unsaid",
        };
        lines.push(w.t(format!("right-{}-{word}", right.key)));
    }
    lines
}

/// A handle as people write it: with `@` before it, unless it is an address, which has one.
fn named(handle: &str) -> String {
    let handle = handle.trim_start_matches('@');
    if handle.contains('@') { handle.to_owned() } else { format!("@{handle}") }
}

fn line(w: Words, one: &SourceHealth) -> SourceLine {
    let source = &one.source;
    let label = w.t(format!("source-{}", source.kind));
    SourceLine {
        id: source.id.to_string(),
        label: if source.name.is_empty() { label } else { format!("{label}: {}", source.name) },
        how: w.t(if one.streamed { "source-streamed" } else { "source-read" }),
        lag: match one.lag {
            Some(lag) => w.t1("source-lag", "span", span(w, lag)),
            None => w.t("source-unread"),
        },
        late: one.late,
        heard: number(w, source.heard),
        problem: source.problem.clone(),
    }
}
