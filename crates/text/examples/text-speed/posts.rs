//! The posts that are split: from a file, or made up.

use std::fmt::Write as _;

use super::Problem;

/// What the command line says.
pub(crate) struct Options {
    corpus: Option<String>,
    seed: u64,
    pub(crate) rounds: usize,
    most: usize,
    /// Only ways whose name holds this.
    pub(crate) only: String,
}

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, Problem> {
        let mut options =
            Self { corpus: None, seed: 1, rounds: 7, most: 200_000, only: String::new() };
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--corpus" => options.corpus = Some(value),
                "--seed" => options.seed = value.parse()?,
                "--rounds" => options.rounds = value.parse::<usize>()?.max(5),
                "--only" => options.only = value,
                "--posts" => options.most = value.parse()?,
                _ => {
                    return Err(format!(
                        "unknown {name}: --corpus, --seed, --rounds, --posts, --only"
                    )
                    .into());
                }
            }
        }
        Ok(options)
    }

    pub(crate) fn posts(&self) -> Result<Vec<String>, Problem> {
        let Some(corpus) = &self.corpus else {
            let mut chance = Chance(self.seed);
            return Ok((0..self.most).map(|_| chance.post()).collect());
        };
        let lines = std::fs::read_to_string(corpus)?;
        let posts: Vec<String> = lines
            .lines()
            .filter_map(|line| line.splitn(4, '\t').nth(3))
            .take(self.most)
            .map(str::to_owned)
            .collect();
        if posts.is_empty() {
            Err("the file has no posts of four columns".into())
        } else {
            Ok(posts)
        }
    }

    pub(crate) fn describe(&self, posts: &[String]) -> String {
        match &self.corpus {
            Some(_) => format!("{} posts of a file.", posts.len()),
            None => format!(
                "{} made-up posts, seed {}: of 100, 70 are of ASCII words, 12 of Latin words with \
                 accents, 10 Cyrillic, 5 Thai, 3 Japanese; words of 1 to 10 letters, one of 12 a \
                 tag, an address in every third post, an emoji in every fifth.",
                posts.len(),
                self.seed
            ),
        }
    }
}

/// Whether at least half of the characters are of a script without spaces.
pub(crate) fn is_without_spaces(post: &str) -> bool {
    let dense = |c: &char| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{3040}'..='\u{9FFF}');
    post.chars().filter(dense).count() * 2 >= post.chars().count()
}

/// Made-up posts. The generator of numbers is xorshift64*.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    fn pick(&mut self, letters: &[char]) -> char {
        let count = u64::try_from(letters.len()).unwrap_or(1);
        let place = usize::try_from(self.below(count)).unwrap_or_default();
        letters.get(place).copied().unwrap_or('x')
    }

    fn post(&mut self) -> String {
        let (letters, spaces): (Vec<char>, bool) = match self.below(100) {
            0..70 => (('a'..='z').collect(), true),
            70..82 => (('a'..='z').chain("éèäöüñçã".chars()).collect(), true),
            82..92 => (('а'..='я').collect(), true),
            92..97 => ("กขคงจชดตถทนบปผพมยรลวสหอาิีุูเแโไ่้".chars().collect(), false),
            _ => (('あ'..='ん').chain('一'..='三').chain('ア'..='ン').collect(), false),
        };
        let mut post = String::new();
        for place in 0..8 + self.below(14) {
            if place > 0 && (spaces || self.below(6) == 0) {
                post.push(' ');
            }
            if spaces && self.below(12) == 0 {
                post.push(if self.below(2) == 0 { '#' } else { '@' });
            }
            let capital = self.below(8) == 0;
            for place in 0..1 + self.below(10) {
                let letter = self.pick(&letters);
                if capital && place == 0 {
                    post.extend(letter.to_uppercase());
                } else {
                    post.push(letter);
                }
            }
            if self.below(10) == 0 {
                post.push(self.pick(&['.', ',', '!', '?']));
            }
        }
        if self.below(5) == 0 {
            post.push_str(" 👍🏽");
        }
        if self.below(3) == 0 {
            let _ = write!(post, " https://t.co/{:010X}", self.below(u64::MAX));
        }
        post
    }
}
