//! Reads posts: `lang<TAB>author<TAB>followers<TAB>text`, one a line.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use earshot_matcher::PostView;

/// Posts in memory.
pub(super) struct Posts {
    text: String,
    /// The lines of the posts, from 1.
    lines: Vec<usize>,
}

impl Posts {
    /// Reads a file, or standard input for `-`. Tells lines with fewer than four fields on
    /// standard error; they are no posts.
    pub(super) fn read(file: &Path) -> anyhow::Result<Self> {
        let bytes = if file == Path::new("-") {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
            bytes
        } else {
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?
        };
        // What is no UTF-8 is read as "unknown character": one bad byte must not stop a million
        // posts.
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let mut posts = Self { text, lines: Vec::new() };
        let mut lines = Vec::new();
        for (line, text) in posts.all() {
            if view(text).is_some() {
                lines.push(line);
            } else {
                let name = file.display();
                eprintln!("{name}:{line}: not a post: fewer than four fields parted by tabs");
            }
        }
        posts.lines = lines;
        Ok(posts)
    }

    /// All posts, as listeners see them.
    pub(super) fn views(&self) -> Vec<PostView<'_>> {
        self.all().filter_map(|(_, line)| view(line)).collect()
    }

    /// The line of the post with this place among the views.
    pub(super) fn line(&self, place: usize) -> usize {
        self.lines.get(place).copied().unwrap_or(0)
    }

    /// Lines with their numbers, from 1.
    fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = self.text.strip_suffix('\n').unwrap_or(&self.text);
        let lines = (!text.is_empty()).then(|| text.split('\n'));
        (1..).zip(lines.into_iter().flatten())
    }
}

fn view(line: &str) -> Option<PostView<'_>> {
    let mut fields = line.splitn(4, '\t');
    let (language, author, followers, text) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    Some(PostView {
        text,
        author_handle: author,
        language: Some(language).filter(|code| !code.is_empty()),
        followers: followers.trim().parse().ok(),
        ..PostView::default()
    })
}
