//! Real posts, from files that the one who measures brings along.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng as _};

use super::{HANDLE, Meant, Text};

/// Of 100 posts: those that get the brand's handle put before them.
const TO_US: u32 = 12;

/// Reads at most so many posts from `posts*.tsv`, in the order of file names.
pub(super) fn read(folder: &Path, most: usize, seed: u64) -> anyhow::Result<Vec<Text>> {
    let files = files(folder)?;
    let mut rng = StdRng::seed_from_u64(seed);
    let mut texts = Vec::new();
    for file in files {
        let opened =
            File::open(&file).with_context(|| format!("cannot open {}", file.display()))?;
        for line in BufReader::new(opened).lines() {
            if texts.len() >= most {
                return Ok(texts);
            }
            let line = line.with_context(|| format!("{} is not UTF-8", file.display()))?;
            texts.extend(post(&line, rng.random_range(0..100) < TO_US));
        }
    }
    Ok(texts)
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut names: Vec<PathBuf> = listed.filter_map(|e| e.ok().map(|e| e.path())).collect();
    names.sort();
    let named = |path: &PathBuf, end: &str| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("posts") && name.ends_with(end)
    };
    let plain: Vec<PathBuf> = names.iter().filter(|path| named(path, ".tsv")).cloned().collect();
    if plain.is_empty() {
        if let Some(packed) = names.iter().find(|path| named(path, ".tsv.zst")) {
            bail!(
                "{} is compressed: unpack it first, with `zstd -d {} -o DIR/posts.tsv`",
                packed.display(),
                packed.display()
            );
        }
        bail!("there is no posts*.tsv in {}", folder.display());
    }
    Ok(plain)
}

/// A line: language, author, followers, text. Lines with fewer fields or no text are left out.
fn post(line: &str, to_us: bool) -> Option<Text> {
    let mut fields = line.splitn(4, '\t');
    let (language, author, followers, text) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?.trim());
    if text.is_empty() || author.is_empty() {
        return None;
    }
    Some(Text {
        language: language.to_owned(),
        author: author.chars().filter(|c| !c.is_control()).collect(),
        followers: followers.trim().parse().unwrap_or(0).max(0),
        text: if to_us { format!("@{HANDLE} {text}") } else { text.to_owned() },
        meant: if to_us { Meant::Word } else { Meant::Else },
    })
}

#[cfg(test)]
mod tests {
    use super::{Meant, post, read};

    #[test]
    fn a_line_is_a_post() {
        let read = post("th\tana\t12\tone\ttwo ", false).unwrap();
        assert_eq!((read.language.as_str(), read.followers), ("th", 12));
        assert_eq!(read.text, "one\ttwo");
        assert_eq!(post("en\tana\tmany\thelp", true).unwrap().text, "@miradorrail help");
        assert_eq!(post("en\tana\t3", false), None);
        assert_eq!(post("en\tana\t3\t ", false), None);
    }

    #[test]
    fn only_plain_files_are_read_and_a_packed_one_is_explained() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("posts.tsv.zst"), "x").unwrap();
        let told = read(folder.path(), 10, 1).unwrap_err().to_string();
        assert!(told.contains("zstd -d"), "{told}");
        let lines = "en\ta\t1\tone\nbroken\nen\tb\t2\ttwo\nen\tc\t3\tthree\n";
        std::fs::write(folder.path().join("posts.tsv"), lines).unwrap();
        let posts = read(folder.path(), 2, 1).unwrap();
        assert_eq!(posts.len(), 2);
        assert!(posts.iter().all(|post| post.meant != Meant::Spam));
    }
}
