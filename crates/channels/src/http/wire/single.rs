//! Reads the bodies that carry one thing: a descriptor, a result, a state.

use earshot_model::{Capabilities, CommandResult, LengthRule};
use serde::{Deserialize, Serialize};

use super::check::{at_most, check_id, check_url, storable};
use super::event::{Fault, read};
use crate::http::{BatchProblem, Limits};

/// What a plug-in says about itself: body of `PUT /api/channel/v1/{account}/descriptor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    /// The name of the program, for screens and logs.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What the account can do.
    pub capabilities: Capabilities,
}

/// Body of `GET` and `PUT /api/channel/v1/{account}/state`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    state: String,
}

/// Reads a descriptor.
///
/// # Errors
/// A [`BatchProblem`] that names the field.
pub fn parse_descriptor(body: &[u8]) -> Result<Descriptor, BatchProblem> {
    let descriptor: Descriptor = whole(body)?;
    line("name", &descriptor.name)?;
    line("version", &descriptor.version)?;
    let can = &descriptor.capabilities;
    length("capabilities.length_public", &can.length_public)?;
    length("capabilities.length_private", &can.length_private)?;
    Ok(descriptor)
}

/// Reads the body of `PUT /api/channel/v1/{account}/commands/{id}/result`.
///
/// # Errors
/// A [`BatchProblem`] that names the field.
pub fn parse_result(body: &[u8]) -> Result<CommandResult, BatchProblem> {
    let mut result: CommandResult = whole(body)?;
    result.detail.iter_mut().for_each(storable);
    let told =
        |check: Result<(), Fault>| check.map_err(|fault| unreadable(&fault.field, fault.message));
    result.id.as_deref().map_or(Ok(()), |id| told(check_id("id", id)))?;
    result.url.as_deref().map_or(Ok(()), |url| told(check_url("url", url)))?;
    let detail = result.detail.as_deref();
    detail.map_or(Ok(()), |text| told(at_most("detail", text, Limits::LINE)))?;
    Ok(result)
}

/// Reads the body of `PUT /api/channel/v1/{account}/state` and returns the plug-in's own text.
///
/// # Errors
/// A [`BatchProblem`] that names the field.
pub fn parse_state(body: &[u8]) -> Result<String, BatchProblem> {
    let state = whole::<State>(body)?.state;
    if state.len() > Limits::STATE {
        return Err(unreadable("state", format!("at most {} bytes are allowed", Limits::STATE)));
    }
    // It is given back byte for byte, so nothing is put in the place of what cannot be stored.
    if state.contains('\0') {
        return Err(unreadable("state", "contains a NUL, which cannot be stored: encode it"));
    }
    Ok(state)
}

fn whole<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, BatchProblem> {
    if body.len() > Limits::BODY {
        return Err(BatchProblem::TooLong { size: body.len() });
    }
    let text = std::str::from_utf8(body)
        .map_err(|_| unreadable("body", "the bytes are not UTF-8: send the text as UTF-8"))?;
    read(text).map_err(|Fault { field, message, .. }| {
        let field = if field == "event" { "body".to_owned() } else { field };
        BatchProblem::Unreadable { field, message }
    })
}

fn line(field: &str, text: &str) -> Result<(), BatchProblem> {
    if !text.trim().is_empty() && text.len() <= Limits::LINE {
        return Ok(());
    }
    Err(unreadable(field, format!("from 1 to {} bytes are allowed", Limits::LINE)))
}

fn length(field: &str, rule: &LengthRule) -> Result<(), BatchProblem> {
    if rule.max > 0 { Ok(()) } else { Err(unreadable(field, "a limit of 0 allows no text")) }
}

fn unreadable(field: &str, message: impl Into<String>) -> BatchProblem {
    BatchProblem::Unreadable { field: field.to_owned(), message: message.into() }
}
