//! Posts and queries to measure with: those of a folder.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use earshot_matcher::{PostView, Query};

/// A post, as it is kept in files: language, author, followers, text, parted by tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) language: String,
    pub(crate) author: String,
    pub(crate) followers: Option<i64>,
    pub(crate) text: String,
}

impl Post {
    /// Reads a line; `None` if a field is missing.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut fields = line.splitn(4, '\t');
        let (language, author, followers, text) =
            (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some(Self {
            language: language.to_owned(),
            author: author.to_owned(),
            followers: followers.trim().parse().ok(),
            text: text.to_owned(),
        })
    }

    /// As listeners see it.
    pub(crate) fn view(&self) -> PostView<'_> {
        PostView {
            text: &self.text,
            author_handle: &self.author,
            language: Some(&self.language).filter(|code| !code.is_empty()).map(String::as_str),
            followers: self.followers,
            ..PostView::default()
        }
    }
}

/// Reads at most so many posts of `posts.tsv`.
pub(crate) fn posts(folder: &Path, most: usize) -> anyhow::Result<Vec<Post>> {
    let file = folder.join("posts.tsv");
    let text = fs::read_to_string(&file).with_context(|| {
        format!("cannot read {}; unpack it first, with `zstd -d posts.tsv.zst`", file.display())
    })?;
    let posts: Vec<Post> = text.lines().filter_map(Post::read).take(most).collect();
    if posts.is_empty() {
        bail!("there is no post in {}", file.display());
    }
    Ok(posts)
}

/// Reads the queries of `queries_COUNT.txt`, one a line. Says how many could not be read.
pub(crate) fn queries(folder: &Path, count: usize) -> anyhow::Result<(Vec<Query>, usize)> {
    let file = folder.join(format!("queries_{count}.txt"));
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let (mut queries, mut unread) = (Vec::new(), 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match Query::parse(line) {
            Ok(query) => queries.push(query),
            Err(_) => unread += 1,
        }
    }
    Ok((queries, unread))
}
