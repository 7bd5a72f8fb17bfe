//! A fresh database with a server in front of it.

use super::visitor::Visitor;
use rocket::local::asynchronous::Client;
use stafett::access::links::{self, Purpose};
use stafett::access::second_factor;
use stafett::access::totp::{self, Secret};
use stafett::access::{Holder, NewSession, Stage};
use stafett::house::{Clock, House};
use stafett::kernel::{
    AccountId, Actor, ApplicationId, CourseDayId, EmailAddress, Instant, OrganisationId, PersonName,
};
use stafett::links::Links;
use stafett::locale::stockholm;
use stafett::people::actions::{self, NewAccount};
use stafett::people::{Password, Role};
use stafett::settings::{self, Settings};
use stafett::storage::{DatabaseAddress, Db};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use rocket::tokio;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "stafettpinnen går vidare";

/// The same, as accounts are made with it.
pub fn password() -> Password {
    Password::parse(PASSWORD, &[]).expect("a password")
}

/// A house, its server, and a clock that the test sets.
pub struct TestHouse {
    pub house: House,
    pub client: Client,
    folder: PathBuf,
    database: Option<OwnDatabase>,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// Monday 3 September 2012 at 9.00 in Stockholm, a day on which nothing special happens.
pub fn usual_moment() -> Instant {
    let day = chrono::NaiveDate::from_ymd_opt(2012, 9, 3).expect("a day");
    stockholm::start_of_day(day).plus_minutes(9 * 60)
}

/// Where PostgreSQL is, when these tests are to run on it.
#[expect(clippy::disallowed_methods, reason = "says which database the tests run on; the house reads settings")]
fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok()
}

/// A migrated house without a server, for tests that call actions or need several servers.
pub async fn fresh_house() -> (House, PathBuf, Option<OwnDatabase>) {
    let name = format!("t{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join("stafett-tests").join(&name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut settings = Settings::read(&settings::figment()).expect("the settings").moved_to(&folder);
    settings.public_address = Some("https://stafett.example.org".to_owned());
    let database = if let Some(url) = postgres() {
        let database = OwnDatabase::make(url, &name).await;
        settings.database = database.address();
        Some(database)
    } else {
        let file = folder.join("stafett.db");
        std::fs::copy(template(), &file).expect("a copy of the template");
        settings.database = DatabaseAddress::Sqlite(file);
        None
    };
    let mut house = House::open(settings, "https://stafett.example.org").await.expect("a house");
    house.clock = Clock::standing_at(usual_moment());
    (house, folder, database)
}

/// Runs `work` in a runtime of its own: what all tests share must not stand on the runtime of one, which ends with it.
fn apart<T: Send>(work: impl Future<Output = T> + Send) -> T {
    let run = || tokio::runtime::Runtime::new().expect("a runtime").block_on(work);
    std::thread::scope(|scope| scope.spawn(run).join().expect("done"))
}

async fn migrate(address: &DatabaseAddress) {
    let db = Db::open(address).await.expect("a database");
    db.migrate().await.expect("the tables");
    db.close().await;
}

/// A migrated SQLite file, made once per run: copying it is faster than making the tables again.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = std::env::temp_dir().join("stafett-tests").join(format!("template-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("stafett.db");
        apart(migrate(&DatabaseAddress::Sqlite(file.clone())));
        file
    })
}

/// A test's own database in PostgreSQL, gone when dropped. A copy, as SQLite's: making the tables takes twenty times as long.
pub struct OwnDatabase {
    server: String,
    name: String,
}

