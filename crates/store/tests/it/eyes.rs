//! What someone may see, asked of every list, count, search and report on random cases and grants:
//! the SQL form and `Visibility::sees` must agree.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{
    Account, AccountId, Agent, AgentId, Audience, Case, CaseId, CaseList, CaseStatus, Clocks,
    DepartmentId, Direction, Identity, IdentityId, OrgId, Page, Permission, Person, PersonId, Post,
    PostId, PostState, Presence, Queue, QueueId, RoleId, Sentiment, SlaClass, Surface, TeamModel,
    ThreadId, Tier, Time, Visibility,
};
use earshot_store::case_lists::Shelf;
use earshot_store::cases::NewCase;
use earshot_store::reports::Day;
use earshot_store::setup::Reach;
use earshot_store::threads::Thread;
use earshot_store::visibility::sees_all;
use earshot_store::{
    Conn, Error, Tx, accounts, agents, case_lists, cases, lookups, persons, posts, reports, setup,
    threads,
};

use crate::engines::{NOW, TestDb};

/// A sequence that is the same in every run (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

struct Office {
    org: OrgId,
    places: Vec<(DepartmentId, QueueId)>,
    agents: Vec<AgentId>,
    account: AccountId,
    thread: ThreadId,
    people: Vec<(PersonId, IdentityId)>,
}

fn office(it: &TestDb, org: OrgId) -> Office {
    let departments: Vec<DepartmentId> = (0..3).map(|_| it.id()).collect();
    Office {
        org,
        places: departments.iter().flat_map(|d| [(*d, it.id()), (*d, it.id())]).collect(),
        agents: (0..8).map(|_| it.id()).collect(),
        account: it.id(),
        thread: it.id(),
        people: (0..12).map(|_| (it.id(), it.id())).collect(),
    }
}

