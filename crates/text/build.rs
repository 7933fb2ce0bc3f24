//! Writes the tables of characters from the Unicode data of ICU4X: what each character is to the
//! tokenizer, and what it folds to.

#[path = "build/classify.rs"]
mod classify;
#[path = "build/fold.rs"]
mod fold;
#[path = "build/table.rs"]
mod table;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder this way")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");

    let classifier = classify::Classifier::new();
    let folder = fold::Folder::new(&classifier);
    let mut classes = Vec::new();
    let mut fold_slots: Vec<u16> = Vec::new();
    // Slot 0 says "folds to itself"; its text is never read.
    let mut folds = vec![String::new()];
    let mut slots: BTreeMap<String, u16> = BTreeMap::new();

    for number in 0..=u32::from(char::MAX) {
        let Some(c) = char::from_u32(number) else {
            classes.push(0);
            fold_slots.push(0);
            continue;
        };
        let (class, folded) = folder.judge(c);
        classes.push(class);
        fold_slots.push(match folded {
            None => 0,
            Some(text) => match slots.get(&text) {
                Some(slot) => *slot,
                None => {
                    let slot = u16::try_from(folds.len())?;
                    folds.push(text.clone());
                    slots.insert(text, slot);
                    slot
                }
            },
        });
    }

    let mut out = String::new();
    table::write(&mut out, "CLASS", "u8", &classes)?;
    table::write(&mut out, "FOLD", "u16", &fold_slots)?;
    writeln!(out, "static FOLDS: [&str; {}] = {folds:?};", folds.len())?;
    let folder = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(PathBuf::from(folder).join("characters.rs"), out)?;
    Ok(())
}
