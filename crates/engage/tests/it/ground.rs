//! An organization to test on: a database of its own, a clock that stands still, cases at hand.

use std::sync::Arc;

use earshot_bus::Hub;
use earshot_engage::Engage;
use earshot_engage::staff::{
    Give, LogIn, NewAccount, NewAgent, NewOrganization, PasswordRule, Reach, RoleKind, Staff,
};
use earshot_model::{
    Account, Actor, Audience, Capabilities, CaseId, CaseStatus, Clocks, DepartmentId, Direction,
    FixedClock, Identity, Instruments, OrgId, Person, PersonId, Post, PostId, PostState, Queue,
    Routing, Sentiment, SlaClass, Surface, ThreadId, Tier, Time,
};
use earshot_store::blobs::BlobStore;
use earshot_store::cases::NewCase;
use earshot_store::threads::Thread;
use earshot_store::{Db, Error, persons, posts, setup, threads};

pub(crate) const PASSWORD: &str = "four tall green trees";
/// 1 June 2026, noon.
pub(crate) const NOON: Time = Time(1_780_315_200_000_000);

pub(crate) struct Ground {
    pub(crate) db: Arc<Db>,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) tools: Instruments,
    pub(crate) hub: Hub,
    pub(crate) engage: Engage,
    pub(crate) org: OrgId,
    _ground: earshot_testkit::Ground,
}

/// A case with its first post.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) case: CaseId,
    pub(crate) post: PostId,
    pub(crate) thread: ThreadId,
    pub(crate) person: PersonId,
    pub(crate) identity: earshot_model::IdentityId,
    pub(crate) account: Account,
}

pub(crate) fn new_organization(slug: &str) -> NewOrganization {
    NewOrganization {
        name: format!("Brand {slug}"),
        slug: slug.to_owned(),
        time_zone: "Europe/Lisbon".to_owned(),
        locale: "en".to_owned(),
        industry: None,
        admin_name: "Ada Admin".to_owned(),
        admin_email: format!("ada@{slug}.example"),
        admin_password: PASSWORD.to_owned(),
    }
}

impl Ground {
    pub(crate) async fn empty() -> Self {
        let ground = earshot_testkit::Ground::chosen().await;
        let (db, clock, tools) = (ground.db.clone(), ground.clock.clone(), ground.tools.clone());
        let hub = Hub::default();
        let files = Arc::new(BlobStore::new(ground.folder.path().join("blobs"), 1 << 20));
        let engage = Engage::new(db.clone(), tools.clone(), hub.clone()).with_files(files);
        let org = tools.id();
        Self { db, clock, tools, hub, engage, org, _ground: ground }
    }

    pub(crate) async fn new() -> Self {
        let mut ground = Self::empty().await;
        ground.org = ground.organization("brand").await;
        ground
    }

    pub(crate) async fn organization(&self, slug: &str) -> OrgId {
        let new = new_organization(slug);
        self.engage.create_organization(new, PasswordRule::Strict).await.expect("an organization")
    }

    pub(crate) async fn log_in(&self, slug: &str, email: &str) -> Staff {
        let attempt = LogIn {
            slug: Some(slug.to_owned()),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            from: None,
        };
        self.engage.log_in(attempt).await.expect("a login").staff
    }

    pub(crate) async fn admin(&self) -> Staff {
        self.log_in("brand", "ada@brand.example").await
    }

    /// Somebody with this role, logged in.
    pub(crate) async fn colleague(&self, name: &str, role: RoleKind, reach: Reach) -> Staff {
        let email = format!("{}@brand.example", name.to_lowercase());
        let new = NewAgent {
            name: name.to_owned(),
            short_name: String::new(),
            email: email.clone(),
            password: PASSWORD.to_owned(),
            gives: vec![Give { role, reach }],
            skills: vec![("german".to_owned(), 3)],
            teams: Vec::new(),
            capacity: 4,
            locale: None,
            time_zone: None,
        };
        let added = self.engage.add_agent_as(self.org, Actor::System, new, PasswordRule::Strict);
        added.await.expect("a colleague");
        self.log_in("brand", &email).await
    }

    pub(crate) async fn queue(&self, key: &str) -> Queue {
        let queues = setup::queues(&mut self.db.read(self.org).await.expect("a reader")).await;
        let queues = queues.expect("queues");
        queues.into_iter().find(|queue| queue.key == key).expect("the queue")
    }

    pub(crate) async fn department(&self, key: &str) -> DepartmentId {
        let all = setup::departments(&mut self.db.read(self.org).await.expect("a reader")).await;
        all.expect("departments").into_iter().find(|d| d.key == key).expect("the department").id
    }

    pub(crate) async fn account(&self, handle: &str) -> (Account, String) {
        let new = NewAccount {
            channel: "mastodon".to_owned(),
            handle: handle.to_owned(),
            name: String::new(),
            capabilities: Capabilities::default(),
        };
        let connected = self.engage.connect_account_as(self.org, Actor::System, new).await;
        connected.expect("an account")
    }

