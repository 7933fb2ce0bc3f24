//! What the organization's stages say of a stored post.

use earshot_funnel::{CustomerRecord, Input};
use earshot_matcher::PostView;
use earshot_model::{Decision, ListenerHit, Post, Tier, Verdict};
use earshot_playbook::{Facts, Setting};

use super::World;
use crate::posts::HANDLE;

/// What was said of a post.
pub(super) struct Said {
    pub(super) verdict: Verdict,
    pub(super) decision: Decision,
    pub(super) hits: Vec<ListenerHit>,
}

/// Asks listeners, funnel and playbook, at the time of the post.
pub(super) fn judge(world: &World, post: &Post, followers: i64) -> Said {
    let view = PostView {
        text: &post.text,
        author_handle: "",
        language: post.claimed_language.as_deref(),
        followers: Some(followers),
        ..PostView::default()
    };
    let hits = world.stages.matcher.matches(&view);
    let directly_addressed = post.text.contains(HANDLE);
    let verdict = world.stages.funnel.judge(&Input {
        text: &post.text,
        author_followers: Some(followers),
        claimed_language: post.claimed_language.as_deref(),
        surface: post.surface,
        audience: post.audience,
        directly_addressed,
        listener_hits: &hits,
        record: CustomerRecord {
            customer: false,
            seen_before: true,
            ours: false,
            tier: Tier::Unknown,
            negative_contacts: 0,
            recent_contacts: 0,
            unresolved_contact: false,
        },
        joiners: 1,
        posted_at: post.posted_at,
        now: post.posted_at,
    });
    let setting = Setting {
        text: post.text.clone(),
        channel: world.account.channel.clone(),
        surface: post.surface,
        audience: post.audience,
        directly_addressed,
        own_page: false,
        listeners: hits.iter().map(|hit| hit.purpose).collect(),
        followers,
        tier: Tier::Unknown,
        prior_failure: false,
        rating: 0,
    };
    let decision = world.stages.playbook.decide(&Facts::new(&verdict, setting));
    Said { verdict, decision, hits }
}
