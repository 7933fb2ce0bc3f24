//! The five paths.

use std::time::{Duration, Instant};

use axum::Json;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use earshot_channels::http::wire::{parse_batch, parse_descriptor, parse_result, parse_state};
use earshot_channels::http::{
    BatchAnswer, CommandPage, ItemAnswer, Limits, OPENAPI, Outcome, ProblemAnswer, StateAnswer,
};
use earshot_model::{ChannelEvent, OutboxId};

use super::super::cut::Switch;
use super::super::scene::{Delivered, Habit, Mood, Scene, Told};
use super::{Stage, moody, refuse};

pub(super) async fn answer(
    stage: &Stage,
    switch: &Switch,
    (method, path, query): (&Method, &str, &str),
    body: &[u8],
) -> Response {
    let command = path.strip_prefix("commands/").and_then(|rest| rest.strip_suffix("/result"));
    match (method.as_str(), path, command) {
        ("PUT", "events", _) => events(stage, switch, body),
        ("PUT", "descriptor", _) => descriptor(stage, body),
        ("GET", "commands", _) => commands(stage, query).await,
        ("GET", "state", _) => {
            let state = stage.scene().state.clone();
            Json(StateAnswer { state }).into_response()
        }
        ("PUT", "state", _) => keep(stage, body),
        ("PUT", _, Some(id)) => result(stage, switch, id, body),
        ("GET", "openapi.json", _) => OPENAPI.into_response(),
        _ => {
            stage.scene().wrong(Habit::Paths, format!("{method} {path}"));
            refuse(StatusCode::NOT_FOUND, "not-found", "there is no such path")
        }
    }
}

fn problem(problem: &earshot_channels::http::BatchProblem) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(ProblemAnswer::from(problem))).into_response()
}

fn events(stage: &Stage, switch: &Switch, body: &[u8]) -> Response {
    let now = stage.tools().now();
    let read = parse_batch(body, now);
    let mut scene = stage.scene();
    let mood = match &read {
        // A mood waits for a delivery that has something to lose.
        Ok(events) if !events.is_empty() => scene.event_moods.pop_front(),
        _ => None,
    };
    let events = match read {
        Ok(events) => events,
        Err(wrong) => {
            scene.wrong(Habit::Events, format!("a batch: {wrong}"));
            return problem(&wrong);
        }
    };
    let keys = events.iter().flatten().map(key).collect();
    scene.deliveries.push(Delivered { at: Instant::now(), mood, keys });
    if let Some(busy) = moody(mood) {
        return busy;
    }
    let mut items = Vec::new();
    for (index, event) in events.into_iter().enumerate() {
        let event = match event {
            Ok(event) => event,
            Err(wrong) => {
                scene.wrong(Habit::Events, wrong.to_string());
                items.push(ItemAnswer::from(wrong));
                continue;
            }
        };
        let outcome = if mood == Some(Mood::Reject) && index == 0 {
            Outcome::Rejected
        } else {
            store(&mut scene, &event)
        };
        let told = (outcome == Outcome::Rejected).then(|| "as the test wants it".to_owned());
        let field = told.as_ref().map(|_| "event".to_owned());
        items.push(ItemAnswer { index, id: None, outcome, field, message: told });
    }
    if mood == Some(Mood::Cut) {
        switch.cut();
    }
    Json(BatchAnswer::new(items)).into_response()
}

/// What makes a second delivery of the same the same.
pub(super) fn key(event: &ChannelEvent) -> String {
    match event {
        ChannelEvent::Upsert { item } => format!("{} at revision {}", item.id, item.revision),
        ChannelEvent::Delete { id, .. } => format!("the delete of {id}"),
        ChannelEvent::Status { sent, state, .. } => format!("{} of {sent}", state.word()),
    }
}

