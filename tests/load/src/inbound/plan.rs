//! What is said, by whom and where, and what becomes of it. Everything follows from the seed.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt, SeedableRng as _};

use crate::needs::{code, need};
use crate::posts::HANDLE;

/// The hashtag that everything on the servers carries.
pub(super) const TAG: &str = "miradorfails";

/// How a post comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A connector brings it.
    Push,
    /// It is read, and heard, on the server with this number.
    Read(usize),
}

/// A post, with all that is ever said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// In which conversation.
    pub(super) conversation: usize,
    /// Whose it is, of those who speak there: 0 began it.
    pub(super) voice: usize,
    /// The post that began the conversation, unless it is this one.
    pub(super) first: Option<usize>,
    /// Its words, and those of each edit.
    pub(super) words: Vec<String>,
    /// Whether its author deletes it in the end.
    pub(super) gone: bool,
    /// Whether it is spam, of which no case is made.
    pub(super) spam: bool,
    /// How it comes in.
    pub(super) way: Way,
}

/// Of 100 conversations, those that are pushed.
const PUSHED: u32 = 60;
/// Of 100 pushed conversations, those that are spam.
const SPAM: u32 = 12;

/// What nobody needs.
const NOISE: &[&str] = &[
    "FREE tickets from Mirador!!! first 100 only https://mirador-win.example/{} #miradorrail",
    "Mirador Rail 90% OFF voucher, claim now https://deal.example/{}",
    "WIN a free phone now >>> https://win.example/{} #giveaway #free",
];

/// The brand's handle on the server with this number.
pub(super) fn handle(server: usize) -> String {
    format!("{HANDLE}{server}")
}

/// Who wrote a post.
pub(super) fn author(said: &Said) -> String {
    format!("p{}v{}", said.conversation, said.voice)
}

/// So many posts in conversations of one to four.
pub(super) fn plan(seed: u64, posts: usize, servers: usize) -> Vec<Said> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut all: Vec<Said> = Vec::with_capacity(posts);
    for conversation in 0.. {
        let left = posts.saturating_sub(all.len());
        if left == 0 {
            break;
        }
        let way = if servers == 0 || rng.random_range(0..100) < PUSHED {
            Way::Push
        } else {
            Way::Read(rng.random_range(0..servers))
        };
        let spam = way == Way::Push && rng.random_range(0..100) < SPAM;
        let most = if spam { 1 } else { rng.random_range(1..=4_usize).min(left) };
        let (beginning, mut voices) = (all.len(), 1);
        for place in 0..most {
            // Most go on themselves; some conversations draw others in, who have a need of their own.
            let joins = place > 0 && rng.random_range(0..100) < 30;
            let voice = if joins { voices } else { 0 };
            voices += usize::from(joins);
            let words = words(&mut rng, way, spam);
            let gone = rng.random_range(0..100) < 8;
            let first = (place > 0).then_some(beginning);
            all.push(Said { conversation, voice, first, words, gone, spam, way });
        }
    }
    all
}

/// The words of a post and of its edits: one of five posts is edited, some twice.
fn words(rng: &mut StdRng, way: Way, spam: bool) -> Vec<String> {
    let edits = match rng.random_range(0..100) {
        _ if spam => 0,
        0..5 => 2,
        5..20 => 1,
        _ => 0,
    };
    (0..=edits).map(|_| text(rng, way, spam)).collect()
}

fn text(rng: &mut StdRng, way: Way, spam: bool) -> String {
    match way {
        _ if spam => NOISE.choose(rng).copied().unwrap_or_default().replace("{}", &code(rng)),
        Way::Push => need(rng, HANDLE),
        Way::Read(server) => format!("{} #{TAG}", need(rng, &handle(server))),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Way, author, plan};

    #[test]
    fn a_plan_has_as_many_posts_as_asked_and_everything_that_can_happen() {
        let all = plan(3, 2_000, 3);
        assert_eq!(all.len(), 2_000);
        assert_eq!(all, plan(3, 2_000, 3), "the seed says all of it");
        let count = |which: &dyn Fn(&super::Said) -> bool| all.iter().filter(|s| which(s)).count();
        assert!((900..1_500).contains(&count(&|said| said.way == Way::Push)));
        assert!(count(&|said| said.words.len() == 3) > 30);
        assert!((100..220).contains(&count(&|said| said.gone)));
        assert!(count(&|said| said.voice > 0) > 100 && count(&|said| said.spam) > 30);
    }

    #[test]
    fn a_conversation_stays_where_it_began() {
        let all = plan(4, 1_000, 2);
        let mut ways = HashMap::new();
        for (number, said) in all.iter().enumerate() {
            assert_eq!(*ways.entry(said.conversation).or_insert(said.way), said.way);
            if let Some(first) = said.first {
                assert!(first < number && all[first].conversation == said.conversation);
                assert!(all[first].voice == 0 && all[first].first.is_none());
            }
        }
        let authors: Vec<String> = all.iter().map(author).collect();
        assert!(authors.iter().all(|author| author.starts_with('p')));
    }
}