impl OwnDatabase {
    /// Copies the migrated template, which the first test of a run makes.
    async fn make(server: String, name: &str) -> Self {
        static TEMPLATE: OnceLock<OwnDatabase> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let template = Self { server: server.clone(), name: format!("template_{}", std::process::id()) };
            apart(async {
                template.say(&format!("CREATE DATABASE {}", template.name)).await.expect("the template");
                migrate(&template.address()).await;
            });
            template
        });
        let own = Self { server, name: name.to_owned() };
        // As files: by way of the log, which is usual since PostgreSQL 15, it takes three times as long.
        let copy = format!("CREATE DATABASE {name} TEMPLATE {} STRATEGY file_copy", template.name);
        own.say(&copy).await.expect("a copy of the template");
        own
    }

    fn address(&self) -> DatabaseAddress {
        let (server, _) = self.server.rsplit_once('/').expect("TEST_DATABASE_URL names a database");
        DatabaseAddress::Postgres(format!("{server}/{}", self.name))
    }

    /// Says `sql` to the server, outside of this database.
    async fn say(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        use sea_orm::ConnectionTrait;
        let connection = sea_orm::Database::connect(&self.server).await?;
        let said = connection.execute_unprepared(sql).await;
        connection.close().await?;
        said.map(drop)
    }
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        // By force: a connection of the test's may still be closing.
        let _ = apart(self.say(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
    }
}

impl TestHouse {
    /// A house with an empty database, at [`usual_moment`].
    pub async fn open() -> Self {
        let (house, folder, database) = fresh_house().await;
        Self::serve(house, folder, database).await
    }

    async fn serve(house: House, folder: PathBuf, database: Option<OwnDatabase>) -> Self {
        let figment = settings::figment().merge(("log_level", "critical"));
        let server = stafett::app::build(house.clone(), figment);
        let client = Client::untracked(server).await.expect("a server");
        Self { house, client, folder, database }
    }

    /// Starts the house anew with another address for verification in its settings.
    pub async fn verify_at(&mut self, host: &str) {
        self.house.settings.verification_address = Some(host.to_owned());
        self.house.links = Links::new(self.house.links.public().to_owned(), host.to_owned());
        let figment = settings::figment().merge(("log_level", "critical"));
        let server = stafett::app::build(self.house.clone(), figment);
        self.client = Client::untracked(server).await.expect("a server");
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.house.db
    }

    /// What the test's clock says.
    pub fn now(&self) -> Instant {
        match &self.house.clock {
            Clock::Set(millis) => Instant::from_millis(millis.load(Ordering::Relaxed)),
            Clock::Real => unreachable!("tests set their clock"),
        }
    }

    /// Sets the clock.
    pub fn set_clock(&self, now: Instant) {
        if let Clock::Set(millis) = &self.house.clock {
            millis.store(now.millis(), Ordering::Relaxed);
        }
    }

