//! The plan for a crisis that is at work: which posts are about it, and what it changes about them.

use earshot_matcher::{PostView, Query};
use earshot_model::Decision;
use earshot_playbook::Measures;
use earshot_store::Conn;
use earshot_store::crises::Crisis;

use crate::Result;
use crate::listening::names;

/// A plan, ready to run.
#[derive(Debug)]
pub(crate) struct AtWork {
    measures: Measures,
    query: Query,
}

impl AtWork {
    /// Makes one of a stored plan. One whose words cannot be read any more, because a list that they name is
    /// gone, tags nothing, and says so in the log of the server; its other measures hold.
    pub(crate) async fn of(conn: &mut Conn, plan: &Crisis) -> Result<Option<Self>> {
        let book = names(conn, &plan.words).await?;
        match Query::parse_with(&plan.words, &book, None) {
            Ok(query) => {
                let measures = Measures {
                    name: plan.name.clone(),
                    tag: plan.tag.clone(),
                    queue: Some(plan.queue.clone()).filter(|key| !key.is_empty()),
                    urgent: plan.urgent,
                };
                Ok(Some(Self { measures, query }))
            }
            Err(problem) => {
                tracing::error!(plan = %plan.name, %problem, "the words of the crisis cannot be read");
                Ok(None)
            }
        }
    }

    /// Changes the decision about a post, if it is about the crisis.
    pub(crate) fn apply(&self, post: &PostView<'_>, decision: &mut Decision) {
        if self.query.matches(post) {
            self.measures.apply(decision);
        }
    }
}
