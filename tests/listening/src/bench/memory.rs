//! What listeners take of memory beside their text: in the engine alone, and in the set that the
//! server keeps, which can also mark the words it found.

use allocation_counter::measure;
use earshot_matcher::{Engine, Frequencies, Listener, ListenerSet, Query};
use earshot_model::{ListenerId, ListenerPurpose};
use uuid::Uuid;

use crate::clock::thread_seconds;

/// Compiles the queries, and gives the engine over them.
pub(super) fn run(queries: &[Query], sample: &Frequencies) -> anyhow::Result<Engine> {
    let start = thread_seconds();
    let mut engine = Engine::new(std::iter::empty(), Frequencies::default());
    let taken = measure(|| engine = Engine::new((0..).zip(queries), sample.clone()));
    let seconds = thread_seconds() - start;
    let mut set = ListenerSet::default();
    let listener = |(number, query): (u128, &Query)| Listener {
        id: ListenerId(Uuid::from_u128(number)),
        version: 1,
        purpose: ListenerPurpose::Care,
        query: query.clone(),
    };
    let in_set = measure(|| {
        let listeners = (0..).zip(queries).map(listener);
        set = ListenerSet::with_frequencies(listeners, sample.clone());
    });
    let text: usize = queries.iter().map(|query| query.to_string().len()).sum();
    let each = |held: i64| -> anyhow::Result<usize> {
        Ok(usize::try_from(held)?.saturating_sub(text) / queries.len().max(1))
    };
    println!(
        "compiled in {seconds:.2} s; {} bytes a listener beside {} of text, {} in a set",
        each(taken.bytes_current)?,
        text / queries.len().max(1),
        each(in_set.bytes_current)?,
    );
    drop(set);
    Ok(engine)
}