impl Office {
    async fn people(&self, tx: &mut Tx) -> Result<(), Error> {
        for (n, id) in self.agents.iter().enumerate() {
            let agent = Agent {
                org_id: self.org,
                id: *id,
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
            agents::insert(tx, &agent, "-", NOW).await?;
        }
        for (n, (person, identity)) in self.people.iter().enumerate() {
            let person = Person {
                org_id: self.org,
                id: *person,
                display_name: format!("Customer {n}"),
                tier: Tier::Unknown,
                languages: "en".to_owned(),
                place: None,
                time_zone: None,
                created_at: NOW,
                erased_at: None,
            };
            persons::insert_all(tx, std::slice::from_ref(&person)).await?;
            let identity = Identity {
                org_id: self.org,
                id: *identity,
                person_id: person.id,
                channel: "fake".to_owned(),
                external_id: format!("u{n}"),
                handle: format!("user{n}"),
                display_name: person.display_name,
                followers: Some(3),
                ours: false,
                evidence: "author".to_owned(),
                created_at: NOW,
            };
            persons::insert_identities(tx, &[identity]).await?;
        }
        Ok(())
    }

    async fn places(&self, tx: &mut Tx) -> Result<(), Error> {
        for (n, (department, queue)) in self.places.iter().enumerate() {
            if n % 2 == 0 {
                setup::insert_department(tx, *department, &format!("d{n}"), "Department").await?;
            }
            let queue = Queue {
                org_id: self.org,
                id: *queue,
                department_id: *department,
                name: format!("Queue {n}"),
                key: format!("q{n}"),
                icon: "inbox".to_owned(),
                team_model: TeamModel::Blended,
                position: 1,
            };
            setup::insert_queue(tx, &queue, &[]).await?;
        }
        let account = Account {
            org_id: self.org,
            id: self.account,
            channel: "fake".to_owned(),
            handle: "brand".to_owned(),
            name: "Brand".to_owned(),
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
        let thread = Thread {
            id: self.thread,
            account_id: self.account,
            external_id: "t".to_owned(),
            created_at: NOW,
        };
        threads::insert_all(tx, &[thread]).await
    }

    /// The first agent holds nothing, the second sees everything, the others something.
    async fn grants(&self, tx: &mut Tx, roles: &[RoleId; 2], dice: &mut Dice) -> Result<(), Error> {
        let reads = BTreeSet::from([Permission::CaseRead, Permission::CaseNote]);
        setup::insert_role(tx, roles[0], "reads", &reads).await?;
        let writes = BTreeSet::from([Permission::CaseNote]);
        setup::insert_role(tx, roles[1], "writes only", &writes).await?;
        setup::grant(tx, self.agents[1], roles[0], Reach::Organization(self.org)).await?;
        for agent in &self.agents[2..] {
            for _ in 0..=dice.roll(3) {
                let (department, queue) = dice.pick(&self.places);
                let reach = match dice.roll(5) {
                    0 | 1 => Reach::Department(department),
                    2 | 3 => Reach::Queue(queue),
                    _ => Reach::Organization(self.org),
                };
                // Everywhere only a role that does not read, or all would see all.
                let everywhere = matches!(reach, Reach::Organization(_));
                let role = if everywhere { roles[1] } else { dice.pick(roles) };
                setup::grant(tx, *agent, role, reach).await?;
            }
        }
        Ok(())
    }

    fn case(&self, id: CaseId, dice: &mut Dice) -> NewCase {
        let (department_id, queue_id) = dice.pick(&self.places);
        let at = NOW.plus(-Time::MINUTE * i64::try_from(dice.roll(10_000)).unwrap());
        NewCase {
            id,
            subject: "something".to_owned(),
            person_id: dice.pick(&self.people).0,
            status: dice.pick(CaseStatus::ALL),
            department_id,
            queue_id,
            owner_id: (dice.roll(2) == 0).then(|| dice.pick(&self.agents)),
            sla: SlaClass::Normal,
            priority: 0.5,
            channel: "fake".to_owned(),
            clocks: Clocks::default(),
            opened_at: at,
            customer_spoke_at: Some(at),
            latest_post_id: None,
            sentiment: Sentiment::Neutral,
            thread_id: self.thread,
            imported: dice.roll(3) == 0,
            wants: earshot_store::waiting::Wants::default(),
        }
    }

    fn post(&self, id: PostId, case: Option<CaseId>, dice: &mut Dice) -> Post {
        let (person_id, identity_id) = dice.pick(&self.people);
        let posted_at = NOW.plus(-Time::MINUTE * i64::try_from(dice.roll(10_000)).unwrap());
        Post {
            org_id: self.org,
            id,
            account_id: self.account,
            external_id: id.to_string(),
            revision: "1".to_owned(),
            thread_id: self.thread,
            parent_external_id: None,
            identity_id,
            person_id,
            case_id: case,
            direction: dice.pick(Direction::ALL),
            surface: Surface::Post,
            audience: Audience::Public,
            state: if case.is_some() { PostState::InCase } else { PostState::Noise },
            text: "words".to_owned(),
            claimed_language: None,
            url: None,
            rating: None,
            posted_at,
            received_at: NOW,
            edited_at: None,
            imported: dice.roll(3) == 0,
        }
    }
}

/// Everything that a random office holds.
struct Filled {
    office: Office,
    cases: Vec<Case>,
    posts: Vec<Post>,
}

async fn fill(it: &TestDb, slug: &str, seed: u64) -> Filled {
    let org = it.org(slug).await;
    let office = std::sync::Arc::new(office(it, org));
    let roles = [it.id(), it.id()];
    let (mut dice, mut picks) = (Dice(seed), Dice(!seed));
    let new: Vec<NewCase> = (0..60).map(|_| office.case(it.id(), &mut dice)).collect();
    let ids: Vec<CaseId> = new.iter().map(|case| case.id).collect();
    let mut case = || (dice.roll(4) > 0).then(|| dice.pick(&ids));
    let cases: Vec<Option<CaseId>> = (0..120).map(|_| case()).collect();
    let all: Vec<Post> =
        cases.into_iter().map(|case| office.post(it.id(), case, &mut picks)).collect();
    let salted: Vec<(Post, [u8; 16])> = all.iter().map(|post| (post.clone(), [0; 16])).collect();
    let at_work = office.clone();
    it.db
        .write::<_, Error, _>(org, move |tx| {
            Box::pin(async move {
                at_work.people(tx).await?;
                at_work.places(tx).await?;
                at_work.grants(tx, &roles, &mut Dice(seed ^ 0x55)).await?;
                cases::open_all(tx, &new).await?;
                posts::insert_all(tx, &salted).await
            })
        })
        .await
        .unwrap();
    let mut conn = it.db.read(org).await.unwrap();
    let mut stored = Vec::new();
    for id in ids {
        stored.push(cases::find(&mut conn, id).await.unwrap());
    }
    let office = std::sync::Arc::into_inner(office).unwrap();
    Filled { office, cases: stored, posts: all }
}

impl Filled {
    fn seen(&self, eyes: &Visibility) -> BTreeSet<CaseId> {
        self.cases.iter().filter(|case| eyes.sees(case)).map(|case| case.id).collect()
    }

    fn seen_posts(&self, eyes: &Visibility) -> Vec<&Post> {
        let cases = self.seen(eyes);
        let sees = |post: &&Post| post.case_id.map_or(sees_all(eyes), |case| cases.contains(&case));
        self.posts.iter().filter(sees).collect()
    }

    async fn lists(&self, conn: &mut Conn, eyes: &Visibility) {
        let page = Page { offset: 0, limit: 1000 };
        let mut listed = BTreeSet::new();
        for shelf in [Shelf::Open, Shelf::Waiting, Shelf::Snoozed, Shelf::Done] {
            let rows =
                case_lists::list(conn, eyes, &CaseList::All, shelf, page, NOW).await.unwrap();
            listed.extend(rows.into_iter().map(|row| row.id));
        }
        assert_eq!(listed, self.seen(eyes));
        for case in &self.cases {
            let one = case_lists::one(conn, eyes, case.id).await.unwrap();
            assert_eq!(one.is_some(), eyes.sees(case));
        }
        let open = |case: &&Case| matches!(case.status, CaseStatus::New | CaseStatus::Open);
        let mut expected: BTreeMap<QueueId, i64> = BTreeMap::new();
        for case in self.cases.iter().filter(open).filter(|case| eyes.sees(case)) {
            *expected.entry(case.queue_id).or_default() += 1;
        }
        let mut counted: BTreeMap<QueueId, i64> = BTreeMap::new();
        for count in case_lists::counts(conn, eyes, NOW).await.unwrap() {
            *counted.entry(count.queue_id).or_default() += count.cases;
        }
        assert_eq!(counted, expected);
    }

    async fn searches(&self, conn: &mut Conn, eyes: &Visibility) {
        let ids: Vec<PostId> = self.posts.iter().map(|post| post.id).collect();
        let found = lookups::seen(conn, eyes, &ids).await.unwrap();
        let found: BTreeSet<PostId> = found.into_iter().map(|post| post.post_id).collect();
        assert_eq!(found, self.seen_posts(eyes).iter().map(|post| post.id).collect());
        let found = lookups::people(conn, eyes, "USER", 1000).await.unwrap();
        let found: BTreeSet<PersonId> = found.into_iter().map(|person| person.person_id).collect();
        let cases = self.seen(eyes);
        let of_cases =
            self.cases.iter().filter(|case| cases.contains(&case.id)).map(|case| case.person_id);
        let everybody = self.office.people.iter().map(|(person, _)| *person);
        let expected = if sees_all(eyes) { everybody.collect() } else { of_cases.collect() };
        assert_eq!(found, expected);
    }

    async fn reports(&self, conn: &mut Conn, eyes: &Visibility) {
        let (from, to) = (NOW.plus(-3 * Time::DAY), NOW.plus(-Time::DAY));
        let middle = from.plus(Time::DAY);
        let inside = |at: Time| at >= from && at < to;
        for with_imported in [false, true] {
            let opened = reports::opened(conn, eyes, from, to, with_imported).await.unwrap();
            let opened: BTreeSet<CaseId> = opened.into_iter().map(|case| case.id).collect();
            let counts = |case: &&Case| {
                eyes.sees(case) && inside(case.opened_at) && (with_imported || !case.imported)
            };
            assert_eq!(opened, self.cases.iter().filter(counts).map(|case| case.id).collect());

            let days = [Day { from, to: middle }, Day { from: middle, to }];
            let mut counted = [0; 2];
            for count in reports::posts(conn, eyes, &days, with_imported).await.unwrap() {
                counted[usize::try_from(count.day).unwrap()] += count.posts;
            }
            let mut expected = [0; 2];
            for post in self.seen_posts(eyes) {
                if inside(post.posted_at) && (with_imported || !post.imported) {
                    expected[usize::from(post.posted_at >= middle)] += 1;
                }
            }
            assert_eq!(counted, expected);
        }
    }
}

on_both! {
    async fn the_sql_form_is_the_pure_predicate(it: TestDb) {
        let (mut all, mut none, mut some) = (0, 0, 0);
        for seed in 1..=4 {
            let filled = fill(&it, &format!("office{seed}"), seed).await;
            for agent in &filled.office.agents {
                let mut conn = it.db.read(filled.office.org).await.unwrap();
                let eyes = setup::visibility(&mut conn, *agent).await.unwrap();
                filled.lists(&mut conn, &eyes).await;
                filled.searches(&mut conn, &eyes).await;
                filled.reports(&mut conn, &eyes).await;
                match filled.seen(&eyes).len() {
                    0 => none += 1,
                    60 => all += 1,
                    _ => some += 1,
                }
            }
        }
        // The dice must have made all kinds of people, or nothing was tested.
        assert!(all >= 4 && none >= 4 && some >= 12, "{all} {none} {some}");
    }
}
