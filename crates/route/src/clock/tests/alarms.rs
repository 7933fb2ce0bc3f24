use earshot_model::{SlaClass, Time};

use super::{answered, class, entry, minutes, rules, spoke, under};
use crate::clock::{Act, Alarm, Course, Entry, Happening};

fn names(alarms: &[Alarm]) -> Vec<String> {
    alarms.iter().map(|alarm| alarm.id.to_string()).collect()
}

fn start() -> Vec<Entry> {
    vec![under(class(&rules(), SlaClass::Urgent)), spoke(0, 1)]
}

#[test]
fn the_ladder_climbs_step_by_step_and_each_fires_once() {
    let rules = rules();
    let mut course = Course::of(&start());
    let mut now = minutes(0);
    let mut fired = Vec::new();
    while let Some(at) = course.next_wakeup(&rules, now).unwrap() {
        now = at;
        for alarm in course.alarms(&rules, now).unwrap() {
            assert_eq!(alarm.at, now, "woken at the very instant");
            fired.push((now.since(minutes(0)) / Time::SECOND, alarm.id.to_string()));
            course.read(&Entry { at: now, what: Happening::Fired { step: alarm.id } });
        }
    }
    let resolve = 240 * 60;
    assert_eq!(
        fired,
        [
            (720, "first/1/owner".into()),
            (720, "first/1/warn".into()),
            (900, "first/1/breach".into()),
            (900, "first/1/supervisors".into()),
            (1_800, "first/1/reassign".into()),
            (resolve * 8 / 10, "resolve/1/owner".into()),
            (resolve * 8 / 10, "resolve/1/warn".into()),
            (resolve, "resolve/1/breach".into()),
            (resolve, "resolve/1/supervisors".to_owned()),
        ]
    );
}

#[test]
fn what_was_missed_while_down_is_recorded_and_wakes_nobody() {
    let rules = rules();
    let mut log = start();
    let due = Course::of(&log).alarms(&rules, minutes(16)).unwrap();
    assert_eq!(
        names(&due),
        ["first/1/owner", "first/1/warn", "first/1/breach", "first/1/supervisors"]
    );
    assert!(due[3].acts.contains(&Act::RaisePriority) && !due[3].moot);
    assert_eq!(due[2].at, minutes(15).plus(1), "when it was due, not when it was seen");
    log.push(answered(16, true));
    let later = Course::of(&log).alarms(&rules, minutes(60)).unwrap();
    assert_eq!(names(&later), names(&due));
    assert!(later.iter().all(|alarm| alarm.moot));
}

#[test]
fn an_answer_in_time_fires_nothing() {
    let rules = rules();
    let mut log = start();
    log.push(answered(11, true));
    assert!(Course::of(&log).alarms(&rules, minutes(100)).unwrap().is_empty());
}

#[test]
fn a_clock_put_back_takes_no_breach_back() {
    let rules = rules();
    let mut log = start();
    let breach = Course::of(&log).alarms(&rules, minutes(20)).unwrap().remove(2);
    log.push(entry(20, Happening::Fired { step: breach.id }));
    let course = Course::of(&log);
    for now in [-10_000, 0, 14, 20] {
        let states = course.states(&rules, minutes(now)).unwrap();
        assert_eq!(states[0].breached_at, Some(minutes(15)), "as of {now}");
        assert!(
            !names(&course.alarms(&rules, minutes(now)).unwrap())
                .contains(&"first/1/breach".into())
        );
    }
}
