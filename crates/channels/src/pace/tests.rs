use earshot_model::Time;
use proptest::prelude::*;

use earshot_egress::Response;

use super::{
    Breaker, Bucket, LONGEST, Lane, Pace, Rates, Reset, SHORTEST, TRIPS_AFTER, Told, next_wait,
};

const NOW: Time = Time(1_000 * Time::HOUR);

fn told(limit: i64, left: i64, seconds: i64) -> Told {
    Told { limit, left, resets_at: NOW.plus(seconds * Time::SECOND) }
}

/// An answer of a channel whose clock is off by so many microseconds, and whose window ends in a minute.
fn answer(off: i64, means: Reset, dated: bool) -> (Rates, Response) {
    let theirs = NOW.plus(off);
    let end = theirs.plus(Time::MINUTE);
    let reset = match means {
        Reset::Moment => end.to_string(),
        Reset::Epoch => (end.micros() / Time::SECOND).to_string(),
        Reset::Seconds => "60".to_owned(),
    };
    let date = jiff::fmt::rfc2822::DateTimePrinter::new();
    let date = date.timestamp_to_rfc9110_string(&theirs.timestamp()).unwrap();
    let mut headers = vec![("l", "300".to_owned()), ("r", "7".to_owned()), ("e", reset)];
    headers.extend(dated.then_some(("date", date)));
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let rates = Rates { limit: "l", left: "r", reset: "e", means };
    (rates, Response { status: 429, headers, body: Vec::new() })
}

#[test]
fn a_window_ends_by_our_clock_however_wrong_theirs_is() {
    for off in [-3 * Time::HOUR, -Time::MINUTE, 0, Time::SECOND, Time::MINUTE, 3 * Time::HOUR] {
        for means in [Reset::Moment, Reset::Epoch, Reset::Seconds] {
            let (rates, answer) = answer(off, means, true);
            let end = rates.read(&answer, NOW).unwrap().resets_at;
            let apart = end.since(NOW.plus(Time::MINUTE)).abs();
            assert!(apart <= 2 * Time::SECOND, "{off} {means:?}: {apart}");
            assert_eq!(rates.wait(&answer, NOW), Some(end));
        }
    }
    // Who does not say what time it is there is believed.
    let (rates, answer) = answer(Time::HOUR, Reset::Epoch, false);
    let end = rates.read(&answer, NOW).unwrap().resets_at;
    assert_eq!(end, NOW.plus(Time::HOUR + Time::MINUTE));
}

#[test]
fn answers_go_when_nothing_else_does() {
    let mut bucket = Bucket::default();
    bucket.learn(told(100, 100, 60), NOW);
    let mut gone = [0; 4];
    for (lane, count) in Lane::ALL.into_iter().rev().zip(gone.iter_mut().rev()) {
        while bucket.admit(lane, NOW).is_ok() {
            *count += 1;
        }
    }
    assert_eq!(gone, [30, 10, 10, 50], "answers, cases, mentions, listening");
    assert_eq!(bucket.admit(Lane::Replies, NOW), Err(NOW.plus(60 * Time::SECOND)));
}

#[test]
fn what_is_not_known_is_not_held_back() {
    let mut bucket = Bucket::default();
    assert!((0..10_000).all(|_| bucket.admit(Lane::Listening, NOW).is_ok()));
}

#[test]
fn a_refusal_shuts_every_lane_until_it_says() {
    let mut bucket = Bucket::default();
    let until = NOW.plus(7 * Time::SECOND);
    assert_eq!(bucket.shut(Some(until), NOW, 1), until);
    assert_eq!(bucket.ready(Lane::Replies, NOW), Err(until));
    assert_eq!(bucket.ready(Lane::Replies, until), Ok(()));
}

#[test]
fn a_breaker_trips_and_lets_one_look() {
    let mut breaker = Breaker::default();
    for _ in 1..TRIPS_AFTER {
        breaker.ill(NOW, 7);
        assert_eq!(breaker.ready(NOW), Ok(()));
    }
    breaker.ill(NOW, 7);
    let until = breaker.ready(NOW).unwrap_err();
    assert_eq!(breaker.ready(until), Ok(()), "one may look");
    breaker.gone(until);
    assert!(breaker.ready(until).is_err(), "and only one");
    breaker.well();
    assert_eq!(breaker.ready(NOW), Ok(()));
}

#[test]
fn one_account_in_trouble_slows_no_other() {
    let (ill, well) = (Pace::default(), Pace::default());
    for dice in 0..20 {
        ill.failed(NOW, dice);
        well.answered("all", Some(told(300, 299, 300)), NOW);
    }
    assert!(ill.ready(NOW).is_err());
    assert_eq!(well.admit("all", Lane::Listening, NOW), Ok(()));
}

proptest! {
    #[test]
    fn a_window_never_gives_more_than_it_has(
        limit in 1_i64..400,
        lanes in proptest::collection::vec(0_usize..4, 0..900),
    ) {
        let mut bucket = Bucket::default();
        bucket.learn(told(limit, limit, 300), NOW);
        let mut gone = 0;
        let mut others = 0;
        for lane in lanes {
            let lane = Lane::ALL[lane];
            if bucket.admit(lane, NOW).is_ok() {
                gone += 1;
                others += i64::from(lane != Lane::Replies);
            }
        }
        prop_assert!(gone <= limit);
        prop_assert!(others <= limit - limit * 30 / 100, "answers keep their share: {others} of {limit}");
    }

    #[test]
    fn what_the_channel_says_is_never_overdrawn(
        limit in 1_i64..400,
        tells in proptest::collection::vec((0_i64..400, 0_usize..4), 0..60),
    ) {
        let mut bucket = Bucket::default();
        let mut least = i64::MAX;
        let mut gone = 0;
        for (left, lane) in tells {
            bucket.learn(told(limit, left.min(limit), 300), NOW);
            least = least.min(left.min(limit) + gone);
            if bucket.admit(Lane::ALL[lane], NOW).is_ok() {
                gone += 1;
            }
            prop_assert!(gone <= least);
        }
    }

    #[test]
    fn a_wait_stays_within_its_bounds(last in 0_i64..2 * LONGEST, dice: u64) {
        let wait = next_wait(last, dice);
        prop_assert!((SHORTEST..=LONGEST).contains(&wait));
        prop_assert!(wait <= last.max(SHORTEST).saturating_mul(3));
    }

    #[test]
    fn who_fails_forever_is_asked_again_within_the_longest_wait(dice: Vec<u64>) {
        let mut breaker = Breaker::default();
        let mut now = NOW;
        for dice in dice {
            breaker.ill(now, dice);
            if let Err(until) = breaker.ready(now) {
                prop_assert!(until.since(now) <= LONGEST);
                now = until;
                prop_assert_eq!(breaker.ready(now), Ok(()));
                breaker.gone(now);
            }
        }
    }
}
