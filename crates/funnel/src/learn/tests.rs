use super::*;

/// Two kinds of short texts that any learner must tell apart.
fn toys() -> (Vec<Example>, Vec<usize>) {
    let goods =
        ["great crew", "lovely seats", "great food", "so kind", "lovely flight", "kind staff"];
    let bads =
        ["lost bag", "rude staff", "lost hours", "broken seat", "rude desk", "broken screen"];
    let mut reader = Reader::new(None, None, 1.0);
    let texts = goods.iter().map(|t| (*t, 1)).chain(bads.iter().map(|t| (*t, 0)));
    texts.map(|(text, label)| (reader.read(text), label)).unzip()
}

fn settings(seed: u64) -> Settings {
    Settings {
        cost: 1.0,
        balance: 1.0,
        words: 1,
        characters: 1,
        folds: 3,
        held: 3,
        rounds: 50,
        seed,
    }
}

#[test]
fn it_learns_and_the_same_seed_gives_the_same() {
    let (examples, labels) = toys();
    let data = Labelled { examples: &examples, labels: &labels, count: 2 };
    let (mut steps, mut last) = (0, 0);
    let (once, held) = train(data, settings(1), &mut |done, all| {
        steps += 1;
        last = all - done;
    });
    assert!(steps > 3 && last == 0 && held.len() == examples.len());
    let (again, _) = train(data, settings(1), &mut |_, _| {});
    for (example, label) in examples.iter().zip(&labels) {
        let ranked = once.rank(example);
        assert_eq!(ranked.label, *label);
        assert_eq!(ranked.scores, again.rank(example).scores);
    }
    let mut reader = Reader::new(None, None, 1.0);
    assert_eq!(once.rank(&reader.read("lovely crew, kind desk")).label, 1);
}

#[test]
fn the_official_metrics() {
    let (truth, said) = ([0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 0]);
    assert!((accuracy(&truth, &said) - 4.0 / 6.0).abs() < 1e-12);
    assert!((f1_of(&truth, &said, 1) - 0.8).abs() < 1e-12);
    assert!((macro_recall(&truth, &said, 3) - (0.5 + 1.0 + 0.5) / 3.0).abs() < 1e-12);
    assert!((macro_f1(&truth, &said, 3) - (0.5 + 0.8 + 2.0 / 3.0) / 3.0).abs() < 1e-12);
}

#[test]
fn an_overconfident_classifier_is_cooled() {
    // It says 10 to 0, and is right in three of four.
    let scores: Vec<Vec<f32>> = (0..400).map(|_| vec![10.0, 0.0]).collect();
    let right: Vec<usize> = (0..400).map(|n| usize::from(n % 4 == 0)).collect();
    let heat = temperature(&scores, &right);
    let sure = 1.0 / (1.0 + (-10.0 / heat).exp());
    assert!((sure - 0.75).abs() < 0.01, "{heat} {sure}");
    let said: Vec<(f32, bool)> = right.iter().map(|r| (sure, *r == 0)).collect();
    assert!(calibration_error(&said) < 0.01);
    let loud: Vec<(f32, bool)> = right.iter().map(|r| (0.999, *r == 0)).collect();
    assert!(calibration_error(&loud) > 0.2);
}

#[test]
fn folds_hold_their_share_of_each_label() {
    let labels: Vec<usize> = (0..90).map(|n| usize::from(n % 9 == 0)).collect();
    let folds = folds(&labels, 5, 3);
    for fold in 0..5 {
        let rare = folds.iter().zip(&labels).filter(|(f, l)| **f == fold && **l == 1).count();
        assert_eq!(rare, 2);
    }
}
