//! Which posts people are asked about, so that the filter can say how much it misses, and how many
//! there were of their kind.

use earshot_funnel::online::reviewed;
use earshot_model::{OrgId, Post, PostState, Time, Verdict};
use earshot_store::reviews::Drawn;

use super::Context;
use crate::judge::Mode;

/// A post of which the filter is less sure than this that it matters was given to a person all the
/// same.
const SURE: f32 = 0.75;

/// Counts a judged post, and draws it if the lot says so. History is not counted: nobody was shown
/// or spared it.
pub(super) fn sample(
    context: &mut Context,
    post: &Post,
    channel: &str,
    verdict: &Verdict,
) -> Option<Drawn> {
    let hidden = match post.state {
        PostState::Noise => true,
        PostState::InCase => false,
        _ => return None,
    };
    if context.mode == Mode::History {
        return None;
    }
    let language = verdict.language.value.clone();
    let day = post.received_at.micros().div_euclid(Time::DAY);
    let counted = context.judged.entry((day, channel.to_owned(), language.clone())).or_default();
    if hidden {
        counted.hidden += 1;
    } else {
        counted.shown += 1;
        let sure = verdict.spam.confidence.min(verdict.relevant.confidence) >= SURE;
        counted.unsure += i64::from(!sure);
    }
    reviewed(fold(post.id.bytes()), salt(context.org)).then(|| Drawn {
        post_id: post.id,
        hidden,
        channel: channel.to_owned(),
        language,
        drawn_at: context.now,
    })
}

/// Different organizations draw different posts. Nobody outside knows our ids, so nobody can tell
/// which are drawn; whoever has access can draw again.
fn salt(org: OrgId) -> u64 {
    fold(org.bytes())
}

fn fold(id: &[u8; 16]) -> u64 {
    let half = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let (first, second) = id.split_at(8);
    half(first) ^ half(second).rotate_left(17)
}
