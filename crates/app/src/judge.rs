//! `earshot judge`: verdicts of posts, one a line, as JSON lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use anyhow::Context as _;
use earshot_funnel::{CustomerRecord, Funnel, Input, model};
use earshot_model::{Audience, Clock, Surface};
use serde::Deserialize;

/// A post as a JSON line; a line that is no JSON object is the words alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The words.
    text: String,
    /// How many follow the author.
    #[serde(default)]
    followers: Option<i64>,
    /// The language that the channel claims.
    #[serde(default)]
    language: Option<String>,
    /// Whether it speaks to the brand.
    #[serde(default = "yes")]
    addressed: bool,
}

const fn yes() -> bool {
    true
}

/// Judges each line of a file, or of standard input for `-`.
pub(crate) fn run(file: &Path, clock: &dyn Clock) -> anyhow::Result<()> {
    if let Some(problem) = model::status() {
        eprintln!("Judging by rules alone. {problem}");
    }
    let name = file.display();
    let reader: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(file).with_context(|| format!("cannot read {name}"))?))
    };
    let funnel = Funnel::default();
    let mut out = io::stdout().lock();
    for (number, line) in (1..).zip(reader.lines()) {
        let line = line.with_context(|| format!("{name}, line {number}: cannot be read"))?;
        let post = parse(&line).with_context(|| format!("{name}, line {number}"))?;
        let now = clock.now();
        let verdict = funnel.judge(&Input {
            text: &post.text,
            author_followers: post.followers,
            claimed_language: post.language.as_deref(),
            surface: Surface::Post,
            audience: Audience::Public,
            directly_addressed: post.addressed,
            listener_hits: &[],
            record: CustomerRecord::default(),
            joiners: 1,
            posted_at: now,
            now,
        });
        serde_json::to_writer(&mut out, &verdict)?;
        match out.write_all(b"\n") {
            // Who reads has seen enough, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    Ok(())
}

fn parse(line: &str) -> anyhow::Result<Line> {
    if line.starts_with('{') {
        return serde_json::from_str(line)
            .context("is not a post; write words, or {\"text\": ...}");
    }
    Ok(Line { text: line.to_owned(), followers: None, language: None, addressed: true })
}
