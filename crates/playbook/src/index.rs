//! Which lines can hold for a post at all, told by the closed fields of the post.
//!
//! For each field and each of its words a row of bits says which lines that word leaves possible.
//! A post's rows are laid over each other; what remains is asked one by one.

use crate::condition::{Field, Needs, Shape, Sheet, Value};
use crate::names::Names;

/// The lines that one field leaves possible.
#[derive(Debug)]
struct Column {
    field: Field,
    /// The field's words, in the order of their bits; empty for yes or no.
    words: Vec<String>,
    /// Lines that do not ask this field.
    free: Vec<u64>,
    /// For each word the lines that it leaves possible, without the free ones.
    allowed: Vec<Vec<u64>>,
}

/// The index of the lines of a playbook.
#[derive(Debug)]
pub(crate) struct Index {
    every: Vec<u64>,
    columns: Vec<Column>,
}

impl Index {
    /// Makes the index of lines with these needs, in their order.
    pub(crate) fn new(needs: &[Needs], names: &Names) -> Self {
        let row = |keep: &dyn Fn(&Needs) -> bool| {
            let chunks = needs.chunks(64);
            chunks
                .map(|chunk| {
                    chunk.iter().zip(0..).filter(|(needs, _)| keep(needs)).fold(
                        0,
                        |row, (_, bit)| {
                            let bit: u32 = bit;
                            row | 1_u64 << bit
                        },
                    )
                })
                .collect::<Vec<u64>>()
        };
        let asked = |field: &Field| needs.iter().any(|needs| needs.contains_key(field));
        let columns = Field::ALL.iter().copied().filter(asked).map(|field| {
            let words: Vec<String> = match field.shape() {
                Shape::Word(list) | Shape::Words(list) => {
                    list.words(names).into_iter().map(str::to_owned).collect()
                }
                _ => Vec::new(),
            };
            let values = words.len().max(2);
            let allowed = (0..values)
                .map(|bit| row(&|needs| needs.get(&field).is_some_and(|mask| mask >> bit & 1 == 1)))
                .collect();
            Column { field, words, free: row(&|needs| !needs.contains_key(&field)), allowed }
        });
        Self { every: row(&|_| true), columns: columns.collect() }
    }

    /// The places of the lines that can hold, in order.
    pub(crate) fn possible(&self, sheet: &Sheet<'_>) -> impl Iterator<Item = usize> {
        let mut rows = self.every.clone();
        for column in &self.columns {
            column.narrow(sheet, &mut rows);
        }
        rows.into_iter().zip((0_usize..).step_by(64)).flat_map(|(row, first)| Bits { row, first })
    }
}

impl Column {
    fn narrow(&self, sheet: &Sheet<'_>, rows: &mut [u64]) {
        match sheet.value(self.field) {
            Value::Yes(yes) => self.keep(rows, if yes { 0b10 } else { 0b01 }),
            Value::Text(word) => {
                // A word that the playbook does not know, such as a new channel, leaves all.
                if let Some(bit) = self.words.iter().position(|known| known == word) {
                    self.keep(rows, 1 << bit);
                }
            }
            Value::Texts(words) => {
                let bits = words
                    .iter()
                    .filter_map(|word| self.words.iter().position(|known| known == word));
                self.keep(rows, bits.fold(0, |mask, bit| mask | 1 << bit));
            }
            _ => {}
        }
    }

    fn keep(&self, rows: &mut [u64], mask: u64) {
        if mask.count_ones() == 1 {
            let bit = usize::try_from(mask.trailing_zeros()).unwrap_or(usize::MAX);
            let Some(allowed) = self.allowed.get(bit) else { return };
            for ((row, free), allowed) in rows.iter_mut().zip(&self.free).zip(allowed) {
                *row &= free | allowed;
            }
            return;
        }
        let mut left = self.free.clone();
        for (bit, allowed) in self.allowed.iter().enumerate() {
            if mask >> bit & 1 == 1 {
                left.iter_mut().zip(allowed).for_each(|(left, allowed)| *left |= allowed);
            }
        }
        rows.iter_mut().zip(left).for_each(|(row, left)| *row &= left);
    }
}

/// The places of the bits that are set.
struct Bits {
    row: u64,
    first: usize,
}

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.row == 0 {
            return None;
        }
        let bit = self.row.trailing_zeros();
        self.row &= self.row - 1;
        usize::try_from(bit).ok().map(|bit| self.first + bit)
    }
}
