//! The index finds what is wanted however far back it stands, newest first, page by page.

use earshot_store::search::{self, Lookup, Term};

use crate::engines::{NOW, TestDb};
use crate::world::{self, NewPost, World};

/// More than the newest posts that PostgreSQL walks before it asks its index.
const LATER: usize = 2_300;

fn token(word: &str) -> Term {
    Term::Token(word.to_owned())
}

/// All that is found, asked for in pages of four.
async fn paged(it: &TestDb, w: &World, terms: Vec<Term>) -> Vec<earshot_model::PostId> {
    let lookup = Lookup { any_of: vec![terms] };
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let mut conn = it.db.read(w.org).await.unwrap();
        let page = search::find(&mut conn, &lookup, before, 4).await.unwrap();
        assert!(page.windows(2).all(|pair| pair[0].doc_id > pair[1].doc_id), "newest first");
        assert!(page.len() <= 4);
        all.extend(page.iter().map(|found| found.post_id));
        match page.last() {
            Some(last) => before = Some(last.doc_id),
            None => return all,
        }
    }
}

on_both! {
    async fn what_stands_far_back_is_found_page_by_page(it: TestDb) {
        let org = it.org("empty").await;
        let lookup = Lookup { any_of: vec![vec![token("bird"), token("worm")]] };
        let mut conn = it.db.read(org).await.unwrap();
        assert!(search::find(&mut conn, &lookup, None, 64).await.unwrap().is_empty());
        drop(conn);
        let w = world::build(&it, "alta", "word").await;
        let names: Vec<String> = (0..10 + LATER).map(|n| format!("crowd-{n}")).collect();
        let posts: Vec<NewPost<'_>> = names
            .iter()
            .enumerate()
            .map(|(n, name)| NewPost {
                id: it.id(),
                external_id: name,
                text: match n {
                    0..10 => "early bird and worm",
                    _ if n % 500 == 0 => "late bird without",
                    _ if n % 2 == 0 => "late bird and owl",
                    _ => "late worm and owl",
                },
                state: "recorded",
                in_case: false,
                at: NOW,
            })
            .collect();
        w.crowd(&it, &posts).await;
        if it.is_postgres() {
            it.raw().await.run("ANALYZE search_posts").await;
        }
        let mut early: Vec<_> = posts.iter().take(10).map(|post| post.id).collect();
        early.reverse();
        // Each is frequent, together they are not.
        assert_eq!(paged(&it, &w, vec![token("bird"), token("worm")]).await, early);
        assert_eq!(paged(&it, &w, vec![token("early")]).await, early);
        assert_eq!(
            paged(&it, &w, vec![token("worm"), Term::Without("owl".to_owned())]).await,
            early
        );
        let without = paged(&it, &w, vec![token("bird"), Term::Without("and".to_owned())]).await;
        assert_eq!(without.len(), LATER / 500);
        assert!(paged(&it, &w, vec![token("nowhere"), token("bird")]).await.is_empty());
    }
}