fn store(scene: &mut Scene, event: &ChannelEvent) -> Outcome {
    let key = key(event);
    let content = match event {
        ChannelEvent::Upsert { item } => format!("{:?} {:?}", item.text, item.audience),
        _ => String::new(),
    };
    if let Some(before) = scene.stored.get(&key) {
        if *before != content {
            scene.wrong(Habit::Revision, format!("{key} was {before}, and then {content}"));
        }
        return Outcome::Duplicate;
    }
    scene.stored.insert(key, content);
    match event {
        ChannelEvent::Upsert { item } => {
            let known = scene.items.get(&item.id);
            if known.is_none() {
                scene.order.push(item.id.clone());
            }
            if known.is_none_or(|known| known.revision < item.revision) {
                scene.items.insert(item.id.clone(), (**item).clone());
            }
        }
        ChannelEvent::Delete { id, .. } => {
            scene.gone.insert(id.clone());
        }
        ChannelEvent::Status { .. } => {}
    }
    Outcome::Accepted
}

fn descriptor(stage: &Stage, body: &[u8]) -> Response {
    let mut scene = stage.scene();
    match parse_descriptor(body) {
        Ok(read) => {
            scene.descriptors.push(read);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(wrong) => {
            scene.wrong(Habit::Descriptor, wrong.to_string());
            problem(&wrong)
        }
    }
}

async fn commands(stage: &Stage, query: &str) -> Response {
    let asked = |key: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == key).map(|(_, value)| value.to_owned())
    };
    let wait = asked("wait").unwrap_or_default();
    let wait: u64 = if wait.is_empty() { 0 } else { wait.parse().unwrap_or(u64::MAX) };
    let after = asked("after").unwrap_or_default();
    {
        let mut scene = stage.scene();
        if wait > Limits::WAIT {
            scene.wrong(Habit::Polls, format!("a wait over {} seconds: {query}", Limits::WAIT));
            let message = "send whole seconds from 0 to 50";
            return refuse(StatusCode::BAD_REQUEST, "wait-unreadable", message);
        }
        if !after.is_empty() && !scene.given.contains(&after) {
            let wrong = format!("`after={after}`, which was never given as `next`");
            scene.wrong(Habit::Polls, wrong);
        }
        scene.polls.push(after.clone());
    }
    let end = Instant::now() + Duration::from_secs(wait);
    loop {
        {
            let mut scene = stage.scene();
            if !scene.waiting.is_empty() || Instant::now() >= end {
                let commands: Vec<_> = scene.waiting.drain(..).collect();
                let next = if commands.is_empty() && !after.is_empty() {
                    after
                } else {
                    format!("c-{}", scene.given.len())
                };
                scene.given.insert(next.clone());
                return Json(CommandPage { commands, next }).into_response();
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn keep(stage: &Stage, body: &[u8]) -> Response {
    let mut scene = stage.scene();
    match parse_state(body) {
        Ok(state) => {
            scene.state = state;
            StatusCode::NO_CONTENT.into_response()
        }
        Err(wrong) => {
            scene.wrong(Habit::State, wrong.to_string());
            problem(&wrong)
        }
    }
}

fn result(stage: &Stage, switch: &Switch, id: &str, body: &[u8]) -> Response {
    let mut scene = stage.scene();
    let Ok(command) = id.parse::<OutboxId>() else {
        scene.wrong(Habit::Results, format!("a result of {id}, which is no id"));
        return refuse(StatusCode::NOT_FOUND, "not-found", "there is no such command");
    };
    match parse_result(body) {
        Ok(result) => {
            let mood = scene.result_moods.pop_front();
            scene.results.push(Told { command, result, mood });
            if let Some(busy) = moody(mood) {
                return busy;
            }
            if mood == Some(Mood::Cut) {
                switch.cut();
            }
            StatusCode::NO_CONTENT.into_response()
        }
        Err(wrong) => {
            scene.wrong(Habit::Results, format!("a result of {id}: {wrong}"));
            problem(&wrong)
        }
    }
}
