//! Queries and posts that are made to take long. The benchmark measures the same ones, at full length.

use earshot_matcher::{
    Leaf, Near, Node, Pattern, Query, Raw, RawToken, Reach, Sigil, Slop, WordTest,
};

/// Queries with a post that is made against them, and how many of the pairs match.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<Query>,
    pub(crate) texts: Vec<String>,
    pub(crate) matches: usize,
}

impl Case {
    fn new(name: &'static str, nodes: Vec<Node>, texts: Vec<String>, matches: usize) -> Self {
        let queries = nodes.into_iter().map(Query::from).collect();
        Self { name, queries, texts, matches }
    }
}

fn word(form: &str) -> WordTest {
    WordTest { sigil: Sigil::Any, pattern: Pattern::Exact(form.to_owned()) }
}

fn leaf(form: &str) -> Node {
    Node::Leaf(Leaf::Words(vec![word(form)]))
}

fn near(left: Node, right: Node, reach: Reach) -> Node {
    Node::Near(Box::new(Near { left, right, reach }))
}

fn any(nodes: impl IntoIterator<Item = Node>) -> Node {
    Node::any(nodes.into_iter().collect()).expect("there are some")
}

fn read(text: &str) -> Node {
    Query::parse_search(text).expect("it can be read").node().clone()
}

/// All of them, with texts of so many hundredths of 100 KB.
pub(crate) fn all(size: usize) -> Vec<Case> {
    vec![
        beginnings(size),
        middles(size),
        two_middles(size),
        nested_near(size),
        sentences_that_others_run_over(size),
        two_near_on_a_long_text(size),
        many_near(size),
        packing(size),
        packing_without_a_place(size),
        long_gaps(size),
        towers(size),
        deep(),
    ]
}

/// 8,192 words that begin so, on words that all begin alike.
fn beginnings(size: usize) -> Case {
    let wild = any((0..8_192).map(|number| read(&format!("aa{number}*"))));
    let letters = "a".repeat(1_000 * size);
    let words = "aa1x ".repeat(200 * size);
    let different: String = (0..160 * size).map(|number| format!("aab{number} ")).collect();
    Case::new("8,192 wildcards at the end", vec![wild], vec![letters, words, different], 1)
}

/// 8,192 words that have this inside, on as many different words as fit.
fn middles(size: usize) -> Case {
    let wild = any((0..8_192).map(|number| read(&format!("*{number:04}x*"))));
    let different: String = (0..140 * size).map(|number| format!("a{number:04}z ")).collect();
    Case::new("8,192 wildcards on both sides", vec![wild], vec![different], 0)
}

/// Two pieces that words have, but never in one word.
fn two_middles(size: usize) -> Case {
    let wild = any((0..8_192).map(|number| read(&format!("*{number:04}*aa*"))));
    let different: String = (0..140 * size).map(|number| format!("aa{number:04} ")).collect();
    Case::new("8,192 wildcards in two pieces", vec![wild], vec![different], 0)
}

fn nested_near(size: usize) -> Case {
    let nested = (0..20).fold(leaf("a"), |node, _| near(node, leaf("a"), Reach::Within(100)));
    let sentence = (0..6).fold(leaf("a"), |node, _| near(node, leaf("a"), Reach::Sentence));
    let far = near(near(leaf("a"), leaf("a"), Reach::Sentence), leaf("zz"), Reach::Forward(0));
    let text = "a ".repeat(400 * size) + "b zz";
    Case::new("NEAR in NEAR, 20 deep", vec![nested, sentence, far], vec![text], 2)
}

/// Occurrences that run over the end of a sentence have no partner in it, however many there are.
fn sentences_that_others_run_over(size: usize) -> Case {
    let over = near(leaf("a"), leaf("b"), Reach::Within(100));
    let node = near(near(over, leaf("a"), Reach::Sentence), leaf("zz"), Reach::Within(1));
    let text = "a ".repeat(100) + "x. " + &"b ".repeat(100) + &"a ".repeat(400 * size) + "x y zz";
    Case::new("NEAR over the end of a sentence", vec![node], vec![text], 0)
}

