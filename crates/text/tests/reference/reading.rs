//! Reads a text from character to character.

use super::nature::{Nature, is_accent, nature, stacks, takes_tone};
use super::{Piece, folding, sentence};

/// All tokens of a text.
pub(crate) fn read(text: &str) -> Vec<Piece> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut reader = Reader { text, chars, at: 0, after_word: false, pieces: Vec::new() };
    while reader.at < reader.chars.len() {
        reader.step();
    }
    let Reader { chars, mut pieces, .. } = reader;
    for place in 1..pieces.len() {
        let (before, this) = (&pieces[place - 1], &pieces[place]);
        let ended = sentence::ends(&chars, before.end, this.start, before);
        pieces[place].sentence = pieces[place - 1].sentence + u32::from(ended);
    }
    pieces
}

struct Reader<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
    at: usize,
    /// Whether a word ends here, to which a sign would be glued.
    after_word: bool,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn char(&self, place: usize) -> Option<char> {
        self.chars.get(place).map(|(_, c)| *c)
    }

    fn nature(&self, place: usize) -> Nature {
        self.char(place).map_or(Nature::Nothing, nature)
    }

    fn offset(&self, place: usize) -> usize {
        self.chars.get(place).map_or(self.text.len(), |(at, _)| *at)
    }

    fn add(&mut self, kind: &'static str, start: usize, end: usize, form: String) {
        let (start, end) = (self.offset(start), self.offset(end));
        let (base, parts, sentence) = (None, Vec::new(), 0);
        self.pieces.push(Piece { kind, start, end, form, base, parts, sentence });
    }

    fn step(&mut self) {
        let glued = std::mem::take(&mut self.after_word);
        if let Some(length) = self.keycap(self.at) {
            let form = [self.char(self.at).unwrap(), '\u{20E3}'].iter().collect();
            self.add("emoji", self.at, self.at + length, form);
            self.at += length;
            return;
        }
        let kind = match self.char(self.at) {
            Some('#' | '＃') => "hashtag",
            Some('@' | '＠') => "mention",
            Some('$' | '＄') => "cashtag",
            _ => return self.untagged(),
        };
        self.at += 1;
        let priced = kind == "cashtag" && !self.char(self.at).is_some_and(char::is_alphabetic);
        if !glued && !priced {
            self.tag(kind);
        }
    }

    fn untagged(&mut self) {
        match self.nature(self.at) {
            Nature::Letter | Nature::Number => {
                if !self.address() {
                    self.word();
                }
            }
            Nature::Alone | Nature::AddsToAlone => self.alone(),
            Nature::Picture | Nature::Tone | Nature::HalfFlag => self.emoji(),
            Nature::Sign if self.char(self.at + 1) == Some('\u{FE0F}') => self.emoji(),
            Nature::Many => {
                let text = folding::fold(&self.char(self.at).unwrap().to_string());
                for piece in read(&text) {
                    self.add(piece.kind, self.at, self.at + 1, piece.form);
                }
                self.at += 1;
            }
            _ => self.at += 1,
        }
    }

    fn keycap(&self, place: usize) -> Option<usize> {
        let key = matches!(self.char(place), Some('0'..='9' | '#' | '*'));
        match (self.char(place + 1), self.char(place + 2)) {
            (Some('\u{20E3}'), _) if key => Some(2),
            (Some('\u{FE0F}'), Some('\u{20E3}')) if key => Some(3),
            _ => None,
        }
    }

    fn word(&mut self) {
        let (start, mut end) = (self.at, self.at);
        let (mut written, mut after_letter) = (String::new(), false);
        while let Some(c) = self.char(self.at) {
            match self.nature(self.at) {
                Nature::Letter | Nature::Number if self.keycap(self.at).is_none() => {
                    written.push(c);
                    after_letter = self.nature(self.at) == Nature::Letter;
                    end = self.at + 1;
                }
                Nature::Accent => {
                    written.extend(is_accent(c).then_some(c));
                    end = self.at + 1;
                }
                Nature::Unseen => {}
                _ if is_apostrophe(c) && after_letter && self.letter_ahead() => {
                    after_letter = false;
                }
                _ => break,
            }
            self.at += 1;
        }
        self.add("word", start, end, folding::fold(&written));
        self.after_word = true;
    }

    fn letter_ahead(&self) -> bool {
        let mut next = self.at + 1;
        while self.nature(next) == Nature::Unseen {
            next += 1;
        }
        self.nature(next) == Nature::Letter
    }

    fn alone(&mut self) {
        let start = self.at;
        let mut written = String::from(self.char(start).unwrap());
        self.at += 1;
        let mut end = self.at;
        let mut stacked = stacks(self.char(start).unwrap());
        while let Some(c) = self.char(self.at) {
            match self.nature(self.at) {
                Nature::AddsToAlone => {
                    written.push(c);
                    stacked = stacks(c);
                }
                Nature::Alone if stacked => {
                    written.push(c);
                    stacked = false;
                }
                Nature::Accent => {}
                Nature::Unseen => {
                    self.at += 1;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
            end = self.at;
        }
        self.add("word", start, end, folding::fold(&written));
    }

    fn tag(&mut self, kind: &'static str) {
        let body = self.at;
        let (mut end, mut after_word, mut has_alone) = (body, false, false);
        let mut written = String::new();
        while let Some(c) = self.char(self.at) {
            let begun = end > body;
            match self.nature(self.at) {
                Nature::Letter | Nature::Number if self.keycap(self.at).is_none() => {
                    after_word = true;
                    written.push(c);
                }
                Nature::Alone => {
                    (after_word, has_alone) = (false, true);
                    written.push(c);
                }
                Nature::AddsToAlone if has_alone => {
                    after_word = false;
                    written.push(c);
                }
                Nature::Accent if begun => written.extend(is_accent(c).then_some(c)),
                Nature::Unseen if begun => {
                    self.at += 1;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
            end = self.at;
        }
        if end == body {
            return;
        }
        self.add(kind, body - 1, end, folding::fold(&written));
        if has_alone {
            let inside = read(&self.text[self.offset(body)..self.offset(end)]);
            if inside.len() > 1
                && let Some(tag) = self.pieces.last_mut()
            {
                tag.parts = inside.into_iter().map(|piece| piece.form).collect();
            }
        }
        let possessive = self.char(self.at).is_some_and(is_apostrophe)
            && matches!(self.char(self.at + 1), Some('s' | 'S'))
            && !matches!(
                self.nature(self.at + 2),
                Nature::Letter | Nature::Number | Nature::Accent
            );
        self.at += if possessive { 2 } else { 0 };
        self.after_word = after_word;
    }

    fn emoji(&mut self) {
        let start = self.at;
        let (mut form, mut toned) = (String::new(), false);
        loop {
            toned |= self.element(&mut form);
            let joined = self.char(self.at) == Some('\u{200D}')
                && matches!(self.nature(self.at + 1), Nature::Picture | Nature::Sign);
            if !joined {
                break;
            }
            form.push('\u{200D}');
            self.at += 1;
        }
        let base = form.chars().filter(|c| nature(*c) != Nature::Tone).collect();
        self.add("emoji", start, self.at, form);
        if let Some(piece) = self.pieces.last_mut()
            && toned
        {
            piece.base = Some(base);
        }
    }

    fn element(&mut self, form: &mut String) -> bool {
        let first = self.char(self.at).unwrap();
        form.push(first);
        self.at += 1;
        if nature(first) == Nature::Sign && self.char(self.at) == Some('\u{FE0F}') {
            form.push('\u{FE0F}');
        }
        self.skip_selectors();
        if nature(first) == Nature::HalfFlag {
            if self.nature(self.at) == Nature::HalfFlag {
                form.push(self.char(self.at).unwrap());
                self.at += 1;
            }
            return false;
        }
        let toned = nature(first) == Nature::Picture
            && takes_tone(first)
            && self.nature(self.at) == Nature::Tone;
        if toned {
            form.push(self.char(self.at).unwrap());
            self.at += 1;
            self.skip_selectors();
        }
        while let Some(c) = self.char(self.at).filter(|c| ('\u{E0020}'..'\u{E0080}').contains(c)) {
            form.push(c);
            self.at += 1;
        }
        toned
    }

    fn skip_selectors(&mut self) {
        while matches!(self.char(self.at), Some('\u{FE0E}' | '\u{FE0F}')) {
            self.at += 1;
        }
    }

    fn address(&mut self) -> bool {
        let begin = self.offset(self.at);
        let rest = &self.text[begin..];
        let lower = rest.to_ascii_lowercase();
        let Some(head) = ["https://", "http://", "www."].iter().find(|h| lower.starts_with(**h))
        else {
            return false;
        };
        let inside = |c: char| match c {
            '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' => false,
            c if c.is_ascii() => c > ' ' && c != '\x7F',
            c => matches!(nature(c), Nature::Letter | Nature::Number | Nature::Accent),
        };
        let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let whole = &rest[head.len()..length.max(head.len())];
        let named = |address: &str| {
            let authority = address.split(['/', '?', '#']).next().unwrap().to_owned();
            let mut host = authority.rsplit('@').next().unwrap().to_owned();
            while host.to_ascii_lowercase().starts_with("www.") {
                host = host.chars().skip(4).collect();
            }
            let path = address.chars().skip(authority.chars().count()).collect::<String>();
            (host, path)
        };
        let is_word = |c: char| matches!(nature(c), Nature::Letter | Nature::Number);
        let authority = whole.split(['/', '?', '#']).next().unwrap();
        if authority.len() > 510 || !named(whole).0.chars().any(is_word) {
            return false;
        }
        let kept = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '*']);
        let (host, path) = named(kept);
        let form = host.to_lowercase() + path.trim_end_matches('/');
        let end = begin + head.len() + kept.len();
        let place = self.chars.iter().position(|(at, _)| *at == end).unwrap_or(self.chars.len());
        self.add("url", self.at, place, form);
        self.at = place;
        self.after_word = true;
        true
    }
}

fn is_apostrophe(c: char) -> bool {
    ['\'', '’', 'ʼ', '＇'].contains(&c)
}
