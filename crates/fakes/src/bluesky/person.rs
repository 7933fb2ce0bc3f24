//! Somebody on the network.

/// Somebody on the network.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) did: String,
    pub(super) handle: String,
    /// Wants to see nothing of the brand.
    pub(super) blocks: bool,
    /// Takes private messages from nobody.
    pub(super) closed: bool,
}

impl Person {
    /// The `number`th of them. Lasting ids of the kind `plc` have 24 digits of base 32.
    pub(super) fn new(handle: &str, number: u64) -> Self {
        const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let digit = |place: u32| {
            let five = number.checked_shr(5 * place).unwrap_or(0) & 31;
            let five = usize::try_from(five).unwrap_or(0);
            DIGITS.get(five).copied().map_or('a', char::from)
        };
        let did = format!("did:plc:{}", (0..24).rev().map(digit).collect::<String>());
        Self { did, handle: handle.to_owned(), blocks: false, closed: false }
    }

    /// "mirela.voss.test" is Mirela Voss.
    pub(super) fn name(&self) -> String {
        let words = self.handle.trim_end_matches(".test").split(['.', '-']).map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect::<String>()
            })
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
