//! Who may import whom.

use crate::rules::{ANY_PURE, ANYTHING, FAKES, MAY_IMPORT, PURE, TESTS_ONLY};
use crate::workspace::Member;

/// Our crates that `name` may name under `[dependencies]`; `None` when it has no row.
fn allowed<'a>(name: &str, ours: &[&'a str]) -> Option<Vec<&'a str>> {
    let (_, row) = MAY_IMPORT.iter().find(|(from, _)| *from == name)?;
    let permits = |to: &str| {
        row.contains(&to)
            || (row.contains(&ANY_PURE) && PURE.contains(&to))
            || (row.contains(&ANYTHING) && !TESTS_ONLY.contains(&to))
    };
    Some(ours.iter().copied().filter(|to| *to != name && permits(to)).collect())
}

/// Imports that the table does not permit.
fn directions(members: &[Member]) -> Vec<String> {
    let ours: Vec<&str> = members.iter().map(|m| m.name.as_str()).collect();
    let mut findings = Vec::new();
    for member in members {
        let name = &member.name;
        let Some(allowed) = allowed(name, &ours) else {
            findings.push(format!(
                "`{name}` has no row in MAY_IMPORT (tests/house/src/rules.rs): decide what it may \
                 import and add one"
            ));
            continue;
        };
        for to in member.normal.iter().filter(|to| ours.contains(&to.as_str())) {
            if !allowed.contains(&to.as_str()) {
                findings.push(format!(
                    "`{name}` imports `{to}`, which MAY_IMPORT (tests/house/src/rules.rs) does not \
                     permit: declare a small trait in `{name}` and let `app` join the two, or \
                     move the code"
                ));
            }
        }
    }
    findings
}

/// Crates made for tests that reach the binary.
fn test_crates_in_use(members: &[Member]) -> Vec<String> {
    let mut findings = Vec::new();
    for member in members.iter().filter(|m| !TESTS_ONLY.contains(&m.name.as_str())) {
        for to in &member.normal {
            let fake = to == FAKES && member.name != "app";
            if fake || TESTS_ONLY.contains(&to.as_str()) {
                let name = &member.name;
                findings.push(format!(
                    "`{name}` imports `{to}` outside its tests: move it to [dev-dependencies]"
                ));
            }
        }
    }
    findings
}

/// Test imports: what the crate may import anyway, what lies below that, and the test crates.
fn test_directions(members: &[Member]) -> Vec<String> {
    let ours: Vec<&str> = members.iter().map(|m| m.name.as_str()).collect();
    let mut findings = Vec::new();
    for member in members {
        let name = &member.name;
        let allowed = allowed(name, &ours).unwrap_or_default();
        for to in member.dev.iter().filter(|to| ours.contains(&to.as_str())) {
            let for_tests = to == FAKES || TESTS_ONLY.contains(&to.as_str());
            if !for_tests && !allowed.contains(&to.as_str()) && !below(&allowed, to, &ours) {
                findings.push(format!(
                    "the tests of `{name}` import `{to}`, which lies above or beside it: move the \
                     test to `{to}`, or set the scene through `testkit`"
                ));
            }
        }
    }
    findings
}

/// Whether one of `from` may import `to`, at any depth.
fn below(from: &[&str], to: &str, ours: &[&str]) -> bool {
    let next: Vec<&str> = from.iter().filter_map(|name| allowed(name, ours)).flatten().collect();
    next.contains(&to) || (!next.is_empty() && below(&next, to, ours))
}

#[cfg(test)]
mod tests {
    use super::{directions, test_crates_in_use, test_directions};
    use crate::expect_none;
    use crate::rules::{ANY_PURE, ANYTHING, MAY_IMPORT};
    use crate::workspace::{Member, members};

    fn member(name: &str, normal: &[&str], dev: &[&str]) -> Member {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Member { name: name.into(), normal: owned(normal), dev: owned(dev), ..Member::default() }
    }

    #[test]
    fn crates_import_only_what_the_plan_permits() {
        expect_none(&directions(&members()));
    }

    #[test]
    fn test_crates_stay_in_tests() {
        expect_none(&test_crates_in_use(&members()));
    }

    #[test]
    fn tests_import_only_downwards() {
        expect_none(&test_directions(&members()));
    }

    #[test]
    fn every_name_in_the_table_has_a_row() {
        let rows: Vec<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
        for to in MAY_IMPORT.iter().flat_map(|(_, to)| to.iter()) {
            assert!([ANY_PURE, ANYTHING].contains(to) || rows.contains(to), "`{to}` has no row");
        }
    }

    #[test]
    fn listen_calling_engage_is_found() {
        let house = [member("engage", &[], &[]), member("listen", &["engage", "serde"], &[])];
        assert_eq!(directions(&house).len(), 1);
    }

    #[test]
    fn a_stage_may_use_store_and_pure_crates() {
        let house = [
            member("store", &[], &[]),
            member("guard", &[], &[]),
            member("engage", &["store", "guard", "tokio"], &[]),
        ];
        expect_none(&directions(&house));
    }

    #[test]
    fn a_crate_without_a_row_is_found() {
        assert_eq!(directions(&[member("surprise", &[], &[])]).len(), 1);
    }

    #[test]
    fn a_fake_in_the_product_is_found_and_in_the_demo_is_not() {
        let found = test_crates_in_use(&[member("web", &["fakes", "testkit"], &[])]);
        assert_eq!(found.len(), 2);
        expect_none(&test_crates_in_use(&[member("app", &["fakes"], &["testkit"])]));
    }

    #[test]
    fn tests_that_reach_upwards_are_found() {
        let house = [
            member("model", &[], &["web"]),
            member("web", &[], &["store", "testkit"]),
            member("engage", &["store"], &[]),
            member("store", &[], &[]),
            member("testkit", &[], &[]),
        ];
        let found = test_directions(&house);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
