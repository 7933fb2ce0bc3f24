//! The built front end, held in the binary: styles, scripts, drawings, letters.
//!
//! Names carry a digest of their content, so an answer may be cached for ever.

/// Name with digest, bytes, and the same bytes packed.
type File = (&'static str, &'static [u8], Option<&'static [u8]>);

mod list {
    include!(concat!(env!("OUT_DIR"), "/asset_list.rs"));
}

/// One file of the front end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The bytes as they are.
    pub bytes: &'static [u8],
    /// The media type for `Content-Type`.
    pub mime: &'static str,
    /// The same bytes packed with gzip, for clients that accept it; none where packing is no gain.
    pub gz: Option<&'static [u8]>,
}

/// The address of a file by its plain name (`app.css`, `app.js`, `icons.svg`), for use in a page.
///
/// An unknown name yields an address that answers 404, and a test fails before that ships.
#[must_use]
pub fn path(name: &str) -> &'static str {
    list::NAMES
        .iter()
        .find(|(plain, _)| *plain == name)
        .map_or("/assets/missing", |(_, hashed)| *hashed)
}

/// The file behind `/assets/{name}`, where `name` carries its digest.
#[must_use]
pub fn lookup(name: &str) -> Option<Asset> {
    list::FILES.iter().find(|(known, _, _)| *known == name).map(|(known, bytes, gz)| Asset {
        bytes,
        mime: mime(known),
        gz: *gz,
    })
}

/// The names of all files, with their digests.
pub fn names() -> impl Iterator<Item = &'static str> {
    list::FILES.iter().map(|(name, _, _)| *name)
}

fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{lookup, path};

    #[test]
    fn every_named_file_is_there_with_its_type_and_packed_twin() {
        for (name, mime) in
            [("app.css", "text/css"), ("app.js", "text/javascript"), ("icons.svg", "image/svg")]
        {
            let hashed = path(name).strip_prefix("/assets/").expect("an address below /assets/");
            assert_ne!(hashed, name, "{name} carries its digest");
            let asset = lookup(hashed).expect(name);
            assert!(asset.mime.starts_with(mime), "{name} is {}", asset.mime);
            assert!(asset.gz.is_some_and(|gz| gz.len() < asset.bytes.len()), "{name} is packed");
        }
    }

    #[test]
    fn an_unknown_name_finds_nothing() {
        assert_eq!(lookup("app.css"), None);
        assert_eq!(lookup("../Cargo.toml"), None);
    }
}
