use super::desk::running;
use super::{ago, person};
use crate::pages::customer::{
    CustomerPane, Fact, IdentityView, KnownView, Past, PromiseView, Step,
};
use crate::pages::mark::ChannelMark;
use crate::words::Words;

pub(super) fn customer(w: Words) -> CustomerPane {
    let fact = |key: &str, value: &str, unit: String, drawing| Fact {
        label: w.t(key),
        value: value.into(),
        unit,
        drawing,
    };
    let identity = |channel: &str, handle: &str| IdentityView {
        channel: ChannelMark::of(w, channel, None),
        handle: handle.into(),
    };
    let known = |kind: &str, value: &str, source: &str| KnownView {
        label: w.t(format!("fact-{kind}")),
        value: value.into(),
        source: source.into(),
        strike: Some(format!("/cases/c1/facts/{kind}/deletion")),
    };
    let past = |channel: &str, subject: &str, minutes| Past {
        channel: ChannelMark::of(w, channel, None),
        subject: subject.into(),
        outcome: w.t1("past-resolved", "queue", "Baggage"),
        when: ago(w, minutes),
        href: "/cases/c9".into(),
    };
    let step = |key: &str, state| Step { label: w.t(key), state };
    CustomerPane {
        name: "Mirela Konstantinopoulou-Ferreira".into(),
        face: person("Mirela Konstantinopoulou-Ferreira").sized("lg"),
        place: "Lisbon, 14:02 · Português, English".into(),
        facts: vec![
            fact("customer-value", &w.t("tier-gold"), String::new(), Some("crown")),
            fact("customer-influence", "4,112", w.t("customer-followers"), None),
            fact("customer-since", "2012", String::new(), None),
            fact("customer-contacts", "5", String::new(), None),
        ],
        identities: vec![
            identity("mastodon", "@mirela@lisboa.example"),
            identity("email", "mirela@quinta.example"),
        ],
        known: vec![known("order", "••••••518", ""), known("phone", "••••••418", "booking")],
        note: Some("/cases/c1/facts".into()),
        kinds: ["email", "phone", "order"].map(|kind| (kind, w.t(format!("fact-{kind}")))).to_vec(),
        promises: vec![PromiseView {
            public: true,
            text: "Back in public".into(),
            due: ago(w, -28),
            clock: running(w, 30, 1660),
            settle: Some("/cases/c1/promises/p1/settlement".into()),
        }],
        steps: vec![
            step("step-heard", "done"),
            step("step-answered", "done"),
            step("step-private", "now"),
            step("step-solved", ""),
            step("step-ended", ""),
        ],
        before: vec![
            past("review", "2★ “Bag gone for six days”", 352_000),
            past("phone", "Lost bag, Lisbon", 365_000),
            past("email", "Seat for a toddler", 420_000),
        ],
        before_count: "5".into(),
        all: Some("/search?q=author:mirela".into()),
    }
}
