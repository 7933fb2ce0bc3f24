//! The numbers of a report, counted by hand.

use earshot_model::{Direction, PostState, Time};
use earshot_record::report::{Totals, Within};
use earshot_record::{Asked, Error, Range, Report};

use crate::world::{NOW, Said, World};

const fn ago(minutes: i64) -> Time {
    NOW.plus(-minutes * Time::MINUTE)
}

async fn report(world: &World, eyes: &earshot_model::Visibility, days: u16) -> Report {
    let range = world.record.last_days(world.org, days).await.unwrap();
    let asked = Asked { range, with_imported: false };
    world.record.report(world.org, eyes, asked).await.unwrap()
}

/// Two cases in "care" on chirp (waits of 10 and 30 minutes), one in "legal" by mail (unanswered,
/// two days old), one post of noise, one recorded post.
async fn busy() -> World {
    let world = World::new().await;
    let first = world.case(&world.chirp, world.care, 0, ago(100), Some(ago(90))).await;
    let second = world.case(&world.chirp, world.care, 1, ago(60), Some(ago(20))).await;
    let third = world.case(&world.mail, world.legal, 2, ago(2 * 1440), None).await;
    let (chirp, mail) = (&world.chirp, &world.mail);
    let in_case = |case, said| Said { case: Some(case), state: PostState::InCase, ..said };
    world
        .say(&[
            in_case(first, Said::inbound(chirp, "help", ago(100))),
            in_case(
                first,
                Said { direction: Direction::Outbound, ..Said::inbound(chirp, "here", ago(90)) },
            ),
            // The case was opened ten minutes after the customer spoke... and again before the answer.
            in_case(second, Said { by: 1, ..Said::inbound(chirp, "broken", ago(50)) }),
            in_case(second, Said { by: 1, ..Said::inbound(chirp, "still", ago(30)) }),
            in_case(third, Said { by: 2, ..Said::inbound(mail, "my lawyer", ago(2 * 1440)) }),
            Said { state: PostState::Noise, ..Said::inbound(chirp, "buy pills", ago(5)) },
            Said::inbound(chirp, "nice shop", ago(5)),
        ])
        .await;
    world
}

#[tokio::test]
async fn everything_is_counted_once() {
    let world = busy().await;
    let report = report(&world, &world.head().await, 7).await;
    let expected = Totals { incoming: 6, noise: 1, replies: 1, opened: 3, answered: 2, silent: 1 };
    assert_eq!(report.totals, expected);
    assert_eq!(report.totals.answer_rate(), Some(2.0 / 3.0));
    assert_eq!(report.sentiment.unjudged, 5);

    let waits = report.first_response;
    assert_eq!(waits.cases, 2);
    assert_eq!(waits.median, Some(20 * Time::MINUTE));
    assert_eq!(waits.p90, Some(30 * Time::MINUTE));
    assert_eq!(waits.within, Within { minute: 0, quarter_hour: 1, hour: 2, day: 2 });

    let names: Vec<&str> = report.channels.iter().map(|c| c.channel.as_str()).collect();
    assert_eq!(names, ["chirp", "mail"]);
    assert_eq!(report.channels[0].totals.incoming, 5);
    assert_eq!(report.channels[1].first_response.median, None);

    let queues: Vec<(&str, i64, i64, i64)> = report
        .queues
        .iter()
        .map(|queue| (queue.name.as_str(), queue.open, queue.late, queue.unassigned))
        .collect();
    assert_eq!(queues, [("care queue", 2, 0, 2), ("legal queue", 1, 1, 1)]);
}

#[tokio::test]
async fn days_are_the_organizations_own() {
    let world = World::new().await;
    // 23:30 and 00:30 in Vienna, an hour apart: 22:30 and 23:30 in UTC on the same day.
    let midnight = Time(NOW.micros() - 16 * Time::HOUR);
    world
        .say(&[
            Said::inbound(&world.chirp, "late", midnight.plus(30 * Time::MINUTE)),
            Said::inbound(&world.chirp, "early", midnight.plus(90 * Time::MINUTE)),
        ])
        .await;
    let report = report(&world, &world.head().await, 3).await;
    let days: Vec<(String, i64)> =
        report.days.iter().map(|d| (d.date.to_string(), d.totals.incoming)).collect();
    let expected = [("2026-03-10", 0), ("2026-03-11", 1), ("2026-03-12", 1)];
    assert_eq!(days, expected.map(|(date, posts)| (date.to_owned(), posts)));
}

#[tokio::test]
async fn what_may_not_be_seen_does_not_count() {
    let world = busy().await;
    let care = report(&world, &world.carer().await, 7).await;
    let expected = Totals { incoming: 3, noise: 0, replies: 1, opened: 2, answered: 2, silent: 0 };
    assert_eq!(care.totals, expected);
    assert_eq!(care.queues.len(), 1);
    let nothing = report(&world, &world.nobody().await, 7).await;
    assert_eq!(nothing.totals, Totals::default());
    assert!(nothing.queues.is_empty() && nothing.channels.is_empty());
    assert_eq!(nothing.days.len(), 7);
}

#[tokio::test]
async fn imported_history_counts_on_its_own_time() {
    let world = World::new().await;
    let then = Time(1_509_487_847_000_000);
    let case =
        world.case(&world.chirp, world.care, 0, then, Some(then.plus(12 * Time::MINUTE))).await;
    let said = Said::inbound(&world.chirp, "in 2017", then);
    world.say(&[Said { imported: true, case: Some(case), state: PostState::InCase, ..said }]).await;
    let range = Range { from: then.plus(-Time::DAY), to: then.plus(Time::DAY) };
    let head = world.head().await;
    let ask = |with_imported| world.record.report(world.org, &head, Asked { range, with_imported });
    let with = ask(true).await.unwrap();
    assert_eq!((with.totals.incoming, with.totals.opened), (1, 1));
    assert_eq!(with.first_response.median, Some(12 * Time::MINUTE));
    assert_eq!(with.days.len(), 3);
    assert_eq!(ask(false).await.unwrap().totals, Totals::default());
    let now = report(&world, &head, 7).await;
    assert_eq!(now.totals, Totals::default());
}

#[tokio::test]
async fn ranges_that_cannot_be_are_refused() {
    let world = World::new().await;
    let head = world.head().await;
    let ask = |from, to| {
        let asked = Asked { range: Range { from, to }, with_imported: false };
        world.record.report(world.org, &head, asked)
    };
    assert!(matches!(ask(NOW, ago(1)).await, Err(Error::Backwards)));
    assert!(matches!(ask(Time(0), NOW).await, Err(Error::TooManyDays { .. })));
    assert!(ask(ago(4_000 * 1440 - 1440), NOW).await.is_ok());
}
