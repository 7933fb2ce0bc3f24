//! Two-level tables: equal blocks of 64 characters are stored once.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

/// Characters in a block.
const BLOCK: usize = 64;

/// Writes `NAME_INDEX` (block number for each 64 characters) and `NAME_BLOCKS`.
pub(crate) fn write<T: Copy + Ord + Display>(
    out: &mut String,
    name: &str,
    kind: &str,
    values: &[T],
) -> Result<(), Box<dyn std::error::Error>> {
    let mut blocks: Vec<&[T]> = Vec::new();
    let mut seen: BTreeMap<&[T], u16> = BTreeMap::new();
    let mut index: Vec<u16> = Vec::new();
    for block in values.chunks(BLOCK) {
        let number = match seen.get(block) {
            Some(number) => *number,
            None => {
                let number = u16::try_from(blocks.len())?;
                seen.insert(block, number);
                blocks.push(block);
                number
            }
        };
        index.push(number);
    }
    write!(out, "static {name}_INDEX: [u16; {}] = [", index.len())?;
    for number in &index {
        write!(out, "{number},")?;
    }
    write!(out, "];\nstatic {name}_BLOCKS: [[{kind}; {BLOCK}]; {}] = [", blocks.len())?;
    for block in &blocks {
        write!(out, "[")?;
        for value in *block {
            write!(out, "{value},")?;
        }
        write!(out, "],")?;
    }
    writeln!(out, "];")?;
    Ok(())
}
