//! Which outside libraries may be used, and where.

use crate::rules::{HOMES, HOMES_IN_TESTS, NEVER, NOT_IN_PURE, TESTS_ONLY};
use crate::workspace::{Member, Package};

/// Libraries in the tree of a pure crate that would make it impure.
fn impure(name: &str, tree: &[Package]) -> Vec<String> {
    let bad = tree.iter().filter(|p| {
        NOT_IN_PURE.iter().any(|no| p.name == *no || p.name.starts_with(&format!("{no}-")))
    });
    bad.map(|package| {
        let library = &package.name;
        format!(
            "the pure crate `{name}` reaches `{library}`: see `cargo tree -p earshot-{name} -i \
             {library}` and take the dependency or its feature out"
        )
    })
    .collect()
}

/// Libraries named outside their home.
fn homeless(members: &[Member]) -> Vec<String> {
    let mut findings = Vec::new();
    for (library, homes) in HOMES {
        for member in members.iter().filter(|m| !homes.contains(&m.name.as_str())) {
            let name = &member.name;
            let named = |list: &[String]| list.iter().any(|to| to == library);
            let test_tool = TESTS_ONLY.contains(&name.as_str());
            let tests_count = HOMES_IN_TESTS.contains(library);
            if (named(&member.normal) && (tests_count || !test_tool))
                || (named(&member.dev) && tests_count)
            {
                let homes = homes.join("`, `");
                findings.push(format!(
                    "`{name}` names `{library}`, whose home is `{homes}`: ask that crate for a \
                     function that does it"
                ));
            }
        }
    }
    findings
}

/// Libraries that must not be in the tree at all.
fn forbidden(tree: &[Package]) -> Vec<String> {
    let mut findings = Vec::new();
    for (library, instead) in NEVER {
        if tree.iter().any(|package| package.name == *library) {
            findings.push(format!(
                "`{library}` came in: see `cargo tree -e normal,build,dev -i {library}`; {instead}"
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{forbidden, homeless, impure};
    use crate::expect_none;
    use crate::rules::PURE;
    use crate::workspace::{Member, Package, members, resolved};

    fn tree(names: &[&str]) -> Vec<Package> {
        let package = |n: &&str| Package { name: (*n).to_owned(), licence: "MIT".into() };
        names.iter().map(package).collect()
    }

    fn member(name: &str, normal: &[&str], dev: &[&str]) -> Member {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Member { name: name.into(), normal: owned(normal), dev: owned(dev), ..Member::default() }
    }

    #[test]
    fn pure_crates_reach_no_runtime_database_or_network() {
        let members = members();
        let pure = members.iter().map(|m| m.name.as_str()).filter(|name| PURE.contains(name));
        let findings: Vec<String> =
            pure.flat_map(|name| impure(name, &resolved(Some(name)))).collect();
        expect_none(&findings);
    }

    #[test]
    fn each_outside_library_stays_at_home() {
        expect_none(&homeless(&members()));
    }

    #[test]
    fn no_forbidden_library_is_in_the_tree() {
        let tree = resolved(None);
        assert!(tree.iter().any(|p| p.name == "serde"), "the tree was not read");
        expect_none(&forbidden(&tree));
    }

    #[test]
    fn a_runtime_in_a_pure_crate_is_found() {
        assert_eq!(impure("text", &tree(&["serde", "tokio", "sqlx-core", "tokyo"])).len(), 2);
    }

    #[test]
    fn sql_and_http_outside_their_home_are_found() {
        let house = [
            member("web", &["sqlx", "reqwest", "axum"], &[]),
            member("engage", &[], &["sqlx", "reqwest"]),
            member("listen", &[], &["sqlx"]),
            member("testkit", &["reqwest", "sqlx"], &[]),
            member("store", &["sqlx"], &[]),
        ];
        let found = homeless(&house);
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn openssl_is_found() {
        assert_eq!(forbidden(&tree(&["openssl-sys", "ring"])).len(), 1);
    }
}
