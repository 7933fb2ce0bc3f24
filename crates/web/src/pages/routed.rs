//! Why a case is where it is: what is missing, who had it, who was considered.

use serde::Serialize;

/// The lines below the verdict.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RoutedView {
    /// What is missing, while nobody could ever take it.
    pub lacks: Vec<String>,
    /// "Taken back from Ana at 14:02: it was not touched in time".
    pub taken: Option<String>,
    /// Who was considered when its owner got it.
    pub considered: Option<ConsideredView>,
}

/// Who was considered for a case.
#[derive(Debug, Clone, Serialize)]
pub struct ConsideredView {
    /// "Ana got it at 14:02; 3 could have taken it".
    pub summary: String,
    /// Who came second, and who was passed over and why.
    pub lines: Vec<String>,
}
