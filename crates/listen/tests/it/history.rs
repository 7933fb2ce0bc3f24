//! `earshot import twcs`: conversations of the past.

use earshot_listen::import::Summary;
use earshot_listen::import::threads::rebuild;
use earshot_listen::import::tsv::{COLUMNS, Records, Tweet};
use earshot_model::{Case, CaseStatus, Time};
use earshot_store::{accounts, cases, events, posts};
use earshot_testkit::{NOON, on_both};

use crate::scene::Scene;

/// Reads rows without their header; gives how many were broken.
pub(crate) fn tweets(rows: &str) -> (Vec<Tweet>, u64) {
    let file = format!("{}\n{rows}", COLUMNS.join("\t"));
    let (mut tweets, mut broken) = (Vec::new(), 0);
    for record in Records::new(file.as_bytes(), NOON).expect("a header") {
        match record.expect("it can be read") {
            Ok(tweet) => tweets.push(tweet),
            Err(_) => broken += 1,
        }
    }
    (tweets, broken)
}

// A reply before its parent, an answer, a broken line, a line twice, and a question that nobody answers.
pub(crate) const ROWS: &str = "\
3\tcust1\tTrue\tTue Oct 31 22:20:00 +0000 2017\t\t2\t@brandx thanks, it came
1\tcust1\tTrue\tTue Oct 31 22:00:00 +0000 2017\t2\t\t@brandx my parcel never came, please help
2\tbrandx\tFalse\tTue Oct 31 22:10:00 +0000 2017\t3\t1\t@cust1 Sorry! We are looking for it.
this line is broken
1\tcust1\tTrue\tTue Oct 31 22:00:00 +0000 2017\t2\t\t@brandx my parcel never came, please help
4\tcust2\tTrue\tWed Nov 01 08:00:00 +0000 2017\t\t\t@brandx good morning everybody
";

pub(crate) async fn import(scene: &Scene, rows: &str) -> Summary {
    let (tweets, broken) = tweets(rows);
    let found = scene.listen.import(scene.office.org, rebuild(tweets), &|_, _| ()).await;
    let summary = found.expect("the import goes well");
    Summary { read: summary.read + broken, broken, ..summary }
}

async fn case_of_parcel(scene: &Scene) -> Case {
    let mut conn = scene.read().await;
    let brand = accounts::by_handle(&mut conn, "twitter", "brandx").await.expect("accounts");
    let brand = brand.expect("the brand became an account");
    let post =
        posts::known(&mut conn, brand.id, vec!["1".to_owned()]).await.expect("posts").remove(0);
    cases::find(&mut conn, post.case_id.expect("it is in a case")).await.expect("a case")
}

on_both! {
async fn a_small_file_comes_in_once(ground: Ground) {
    let scene = Scene::new(ground).await;
    let first = import(&scene, ROWS).await;
    assert_eq!(
        (first.read, first.new, first.duplicate, first.broken, first.threads),
        (6, 4, 1, 1, 2), "{first}"
    );
    let again = import(&scene, ROWS).await;
    assert_eq!((again.read, again.new, again.duplicate, again.broken, again.cases), (6, 0, 5, 1, 0));
}
}

on_both! {
async fn history_runs_on_its_own_time(ground: Ground) {
    let scene = Scene::new(ground).await;
    scene.office.hire(&scene.ground, "ana", 10).await;
    import(&scene, ROWS).await;
    let case = case_of_parcel(&scene).await;
    assert!(case.imported);
    assert_eq!((case.status, case.owner_id), (CaseStatus::Closed, None));
    assert_eq!((case.clocks.due_at(), case.clocks.resolve_due_at), (None, None));
    // 2017-10-31T22:00:00Z, and twenty minutes later.
    let first = Time(1_509_487_200_000_000);
    let last = first.plus(20 * Time::MINUTE);
    assert_eq!((case.opened_at, case.active_at), (first, last));
    assert_eq!(case.closed_at, Some(last.plus(72 * Time::HOUR)));
    let mut conn = scene.read().await;
    let log = events::of_case(&mut conn, case.id).await.expect("events");
    let times: Vec<Time> = log.iter().map(|event| event.at).collect();
    assert!(times.iter().all(|at| *at < NOON && *at >= first), "{times:?}");
    // A sweep finds nothing late.
    scene.listen.sweep_for(scene.office.org).await.expect("a sweep");
    assert!(!scene.kinds_of(case.id).await.iter().any(|kind| kind.contains("breach")));
}
}

on_both! {
async fn a_longer_file_continues_what_is_there(ground: Ground) {
    let scene = Scene::new(ground).await;
    import(&scene, ROWS).await;
    let more = format!("{ROWS}5\tcust1\tTrue\tWed Nov 01 22:00:00 +0000 2017\t\t3\t@brandx no, it was the wrong one\n");
    let summary = import(&scene, &more).await;
    assert_eq!((summary.new, summary.cases), (1, 0), "{summary}");
    let case = case_of_parcel(&scene).await;
    assert_eq!(case.status, CaseStatus::Closed);
    assert_eq!(case.closed_at, Some(case.active_at.plus(72 * Time::HOUR)));
}
}

on_both! {
async fn a_brand_that_never_answers_loses_no_customer(ground: Ground) {
    let scene = Scene::new(ground).await;
    let row = "1\tcust1\tTrue\tTue Oct 31 22:00:00 +0000 2017\t\t\t@silentbrand please help\n";
    let summary = import(&scene, row).await;
    assert_eq!((summary.read, summary.new), (1, 1));
    assert_eq!(import(&scene, row).await.duplicate, 1);
}
}

/// Run by hand on a copy of the public set: `TWCS=sample.tsv cargo test -p earshot-listen --test it --
/// --ignored --nocapture the_public_set`.
#[test]
#[ignore = "needs a copy of the public set"]
#[expect(clippy::disallowed_methods, reason = "a test by hand is told by the environment")]
fn the_public_set() {
    let rows = std::fs::read_to_string(std::env::var("TWCS").expect("TWCS names a file"));
    let rows = rows.expect("the file is text").split_once('\n').expect("a header").1.to_owned();
    earshot_testkit::in_runtime(async move {
        let scene = Scene::new(earshot_testkit::Ground::sqlite().await).await;
        for expected_new in [true, false] {
            let began = std::time::Instant::now();
            let summary = import(&scene, &rows).await;
            println!("{summary} in {:.1} s", began.elapsed().as_secs_f64());
            let whole = summary.read - summary.broken;
            assert_eq!(summary.new, if expected_new { whole } else { 0 });
            assert_eq!(summary.read, summary.new + summary.duplicate + summary.broken);
        }
        let accounts = accounts::all(&mut scene.read().await).await.expect("accounts");
        println!("{} accounts", accounts.len());
        events::verify(&mut scene.read().await).await.expect("the chain holds");
    });
}
