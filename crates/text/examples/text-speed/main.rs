//! How fast texts are split, beside what else could split them.
//!
//! `cargo run --release -p earshot-text --example text-speed -- --corpus FILE` reads posts as
//! `language<TAB>author<TAB>followers<TAB>text`; without a file the posts are made up, by `--seed`.
//! Every figure is the median of `--rounds` rounds in which all ways take turns, in CPU time of the
//! thread, so that the ratios hold on a busy machine too.
#![expect(clippy::print_stdout, reason = "a table is what it is for")]

mod posts;

use std::hint::black_box;
use std::time::Duration;

use earshot_text::{Path, Tokens, tokenize};
use rustix::time::{ClockId, clock_gettime};
use unicode_segmentation::UnicodeSegmentation;

type Problem = Box<dyn std::error::Error>;

/// Splits posts, and returns a number that depends on all of them.
type Splits = dyn FnMut(&[String]) -> usize;

/// A way to split posts.
struct Way {
    name: String,
    run: Box<Splits>,
}

fn main() -> Result<(), Problem> {
    let options = posts::Options::read(std::env::args().skip(1))?;
    let posts = options.posts()?;
    println!("{}", options.describe(&posts));
    println!("CPU: {}", cpu());
    measure("All posts", &posts, &options)?;
    let dense: Vec<String> =
        posts.iter().filter(|post| posts::is_without_spaces(post)).cloned().collect();
    if dense.len() >= 100 {
        measure("Posts of which half is Han, Kana or Thai", &dense, &options)?;
    }
    Ok(())
}

fn measure(title: &str, posts: &[String], options: &posts::Options) -> Result<(), Problem> {
    let bytes: usize = posts.iter().map(String::len).sum();
    let mut tokens = Tokens::default();
    let mut count = 0;
    for post in posts {
        tokenize(post, &mut tokens);
        count += tokens.len();
    }
    let mean = |sum: usize| -> Result<f64, Problem> {
        Ok(f64::from(u32::try_from(sum)?) / f64::from(u32::try_from(posts.len())?))
    };
    println!(
        "\n### {title}\n\n{} posts of {:.1} bytes and {:.1} tokens on average.\n",
        posts.len(),
        mean(bytes)?,
        mean(count)?
    );
    println!("| way | ns a post | million posts a second | MB a second | times the first |");
    println!("|---|---|---|---|---|");
    let mut ways = ways();
    ways.retain(|way| way.name.contains(&options.only));
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); ways.len()];
    for round in 0..=options.rounds {
        for (way, times) in ways.iter_mut().zip(&mut times) {
            let start = clock();
            black_box((way.run)(black_box(posts)));
            // The first round only warms up.
            if round > 0 {
                times.push(clock().saturating_sub(start));
            }
        }
    }
    let mut first: Option<f64> = None;
    for (way, times) in ways.iter().zip(&mut times) {
        times.sort_unstable();
        let median = times.get(times.len() / 2).ok_or("no rounds")?.as_secs_f64();
        let nanos = median * 1e9 / f64::from(u32::try_from(posts.len())?);
        let first = *first.get_or_insert(nanos);
        println!(
            "| {} | {nanos:.0} | {:.2} | {:.0} | {:.2} |",
            way.name,
            1e3 / nanos,
            f64::from(u32::try_from(bytes)?) / median / 1e6,
            first / nanos
        );
    }
    Ok(())
}

fn ways() -> Vec<Way> {
    let mut ways = vec![
        Way {
            name: "`unicode-segmentation`: `to_lowercase`, then `unicode_words`".to_owned(),
            run: Box::new(|posts| {
                posts.iter().map(|post| lengths(post.to_lowercase().unicode_words())).sum()
            }),
        },
        Way {
            name: "`to_lowercase`, then `split` at what is not alphanumeric".to_owned(),
            run: Box::new(|posts| {
                let parts = |c: char| !c.is_alphanumeric();
                posts.iter().map(|post| lengths(post.to_lowercase().split(parts))).sum()
            }),
        },
        Way {
            name: "`to_lowercase` alone".to_owned(),
            run: Box::new(|posts| posts.iter().map(|post| post.to_lowercase().len()).sum()),
        },
    ];
    ways.extend(Path::all().map(|path| {
        let mut tokens = Tokens::read_by(path);
        Way {
            name: format!("`earshot-text`, {}", path.name()),
            run: Box::new(move |posts| {
                posts.iter().fold(0, |sum: usize, post| {
                    tokenize(post, &mut tokens);
                    let last = tokens.as_slice().last().map_or(0, earshot_text::Token::hash);
                    sum.wrapping_add(tokens.len()) ^ usize::try_from(last).unwrap_or_default()
                })
            }),
        }
    }));
    ways
}

fn lengths<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(str::len).sum()
}

/// CPU time of this thread.
fn clock() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds) + Duration::from_nanos(time.tv_nsec.unsigned_abs())
}

fn cpu() -> String {
    let known = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = known.lines().find_map(|line| line.strip_prefix("model name"));
    let name = name.map(|name| name.trim_start_matches(['\t', ':', ' ']).to_owned());
    name.unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}
