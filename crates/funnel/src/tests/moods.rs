use earshot_model::{Emotion, Sentiment};

use super::{post, verdict};
use crate::{Config, Funnel};

fn mood(text: &str) -> Sentiment {
    verdict(text).sentiment.value
}

#[test]
fn moods_in_five_languages() {
    use Sentiment::{Negative, Neutral, Positive};
    for (text, expected) in [
        ("This is the worst service I have ever seen", Negative),
        ("You are amazing, thank you so much!", Positive),
        ("The shop opens at nine on Monday", Neutral),
        ("Das ist eine Frechheit, ich bin stinksauer und enttäuscht", Negative),
        ("Vielen Dank, das hat super geklappt!", Positive),
        ("El servicio es pésimo, estoy muy decepcionado", Negative),
        ("Service excellent, je suis très content", Positive),
        ("O atendimento foi péssimo, que vergonha", Negative),
        ("😡😡😡", Negative),
        ("❤️ :)", Positive),
    ] {
        assert_eq!(mood(text), expected, "{text}");
    }
}

#[test]
fn negation_turns_a_mood_around() {
    assert_eq!(mood("This is not good"), Sentiment::Negative);
    assert_eq!(mood("I don't hate it, not bad at all"), Sentiment::Positive);
    assert_eq!(mood("Das ist nicht gut"), Sentiment::Negative);
    assert_eq!(mood("Die App funktioniert nicht"), Sentiment::Negative);
    assert_eq!(mood("Ce n'est pas bien"), Sentiment::Negative);
}

#[test]
fn boosters_and_capitals_strengthen() {
    let rules = Funnel::rules_only(Config::default());
    let confidence = |text| rules.judge(&post(text)).sentiment.confidence;
    assert!(confidence("this is really bad") > confidence("this is bad"));
    assert!(confidence("this is BAD and i mean it") > confidence("this is bad and i mean it"));
    assert!(confidence("this is bad!!!") > confidence("this is bad"));
    assert!(confidence("this is slightly bad") < confidence("this is bad"));
}

#[test]
fn what_follows_but_counts_more() {
    assert_eq!(mood("Nice design but the support is horrible"), Sentiment::Negative);
}

#[test]
fn evidence_points_into_the_text() {
    let text = "Sorry, aber das ist UNVERSCHÄMT 😡";
    let verdict = verdict(text);
    let spans: Vec<&str> = verdict
        .sentiment
        .evidence
        .iter()
        .filter_map(|e| e.span)
        .filter_map(|s| {
            text.get(usize::try_from(s.start).unwrap()..usize::try_from(s.end).unwrap())
        })
        .collect();
    assert!(spans.contains(&"UNVERSCHÄMT") && spans.contains(&"😡"), "{spans:?}");
}

#[test]
fn feelings_have_names() {
    let feeling = |text| verdict(text).emotion.map(|emotion| emotion.value);
    assert_eq!(feeling("I am furious about this"), Some(Emotion::Anger));
    assert_eq!(feeling("Thank you, I appreciate it"), Some(Emotion::Gratitude));
    assert_eq!(feeling("Ich bin so traurig und enttäuscht"), Some(Emotion::Sadness));
    assert_eq!(feeling("I am worried about my data"), Some(Emotion::Fear));
    assert_eq!(feeling("The shop opens at nine"), None);
}
