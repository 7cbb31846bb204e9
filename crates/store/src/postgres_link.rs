//! One connection to PostgreSQL. Every answer waited for costs a way there and back, and an act does
//! a dozen things: so what needs no answer of its own is sent along with the next question.

use std::{borrow::Cow, collections::HashMap, time::Duration};

use futures_util::{TryStreamExt as _, future};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Error};

use crate::{Result, Row, StoreError, Value, postgres_engine::WAIT_MOST, postgres_way::Way};

/// How long this node waits for PostgreSQL. A database that hangs must not hold the threads of all acts
/// (SEC-78, SEC-80).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Until a new connection is there.
    pub(crate) connect: Duration,
    /// For one statement, by the server's own clock: what it goes on with after that serves nobody.
    pub(crate) statement: Duration,
    /// For one answer, by ours: a server that is stopped does not look at its clock.
    pub(crate) answer: Duration,
    /// Until another act gives a connection back.
    pub(crate) pool: Duration,
}

impl Patience {
    /// For statements that may take so long: their answer may take a little longer.
    pub(crate) fn for_questions_of(statement: Duration) -> Self {
        let answer = statement.saturating_add(Duration::from_secs(5));
        Self { connect: Duration::from_secs(10), statement, answer, pool: WAIT_MOST }
    }
}

/// Waits for an answer so long, or for as long as it takes.
async fn within<T>(most: Option<Duration>, answer: impl Future<Output = Result<T>>) -> Result<T> {
    let Some(most) = most else { return answer.await };
    tokio::time::timeout(most, answer).await.unwrap_or(Err(StoreError::Waited("no answer")))
}

/// How many statements wait for the next question at most.
const UNSENT_MOST: usize = 16;

/// A connection, the thread-bound runtime that drives it, and its prepared statements.
pub(crate) struct PgLink {
    client: Client,
    runtime: Runtime,
    prepared: HashMap<String, tokio_postgres::Statement>,
    unsent: Vec<Unsent>,
    patience: Duration,
    /// Whether the transaction that is open may take its time.
    unhurried: bool,
    /// Whether an answer did not come: nobody knows what the next one would belong to.
    lost: bool,
}

/// What is sent along with the next question.
enum Unsent {
    Word(Cow<'static, str>),
    Change(tokio_postgres::Statement, Vec<Value<'static>>),
}

impl Unsent {
    async fn send(&self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Word(word) => client.batch_execute(word).await,
            Self::Change(statement, args) => client.execute_raw(statement, args).await.map(|_| ()),
        }
    }
}

/// Sends what waits and then the question, all before the first answer is there. The first error is
/// the true one: what comes after it in a transaction fails because of it.
async fn along<T>(client: &Client, unsent: &[Unsent], question: impl Future<Output = Result<T, Error>>) -> Result<T> {
    let earlier = future::join_all(unsent.iter().map(|one| one.send(client)));
    let (earlier, answer) = future::join(earlier, question).await;
    earlier.into_iter().collect::<Result<(), Error>>().map_err(overtaken)?;
    Ok(answer?)
}

/// A change that only another node's being quicker may refuse: the act runs again.
fn overtaken(error: Error) -> StoreError {
    match error.into() {
        StoreError::Constraint(_) => StoreError::Contended { act: "a change sent along", tries: 1 },
        other => other,
    }
}

impl PgLink {
    pub(crate) fn connect(way: &Way, patience: Patience) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(StoreError::io("cannot start a connection to the database".to_owned()))?;
        let client = runtime.block_on(within(Some(patience.connect), way.connect()))?;
        let (prepared, unsent) = (HashMap::new(), Vec::new());
        let mut link =
            Self { client, runtime, prepared, unsent, patience: patience.answer, unhurried: false, lost: false };
        link.now(&format!("set statement_timeout = {}", patience.statement.as_millis().max(1)))?;
        Ok(link)
    }

    /// Whether it has ended, also while it rested: nobody drives a resting connection, so what the
    /// network has to say waits. The first turn hears it, the second lets the connection end by it.
    pub(crate) fn is_closed(&self) -> bool {
        if self.lost {
            return true;
        }
        self.runtime.block_on(async {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        });
        self.client.is_closed()
    }

    /// Begins a transaction with the next question.
    pub(crate) fn begin(&mut self, word: &'static str) {
        self.unhurried = false;
        self.later(word);
    }

    /// Lets the transaction that is open take its time.
    pub(crate) fn unhurried(&mut self) {
        self.unhurried = true;
        self.later("set local statement_timeout = 0");
    }

    fn most(&self) -> Option<Duration> {
        (!self.unhurried).then_some(self.patience)
    }

    fn heard<T>(&mut self, answer: Result<T>) -> Result<T> {
        self.lost |= matches!(answer, Err(StoreError::Waited(_)));
        answer
    }

    /// Says a word of the transaction with the next question.
    pub(crate) fn later(&mut self, word: impl Into<Cow<'static, str>>) {
        self.unsent.push(Unsent::Word(word.into()));
    }

    /// Says a word of the transaction and waits until all is done.
    pub(crate) fn now(&mut self, word: &str) -> Result<()> {
        let unsent = std::mem::take(&mut self.unsent);
        let answer = along(&self.client, &unsent, self.client.batch_execute(word));
        let answer = self.runtime.block_on(within(self.most(), answer));
        self.heard(answer)
    }

    /// Undoes the transaction, with what was not sent yet.
    pub(crate) fn give_up(&mut self) -> Result<()> {
        self.unsent.clear();
        self.now("rollback")
    }

    /// Carries out a change with the next question.
    pub(crate) fn put(&mut self, sql: &str, args: &[Value<'_>]) -> Result<()> {
        let statement = self.prepare(sql)?;
        let args = args.iter().map(|arg| arg.clone().into_owned()).collect();
        self.unsent.push(Unsent::Change(statement, args));
        if self.unsent.len() < UNSENT_MOST { Ok(()) } else { self.now("") }
    }

    pub(crate) fn exec(&mut self, sql: &str, args: &[Value<'_>]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let unsent = std::mem::take(&mut self.unsent);
        let answer = along(&self.client, &unsent, self.client.execute_raw(&statement, args));
        let answer = self.runtime.block_on(within(self.most(), answer));
        self.heard(answer)
    }

    pub(crate) fn each(
        &mut self,
        sql: &str,
        args: &[Value<'_>],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let unsent = std::mem::take(&mut self.unsent);
        let most = self.most();
        let answer = self.runtime.block_on(async {
            let rows = within(most, along(&self.client, &unsent, self.client.query_raw(&statement, args))).await?;
            let mut rows = std::pin::pin!(rows);
            while let Some(row) = within(most, async { Ok(rows.try_next().await?) }).await? {
                visit(&Row::Postgres(&row))?;
            }
            Ok(())
        });
        self.heard(answer)
    }

    fn prepare(&mut self, sql: &str) -> Result<tokio_postgres::Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let unsent = std::mem::take(&mut self.unsent);
        let answer = along(&self.client, &unsent, self.client.prepare(sql));
        let answer = self.runtime.block_on(within(self.most(), answer));
        let statement = self.heard(answer)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}
