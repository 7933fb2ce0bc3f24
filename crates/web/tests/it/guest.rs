//! Somebody with a link, without an account of ours.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use earshot_model::CaseId;

use crate::browser::{Browser, Seen, field};
use crate::world::World;

/// A guest in a browser of their own.
pub(crate) struct Guest {
    pub(crate) browser: Browser,
    /// The path of the room.
    pub(crate) path: String,
}

/// Makes a link into the room of a case. Gives its path.
pub(crate) async fn invite(agent: &mut Browser, case: CaseId) -> String {
    agent.get(&format!("/cases/{case}")).await;
    let form = [("audience", "public"), ("text", "")];
    let made = agent.as_program().post(&format!("/cases/{case}/room"), &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let link = made.json()["link"].as_str().unwrap().to_owned();
    link.strip_prefix("http://127.0.0.1:8080").expect("an address of ours").to_owned()
}

/// Opens a link with a new browser.
pub(crate) async fn open(world: &World, link: &str) -> Guest {
    let mut browser = Browser::new(&world.app);
    browser.get(link).await;
    let entered = browser.post(link, &[]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    let path = entered.to().to_owned();
    let mut guest = Guest { browser, path };
    guest.page().await;
    guest
}

/// A file to be sent.
pub(crate) fn file(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    (name.to_owned(), bytes.to_vec())
}

impl Guest {
    /// The room as it stands.
    pub(crate) async fn page(&mut self) -> Seen {
        let path = self.path.clone();
        self.browser.get(&path).await
    }

    /// Says something new.
    pub(crate) async fn says(&mut self, text: &str) -> Seen {
        let page = self.page().await.text();
        let key = field(&page, "key");
        let key = key.unwrap_or_else(|| "018f0000-0000-7000-8000-0000000000ee".to_owned());
        self.says_as(&key, text).await
    }

    /// Says something under this key.
    pub(crate) async fn says_as(&mut self, key: &str, text: &str) -> Seen {
        let form = [("key", key), ("text", text)];
        self.browser.as_program().post(&format!("{}/posts", self.path), &form).await
    }

    /// Types a code.
    pub(crate) async fn proves(&mut self, code: &str) -> Seen {
        let path = format!("{}/proof", self.path);
        let mut program = self.browser.as_program();
        let seen = program.post(&path, &[("code", code)]).await;
        // The right one changes what the browser proves itself with.
        self.browser = program.as_person();
        seen
    }

    /// Says something new, with files.
    pub(crate) async fn sends(&mut self, text: &str, files: &[(String, Vec<u8>)]) -> Seen {
        let key = field(&self.page().await.text(), "key").expect("a key");
        let csrf = self.browser.csrf.clone();
        let mut body = Vec::new();
        for (name, value) in [("csrf", csrf.as_str()), ("key", &key), ("text", text)] {
            let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        for (name, bytes) in files {
            let head = format!(
                "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 content-type: image/png\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let program = self.browser.as_program();
        let mut request = program.request(Method::POST, &format!("{}/posts", self.path), None);
        let headers = request.headers_mut();
        headers.insert("origin", "http://127.0.0.1:8080".parse().unwrap());
        headers.insert("content-type", "multipart/form-data; boundary=edge".parse().unwrap());
        *request.body_mut() = Body::from(body);
        self.browser.as_program().take(request).await
    }
}
