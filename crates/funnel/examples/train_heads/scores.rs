//! How the heads do on own posts that were held out.

use earshot_funnel::heads::{Float, Group, Lesson, STRIDE, Target};
use earshot_funnel::learn::{accuracy, calibration_error, f1_of, macro_f1};

/// A post's scores over the temperatures, and what is true.
pub(crate) struct Told {
    pub(crate) targets: Vec<Target>,
    pub(crate) scores: [f32; STRIDE],
}

impl Told {
    /// What weights say of a lesson.
    pub(crate) fn by(float: &Float, heats: &[f32; Group::ALL.len()], post: &Lesson) -> Self {
        let mut scores = float.outputs(post);
        for group in Group::ALL {
            let places = group.first()..group.first() + group.len();
            scores[places].iter_mut().for_each(|score| *score /= heats[group.place()]);
        }
        Self { targets: post.targets.clone(), scores }
    }

    fn yes(&self, group: Group) -> Option<u32> {
        self.targets.iter().find(|target| target.group == group).map(|target| target.yes)
    }
}

/// Prints one line for each judgement; for one group only, if it is named.
pub(crate) fn tell(name: &str, told: &[Told], only: Option<Group>) {
    for group in Group::ALL.into_iter().filter(|group| only.is_none_or(|only| only == *group)) {
        match group {
            Group::Emotion => {}
            Group::Intent => intents(name, told),
            _ if group.excludes() => one_of(name, group, told),
            _ => yes_or_no(name, group, told),
        }
        if group == Group::Actionable {
            removed(name, told);
        }
    }
}

fn likelihood(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

fn yes_or_no(name: &str, group: Group, told: &[Told]) {
    let known =
        || told.iter().filter_map(|one| Some((one.yes(group)? & 1, one.scores[group.first()])));
    let truth: Vec<usize> = known().map(|(yes, _)| usize::from(yes == 1)).collect();
    let said: Vec<usize> = known().map(|(_, score)| usize::from(score > 0.0)).collect();
    let sure = truth.iter().zip(&said).zip(known());
    let sure: Vec<(f32, bool)> =
        sure.map(|((t, s), (_, score))| (likelihood(score.abs()), t == s)).collect();
    println!(
        "{name} {group:?} accuracy={:.3} f1={:.3} ece={:.3}",
        accuracy(&truth, &said),
        f1_of(&truth, &said, 1),
        calibration_error(&sure)
    );
}

fn one_of(name: &str, group: Group, told: &[Told]) {
    let (mut truth, mut said, mut sure) = (Vec::new(), Vec::new(), Vec::new());
    for one in told {
        let Some(yes) = one.yes(group) else { continue };
        let right = usize::try_from(yes.trailing_zeros()).unwrap_or(0);
        let scores = &one.scores[group.first()..group.first() + group.len()];
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
        let sum: f32 = scores.iter().map(|score| (score - scores[best]).exp()).sum();
        truth.push(right);
        said.push(best);
        sure.push((1.0 / sum, best == right));
    }
    println!(
        "{name} {group:?} accuracy={:.3} macro_f1={:.3} f1_of_each={:.2?} ece={:.3}",
        accuracy(&truth, &said),
        macro_f1(&truth, &said, group.len()),
        (0..group.len()).map(|label| f1_of(&truth, &said, label)).collect::<Vec<_>>(),
        calibration_error(&sure)
    );
}

fn intents(name: &str, told: &[Told]) {
    let (mut all_truth, mut all_said, mut sum, mut sure) =
        (Vec::new(), Vec::new(), 0.0, Vec::new());
    let mut each = Vec::new();
    for place in 0..Group::Intent.len() {
        let known = told.iter().filter_map(|one| {
            Some((one.yes(Group::Intent)? >> place & 1, one.scores[Group::Intent.first() + place]))
        });
        let (mut truth, mut said) = (Vec::new(), Vec::new());
        for (yes, score) in known {
            let (is, says) = (yes == 1, score > 0.0);
            truth.push(usize::from(is));
            said.push(usize::from(says));
            sure.push((likelihood(score.abs()), is == says));
        }
        let f1 = f1_of(&truth, &said, 1);
        sum += f1;
        each.push(format!("{}={f1:.2}", earshot_model::Intent::ALL[place].word()));
        all_truth.extend(truth);
        all_said.extend(said);
    }
    println!(
        "{name} Intent micro_f1={:.3} macro_f1={:.3} ece={:.3} {}",
        f1_of(&all_truth, &all_said, 1),
        sum / 17.0,
        calibration_error(&sure),
        each.join(" ")
    );
}

/// How much noise goes where no more than a given part of the actionable posts is lost.
fn removed(name: &str, told: &[Told]) {
    let known = |one: &Told| {
        Some((one.scores[Group::Actionable.first()], one.yes(Group::Actionable)? & 1 == 1))
    };
    let mut scored: Vec<(f32, bool)> = told.iter().filter_map(known).collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let act = scored.iter().filter(|(_, is)| *is).count();
    for most in [0.02, 0.05, 0.1] {
        let (mut lost, mut gone, mut edge) = (0, 0, 0.0);
        for (score, is) in &scored {
            lost += usize::from(*is);
            if share(lost, act) > most {
                break;
            }
            gone += usize::from(!*is);
            edge = *score;
        }
        println!(
            "{name} Actionable recall={:.2} noise_removed={:.3} from={edge:.2}",
            1.0 - most,
            share(gone, scored.len() - act)
        );
    }
}

fn share(part: usize, of: usize) -> f64 {
    let exact = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if of == 0 { 0.0 } else { exact(part) / exact(of) }
}
