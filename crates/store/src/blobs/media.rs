//! What a file is, told by its first bytes and by nothing else.

/// First bytes of the kinds that a browser may show, after the formats' own documents.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
];

/// The media type of a file: one of a short list, `text/plain` for text of any kind (HTML and SVG
/// too, so that no browser runs them), else `application/octet-stream`.
#[must_use]
pub fn sniff(bytes: &[u8]) -> &'static str {
    for (at, signature, media_type) in SIGNATURES {
        if bytes.get(*at..).is_some_and(|rest| rest.starts_with(signature)) {
            return media_type;
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::sniff;

    #[test]
    fn first_bytes_decide_and_markup_is_only_text() {
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(sniff(b"RIFF\x10\0\0\0WEBPVP8 "), "image/webp");
        assert_eq!(sniff(b"\0\0\0\x20ftypisom"), "video/mp4");
        assert_eq!(sniff(b"<svg onload=alert(1)>"), "text/plain");
        assert_eq!(sniff(b"<!doctype html><script>"), "text/plain");
        assert_eq!(sniff(b"MZ\x90\0"), "application/octet-stream");
        assert_eq!(sniff(b""), "text/plain");
    }
}
