//! Server-sent events, as they come in pieces (WHATWG HTML, section 9.2.6).

/// The most bytes that may wait for the end of their event.
const LONGEST: usize = 1 << 20;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SseEvent {
    /// Its name; empty where none was said.
    pub event: String,
    /// Its data.
    pub data: String,
}

/// Puts pieces together.
#[derive(Debug, Default)]
pub struct Sse {
    waiting: Vec<u8>,
    open: SseEvent,
    any: bool,
}

impl Sse {
    /// Takes the next piece; gives the events that it ends. Nothing when an event grows beyond all
    /// bounds: then the stream is given up.
    pub fn take(&mut self, piece: &[u8]) -> Option<Vec<SseEvent>> {
        let mut events = Vec::new();
        for byte in piece {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.waiting);
                let line = String::from_utf8_lossy(&line);
                self.line(line.trim_end_matches('\r'), &mut events);
            } else {
                self.waiting.push(*byte);
            }
        }
        (self.waiting.len() + self.open.data.len() <= LONGEST).then_some(events)
    }

    fn line(&mut self, line: &str, events: &mut Vec<SseEvent>) {
        if line.is_empty() {
            let ended = std::mem::take(&mut self.open);
            if std::mem::take(&mut self.any) {
                events.push(ended);
            }
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.open.event),
            "data" => {
                if self.any {
                    self.open.data.push('\n');
                }
                self.any = true;
                self.open.data.push_str(value);
            }
            // A comment keeps the connection open; other fields are of no use here.
            _ => {}
        }
    }
}
