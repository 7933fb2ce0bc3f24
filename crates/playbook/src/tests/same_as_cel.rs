//! Our evaluation says what CEL's own interpreter says.

use cel::{Context, Env, Value};
use proptest::prelude::*;
use std::sync::Arc;

use super::guarantee::any_facts;
use crate::condition::Sheet;
use crate::{Condition, Facts, default_playbook};

fn yes() -> BoxedStrategy<String> {
    let leaf = prop::sample::select(vec![
        "spam",
        "relevant",
        "directly_addressed",
        "sentiment == 'negative'",
        "'help' in intents",
        "surface in ['mail', 'post']",
        "text.contains('refund')",
        "text.startsWith('the')",
        "text.endsWith('late')",
        "identity != 'ours'",
        "size(intents) == 2",
        "size(text) > 8",
        "intents.exists(i, i == 'help' || i == 'complaint')",
        "intents.all(i, i != 'press')",
        "intents.exists_one(i, i.startsWith('p'))",
        "true",
        "emotion == ''",
    ]);
    let leaf = prop_oneof![3 => leaf.prop_map(str::to_owned), 2 => compared()];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
        ]
    })
    .boxed()
}

fn number() -> BoxedStrategy<String> {
    let leaf = prop::sample::select(vec!["rating", "followers", "0", "3", "7", "size(intents)"]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(2, 6, 2, |inner| {
            let signs = prop::sample::select(vec!["+", "-", "*", "/", "%"]);
            (inner.clone(), signs, inner).prop_map(|(a, sign, b)| format!("({a} {sign} {b})"))
        })
        .boxed()
}

fn compared() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
    (number(), signs, number()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}"))
}

fn by_cel(when: &str, facts: &Facts) -> Option<bool> {
    let env = Arc::new(Env::stdlib());
    let program = env.compile(when).unwrap();
    let mut context = Context::with_env(env);
    let s = &facts.setting;
    let words = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<String>>();
    context.add_variable_from_value("spam", facts.spam);
    context.add_variable_from_value("relevant", facts.relevant);
    context.add_variable_from_value("directly_addressed", s.directly_addressed);
    context.add_variable_from_value("sentiment", facts.sentiment.word().to_owned());
    context.add_variable_from_value("identity", facts.identity.word().to_owned());
    context.add_variable_from_value("surface", s.surface.word().to_owned());
    context.add_variable_from_value("emotion", facts.emotion.map_or("", |e| e.word()).to_owned());
    context.add_variable_from_value("text", s.text.to_lowercase());
    context.add_variable_from_value(
        "intents",
        words(facts.intents.iter().map(|i| i.word()).collect()),
    );
    context.add_variable_from_value("rating", s.rating);
    context.add_variable_from_value("followers", s.followers);
    match program.execute(&context) {
        Ok(Value::Bool(yes)) => Some(yes),
        Ok(other) => panic!("{other:?}"),
        Err(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn conditions_give_what_cel_gives(when in yes(), facts in any_facts()) {
        let names = default_playbook().unwrap().names;
        // Calculations that always fail are refused; CEL only finds them when it runs.
        if let Ok(condition) = Condition::compile(&when, &names) {
            let ours = condition.holds(&Sheet::new(&facts, &names)).ok();
            prop_assert_eq!(ours, by_cel(&when, &facts), "{}", when);
        }
    }
}
