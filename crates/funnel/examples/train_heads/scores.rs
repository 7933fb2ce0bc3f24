//! How the heads do on the own posts that were held out.

use earshot_funnel::heads::{Float, Group, Lesson, STRIDE};

/// Prints one line for each judgement. Likelihoods are taken without their temperature, which moves no
/// decision at one half.
pub(crate) fn tell(name: &str, float: &Float, posts: &[Lesson]) {
    let outputs: Vec<[f32; STRIDE]> = posts.iter().map(|post| float.outputs(post)).collect();
    let all = || posts.iter().zip(&outputs);
    let known =
        |post: &Lesson, group| post.targets.iter().find(|t| t.group == group).map(|t| t.yes);
    for group in [Group::Spam, Group::ExpectsReply] {
        let pairs = all().filter_map(|(post, out)| {
            Some((known(post, group)? & 1 == 1, out[group.first()] > 0.0))
        });
        let pairs: Vec<(bool, bool)> = pairs.collect();
        let same = pairs.iter().filter(|(a, b)| a == b).count();
        println!("{name} {group:?} same={:.3} f1={:.3}", share(same, pairs.len()), f1(&pairs));
    }
    for group in [Group::Sentiment, Group::Urgency] {
        let pairs: Vec<(usize, usize)> = all()
            .filter_map(|(post, out)| {
                let truth = usize::try_from(known(post, group)?.trailing_zeros()).ok()?;
                let of = &out[group.first()..group.first() + 3];
                Some((truth, (0..3).max_by(|a, b| of[*a].total_cmp(&of[*b]))?))
            })
            .collect();
        let same = pairs.iter().filter(|(a, b)| a == b).count();
        let macro_f1: f64 = (0..3)
            .map(|class| {
                f1(&pairs.iter().map(|(a, b)| (*a == class, *b == class)).collect::<Vec<_>>())
            })
            .sum();
        println!(
            "{name} {group:?} same={:.3} macro_f1={:.3}",
            share(same, pairs.len()),
            macro_f1 / 3.0
        );
    }
    let first = Group::Intent.first();
    let pairs: Vec<(bool, bool)> = all()
        .filter_map(|(post, out)| Some((known(post, Group::Intent)?, out)))
        .flat_map(|(yes, out)| {
            (0..Group::Intent.len())
                .map(move |place| (yes >> place & 1 == 1, out[first + place] > 0.0))
        })
        .collect();
    println!("{name} Intent micro_f1={:.3}", f1(&pairs));
    let mut scored: Vec<(f32, bool)> = all()
        .filter_map(|(post, out)| {
            Some((out[Group::Actionable.first()], known(post, Group::Actionable)? & 1 == 1))
        })
        .collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let act = scored.iter().filter(|(_, is)| *is).count();
    let (mut lost, mut gone) = (0, 0);
    for (_, is) in &scored {
        lost += usize::from(*is);
        if share(lost, act) > 0.05 {
            break;
        }
        gone += usize::from(!*is);
    }
    let noise = scored.len() - act;
    println!("{name} Actionable noise_removed_at_recall_0.95={:.3}", share(gone, noise));
}

fn f1(pairs: &[(bool, bool)]) -> f64 {
    let count = |a, b| pairs.iter().filter(|pair| **pair == (a, b)).count();
    let (hit, miss, wrong) = (count(true, true), count(true, false), count(false, true));
    share(2 * hit, 2 * hit + miss + wrong)
}

fn share(part: usize, of: usize) -> f64 {
    let exact = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if of == 0 { 0.0 } else { exact(part) / exact(of) }
}
