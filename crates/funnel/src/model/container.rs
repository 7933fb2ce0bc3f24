//! The file: a magic word, the format's number, a SHA-256 over the rest, then named parts.
//!
//! All numbers are little-endian. `EARSHOT\0`, u32 format, 32 bytes SHA-256 of everything behind
//! them, then for each part: u32 length of the name, the name, u64 length of the data, the data.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use crate::Error;

/// The number of the format that this version reads and writes.
pub const FORMAT: u32 = 1;

const MAGIC: &[u8] = b"EARSHOT\0";

/// The parts of one file.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    file: String,
    parts: Vec<(String, Cow<'static, [u8]>)>,
}

/// The bytes of a file with these parts.
#[must_use]
pub fn write(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, data) in parts {
        body.extend(u32::try_from(name.len()).unwrap_or(0).to_le_bytes());
        body.extend(name.as_bytes());
        body.extend(u64::try_from(data.len()).unwrap_or(0).to_le_bytes());
        body.extend(data);
    }
    let mut file = MAGIC.to_vec();
    file.extend(FORMAT.to_le_bytes());
    file.extend(Sha256::digest(&body));
    file.extend(body);
    file
}

impl Parts {
    /// Reads a file; `file` is its name for messages. Bytes that live as long as the program are
    /// not copied.
    ///
    /// # Errors
    /// It is no such file, of another format, or damaged.
    pub fn read(file: &str, bytes: Cow<'static, [u8]>) -> Result<Self, Error> {
        let named = || file.to_owned();
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| Error::Foreign { file: named() })?;
        let (format, rest) =
            rest.split_first_chunk::<4>().ok_or_else(|| Error::Damaged { file: named() })?;
        let found = u32::from_le_bytes(*format);
        if found != FORMAT {
            return Err(Error::OtherFormat { file: named(), found, wanted: FORMAT });
        }
        let (sum, body) =
            rest.split_first_chunk::<32>().ok_or_else(|| Error::Damaged { file: named() })?;
        if Sha256::digest(body).as_slice() != sum {
            return Err(Error::Damaged { file: named() });
        }
        let begin = bytes.len() - body.len();
        let parts = match bytes {
            Cow::Borrowed(all) => all.get(begin..).map(|body| split(body, Cow::Borrowed)),
            Cow::Owned(all) => {
                all.get(begin..).map(|body| split(body, |part| Cow::Owned(part.to_vec())))
            }
        };
        let parts = parts.flatten().ok_or_else(|| Error::Damaged { file: named() })?;
        Ok(Self { file: named(), parts })
    }

    /// A part.
    ///
    /// # Errors
    /// It is missing.
    pub fn get(&self, part: &'static str) -> Result<Cow<'static, [u8]>, Error> {
        let found = self.parts.iter().find(|(name, _)| name == part);
        found.map(|(_, data)| data.clone()).ok_or_else(|| self.misfit(part))
    }

    /// A part that is text.
    ///
    /// # Errors
    /// It is missing, or no UTF-8.
    pub fn text(&self, part: &'static str) -> Result<String, Error> {
        String::from_utf8(self.get(part)?.into_owned()).map_err(|_| self.misfit(part))
    }

    /// A part that is numbers.
    ///
    /// # Errors
    /// It is missing, or no whole count of numbers, or one is not finite.
    pub fn numbers(&self, part: &'static str) -> Result<Vec<f32>, Error> {
        let bytes = self.get(part)?;
        let (chunks, rest) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk)).collect();
        let sound = rest.is_empty() && numbers.iter().all(|x| x.is_finite());
        if sound { Ok(numbers) } else { Err(self.misfit(part)) }
    }

    /// The error that a part does not fit.
    #[must_use]
    pub fn misfit(&self, part: &'static str) -> Error {
        Error::Misfit { file: self.file.clone(), part }
    }
}

fn split<'b>(
    mut body: &'b [u8],
    keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>,
) -> Option<Vec<(String, Cow<'static, [u8]>)>> {
    let mut parts = Vec::new();
    while !body.is_empty() {
        let (length, rest) = body.split_first_chunk::<4>()?;
        let (name, rest) =
            rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (data, rest) =
            rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        parts.push((String::from_utf8(name.to_vec()).ok()?, keep(data)));
        body = rest;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        write(&[("one", vec![1, 2, 3]), ("numbers", 0.5_f32.to_le_bytes().to_vec())])
    }

    #[test]
    fn what_was_written_is_read() {
        let parts = Parts::read("a", Cow::Owned(file())).unwrap();
        assert_eq!(parts.get("one").unwrap().as_ref(), [1, 2, 3]);
        assert_eq!(parts.numbers("numbers").unwrap(), [0.5]);
        assert_eq!(parts.get("two").unwrap_err(), Error::Misfit { file: "a".into(), part: "two" });
    }

    #[test]
    fn every_broken_byte_is_found() {
        let whole = file();
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0x10;
            let error = Parts::read("models/x.earshot", Cow::Owned(broken)).unwrap_err();
            let said = error.to_string();
            assert!(said.contains("models/x.earshot") && said.contains("built-in"), "{said}");
        }
        for length in 0..whole.len() {
            assert!(Parts::read("a", Cow::Owned(whole[..length].to_vec())).is_err());
        }
    }

    #[test]
    fn an_older_file_says_its_format() {
        let mut older = file();
        older[8] = 0;
        let wanted = Error::OtherFormat { file: "a".into(), found: 0, wanted: FORMAT };
        assert_eq!(Parts::read("a", Cow::Owned(older)).unwrap_err(), wanted);
    }
}
