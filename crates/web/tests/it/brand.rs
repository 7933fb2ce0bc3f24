//! An organization with an account, its connector, people, and customers who write.

use axum::body::Body;
use axum::http::{Method, Request};
use earshot_engage::staff::{
    Give, NewAccount, NewAgent, NewOrganization, PasswordRule, Reach, RoleKind,
};
use earshot_model::{Actor, Capabilities, CaseId, DepartmentId, JobId, OrgId, PostId, Time};
use earshot_store::hashtags::{self, Alert};
use earshot_store::jobs::{self, NewJob};
use earshot_store::{Error, posts, setup};
use serde_json::{Value, json};

use crate::browser::{Browser, Seen, send};
use crate::world::World;

/// An organization.
pub(crate) struct Brand<'w> {
    pub(crate) world: &'w World,
    pub(crate) org: OrgId,
    pub(crate) slug: &'static str,
    pub(crate) account: String,
    pub(crate) token: String,
}

impl<'w> Brand<'w> {
    /// Opens an organization with one account, `@SLUG` on Mastodon. Its administrator is
    /// `admin@SLUG.example`; every password is `demo`.
    pub(crate) async fn open(world: &'w World, slug: &'static str) -> Self {
        let new = NewOrganization {
            name: format!("Brand {slug}"),
            slug: slug.to_owned(),
            time_zone: "Europe/Lisbon".to_owned(),
            locale: "en".to_owned(),
            industry: None,
            admin_name: format!("Ada {slug}"),
            admin_email: format!("admin@{slug}.example"),
            admin_password: "demo".to_owned(),
        };
        let org = world
            .engage
            .create_organization(new, PasswordRule::Demo)
            .await
            .expect("an organization");
        let new = NewAccount {
            channel: "mastodon".to_owned(),
            handle: slug.to_owned(),
            name: slug.to_owned(),
            capabilities: Capabilities::default(),
        };
        let (account, token) =
            world.engage.connect_account_as(org, Actor::System, new).await.expect("an account");
        Self { world, org, slug, account: account.id.to_string(), token }
    }

    pub(crate) async fn department(&self, key: &str) -> DepartmentId {
        let mut conn = self.world.db.read(self.org).await.expect("a connection");
        let all = setup::departments(&mut conn).await.expect("departments");
        all.iter().find(|department| department.key == key).expect("the department").id
    }

    /// Adds somebody with these roles, and signs them in.
    pub(crate) async fn hire(&self, name: &str, gives: &[(RoleKind, Reach)]) -> Browser {
        let new = NewAgent {
            name: name.to_owned(),
            short_name: String::new(),
            email: format!("{}@{}.example", name.to_lowercase(), self.slug),
            password: "demo".to_owned(),
            gives: gives.iter().map(|(role, reach)| Give { role: *role, reach: *reach }).collect(),
            skills: Vec::new(),
            teams: Vec::new(),
            capacity: 6,
            locale: None,
            time_zone: None,
        };
        let added =
            self.world.engage.add_agent_as(self.org, Actor::System, new, PasswordRule::Demo).await;
        added.expect("a colleague");
        self.enter(&name.to_lowercase()).await
    }

    /// Signs somebody in.
    pub(crate) async fn enter(&self, name: &str) -> Browser {
        let mut browser = Browser::new(&self.world.app);
        browser.sign_in(self.slug, &format!("{name}@{}.example", self.slug)).await;
        browser
    }

    /// A request of the connector.
    pub(crate) async fn connector(
        &self,
        method: Method,
        path: &str,
        body: impl Into<Body>,
    ) -> Seen {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/channel/v1/{}/{path}", self.account))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(body.into())
            .expect("a request");
        send(&self.world.app, request).await
    }

    pub(crate) async fn events(&self, events: &[Value]) -> Seen {
        self.connector(Method::PUT, "events", json!({ "events": events }).to_string()).await
    }

    /// A job of the server that did not work. Gives its id.
    pub(crate) async fn failing_job(&self) -> String {
        let now = self.world.now();
        let id: JobId = "018f0000-0000-7000-8000-0000000000ef".parse().expect("an id");
        let job = NewJob {
            id,
            kind: "retention".to_owned(),
            payload: "{}".to_owned(),
            run_at: now,
            dedupe_key: None,
        };
        let db = &self.world.db;
        let put = db.write::<_, Error, _>(self.org, move |tx| {
            Box::pin(async move { jobs::enqueue(tx, &job).await })
        });
        assert!(put.await.expect("a job"));
        let claimed = jobs::claim(db, self.org, now, Time::MINUTE, 1).await.expect("a claim");
        let job = claimed.into_iter().next().expect("the job");
        let failed = db.write::<_, Error, _>(self.org, move |tx| {
            Box::pin(async move { jobs::fail(tx, &job, "the disk is full", now).await })
        });
        assert!(!failed.await.expect("a failure"), "it is tried again");
        id.to_string()
    }

    /// A hashtag that was noticed as used against the brand. Gives the id of the alert.
    pub(crate) async fn hashtag_alert(&self, hashtag: &str) -> String {
        let alert = Alert {
            id: "018f0000-0000-7000-8000-0000000000ee".parse().expect("an id"),
            hashtag: hashtag.to_owned(),
            raised_at: self.world.now(),
            uses: 23,
            authors: 21,
            negative: 20,
            seen_by: None,
            seen_at: None,
        };
        let id = alert.id.to_string();
        let raised = self.world.db.write::<_, Error, _>(self.org, move |tx| {
            Box::pin(async move { hashtags::raise(tx, &alert).await })
        });
        raised.await.expect("an alert");
        id
    }

    /// Somebody writes something that is set aside.
    pub(crate) async fn stranger_writes(&self, id: &str, name: &str, text: &str) -> PostId {
        let seen = self.events(&[upsert(id, name, text)]).await;
        assert_eq!(seen.json()["accepted"], 1, "{}", seen.text());
        self.world.work().await;
        let mut conn = self.world.db.read(self.org).await.expect("a connection");
        let account = self.account.parse().expect("an id");
        let known = posts::known(&mut conn, account, vec![id.to_owned()]).await.expect("posts");
        known.first().expect("the post").id
    }

    /// A customer writes to the brand in public, and the case that it opened.
    pub(crate) async fn customer_writes(
        &self,
        id: &str,
        name: &str,
        text: &str,
    ) -> (CaseId, PostId) {
        let seen = self.events(&[upsert(id, name, text)]).await;
        assert_eq!(seen.json()["accepted"], 1, "{}", seen.text());
        self.world.work().await;
        let mut conn = self.world.db.read(self.org).await.expect("a connection");
        let account = self.account.parse().expect("an id");
        let known = posts::known(&mut conn, account, vec![id.to_owned()]).await.expect("posts");
        let post = known.first().expect("the post");
        let case = post.case_id.unwrap_or_else(|| panic!("no case for {text:?}: {:?}", post.state));
        (case, post.id)
    }
}

/// The event of a public post to a brand.
pub(crate) fn upsert(id: &str, name: &str, text: &str) -> Value {
    json!({ "event": "upsert", "item": item(id, name, text) })
}

pub(crate) fn item(id: &str, name: &str, text: &str) -> Value {
    json!({
        "id": id,
        "revision": "1",
        "surface": "post",
        "audience": "public",
        "thread": format!("t-{id}"),
        "author": { "id": format!("u-{name}"), "handle": name, "name": name, "followers": 120 },
        "text": text,
        "posted_at": earshot_testkit::NOON.micros(),
    })
}
