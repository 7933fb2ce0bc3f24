//! The posts that are sent and stored.

mod corpus;
mod generate;
mod length;
mod lines;
mod spread;
mod vocabulary;

use anyhow::bail;

use crate::args::Posts;

pub(crate) use spread::Spread;

/// The brand of the measurements.
pub(crate) const BRAND: &str = "Mirador Rail";
/// Its handle.
pub(crate) const HANDLE: &str = "miradorrail";

/// What a post of the stream is, as the generator meant it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A real word to the brand.
    Word,
    /// Spam.
    Spam,
    /// Something else; also every post of a corpus that does not name the brand.
    Else,
}

/// One text with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) language: String,
    pub(crate) author: String,
    pub(crate) followers: i64,
    pub(crate) text: String,
    pub(crate) meant: Meant,
}

/// Texts that are kept ready, so that making them costs nothing while something is measured.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    texts: Vec<Text>,
    /// Where they come from, in words.
    pub(crate) source: String,
}

impl Pool {
    /// Reads a corpus, or makes texts.
    pub(crate) fn new(asked: &Posts) -> anyhow::Result<Self> {
        let pool = match &asked.corpus {
            Some(folder) => Self {
                texts: corpus::read(folder, asked.texts, asked.seed)?,
                source: "real posts of a corpus, 12 of 100 with the brand's handle put before"
                    .to_owned(),
            },
            None => Self {
                texts: generate::texts(asked.seed, asked.texts),
                source: format!("the seeded generator, seed {}", asked.seed),
            },
        };
        if pool.texts.is_empty() {
            bail!("there are no posts: ask for at least one text");
        }
        Ok(pool)
    }

    /// The text with this number; they come again after the last one.
    pub(crate) fn text(&self, number: usize) -> Option<&Text> {
        self.texts.get(number.checked_rem(self.texts.len())?)
    }

    /// How many different ones there are.
    pub(crate) const fn count(&self) -> usize {
        self.texts.len()
    }
}

/// `earshot-load posts`.
pub(crate) fn run(asked: &Posts) -> anyhow::Result<()> {
    let pool = Pool::new(asked)?;
    println!("{} texts from {}.", pool.count(), pool.source);
    println!("{}", Spread::of(&pool.texts));
    Ok(())
}
