//! Every dependency may be used under a permissive licence.

use crate::rules::PERMISSIVE;
use crate::workspace::Package;

/// Whether an SPDX expression leaves us a permissive choice. `AND` binds closer than `OR`; the
/// old `MIT/Apache-2.0` means `OR`.
fn permits(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let answer = either(&mut rest);
    answer == Some(true) && rest.is_empty()
}

fn either(words: &mut &[&str]) -> Option<bool> {
    let mut answer = both(words)?;
    while let Some((&"OR", after)) = words.split_first() {
        *words = after;
        answer |= both(words)?;
    }
    Some(answer)
}

fn both(words: &mut &[&str]) -> Option<bool> {
    let mut answer = single(words)?;
    while let Some((&"AND", after)) = words.split_first() {
        *words = after;
        answer &= single(words)?;
    }
    Some(answer)
}

fn single(words: &mut &[&str]) -> Option<bool> {
    let (first, after) = words.split_first()?;
    *words = after;
    if *first == "(" {
        let answer = either(words)?;
        let (close, after) = words.split_first()?;
        *words = after;
        return (*close == ")").then_some(answer);
    }
    let mut name = (*first).to_owned();
    if let [with, exception, after @ ..] = *words
        && *with == "WITH"
    {
        name = format!("{name} WITH {exception}");
        *words = after;
    }
    Some(PERMISSIVE.contains(&name.as_str()))
}

/// Packages that we may not use.
fn unusable(tree: &[Package]) -> Vec<String> {
    let bad = tree.iter().filter(|package| !permits(&package.licence));
    bad.map(|package| {
        let Package { name, licence } = package;
        let licence = if licence.is_empty() { "none declared" } else { licence };
        format!(
            "`{name}` has the licence `{licence}`: choose another library, or, if it is \
             permissive, add it to PERMISSIVE in tests/house/src/rules.rs"
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{permits, unusable};
    use crate::expect_none;
    use crate::workspace::{Package, resolved};

    #[test]
    fn every_dependency_is_permissive() {
        expect_none(&unusable(&resolved(None)));
    }

    #[test]
    fn expressions_are_read_as_spdx_means_them() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "Apache-2.0 AND ISC",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MIT",
            "GPL-3.0 AND MIT OR ISC",
        ] {
            assert!(permits(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR", "MIT MIT", "MIT WITH Odd", "OR"] {
            assert!(!permits(bad), "{bad}");
        }
    }

    #[test]
    fn a_copyleft_package_is_found() {
        let package = Package { name: "x".into(), licence: "AGPL-3.0".into() };
        assert_eq!(unusable(&[package]).len(), 1);
    }
}
