//! Example posts of the file.

use earshot_model::{Interaction, Outcome, Place, SlaClass};
use toml::Spanned;
use toml::de::DeValue;

use crate::nearest::did_you_mean;
use crate::{Facts, Field, Operand};

use super::super::table::{At, Problems, Table, table};
use super::super::{Example, Expectation};
use super::Found;
use super::frame::all;

pub(super) fn read(tables: Vec<Table<'_, '_>>, found: &mut Found<'_>) -> Vec<Example> {
    tables.into_iter().map(|table| example(table, found)).collect()
}

fn example(table: Table<'_, '_>, found: &mut Found<'_>) -> Example {
    let mut given = Vec::new();
    if let Some(inner) = table.table("given") {
        facts(&inner, "", &mut given);
    }
    for (field, value) in &given {
        if *field == Field::Channel
            && let Operand::Text(channel) = &value.value
        {
            found.channel(&At { value: channel.clone(), at: value.at.clone() });
        }
    }
    let mut given: Vec<_> = given.into_iter().map(|(field, value)| (field, value.value)).collect();
    given.sort_by_key(|(field, _)| *field);
    let example = Example {
        name: table.prose("name"),
        text: table.prose("text"),
        given,
        expect: table.table("expect").map(|t| expectation(t, found)).unwrap_or_default(),
    };
    if example.expect == Expectation::default() {
        table.problems.add(
            table.at.clone(),
            "this example expects nothing; say what, as in expect.warranted",
        );
    }
    table.finish();
    example
}

/// `given.sentiment = ...` or `given.case.public_turns = ...`.
fn facts(within: &Table<'_, '_>, before: &str, given: &mut Vec<(Field, At<Operand>)>) {
    for (key, value) in within.all() {
        let name = format!("{before}{}", key.value);
        if let DeValue::Table(_) = value.get_ref() {
            if let Some(inner) = table(value, within.problems) {
                facts(&inner, &format!("{name}."), given);
            }
            continue;
        }
        let Some(field) = Field::named(&name).filter(|field| field.can_be_given()) else {
            let known = Field::ALL.iter().filter(|f| f.can_be_given());
            let known = known.flat_map(|f| [f.short(), Some(f.name())]).flatten();
            let hint = did_you_mean(&name, known);
            within.problems.add(key.at, format!("\"{name}\" cannot be given{hint}"));
            continue;
        };
        if given.iter().any(|(known, _)| *known == field) {
            within.problems.add(key.at, format!("\"{}\" is given twice", field.name()));
            continue;
        }
        let Some(operand) = operand(value) else {
            within.problems.add(value.span(), "text, a number, true, false or a list belongs here");
            continue;
        };
        if let Err(wanted) = Facts::default().set(field, &operand) {
            within.problems.add(value.span(), format!("\"{name}\" is {wanted}"));
            continue;
        }
        given.push((field, At { value: operand, at: value.span() }));
    }
}

fn operand(value: &Spanned<DeValue<'_>>) -> Option<Operand> {
    Some(match value.get_ref() {
        DeValue::String(text) => Operand::Text(text.to_string()),
        DeValue::Boolean(true) => Operand::Yes,
        DeValue::Boolean(false) => Operand::No,
        DeValue::Integer(n) => Operand::Whole(i64::from_str_radix(n.as_str(), n.radix()).ok()?),
        DeValue::Float(n) => Operand::Number(n.as_str().parse().ok()?),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            Operand::Texts(texts.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

fn expectation(table: Table<'_, '_>, found: &Found<'_>) -> Expectation {
    let lines: Vec<At<i64>> = table.wholes("lines");
    known_lines(&lines, found, table.problems);
    let expect = Expectation {
        warranted: table.word("warranted", &all!(Outcome)),
        queue: found.queue_of(&table, "queue"),
        department: found.department_of(&table, "department"),
        skills: table.texts("skills").into_iter().map(|skill| skill.value).collect(),
        visibility: table.word("visibility", &all!(Place)),
        clock: table.word("clock", &all!(SlaClass)),
        interaction: table.word("interaction", &all!(Interaction)),
        lines: lines.into_iter().map(|line| line.value).collect(),
    };
    table.finish();
    expect
}

/// Lines are read before examples, so that these can be checked.
fn known_lines(lines: &[At<i64>], found: &Found<'_>, problems: &Problems) {
    for line in lines {
        if !found.line_numbers.contains(&line.value) {
            problems.add(line.at.clone(), format!("there is no line {}", line.value));
        }
    }
}