    /// A case in this queue, opened by somebody new with these public words.
    pub(crate) async fn case(&self, queue: &str, text: &str) -> Opened {
        let queue = self.queue(queue).await;
        let id: uuid::Uuid = self.tools.id();
        let (account, _) = self.account(&format!("brand-{id}")).await;
        let person = self.person("Mirela Costa");
        let identity = self.identity(&person, "mirela", 120);
        let thread = Thread {
            id: self.tools.id(),
            account_id: account.id,
            external_id: format!("t-{id}"),
            created_at: NOON,
        };
        let opened = Opened {
            case: self.tools.id(),
            post: self.tools.id(),
            thread: thread.id,
            person: person.id,
            identity: identity.id,
            account,
        };
        let mut post = self.post(&opened, &identity, "p1", None, text);
        post.id = opened.post;
        let case = new_case(&opened, &queue, text);
        let (salt, org) = (self.tools.salt(), self.org);
        let routing = Routing { queue_id: queue.id, clocks: case.clocks, reasons: Vec::new() };
        let work = self.db.write::<_, Error, _>(org, move |tx| {
            Box::pin(async move {
                persons::insert_all(tx, &[person]).await?;
                persons::insert_identities(tx, &[identity]).await?;
                threads::insert_all(tx, &[thread]).await?;
                posts::insert_all(tx, &[(post.clone(), salt)]).await?;
                earshot_cases::open_all(tx, Actor::System, &[(case.clone(), routing)]).await?;
                posts::join_case(tx, &[post.id], case.id).await
            })
        });
        work.await.expect("a case");
        opened
    }

    /// Another case of the same person, in a conversation of its own.
    pub(crate) async fn another_case(&self, of: &Opened, queue: &str, text: &str) -> Opened {
        let queue = self.queue(queue).await;
        let mut conn = self.db.read(self.org).await.expect("a reader");
        let identity = persons::identity(&mut conn, of.identity).await.expect("the identity");
        drop(conn);
        let thread = Thread {
            id: self.tools.id(),
            account_id: of.account.id,
            external_id: format!("t-{}", self.tools.id::<uuid::Uuid>()),
            created_at: NOON,
        };
        let opened = Opened {
            case: self.tools.id(),
            post: self.tools.id(),
            thread: thread.id,
            ..of.clone()
        };
        let mut post = self.post(&opened, &identity, &format!("again-{}", opened.post), None, text);
        post.id = opened.post;
        let case = new_case(&opened, &queue, text);
        let salt = self.tools.salt();
        let routing = Routing { queue_id: queue.id, clocks: case.clocks, reasons: Vec::new() };
        let work = self.db.write::<_, Error, _>(self.org, move |tx| {
            Box::pin(async move {
                threads::insert_all(tx, &[thread]).await?;
                posts::insert_all(tx, &[(post.clone(), salt)]).await?;
                earshot_cases::open_all(tx, Actor::System, &[(case.clone(), routing)]).await?;
                posts::join_case(tx, &[post.id], case.id).await
            })
        });
        work.await.expect("a case");
        opened
    }

    pub(crate) fn person(&self, name: &str) -> Person {
        Person {
            org_id: self.org,
            id: self.tools.id(),
            display_name: name.to_owned(),
            tier: Tier::Standard,
            languages: "en".to_owned(),
            place: None,
            time_zone: None,
            created_at: NOON,
            erased_at: None,
        }
    }

    pub(crate) fn identity(&self, person: &Person, handle: &str, followers: i64) -> Identity {
        let id: uuid::Uuid = self.tools.id();
        Identity {
            org_id: self.org,
            id: id.into(),
            person_id: person.id,
            channel: "mastodon".to_owned(),
            external_id: format!("u-{id}"),
            handle: handle.to_owned(),
            display_name: person.display_name.clone(),
            followers: Some(followers),
            ours: false,
            evidence: String::new(),
            created_at: NOON,
        }
    }

    /// A public post in the thread of a case, not stored yet.
    pub(crate) fn post(
        &self,
        of: &Opened,
        by: &Identity,
        external: &str,
        parent: Option<&str>,
        text: &str,
    ) -> Post {
        Post {
            org_id: self.org,
            id: self.tools.id(),
            account_id: of.account.id,
            external_id: external.to_owned(),
            revision: "1".to_owned(),
            thread_id: of.thread,
            parent_external_id: parent.map(str::to_owned),
            identity_id: by.id,
            person_id: by.person_id,
            case_id: None,
            direction: Direction::Inbound,
            surface: Surface::Post,
            audience: Audience::Public,
            state: PostState::Received,
            text: text.to_owned(),
            claimed_language: Some("en".to_owned()),
            url: None,
            rating: None,
            posted_at: self.tools.now(),
            received_at: self.tools.now(),
            edited_at: None,
            imported: false,
        }
    }

    /// Stores persons, identities and posts.
    pub(crate) async fn store(&self, of: Vec<(Person, Identity)>, posts: Vec<Post>) {
        let rows: Vec<_> = posts.into_iter().map(|post| (post, self.tools.salt())).collect();
        let work = self.db.write::<_, Error, _>(self.org, move |tx| {
            Box::pin(async move {
                let (people, handles): (Vec<_>, Vec<_>) = of.into_iter().unzip();
                persons::insert_all(tx, &people).await?;
                persons::insert_identities(tx, &handles).await?;
                posts::insert_all(tx, &rows).await
            })
        });
        work.await.expect("stored");
    }
}

fn new_case(opened: &Opened, queue: &Queue, text: &str) -> NewCase {
    NewCase {
        id: opened.case,
        subject: text.to_owned(),
        person_id: opened.person,
        status: CaseStatus::New,
        department_id: queue.department_id,
        queue_id: queue.id,
        owner_id: None,
        sla: SlaClass::Normal,
        priority: 0.5,
        channel: "mastodon".to_owned(),
        clocks: Clocks { first_due_at: Some(NOON.plus(Time::HOUR)), ..Clocks::default() },
        opened_at: NOON,
        customer_spoke_at: Some(NOON),
        latest_post_id: Some(opened.post),
        sentiment: Sentiment::Negative,
        thread_id: opened.thread,
        imported: false,
        wants: earshot_store::waiting::Wants::default(),
    }
}
