//! Listeners: stored boolean queries, and what they found.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{ListenerId, Span};

words! {
    /// What a listener is for.
    ListenerPurpose as "listener purpose" {
        /// The brand's own name.
        Brand = "brand",
        /// A product's name.
        Product = "product",
        /// A competitor's name.
        Competitor = "competitor",
        /// Sentences of people who need help.
        Care = "care",
        /// People who are about to leave.
        Churn = "churn",
        /// The start of a product.
        Launch = "launch",
        /// What must not be listened to.
        Exclusion = "exclusion",
    }
}

/// One listener that matched a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerHit {
    /// Which listener.
    pub listener_id: ListenerId,
    /// Its version at the time.
    pub version: i64,
    /// What it is for.
    pub purpose: ListenerPurpose,
    /// Where in the text, as byte ranges.
    pub spans: Vec<Span>,
}