fn two_near_on_a_long_text(size: usize) -> Case {
    let node = near(near(leaf("a"), leaf("b"), Reach::Within(100)), leaf("c"), Reach::Within(100));
    Case::new("(a NEAR/100 b) NEAR/100 c", vec![node], vec!["a b c ".repeat(160 * size)], 1)
}

/// As many different NEAR as a query of 64 KB has room for, none of which holds.
fn many_near(size: usize) -> Case {
    let count = u32::try_from(20 * size).expect("a small number");
    let pairs = (0..count).map(|number| {
        let side = near(leaf("a"), leaf("b"), Reach::Within(number % 100));
        near(side, leaf(&format!("c{number}")), Reach::Within(1))
    });
    let text = "a b x y z ".repeat(90 * size)
        + &(0..count).map(|number| format!("c{number} ")).collect::<String>();
    Case::new("2,000 NEAR in NEAR", vec![any(pairs)], vec![text], 0)
}

fn packing(size: usize) -> Case {
    let items = (0..10).map(|number| match number % 2 {
        0 => vec![word("a"), word("b")],
        _ => vec![word("b"), word("a")],
    });
    let slop = Slop { items: items.collect(), foreign: 100 };
    let text = "a b ".repeat(100) + &"c ".repeat(200) + "b a";
    let long = "a b ".repeat(250 * size);
    Case::new(
        "words that share places under ~",
        vec![Node::Leaf(Leaf::Slop(slop))],
        vec![text, long],
        2,
    )
}

/// Each word is there, and there is never room for all of them.
fn packing_without_a_place(size: usize) -> Case {
    let mut items = vec![vec![word("a")]; 9];
    items.push(vec![word("b")]);
    let slop = |foreign| Node::Leaf(Leaf::Slop(Slop { items: items.clone(), foreign }));
    let tight = "a a a a a a a a x b ".repeat(50 * size);
    let wide = ("a ".repeat(8) + "b " + &"x ".repeat(101)).repeat(450 * size / 100);
    Case::new("words under ~ that never fit", vec![slop(0), slop(100)], vec![tight, wide], 1)
}

/// A gap as long as a query may have, before a word that stands everywhere.
fn long_gaps(size: usize) -> Case {
    let token = RawToken { sigil: Sigil::Any, form: "a".to_owned(), text: "a".to_owned() };
    let raw = |any_case| {
        let gaps = vec![".".repeat(60_000), String::new()];
        Node::Leaf(Leaf::Raw(Raw { tokens: vec![token.clone()], gaps, any_case }))
    };
    let text = ".".repeat(500 * size) + &"a.".repeat(250 * size);
    Case::new("60,000 dots exactly as written", vec![raw(false), raw(true)], vec![text], 0)
}

fn towers(size: usize) -> Case {
    let towers = "a\u{301}\u{302}\u{303}".repeat(100 * size) + &"\u{301}".repeat(500 * size);
    let emoji = "👨‍👩‍👧‍👦".repeat(40 * size);
    let tags = "#東京".repeat(100 * size);
    let nodes = vec![leaf("apple"), leaf("東"), near(leaf("東"), leaf("京"), Reach::Within(0))];
    let texts = vec![towers, emoji, tags, "x".repeat(1_000 * size), String::new()];
    Case::new("marks, emoji and letters without end", nodes, texts, 2)
}

fn deep() -> Case {
    let mut node = leaf("apple");
    for depth in 0..64 {
        let other = leaf(if depth % 2 == 0 { "pear" } else { "plum" });
        node = match depth % 3 {
            0 => Node::all(vec![node, other]).expect("two"),
            1 => Node::any(vec![node, other]).expect("two"),
            _ => node.negate(),
        };
    }
    let texts = ["apple pear plum", "apple", "pear"].map(str::to_owned).to_vec();
    Case::new("operators, 64 deep", vec![node], texts, 0)
}
