//! What an organization tells the guard.

/// One pattern of the organization, such as its order numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgPattern {
    /// What agents call it, such as "order number".
    pub name: String,
    /// A regular expression in the syntax of the `regex` crate (linear time, no look-around), such
    /// as `[A-Z]{2}-\d{6}`. It must match the whole number; case and separators are forgiven.
    pub pattern: String,
}

/// The organization's settings for the guard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// E-mail addresses and telephone numbers that the brand itself has published.
    pub own_contacts: Vec<String>,
    /// Its patterns of private numbers.
    pub patterns: Vec<OrgPattern>,
    /// Sentences that the brand uses everywhere, such as its macros: that a private post holds
    /// them too does not make them private.
    pub stock_phrases: Vec<String>,
}
