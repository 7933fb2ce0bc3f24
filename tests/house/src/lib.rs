#![doc = include_str!("../README.md")]

#[cfg(test)]
mod gate;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod libraries;
#[cfg(test)]
mod licences;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod sizes;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod workspace;

/// Fails with every finding on a line of its own.
#[cfg(test)]
#[track_caller]
fn expect_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n- {}\n", findings.join("\n- "));
}