    /// Somebody without an account.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor::new(&self.client)
    }

    /// Makes an account `<role>@example.org` and gives its id.
    pub async fn account(&self, role: Role, name: &str) -> AccountId {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let new = NewAccount {
            name: PersonName::parse(name).expect("a name"),
            email: EmailAddress::parse(&email).expect("an address"),
            role,
        };
        actions::create_account(self.db(), &Actor::House, &new, &password(), self.now()).await.expect("an account")
    }

    /// A new account of `role`, with a session of its own.
    pub async fn signed_in(&self, role: Role, name: &str) -> Visitor<'_> {
        let account = self.account(role, name).await;
        self.session_of(account).await
    }

    /// A session for `account`, without going through the form (hashing a password takes long).
    pub async fn session_of(&self, account: AccountId) -> Visitor<'_> {
        let tx = self.db().begin_write().await.expect("a transaction");
        let new = NewSession::of_account(account, "test", self.now());
        let token =
            stafett::access::sessions::open(&tx, &self.house.tokens, &new, self.now()).await.expect("a session");
        tx.commit().await.expect("a commit");
        Visitor::with_session(&self.client, token.as_str())
    }

    /// Gives `account` a second factor and its secret to the test.
    pub async fn enrol(&self, account: AccountId) -> Secret {
        let secret = Secret::random().expect("randomness");
        let tx = self.db().begin_write().await.expect("a transaction");
        second_factor::set_known(&tx, &self.house.vault, account, &secret, self.now()).await.expect("enrolled");
        tx.commit().await.expect("a commit");
        secret
    }

    /// What an app with `secret` shows now.
    pub fn code(&self, secret: &Secret) -> String {
        secret.code(totp::step_at(self.now()))
    }

    /// Lets the job write the letters that were asked for.
    pub async fn write_asked(&self) -> usize {
        stafett::jobs::write_asked(&self.house, self.now()).await.expect("a run")
    }

    /// Every letter so far, those asked for included, the newest first.
    pub async fn letters(&self) -> Vec<stafett::outbox::Posted> {
        self.write_asked().await;
        stafett::outbox::newest(self.db().read(), 1000).await.expect("letters")
    }

    /// The path of the link starting with `start` in the newest letter to `email` that has one.
    pub async fn link_to(&self, email: &str, start: &str) -> String {
        let letters = self.letters().await;
        let of = |body: &str| {
            let from = body.find(&format!("https://stafett.example.org{start}"))? + "https://stafett.example.org".len();
            body[from..].split_whitespace().next().map(str::to_owned)
        };
        let found = letters.iter().filter(|one| one.to_email == email).find_map(|one| of(&one.text_body));
        found.unwrap_or_else(|| panic!("no letter to {email} with a link to {start}"))
    }

    /// A session of whatever kind, as it is after the sign-in.
    pub async fn session_held_by(&self, holder: Holder, stage: Stage) -> Visitor<'_> {
        let until = self.now().plus_minutes(60);
        let new = NewSession { holder, stage, device: "test", expires_at: until, awake_until: Some(until) };
        let tx = self.db().begin_write().await.expect("a transaction");
        let opened = stafett::access::sessions::open(&tx, &self.house.tokens, &new, self.now()).await;
        let token = opened.expect("a session");
        tx.commit().await.expect("a commit");
        Visitor::with_session(&self.client, token.as_str())
    }

    /// The path of "my application", by a fresh private link.
    pub async fn my_page(&self, application: ApplicationId) -> String {
        let tx = self.db().begin_write().await.expect("a transaction");
        let what = (Purpose::Application, application.0);
        let token = links::make(&tx, &self.house.tokens, what, self.now(), self.now().plus_days(400)).await;
        tx.commit().await.expect("a commit");
        format!("/my/{}", token.expect("a link").as_str())
    }

    /// A guest trainer of `day`, who came by its link.
    pub async fn guest_of(&self, day: CourseDayId) -> Visitor<'_> {
        let to = (Purpose::Day, day.0);
        let (now, keys) = (self.now(), &self.house.tokens);
        let tx = self.db().begin_write().await.expect("a transaction");
        let token = links::make(&tx, keys, to, now, now.plus_days(1)).await.expect("a link");
        let opened = links::Opened::by(&tx, keys, (Purpose::Day, token.as_str()), now).await.expect("read");
        let link = opened.and_then(|opened| opened.id()).expect("the link");
        tx.commit().await.expect("a commit");
        self.session_held_by(Holder::Guest(link, "Gunnel Gäst".to_owned()), Stage::Open).await
    }

    /// A new delegate of `organisation`, signed in.
    pub async fn delegate_of(&self, organisation: OrganisationId, name: &str) -> Visitor<'_> {
        use sea_orm::{ActiveValue::Set, EntityTrait};
        use stafett::people::entity::account_organisation;
        let account = self.account(Role::Delegate, name).await;
        let row = account_organisation::ActiveModel { account_id: Set(account), organisation_id: Set(organisation) };
        let tx = self.db().begin_write().await.expect("a transaction");
        account_organisation::Entity::insert(row).exec_without_returning(&tx).await.expect("a row");
        tx.commit().await.expect("a commit");
        self.session_of(account).await
    }

    /// A coordinator, signed in.
    pub async fn as_coordinator(&self) -> Visitor<'_> {
        self.signed_in(Role::Coordinator, "Karin Koordinator").await
    }

    /// A trainer, signed in.
    pub async fn as_trainer(&self) -> Visitor<'_> {
        self.signed_in(Role::Trainer, "Tuva Trainer").await
    }
}

impl Drop for TestHouse {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
