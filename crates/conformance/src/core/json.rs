//! Reads and sets parts of JSON by their path.

use serde_json::Value;

const NOTHING: &Value = &Value::Null;

/// The part at a path such as `/items/0/id`; null where there is none.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    value.pointer(path).unwrap_or(NOTHING)
}

/// The text at a path; empty where there is none.
pub(super) fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    at(value, path).as_str().unwrap_or_default()
}

/// The same with another value at a path of which all but the last name is there.
pub(super) fn with(mut value: Value, path: &str, new: impl Into<Value>) -> Value {
    if let Some((parent, key)) = path.rsplit_once('/')
        && let Some(parent) = value.pointer_mut(parent).and_then(Value::as_object_mut)
    {
        parent.insert(key.to_owned(), new.into());
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{at, text, with};

    #[test]
    fn parts_are_read_and_set() {
        let value = with(json!({ "a": { "b": [1] } }), "/a/c", "x");
        assert_eq!(at(&value, "/a/b/0"), 1);
        assert_eq!(text(&value, "/a/c"), "x");
        assert_eq!(text(&value, "/a/d/e"), "");
        assert_eq!(with(value.clone(), "/q/r", 1), value);
    }
}
