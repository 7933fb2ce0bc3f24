//! A small brand: two channels, two departments with a queue each, three agents, a few customers.

use std::collections::BTreeSet;
use std::sync::Arc;

use earshot_model::{
    Account, AccountId, Agent, AgentId, Audience, CaseId, CaseStatus, Clocks, DepartmentId,
    Direction, FixedClock, Identity, IdentityId, Instruments, OrderedIds, OrgId, Organization,
    Permission, Person, PersonId, Post, PostId, PostState, Presence, Queue, QueueId, RoleId,
    SeededNoise, Sentiment, SlaClass, Surface, TeamModel, ThreadId, Tier, Time, Visibility,
};
use earshot_record::Record;
use earshot_store::cases::NewCase;
use earshot_store::setup::Reach;
use earshot_store::threads::Thread;
use earshot_store::{
    Db, Error, Tx, accounts, agents, cases, organizations, persons, posts, search, setup, threads,
};
use earshot_testkit::Ground;

/// 2026-03-12T14:00:00Z, 15:00 in Vienna.
pub(crate) const NOW: Time = Time(1_773_324_000_000_000);

pub(crate) struct Shop {
    pub(crate) account: AccountId,
    pub(crate) thread: ThreadId,
    pub(crate) channel: &'static str,
}

pub(crate) struct World {
    _ground: Ground,
    pub(crate) db: Arc<Db>,
    pub(crate) tools: Instruments,
    pub(crate) record: Record,
    pub(crate) org: OrgId,
    pub(crate) chirp: Shop,
    pub(crate) mail: Shop,
    pub(crate) care: (DepartmentId, QueueId),
    pub(crate) legal: (DepartmentId, QueueId),
    pub(crate) customers: Vec<(PersonId, IdentityId)>,
    agents: [AgentId; 3],
}

/// A post to be stored.
pub(crate) struct Said<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) by: usize,
    pub(crate) text: &'a str,
    pub(crate) at: Time,
    pub(crate) direction: Direction,
    pub(crate) state: PostState,
    pub(crate) case: Option<CaseId>,
    pub(crate) imported: bool,
}

impl<'a> Said<'a> {
    pub(crate) const fn inbound(shop: &'a Shop, text: &'a str, at: Time) -> Self {
        let (direction, state) = (Direction::Inbound, PostState::Recorded);
        Self { shop, by: 0, text, at, direction, state, case: None, imported: false }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        let ground = Ground::chosen().await;
        let tools = Instruments {
            clock: Arc::new(FixedClock::new(NOW)),
            ids: Arc::new(OrderedIds::new(7)),
            noise: Arc::new(SeededNoise::new(7)),
        };
        let shop = |channel| Shop { account: tools.id(), thread: tools.id(), channel };
        let world = Self {
            record: Record::new(ground.db.clone(), tools.clone()),
            org: tools.id(),
            chirp: shop("chirp"),
            mail: shop("mail"),
            care: (tools.id(), tools.id()),
            legal: (tools.id(), tools.id()),
            customers: (0..3).map(|_| (tools.id(), tools.id())).collect(),
            agents: [tools.id(), tools.id(), tools.id()],
            db: ground.db.clone(),
            _ground: ground,
            tools,
        };
        world.set_up().await;
        world
    }

