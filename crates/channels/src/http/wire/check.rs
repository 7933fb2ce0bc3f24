//! The bounds of every value, after its type is right.

use earshot_model::{Audience, ChannelEvent, ChannelItem, Time};

use super::event::{Fault, dated};
use crate::http::Limits;

/// Checks an event and mends its dates.
pub(super) fn check(mut event: ChannelEvent, now: Time) -> Result<ChannelEvent, Fault> {
    match &mut event {
        ChannelEvent::Upsert { item } => check_item(item, now)?,
        ChannelEvent::Delete { id, at } => {
            check_id("id", id)?;
            *at = dated("at", *at, now)?;
        }
        ChannelEvent::Status { id, detail, .. } => {
            detail.iter_mut().for_each(storable);
            id.as_deref().map_or(Ok(()), |id| check_id("id", id))?;
            detail.as_deref().map_or(Ok(()), |text| at_most("detail", text, Limits::LINE))?;
        }
    }
    Ok(event)
}

/// A NUL, which a database column cannot hold, becomes the replacement character: U+FFFD.
pub(super) fn storable(words: &mut String) {
    if words.contains('\0') {
        *words = words.replace('\0', "\u{fffd}");
    }
}

fn check_item(item: &mut ChannelItem, now: Time) -> Result<(), Fault> {
    for words in [&mut item.text, &mut item.author.handle, &mut item.author.name] {
        storable(words);
    }
    item.language.iter_mut().for_each(storable);
    check_id("item.id", &item.id)?;
    check_id("item.revision", &item.revision)?;
    check_id("item.thread", &item.thread)?;
    check_id("item.author.id", &item.author.id)?;
    if let Some(parent) = &item.parent {
        check_id("item.parent", parent)?;
        if *parent == item.id {
            return Err(Fault::new("item.parent", "a post cannot answer itself: leave it out"));
        }
    }
    if item.author.handle.trim().is_empty() {
        return Err(Fault::new("item.author.handle", "is empty: send the name that people type"));
    }
    at_most("item.author.handle", &item.author.handle, Limits::LINE)?;
    at_most("item.author.name", &item.author.name, Limits::LINE)?;
    at_most("item.text", &item.text, Limits::TEXT)?;
    if let Some(language) = &item.language {
        at_most("item.language", language, Limits::LINE)?;
    }
    if let Some(url) = &item.url {
        check_url("item.url", url)?;
    }
    if item.audience == Audience::Internal {
        let message = "internal is for our own notes: send public, unlisted, followers or private";
        return Err(Fault::new("item.audience", message));
    }
    if item.rating.is_some_and(|stars| !(1..=5).contains(&stars)) {
        return Err(Fault::new("item.rating", "is not from 1 to 5"));
    }
    if item.author.followers.is_some_and(|count| count < 0) {
        return Err(Fault::new("item.author.followers", "is less than 0"));
    }
    item.posted_at = dated("item.posted_at", item.posted_at, now)?;
    if let Some(edited) = item.edited_at {
        item.edited_at = Some(dated("item.edited_at", edited, now)?);
    }
    Ok(())
}

/// Ids are compared byte by byte. Control characters are refused: they end up in logs.
pub(super) fn check_id(field: &str, id: &str) -> Result<(), Fault> {
    if id.is_empty() || id.len() > Limits::ID {
        let message = format!("has {} bytes, from 1 to {} are allowed", id.len(), Limits::ID);
        return Err(Fault::new(field, message));
    }
    if id.chars().any(char::is_control) {
        return Err(Fault::new(field, "contains a control character"));
    }
    Ok(())
}

pub(super) fn at_most(field: &str, text: &str, most: usize) -> Result<(), Fault> {
    if text.len() <= most {
        return Ok(());
    }
    Err(Fault::new(field, format!("has {} bytes, at most {most} are allowed", text.len())))
}

/// Only addresses that a browser opens harmlessly: `javascript:` and its like never get in.
pub(super) fn check_url(field: &str, url: &str) -> Result<(), Fault> {
    at_most(field, url, Limits::URL)?;
    let lower: String = url.chars().take(8).collect::<String>().to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return Err(Fault::new(field, "does not begin with https:// or http://"));
    }
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Fault::new(field, "contains a space or a control character"));
    }
    Ok(())
}

/// The date to store: a clock that runs ahead by up to 24 hours becomes `now`.
pub(super) fn date(at: Time, now: Time) -> Result<Time, String> {
    if at < Limits::EARLIEST {
        return Err(format!("{} is before 1990 ({at}): send microseconds since 1970", at.micros()));
    }
    if at.since(now) > Limits::AHEAD {
        return Err(format!(
            "{} is more than 24 hours ahead ({at}): send microseconds since 1970, in UTC",
            at.micros()
        ));
    }
    Ok(at.min(now))
}
