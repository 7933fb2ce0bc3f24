//! `earshot query explain`: how a query is read, in words.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::Context as _;
use earshot_matcher::{Cost, Explanation, NoSample, PostView, Query, Sample};

use super::doubts;

/// Posts that are read of a sample: enough for a share of one in a thousand.
const SAMPLE: usize = 2_000;

pub(super) fn explain(text: &str, query: &Query, posts: Option<&Path>) -> anyhow::Result<String> {
    let Some(file) = posts else {
        return Ok(told(text, &query.explain(text, &NoSample), 0));
    };
    let lines = lines(file).with_context(|| format!("cannot read {}", file.display()))?;
    let views: Vec<PostView<'_>> = lines.iter().filter_map(|line| view(line)).collect();
    anyhow::ensure!(
        !views.is_empty(),
        "{} has no posts: write language, author, followers and text, with tabs between",
        file.display()
    );
    let count = views.len();
    Ok(told(text, &query.explain(text, &Sample::new(views)), count))
}

fn lines(file: &Path) -> std::io::Result<Vec<String>> {
    BufReader::new(File::open(file)?).lines().take(SAMPLE).collect()
}

fn view(line: &str) -> Option<PostView<'_>> {
    let mut columns = line.splitn(4, '\t');
    let (language, author, followers) = (columns.next()?, columns.next()?, columns.next()?);
    Some(PostView {
        text: columns.next()?,
        author_handle: author,
        language: Some(language).filter(|language| !language.is_empty()),
        followers: followers.parse().ok(),
        ..PostView::default()
    })
}

fn told(text: &str, explanation: &Explanation, posts: usize) -> String {
    let mut out = String::new();
    for line in &explanation.lines {
        let share = line.share.map(|share| format!("  [{}]", percent(share))).unwrap_or_default();
        out.push_str(&format!("{}{}{share}\n", "  ".repeat(line.depth), line.words));
    }
    let anchors: Vec<&str> =
        explanation.anchors.iter().map(|anchor| anchor.words.as_str()).collect();
    out.push_str(&format!("\nlooked up first: {}\n", anchors.join("; ")));
    if !explanation.second_pass.is_empty() {
        let parts = explanation.second_pass.join(", ");
        out.push_str(&format!("asked again once the funnel has spoken: {parts}\n"));
    }
    let cost = match explanation.cost() {
        Cost::Low => "low",
        Cost::Medium => "medium",
        Cost::High => "high",
    };
    out.push_str(&match (explanation.looked_at, explanation.matches) {
        (Some(looked_at), Some(matches)) => format!(
            "cost: {cost}; looks at up to {} and finds {} of {posts} posts\n",
            percent(looked_at),
            percent(matches)
        ),
        _ => format!(
            "cost: {cost}, guessed from the length of the words: it may look at {} of all posts; \
             --posts FILE measures it\n",
            fine(explanation.likely)
        ),
    });
    let warnings = doubts(text, &explanation.warnings);
    if !warnings.is_empty() {
        out.push_str(&format!("\n{warnings}"));
    }
    out
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// With more places where a share is small: what is guessed here is often below one in a thousand.
fn fine(share: f64) -> String {
    if share < 0.01 { format!("{:.2} %", share * 100.0) } else { percent(share) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_told_line_by_line() {
        let text = "acme (broken OR refund*) -lang:de sentiment:negative";
        let query = Query::parse(text).unwrap();
        assert_eq!(
            explain(text, &query, None).unwrap(),
            "all of these\n\
             \x20 the word \"acme\"\n\
             \x20 any of these\n\
             \x20   the word \"broken\"\n\
             \x20   words that begin with \"refund\"\n\
             \x20 none of these\n\
             \x20   in the language \"de\"\n\
             \x20 sentiment:negative, once the funnel has spoken\n\
             \n\
             looked up first: the word \"acme\"\n\
             asked again once the funnel has spoken: sentiment:negative\n\
             cost: medium, guessed from the length of the words: it may look at 0.13 % of all posts; \
             --posts FILE measures it\n"
        );
    }

    #[test]
    fn a_sample_gives_shares_and_cost() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "en\tana\t5\tacme is broken\nen\tbob\t\tfine\n").unwrap();
        let query = Query::parse("acme broken").unwrap();
        let told = explain("acme broken", &query, Some(file.path())).unwrap();
        assert!(told.contains("the word \"acme\"  [50.0 %]"), "{told}");
        let cost = "cost: high; looks at up to 50.0 % and finds 50.0 % of 2 posts";
        assert!(told.contains(cost), "{told}");
        assert!(told.contains("appears in 50 % of posts"), "{told}");
    }
}
