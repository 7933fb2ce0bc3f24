//! How the funnel does on a part of the own set: `own FILE PART`, where PART is `val` or `test`. First
//! the heads that ship alone, then whole verdicts of posts by strangers that a listener found; those with
//! an `@` speak to us.

#![expect(clippy::indexing_slicing, reason = "a tool: a wrong file may end it")]

#[expect(dead_code, reason = "training asks for more of a post")]
#[path = "train_heads/own.rs"]
mod own;
#[expect(dead_code, reason = "training measures weights that are not rounded yet")]
#[path = "train_heads/scores.rs"]
mod scores;

use std::error::Error;
use std::path::Path;

use earshot_funnel::heads::{Group, Room, STRIDE};
use earshot_funnel::learn::{accuracy, calibration_error, f1_of, macro_f1};
use earshot_funnel::model::Model;
use earshot_funnel::{CustomerRecord, Funnel, Input};
use earshot_model::{
    Audience, Intent, Judged, Level, ListenerHit, ListenerId, ListenerPurpose, Sentiment, Surface,
    Time, Verdict,
};
use scores::Told;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "say: own FILE PART";
    let (file, part) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let posts = own::own_posts(Path::new(&file))?;
    let posts: Vec<_> = posts.into_iter().filter(|post| post.split() == part).collect();
    let model = Model::shipped()?;
    let (mut room, mut told) = (Room::default(), Vec::new());
    for post in &posts {
        model.heads.score(post.text(), model.embedding, &mut room);
        let mut scores: [f32; STRIDE] = *room.outputs();
        for group in Group::ALL {
            let heat = model.heads.heat(group);
            let places = group.first()..group.first() + group.len();
            scores[places].iter_mut().for_each(|score| *score /= heat);
        }
        told.push(Told { targets: post.targets()?, scores });
    }
    println!("{} posts", posts.len());
    scores::tell("heads", &told, None);
    let funnel = Funnel::default();
    let verdicts: Vec<Verdict> = posts.iter().map(|post| judge(&funnel, post.text())).collect();
    tell(&told, &verdicts);
    Ok(())
}

fn judge(funnel: &Funnel, text: &str) -> Verdict {
    let hit = ListenerHit {
        listener_id: ListenerId(uuid::Uuid::nil()),
        version: 1,
        purpose: ListenerPurpose::Brand,
        spans: Vec::new(),
    };
    funnel.judge(&Input {
        text,
        author_followers: None,
        claimed_language: None,
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed: text.contains('@'),
        listener_hits: &[hit],
        record: CustomerRecord::default(),
        joiners: 1,
        posted_at: Time(0),
        now: Time(0),
    })
}

/// One line for each judgement of whole verdicts.
fn tell(told: &[Told], verdicts: &[Verdict]) {
    one_of("sentiment", Group::Sentiment, told, verdicts, |v| {
        let place = Sentiment::ALL.iter().position(|one| *one == v.sentiment.value);
        (place.unwrap_or(0), v.sentiment.confidence)
    });
    one_of("urgency", Group::Urgency, told, verdicts, |v| {
        let place = Level::ALL.iter().position(|one| *one == v.urgency.value);
        (place.unwrap_or(0), v.urgency.confidence)
    });
    yes_or_no("spam", Group::Spam, told, verdicts, |v| &v.spam);
    yes_or_no("expects_reply", Group::ExpectsReply, told, verdicts, |v| &v.expects_reply);
    intents(told, verdicts);
    kept(told, verdicts);
}

fn yes(told: &Told, group: Group) -> Option<usize> {
    let target = told.targets.iter().find(|target| target.group == group)?;
    usize::try_from(target.yes).ok()
}

fn one_of(
    name: &str,
    group: Group,
    told: &[Told],
    verdicts: &[Verdict],
    said: impl Fn(&Verdict) -> (usize, f32),
) {
    let known = told.iter().zip(verdicts).filter_map(|(told, verdict)| {
        let right = usize::try_from(yes(told, group)?.trailing_zeros()).ok()?;
        Some((right, said(verdict)))
    });
    let known: Vec<(usize, (usize, f32))> = known.collect();
    let truth: Vec<usize> = known.iter().map(|(right, _)| *right).collect();
    let said: Vec<usize> = known.iter().map(|(_, (said, _))| *said).collect();
    let sure: Vec<(f32, bool)> = known.iter().map(|(t, (s, p))| (*p, t == s)).collect();
    println!(
        "verdict {name} accuracy={:.3} macro_f1={:.3} ece={:.3}",
        accuracy(&truth, &said),
        macro_f1(&truth, &said, 3),
        calibration_error(&sure)
    );
}

fn yes_or_no(
    name: &str,
    group: Group,
    told: &[Told],
    verdicts: &[Verdict],
    said: impl Fn(&Verdict) -> &Judged<bool>,
) {
    let known = told.iter().zip(verdicts).filter_map(|(told, verdict)| {
        let judged = said(verdict);
        Some((yes(told, group)?, usize::from(judged.value), judged.confidence))
    });
    let known: Vec<(usize, usize, f32)> = known.collect();
    let truth: Vec<usize> = known.iter().map(|one| one.0).collect();
    let said: Vec<usize> = known.iter().map(|one| one.1).collect();
    let sure: Vec<(f32, bool)> = known.iter().map(|(t, s, p)| (*p, t == s)).collect();
    let wrong = known.iter().filter(|(t, s, _)| *t == 0 && *s == 1).count();
    println!(
        "verdict {name} accuracy={:.3} f1={:.3} wrongly_said={wrong} ece={:.3}",
        accuracy(&truth, &said),
        f1_of(&truth, &said, 1),
        calibration_error(&sure)
    );
}

fn intents(told: &[Told], verdicts: &[Verdict]) {
    let (mut truth, mut said, mut sum, mut each) = (Vec::new(), Vec::new(), 0.0, Vec::new());
    for (place, intent) in Intent::ALL.iter().enumerate() {
        let known = told.iter().zip(verdicts).filter_map(|(told, verdict)| {
            let is = yes(told, Group::Intent)? >> place & 1;
            Some((is, usize::from(verdict.wants(*intent))))
        });
        let (is, says): (Vec<usize>, Vec<usize>) = known.unzip();
        let f1 = f1_of(&is, &says, 1);
        sum += f1;
        each.push(format!("{}={f1:.2}", intent.word()));
        truth.extend(is);
        said.extend(says);
    }
    println!(
        "verdict intents micro_f1={:.3} macro_f1={:.3} {}",
        f1_of(&truth, &said, 1),
        sum / 17.0,
        each.join(" ")
    );
}

/// What reaches people: of actionable posts, and of noise and spam together.
fn kept(told: &[Told], verdicts: &[Verdict]) {
    let (mut act, mut kept, mut noise, mut gone) = (0.0, 0.0, 0.0, 0.0);
    for (told, verdict) in told.iter().zip(verdicts) {
        let hidden = f64::from(u8::from(verdict.is_noise()));
        if yes(told, Group::Actionable) == Some(1) {
            (act, kept) = (act + 1.0, kept + 1.0 - hidden);
        } else {
            (noise, gone) = (noise + 1.0, gone + hidden);
        }
    }
    println!(
        "verdict kept recall_of_actionable={:.3} noise_removed={:.3}",
        kept / f64::max(act, 1.0),
        gone / f64::max(noise, 1.0)
    );
}