    async fn set_up(&self) {
        let organization = Organization {
            id: self.org,
            slug: "acme".to_owned(),
            name: "Acme".to_owned(),
            time_zone: "Europe/Vienna".to_owned(),
            locale: "en".to_owned(),
            created_at: NOW,
        };
        let places = [("care", self.care), ("legal", self.legal)].map(|(key, (department, id))| {
            let queue = Queue {
                org_id: self.org,
                id,
                department_id: department,
                name: format!("{key} queue"),
                key: key.to_owned(),
                icon: "inbox".to_owned(),
                team_model: TeamModel::Blended,
                position: 1,
            };
            (key, department, queue)
        });
        let shops = [&self.chirp, &self.mail].map(|s| (s.account, s.thread, s.channel));
        let (agents, customers) = (self.agents, self.customers.clone());
        let role: RoleId = self.tools.id();
        let care = self.care.0;
        self.write(move |tx| {
            Box::pin(async move {
                organizations::insert(tx, &organization).await?;
                let org = organization.id;
                for (key, department, queue) in places {
                    setup::insert_department(tx, department, key, key).await?;
                    setup::insert_queue(tx, &queue, &[]).await?;
                }
                for (account, thread, channel) in shops {
                    insert_shop(tx, org, account, thread, channel).await?;
                }
                for (n, (person, identity)) in customers.into_iter().enumerate() {
                    insert_customer(tx, org, n, person, identity).await?;
                }
                for (n, id) in agents.into_iter().enumerate() {
                    insert_agent(tx, org, n, id).await?;
                }
                let reads = BTreeSet::from([Permission::CaseRead]);
                setup::insert_role(tx, role, "reads", &reads).await?;
                setup::grant(tx, agents[0], role, Reach::Organization(org)).await?;
                setup::grant(tx, agents[1], role, Reach::Department(care)).await
            })
        })
        .await;
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl for<'a> FnOnce(&'a mut Tx) -> earshot_store::Work<'a, T, Error> + Send + 'static,
    ) -> T {
        self.db.write(self.org, work).await.unwrap()
    }

    async fn eyes(&self, agent: AgentId) -> Visibility {
        let mut conn = self.db.read(self.org).await.unwrap();
        setup::visibility(&mut conn, agent).await.unwrap()
    }

    /// Someone who sees everything.
    pub(crate) async fn head(&self) -> Visibility {
        self.eyes(self.agents[0]).await
    }

    /// Someone who sees the department "care".
    pub(crate) async fn carer(&self) -> Visibility {
        self.eyes(self.agents[1]).await
    }

    /// Someone who sees nothing.
    pub(crate) async fn nobody(&self) -> Visibility {
        self.eyes(self.agents[2]).await
    }

    /// Opens a case of a customer at a time; `answered` is when the brand first answered.
    pub(crate) async fn case(
        &self,
        shop: &Shop,
        place: (DepartmentId, QueueId),
        customer: usize,
        at: Time,
        answered: Option<Time>,
    ) -> CaseId {
        let id: CaseId = self.tools.id();
        let case = NewCase {
            id,
            subject: "a matter".to_owned(),
            person_id: self.customers[customer].0,
            status: CaseStatus::Open,
            department_id: place.0,
            queue_id: place.1,
            owner_id: None,
            sla: SlaClass::Normal,
            priority: 0.5,
            channel: shop.channel.to_owned(),
            clocks: Clocks {
                first_due_at: Some(at.plus(Time::HOUR)),
                first_answered_at: answered,
                ..Clocks::default()
            },
            opened_at: at,
            customer_spoke_at: Some(at),
            latest_post_id: None,
            sentiment: Sentiment::Neutral,
            thread_id: shop.thread,
            imported: at < Time(1_600_000_000_000_000),
            wants: earshot_store::waiting::Wants::default(),
        };
        self.write(move |tx| Box::pin(async move { cases::open_all(tx, &[case]).await.map(drop) }))
            .await;
        self.answered(id, answered).await;
        id
    }

    /// `first_answered_at` stands in the row only after a case was saved.
    async fn answered(&self, id: CaseId, at: Option<Time>) {
        self.write(move |tx| {
            Box::pin(async move {
                let mut case = cases::find(tx, id).await?;
                case.clocks.first_answered_at = at;
                cases::save(tx, &case).await
            })
        })
        .await;
    }

    /// Stores posts and puts them into the search index, in this order.
    pub(crate) async fn say(&self, said: &[Said<'_>]) -> Vec<PostId> {
        let stored: Vec<(Post, [u8; 16])> =
            said.iter().map(|said| (self.post(said), [0; 16])).collect();
        let ids = stored.iter().map(|(post, _)| post.id).collect();
        let docs: Vec<(PostId, Vec<String>)> = stored
            .iter()
            .map(|(post, _)| (post.id, earshot_text::search_tokens(&post.text).collect()))
            .collect();
        self.write(move |tx| {
            Box::pin(async move {
                posts::insert_all(tx, &stored).await?;
                search::insert_all(tx, docs, i64::from(earshot_text::VERSION)).await
            })
        })
        .await;
        ids
    }

    fn post(&self, said: &Said<'_>) -> Post {
        let id: PostId = self.tools.id();
        let (person_id, identity_id) = self.customers[said.by];
        Post {
            org_id: self.org,
            id,
            account_id: said.shop.account,
            external_id: id.to_string(),
            revision: "1".to_owned(),
            thread_id: said.shop.thread,
            parent_external_id: None,
            identity_id,
            person_id,
            case_id: said.case,
            direction: said.direction,
            surface: Surface::Post,
            audience: Audience::Public,
            state: said.state,
            text: said.text.to_owned(),
            claimed_language: Some("en".to_owned()),
            url: None,
            rating: None,
            posted_at: said.at,
            received_at: said.at,
            edited_at: None,
            imported: said.imported,
        }
    }
}

async fn insert_shop(
    tx: &mut Tx,
    org: OrgId,
    id: AccountId,
    thread: ThreadId,
    channel: &str,
) -> Result<(), Error> {
    let account = Account {
        org_id: org,
        id,
        channel: channel.to_owned(),
        handle: "acme".to_owned(),
        name: "Acme".to_owned(),
        capabilities: "{}".to_owned(),
        created_at: NOW,
        disabled_at: None,
    };
    let keys = accounts::Keys {
        token_hash: [1; 32],
        sealed_secret: None,
        webhook_url: None,
        disabled_at: None,
    };
    accounts::insert(tx, &account, &keys).await?;
    let external_id = "t".to_owned();
    let thread = Thread { id: thread, account_id: id, external_id, created_at: NOW };
    threads::insert_all(tx, &[thread]).await
}

/// `Ana 0`, `Ana 1`, ...: `@ana0`, `@ana1`, ...
async fn insert_customer(
    tx: &mut Tx,
    org: OrgId,
    n: usize,
    id: PersonId,
    identity: IdentityId,
) -> Result<(), Error> {
    let person = Person {
        org_id: org,
        id,
        display_name: format!("Öna Muster {n}"),
        tier: Tier::Gold,
        languages: "de".to_owned(),
        place: None,
        time_zone: None,
        created_at: NOW,
        erased_at: None,
    };
    persons::insert_all(tx, std::slice::from_ref(&person)).await?;
    let identity = Identity {
        org_id: org,
        id: identity,
        person_id: id,
        channel: "chirp".to_owned(),
        external_id: format!("u{n}"),
        handle: format!("Ana_{n}"),
        display_name: person.display_name,
        followers: Some(100),
        ours: false,
        evidence: "author".to_owned(),
        created_at: NOW,
    };
    persons::insert_identities(tx, &[identity]).await
}

async fn insert_agent(tx: &mut Tx, org: OrgId, n: usize, id: AgentId) -> Result<(), Error> {
    let agent = Agent {
        org_id: org,
        id,
        email: format!("agent{n}@example.org"),
        name: format!("Agent {n}"),
        short_name: format!("A{n}"),
        signature: String::new(),
        locale: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        presence: Presence::Online,
        capacity: 5,
        disabled_at: None,
    };
    agents::insert(tx, &agent, "-", NOW).await
}
