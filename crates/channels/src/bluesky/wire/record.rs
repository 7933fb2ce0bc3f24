//! A record of `app.bsky.feed.post`. Programs of all kinds write them, so nothing is taken for granted.

use serde_json::Value;

/// What is used of a post's record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The words as they are shown.
    pub text: String,
    /// When, as the author's program says.
    pub created_at: String,
    /// The first language that the author's program claims.
    pub language: Option<String>,
    /// The first post of the conversation, and the one that is answered.
    pub reply: Option<(String, String)>,
    /// Where links stand: from which byte to which, and to where.
    pub links: Vec<(usize, usize, String)>,
    /// Who is named, by lasting id.
    pub named: Vec<String>,
    /// What is shown beside the words: the kind, and what it shows in words.
    pub shown: Vec<(&'static str, String)>,
    /// A page that is shown as a card: its title and address.
    pub card: Option<(String, String)>,
    /// The post that is quoted.
    pub quoted: Option<Quoted>,
    /// What the author says of the post, such as `!no-unauthenticated`.
    pub labels: Vec<String>,
}

/// The lasting id of something that is quoted: a post, or a list or a feed.
pub type Quoted = String;

impl Record {
    /// Reads what can be read.
    #[must_use]
    pub fn read(record: &Value) -> Self {
        let mut read = Self {
            text: text(record, "text"),
            created_at: text(record, "createdAt"),
            language: first(record, "langs").and_then(Value::as_str).map(str::to_owned),
            reply: record.get("reply").and_then(reply),
            ..Self::default()
        };
        for facet in list(record, "facets") {
            read.facet(facet);
        }
        if let Some(embed) = record.get("embed") {
            read.embed(embed);
        }
        let labels = record.get("labels").map(|labels| list(labels, "values")).unwrap_or_default();
        read.labels = labels.iter().map(|label| text(label, "val")).collect();
        read
    }

    /// Whether the author wants to be shown only to who is logged in.
    #[must_use]
    pub fn is_for_known_people(&self) -> bool {
        self.labels.iter().any(|label| label == "!no-unauthenticated")
    }

    /// Reads `app.bsky.richtext.facet`.
    pub(super) fn facet(&mut self, facet: &Value) {
        let end = |key| {
            let index = facet.get("index")?.get(key)?.as_u64()?;
            usize::try_from(index).ok()
        };
        let (Some(from), Some(to)) = (end("byteStart"), end("byteEnd")) else { return };
        for feature in list(facet, "features") {
            match text(feature, "$type").as_str() {
                "app.bsky.richtext.facet#link" => {
                    let uri = text(feature, "uri");
                    if is_web(&uri) {
                        self.links.push((from, to, uri));
                    }
                }
                "app.bsky.richtext.facet#mention" => self.named.push(text(feature, "did")),
                _ => {}
            }
        }
    }

    fn embed(&mut self, embed: &Value) {
        match text(embed, "$type").as_str() {
            "app.bsky.embed.images" => {
                let alts = list(embed, "images").iter().map(|image| ("image", text(image, "alt")));
                self.shown.extend(alts);
            }
            "app.bsky.embed.video" => self.shown.push(("video", text(embed, "alt"))),
            "app.bsky.embed.external" => {
                let page = embed.get("external").unwrap_or(&Value::Null);
                let uri = text(page, "uri");
                self.card = is_web(&uri).then(|| (text(page, "title"), uri));
            }
            "app.bsky.embed.record" => self.quoted = embed.get("record").and_then(uri),
            "app.bsky.embed.recordWithMedia" => {
                self.quoted = embed.get("record").and_then(|inner| uri(inner.get("record")?));
                if let Some(media) = embed.get("media").filter(|media| !is_both(media)) {
                    self.embed(media);
                }
            }
            _ => {}
        }
    }
}

/// Whether this embed may hold another: one inside of one is nonsense, and is not followed.
fn is_both(embed: &Value) -> bool {
    text(embed, "$type") == "app.bsky.embed.recordWithMedia"
}

fn is_web(uri: &str) -> bool {
    let lower: String = uri.chars().take(8).collect::<String>().to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn reply(reply: &Value) -> Option<(String, String)> {
    let parent = reply.get("parent").and_then(uri)?;
    let root = reply.get("root").and_then(uri).unwrap_or_else(|| parent.clone());
    Some((root, parent))
}

fn uri(reference: &Value) -> Option<String> {
    Some(text(reference, "uri")).filter(|uri| uri.starts_with("at://"))
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn first<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    list(value, key).first()
}
