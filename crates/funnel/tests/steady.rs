//! What judging costs in the steady state: no memory for a whole verdict, a bounded handful for one
//! that somebody keeps, and a model that is small.

use allocation_counter::measure;
use earshot_funnel::heads::{Group, Room, Says};
use earshot_funnel::model::Model;
use earshot_funnel::{CustomerRecord, Funnel, Input};
use earshot_model::{Audience, Surface, Time};

const POSTS: [&str; 8] = [
    "@altavela my flight was cancelled and my bag is lost, please help me, where is it?",
    "Danke an Frau Sommer von der Hotline, sie hat mein Problem in fünf Minuten gelöst!",
    "WIN a FREE iPhone now!!! click http://spam.example/win #free #win #giveaway #crypto",
    "¿A qué hora abren la tienda del centro los domingos?",
    "honestly the best coffee in town 😍😍 never change",
    "ok",
    "飞机又晚点了，真的很生气 ابن حسنا και πάλι",
    "Great job Northline, 40 minutes late AND no seats. Truly world class 👏",
];

const fn input(text: &str) -> Input<'_> {
    Input {
        text,
        author_followers: Some(300),
        claimed_language: None,
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed: true,
        listener_hits: &[],
        record: CustomerRecord::UNKNOWN,
        joiners: 1,
        posted_at: Time(0),
        now: Time(0),
    }
}

#[test]
fn the_heads_ask_for_no_memory_once_they_are_warm() {
    let model = Model::shipped().expect("the model ships");
    let mut room = Room::default();
    let mut sum = 0.0_f32;
    let mut all = || {
        for text in POSTS {
            model.heads.score(text, model.embedding, &mut room);
            let language = model.languages.judge(&room);
            let says = Says::of(&model.heads, &room);
            sum += says.yes(Group::Spam, 0) + says.moods(language.is_none()).iter().sum::<f32>();
        }
    };
    all();
    let asked = measure(|| (0..125).for_each(|_| all()));
    assert_eq!(asked.count_total, 0, "of 1,000 posts");
    assert!(sum > 0.0);
}

#[test]
fn a_whole_verdict_asks_for_no_memory_once_it_is_warm() {
    let funnel = Funnel::default();
    let mut sum = 0.0_f32;
    let mut all = || {
        for text in POSTS {
            let brief = funnel.brief(&input(text));
            sum += brief.score + brief.spam.confidence + brief.sentiment.confidence;
        }
    };
    all();
    let asked = measure(|| (0..125).for_each(|_| all()));
    assert_eq!(asked.count_total, 0, "of 1,000 posts");
    assert!(sum > 0.0);
}

/// A verdict belongs to who asked for it: its evidence is words of the post, each a text of its own.
#[test]
fn a_verdict_asks_for_a_bounded_handful() {
    let funnel = Funnel::default();
    for text in POSTS {
        let _warm = funnel.judge(&input(text));
    }
    for text in POSTS {
        let asked = measure(|| drop(funnel.judge(&input(text))));
        assert!(asked.count_total < 120, "{text}: {} times", asked.count_total);
        assert!(asked.bytes_max < 16 << 10, "{text}: {} bytes at once", asked.bytes_max);
    }
}

#[test]
fn the_model_takes_little_memory() {
    let asked = measure(|| {
        let funnel = Funnel::default();
        drop(funnel.judge(&input("hello")));
    });
    // Beside it stand the 16 MB of weights in the program itself.
    assert!(asked.bytes_max < (150 - 16) << 20, "{} bytes", asked.bytes_max);
}
