//! The order of a conversation: each post below the one that it answers.

use std::collections::{HashMap, HashSet};

use earshot_model::Post;

/// The posts in the order of reading, each with its depth. `posts` come oldest first. A post whose
/// parent is not there stands at depth 0, and so does one of a circle of parents.
#[must_use]
pub(crate) fn in_reading_order(posts: Vec<Post>) -> Vec<(Post, usize)> {
    let known: HashSet<String> = posts.iter().map(|post| post.external_id.clone()).collect();
    let mut roots = Vec::new();
    let mut below: HashMap<String, Vec<Post>> = HashMap::new();
    for post in posts {
        match post.parent_external_id.clone() {
            Some(parent) if known.contains(&parent) && parent != post.external_id => {
                below.entry(parent).or_default().push(post);
            }
            _ => roots.push(post),
        }
    }
    let mut ordered = Vec::with_capacity(known.len());
    for root in roots {
        walk(root, &mut below, &mut ordered);
    }
    // What is left answers itself in a circle: channels do not do this, broken imports may.
    let mut circles: Vec<Post> = below.into_values().flatten().collect();
    circles.sort_by_key(|post| (post.posted_at, post.id));
    ordered.extend(circles.into_iter().map(|post| (post, 0)));
    ordered
}

/// One branch, without recursion: a thread may be as deep as it is long.
fn walk(root: Post, below: &mut HashMap<String, Vec<Post>>, ordered: &mut Vec<(Post, usize)>) {
    let mut waiting = vec![(root, 0)];
    while let Some((post, depth)) = waiting.pop() {
        let answers = below.remove(&post.external_id).unwrap_or_default();
        ordered.push((post, depth));
        waiting.extend(answers.into_iter().rev().map(|answer| (answer, depth + 1)));
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{
        AccountId, Audience, Direction, IdentityId, OrgId, PersonId, Post, PostId, PostState,
        Surface, ThreadId, Time,
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::in_reading_order;

    fn post(n: u8, parent: Option<u8>) -> Post {
        let id = Uuid::from_bytes([n; 16]);
        Post {
            org_id: OrgId(id),
            id: PostId(id),
            account_id: AccountId(id),
            external_id: n.to_string(),
            revision: "1".to_owned(),
            thread_id: ThreadId(id),
            parent_external_id: parent.map(|n| n.to_string()),
            identity_id: IdentityId(id),
            person_id: PersonId(id),
            case_id: None,
            direction: Direction::Inbound,
            surface: Surface::Post,
            audience: Audience::Public,
            state: PostState::Received,
            text: String::new(),
            claimed_language: None,
            url: None,
            rating: None,
            posted_at: Time(i64::from(n)),
            received_at: Time(0),
            edited_at: None,
            imported: false,
        }
    }

    fn order(posts: &[(u8, Option<u8>)]) -> Vec<(String, usize)> {
        let posts = posts.iter().map(|(n, parent)| post(*n, *parent)).collect();
        in_reading_order(posts).into_iter().map(|(p, depth)| (p.external_id, depth)).collect()
    }

    #[test]
    fn an_answer_stands_below_what_it_answers() {
        let seen = order(&[(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2)), (5, Some(99))]);
        let wanted = [("1", 0), ("2", 1), ("4", 2), ("3", 1), ("5", 0)];
        assert_eq!(seen, wanted.map(|(id, depth)| (id.to_owned(), depth)));
    }

    #[test]
    fn a_circle_is_shown_flat() {
        assert_eq!(order(&[(1, Some(2)), (2, Some(1)), (3, Some(3))]).len(), 3);
    }

    proptest! {
        #[test]
        fn every_post_stands_there_once(parents in prop::collection::vec(0_u8..12, 0..12)) {
            let posts: Vec<(u8, Option<u8>)> =
                (0..).zip(&parents).map(|(n, parent)| (n, Some(*parent))).collect();
            let mut seen: Vec<String> = order(&posts).into_iter().map(|(id, _)| id).collect();
            seen.sort();
            let mut wanted: Vec<String> = posts.iter().map(|(n, _)| n.to_string()).collect();
            wanted.sort();
            prop_assert_eq!(seen, wanted);
        }
    }
}
