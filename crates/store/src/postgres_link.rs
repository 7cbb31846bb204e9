//! One connection to PostgreSQL. Every answer waited for costs a way there and back, and an act does
//! a dozen things: so what needs no answer of its own is sent along with the next question.

use std::{borrow::Cow, collections::HashMap};

use futures_util::{TryStreamExt as _, future};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, Error, NoTls};

use crate::{Result, Row, StoreError, Value};

/// How many statements wait for the next question at most.
const UNSENT_MOST: usize = 16;

/// A connection, the thread-bound runtime that drives it, and its prepared statements.
pub(crate) struct PgLink {
    client: Client,
    runtime: Runtime,
    prepared: HashMap<String, tokio_postgres::Statement>,
    unsent: Vec<Unsent>,
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
    pub(crate) fn connect(config: &Config) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(StoreError::io("cannot start a connection to the database".to_owned()))?;
        let (client, connection) = runtime.block_on(config.connect(NoTls))?;
        // It is driven while someone waits for an answer on this link, and rests otherwise.
        runtime.spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to the database ended");
            }
        });
        Ok(Self { client, runtime, prepared: HashMap::new(), unsent: Vec::new() })
    }

    /// Whether it has ended, also while it rested: nobody drives a resting connection, so what the
    /// network has to say waits. The first turn hears it, the second lets the connection end by it.
    pub(crate) fn is_closed(&self) -> bool {
        self.runtime.block_on(async {
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        });
        self.client.is_closed()
    }

    /// Says a word of the transaction with the next question.
    pub(crate) fn later(&mut self, word: impl Into<Cow<'static, str>>) {
        self.unsent.push(Unsent::Word(word.into()));
    }

    /// Says a word of the transaction and waits until all is done.
    pub(crate) fn now(&mut self, word: &str) -> Result<()> {
        let unsent = std::mem::take(&mut self.unsent);
        self.runtime.block_on(along(&self.client, &unsent, self.client.batch_execute(word)))
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
        self.runtime.block_on(along(&self.client, &unsent, self.client.execute_raw(&statement, args)))
    }

    pub(crate) fn each(
        &mut self,
        sql: &str,
        args: &[Value<'_>],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let unsent = std::mem::take(&mut self.unsent);
        self.runtime.block_on(async {
            let rows = along(&self.client, &unsent, self.client.query_raw(&statement, args)).await?;
            let mut rows = std::pin::pin!(rows);
            while let Some(row) = rows.try_next().await? {
                visit(&Row::Postgres(&row))?;
            }
            Ok(())
        })
    }

    fn prepare(&mut self, sql: &str) -> Result<tokio_postgres::Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let unsent = std::mem::take(&mut self.unsent);
        let statement = self.runtime.block_on(along(&self.client, &unsent, self.client.prepare(sql)))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}
