//! Facts given by name: for examples and for tests of lines.

use std::str::FromStr;

use crate::{Facts, Field, Operand, Shape};

impl Facts {
    /// Sets one fact.
    ///
    /// # Errors
    /// What belongs there, when the value does not fit the field.
    pub fn set(&mut self, field: Field, value: &Operand) -> Result<(), String> {
        match value {
            Operand::Yes => self.set_yes(field, true),
            Operand::No => self.set_yes(field, false),
            Operand::Whole(whole) => self.set_whole(field, *whole),
            Operand::Number(number) => self.set_number(field, *number),
            Operand::Text(text) => self.set_text(field, text),
            Operand::Texts(texts) => self.set_texts(field, texts),
        }
        .then_some(())
        .ok_or_else(|| wanted(field))
    }

    fn set_yes(&mut self, field: Field, yes: bool) -> bool {
        let place = match field {
            Field::Addressed => &mut self.setting.directly_addressed,
            Field::OwnPage => &mut self.setting.own_page,
            Field::PriorFailure => &mut self.setting.prior_failure,
            Field::Spam => &mut self.spam,
            Field::Relevant => &mut self.relevant,
            Field::ExpectsReply => &mut self.expects_reply,
            Field::CaseLive => &mut self.case.live,
            _ => return false,
        };
        *place = yes;
        true
    }

    fn set_whole(&mut self, field: Field, whole: i64) -> bool {
        let place = match field {
            Field::Rating => &mut self.setting.rating,
            Field::Followers => &mut self.setting.followers,
            Field::PublicTurns => &mut self.case.public_turns,
            Field::AlikeNow => &mut self.case.alike_now,
            Field::Hour => &mut self.moment.hour,
            Field::Priority => return self.set_number(field, if whole == 0 { 0.0 } else { 1.0 }),
            _ => return false,
        };
        *place = whole;
        true
    }

    const fn set_number(&mut self, field: Field, number: f64) -> bool {
        if !matches!(field, Field::Priority) {
            return false;
        }
        self.priority = number;
        true
    }

    fn set_text(&mut self, field: Field, text: &str) -> bool {
        match field {
            Field::Text => text.clone_into(&mut self.setting.text),
            Field::Channel => text.clone_into(&mut self.setting.channel),
            Field::Language => text.clone_into(&mut self.language),
            Field::Emotion if text.is_empty() => self.emotion = None,
            Field::Emotion => match text.parse() {
                Ok(emotion) => self.emotion = Some(emotion),
                Err(_) => return false,
            },
            Field::Surface => return word(&mut self.setting.surface, text),
            Field::Audience => return word(&mut self.setting.audience, text),
            Field::Tier => return word(&mut self.setting.tier, text),
            Field::Sentiment => return word(&mut self.sentiment, text),
            Field::Urgency => return word(&mut self.urgency, text),
            Field::Value => return word(&mut self.value, text),
            Field::Influence => return word(&mut self.influence, text),
            Field::Identity => return word(&mut self.identity, text),
            Field::Troll => return word(&mut self.case.troll, text),
            Field::Weekday => return word(&mut self.moment.weekday, text),
            _ => return false,
        }
        true
    }

    fn set_texts(&mut self, field: Field, texts: &[String]) -> bool {
        match field {
            Field::Intents => words(&mut self.intents, texts),
            Field::Listeners => words(&mut self.setting.listeners, texts),
            Field::Tags => {
                self.case.tags = texts.to_vec();
                true
            }
            _ => false,
        }
    }
}

fn word<T: FromStr>(place: &mut T, text: &str) -> bool {
    text.parse().map(|value| *place = value).is_ok()
}

fn words<T: FromStr>(place: &mut Vec<T>, texts: &[String]) -> bool {
    let read = texts.iter().map(|text| text.parse()).collect::<Result<Vec<T>, _>>();
    read.map(|values| *place = values).is_ok()
}

/// What belongs in a field.
fn wanted(field: Field) -> String {
    let list = |list: crate::List| list.words(&crate::Names::default()).join(", ");
    match field.shape() {
        Shape::Yes => "true or false".to_owned(),
        Shape::Whole => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Texts => "a list of words".to_owned(),
        Shape::Word(words) => format!("one of {}", list(words).trim_start_matches(", ")),
        Shape::Words(words) => format!("a list of some of {}", list(words)),
    }
}
