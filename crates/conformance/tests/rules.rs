//! Every sentence that a check appeals to stands in the protocol.

use earshot_conformance::RULES;

/// The words alone: without emphasis, and with one space between them.
fn plain(text: &str) -> String {
    text.replace("**", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_rule_stands_in_the_protocol() {
    let page = plain(include_str!("../../../docs/channel-protocol.md"));
    let absent: Vec<&&str> = RULES.iter().filter(|rule| !page.contains(&plain(rule))).collect();
    assert!(absent.is_empty(), "not in docs/channel-protocol.md: {absent:#?}");
}
