//! The words that sort a case.

use earshot_model::CaseId;
use earshot_store::Conn;
use earshot_store::crises::{self, Crisis};
use earshot_store::tags::{self, CaseTag};

use crate::Result;
use crate::staff::Staff;

/// How many usual words a field offers.
const MOST_USUAL: i64 = 50;

/// The words that sort a case, and what follows from them.
#[derive(Debug, Clone)]
pub struct Sorting {
    /// Its tags, in the order of the alphabet.
    pub given: Vec<CaseTag>,
    /// Words that other cases were given lately, most of them first.
    pub usual: Vec<String>,
    /// The plan for a crisis that is at work, where the case has its tag.
    pub crisis: Option<Crisis>,
}

/// Reads them, as far as this agent may see the other cases.
pub(super) async fn sorting(conn: &mut Conn, who: &Staff, case: CaseId) -> Result<Sorting> {
    let given = tags::of_cases(conn, &[case]).await?;
    let usual = tags::used(conn, &who.eyes, MOST_USUAL).await?;
    let crisis = crises::at_work(conn).await?;
    let crisis = crisis.filter(|plan| given.iter().any(|given| given.tag == plan.tag));
    Ok(Sorting { given, usual: usual.into_iter().map(|used| used.tag).collect(), crisis })
}
