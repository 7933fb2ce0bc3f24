//! Writes the tables of characters from the Unicode data of ICU4X: what each character is to the
//! tokenizer, and what it folds to.

#[path = "build/classify.rs"]
mod classify;
#[path = "build/fold.rs"]
mod fold;
#[path = "build/table.rs"]
mod table;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

use fold::Judged;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder this way")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");

    let classifier = classify::Classifier::new();
    let folder = fold::Folder::new(&classifier);
    let mut judged: Vec<(u32, Judged)> = (0..=u32::from(char::MAX))
        .map(|number| {
            let unused = Judged { info: classify::SEPARATOR, folded: None };
            (number, char::from_u32(number).map_or(unused, |c| folder.judge(c)))
        })
        .collect();
    let mut out = String::new();
    write_pairs(&mut out, &folder, &classifier, &mut judged)?;
    write_folds(&mut out, &judged)?;
    let folder = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(PathBuf::from(folder).join("characters.rs"), out)?;
    Ok(())
}

/// The letters that melt with a mark, and a flag on every character that folds to such a letter.
fn write_pairs(
    out: &mut String,
    folder: &fold::Folder<'_>,
    classifier: &classify::Classifier,
    judged: &mut [(u32, Judged)],
) -> Result<(), Box<dyn Error>> {
    let chars = |wanted: &dyn Fn(&Judged, char) -> bool| -> Vec<char> {
        let all = judged
            .iter()
            .filter_map(|(number, judged)| char::from_u32(*number).filter(|c| wanted(judged, *c)));
        all.collect()
    };
    let marks = chars(&|judged, _| fold::makes_letters(judged.info));
    let letters = chars(&|judged, c| {
        judged.folded.is_none()
            && judged.info & 0xF == classify::WORD
            && classifier.may_take_marks(c)
    });
    let pairs = folder.pairs(&marks, &letters);
    writeln!(out, "static PAIRS: [((char, char), char); {}] = [", pairs.len())?;
    for (pair, letter) in &pairs {
        writeln!(out, "({pair:?}, {letter:?}),")?;
    }
    writeln!(out, "];")?;
    let bases: BTreeSet<String> = pairs.keys().map(|(letter, _)| letter.to_string()).collect();
    for (number, judged) in judged {
        let Some(c) = char::from_u32(*number) else { continue };
        if judged.info & 0xF == classify::WORD
            && bases.contains(judged.folded.as_deref().unwrap_or(c.encode_utf8(&mut [0; 4])))
            && folder.is_bare(c)
        {
            judged.info |= classify::PAIRS;
        }
    }
    Ok(())
}

/// What each character is (`INFO`), with the number of its folded text in the upper half: 0 for
/// itself, then `LETTERS` with one character, then `FOLDS` with none or several.
fn write_folds(out: &mut String, judged: &[(u32, Judged)]) -> Result<(), Box<dyn Error>> {
    let texts: BTreeSet<&str> =
        judged.iter().filter_map(|(_, judged)| judged.folded.as_deref()).collect();
    let (letters, folds): (Vec<&str>, Vec<&str>) =
        texts.iter().partition(|text| text.chars().count() == 1);
    let place = |text: &str| -> Result<u32, Box<dyn Error>> {
        let number = match letters.binary_search(&text) {
            Ok(place) => place + 1,
            Err(_) => {
                let place = folds.binary_search(&text).map_err(|_| "a fold has no place")?;
                place + letters.len() + 1
            }
        };
        Ok(u32::from(u16::try_from(number)?))
    };
    let mut infos: Vec<u32> = Vec::with_capacity(judged.len());
    for (_, judged) in judged {
        let slot = judged.folded.as_deref().map(place).transpose()?.unwrap_or(0);
        infos.push(judged.info | slot << 16);
    }
    table::write(out, "INFO", "u32", &infos)?;
    let letters: Vec<char> = letters.iter().filter_map(|text| text.chars().next()).collect();
    writeln!(out, "static LETTERS: [char; {}] = {letters:?};", letters.len())?;
    writeln!(out, "static FOLDS: [&str; {}] = {folds:?};", folds.len())?;
    Ok(())
}
