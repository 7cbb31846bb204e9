//! The command line: `approdo serve | demo | migrate | backup | restore | self-test | breach | keys | user | audit |
//! witness | people | match | rules`.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};

use super::{
    config::{Said, Settings},
    console::Terminal,
    order::{self, Asking, Destroy, Exit, Invite, Order, Rotate},
    rules::Rules,
    serve, socket, system_user, twins, witness,
};
use crate::app::{App, Opening};

/// The open system that a city's social service for migrants runs on.
///
/// Data goes to standard output, messages to standard error. Exit status: 0 done, 1 refused or a
/// check failed, 2 the command was not understood.
#[derive(Debug, Parser)]
#[command(
    name = "approdo",
    version,
    after_help = "Start with `approdo demo`: a fictional city, with log-ins for every role."
)]
struct CommandLine {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Global {
    /// The directory of data, made at first use [default: approdo-data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The directory of the master keys [default: the data directory's name with .keys, beside it]
    #[arg(long, global = true, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one, such as postgres://approdo@localhost/city; wants --keys.
    /// One on another machine is reached encrypted: postgres://approdo@db/city?sslrootcert=/etc/approdo/db-ca.pem
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Settings in TOML; what is said here wins over them
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages until stopped (Ctrl-C or SIGTERM)
    Serve {
        /// Where to answer [default: 127.0.0.1:8480]
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
    },
    /// Fill a fictional city, print its log-ins and serve it
    Demo {
        /// Where to answer [default: 127.0.0.1:8480]
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
        /// The same seed makes the same city
        #[arg(long, default_value_t = 1, value_name = "N")]
        seed: u64,
        /// How many people the city's service knows
        #[arg(long, default_value_t = 10_000, value_name = "N")]
        persons: u64,
    },
    /// Bring the tables of the database and the index of persons up to date and stop
    Migrate {
        /// Write the erasure journal anew from this database, after it was lost. Only with the newest database: an
        /// older one does not know of everybody who was erased
        #[arg(long)]
        erasure_journal: bool,
    },
    /// Write a backup, restore it elsewhere to prove it, and say what it holds
    Backup {
        /// The file to write; it is encrypted with the master key, which is not in it
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Restore a backup into an empty directory or database, and prove it
    Restore {
        /// The backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List what is less safe than it could be, why it matters and what to do; exit status 1 when there is any
    SelfTest {
        /// Write {"ok","checks":[{"check","outcome","found","why","do"}]}
        #[arg(long)]
        json: bool,
    },
    /// Tell from the trail how many persons were exposed, to what, by how many, between two instants, for the
    /// 72-hour notice; with --out list who was exposed, to whom, what and when, once the auditor released it
    Breach {
        /// From when: 2026-11-24T08:00Z, or 2026-11-24T09:00 by the city's clock
        #[arg(long, value_name = "INSTANT")]
        from: String,
        /// Until before when
        #[arg(long, value_name = "INSTANT")]
        to: String,
        /// Only what this account did: its e-mail or id
        #[arg(long, value_name = "EMAIL")]
        account: Option<String>,
        /// Write the list itself into this new file, as the auditor released it in the pages, once
        #[arg(long, value_name = "FILE.csv")]
        out: Option<PathBuf>,
    },
    /// The keys of the house: how they stand, changing them, destroying old ones
    #[command(subcommand)]
    Keys(Keys),
    /// The people who work with Approdo
    #[command(subcommand)]
    User(User),
    /// The trail of who did and saw what
    #[command(subcommand)]
    Audit(Audit),
    /// A second machine as a witness of the trail
    #[command(subcommand)]
    Witness(Witness),
    /// The people whom the service helps
    #[command(subcommand)]
    People(People),
    /// Files of people, without any database: who is in one twice, or in two
    #[command(subcommand)]
    Match(Match),
    /// The law, asked and checked: no city, no keys, no database
    #[command(subcommand)]
    Rules(Rules),
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// Show every key by number, since when it is in use and how much hangs on it
    Show {
        /// Write [{"key","number","since","state","held"}]
        #[arg(long)]
        json: bool,
    },
    /// Change keys while the service runs: all of them, unless some are named
    ///
    /// Stopped or killed at any moment, everything stays readable; what was begun is finished by the
    /// service itself within minutes, or by --go-on.
    Rotate {
        /// The master key
        #[arg(long)]
        master: bool,
        /// Draw the master key and use it for nothing yet: for several nodes, to bring it to each first
        #[arg(long, requires = "master", conflicts_with = "compartments")]
        draw_only: bool,
        /// The keys of the compartments, all or those named, such as personal,health,staff-index
        #[arg(long, value_name = "NAMES", num_args = 0.., value_delimiter = ',')]
        compartments: Option<Vec<String>>,
        /// Make no new key: finish what was begun
        #[arg(long, conflicts_with_all = ["master", "compartments"])]
        go_on: bool,
    },
    /// Destroy old keys for good; refused while anything still hangs on them
    Destroy {
        /// A master key. The backups that it sealed open no more: say that you know
        #[arg(long, value_name = "N")]
        master: Option<u32>,
        /// The backups that this master key sealed are lost, and that is meant
        #[arg(long, requires = "master")]
        yes_old_backups_are_lost: bool,
        /// Every old generation of every compartment but the trail's
        #[arg(long, conflicts_with_all = ["master", "compartment"])]
        old_generations: bool,
        /// One compartment, such as audit
        #[arg(long, value_name = "NAME", requires = "generation", conflicts_with = "master")]
        compartment: Option<String>,
        /// Which generation of it
        #[arg(long, value_name = "N", requires = "compartment")]
        generation: Option<u32>,
    },
}

#[derive(Debug, Subcommand)]
enum Witness {
    /// Keep the checkpoints that a house tells, on another machine than the house
    Serve {
        /// Where to answer [default: 127.0.0.1:8490]
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8490", hide_default_value = true)]
        listen: SocketAddr,
        /// The file to keep them in; lines are only ever added
        #[arg(long, value_name = "FILE")]
        keep: PathBuf,
        /// The public key of the house, as `approdo witness key` prints it there
        #[arg(long, value_name = "HEX")]
        key: String,
    },
    /// Print the public key of this house, for its witnesses
    Key,
}

#[derive(Debug, Subcommand)]
enum User {
    /// List the accounts
    List {
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Invite someone: prints a link that works once
    Invite {
        /// Her e-mail, with which she logs in
        #[arg(long)]
        email: String,
        /// Her name
        #[arg(long)]
        name: String,
        /// Her role, such as desk or case_worker; several times for several roles
        #[arg(long = "role", required = true, value_name = "ROLE")]
        roles: Vec<String>,
        /// Her team, by name
        #[arg(long)]
        team: Option<String>,
        /// For partner roles: association, hospital, law_enforcement, employer_training or lawyer
        #[arg(long)]
        partner: Option<String>,
    },
    /// Suspend an account: its sessions end at once
    Suspend {
        /// Her e-mail
        #[arg(long)]
        email: String,
    },
    /// Ask for a new start for someone who lost her password or second factor; a second person agrees in the pages
    Reset {
        /// Her e-mail
        #[arg(long)]
        email: String,
    },
    /// Link an account to who she is at a provider, so that she can log in there: SPID, CIE, a city's directory
    Link {
        /// Her e-mail
        #[arg(long)]
        email: String,
        /// The provider's code in the settings
        #[arg(long, value_name = "CODE")]
        provider: String,
        /// What the provider calls her; a log-in of somebody unknown shows it
        #[arg(long)]
        subject: String,
    },
    /// Take an account's links to providers away
    Unlink {
        /// Her e-mail
        #[arg(long)]
        email: String,
    },
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Check every entry, the chain, the tree and the signatures; exit status 1 when something is wrong
    Verify {
        /// Write {"entries","ok","first_bad","why"}
        #[arg(long)]
        json: bool,
        /// A witness's copy of the checkpoints, to be held against the trail
        #[arg(long, value_name = "FILE")]
        witness: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum People {
    /// Take people in from a CSV file: all of them, or none when a row is wrong
    ///
    /// Columns: rec_id, given_name, family_name, sex, birth_date, birth_country, document_no, tax_code,
    /// phone. A mapping file says which columns of your file these are:
    ///   given_name = "Nome"
    ///   birth_date = { column = "Nato il", format = "%d/%m/%Y" }
    #[command(verbatim_doc_comment)]
    Import {
        /// The file; - reads standard input
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        /// Which columns of the file are what
        #[arg(long, value_name = "MAP.toml")]
        map: Option<PathBuf>,
        /// Only say what would be taken in and which rows are wrong
        #[arg(long)]
        dry_run: bool,
    },
    /// Find a person by what you know of her, or many by a file of queries
    Find(Find),
    /// Find who is written down twice
    Duplicates {
        /// Where to write the pairs; standard output otherwise
        #[arg(long, value_name = "PAIRS.csv")]
        out: Option<PathBuf>,
    },
}

/// Columns are those of the import; a mapping file says which of yours they are, and which further
/// ones count, such as `extra = ["address"]`, or how dates are written, such as
/// `birth_date = { column = "born", format = "mm/dd/yyyy" }`. Written are id_a,id_b,score,decision.
#[derive(Debug, Subcommand)]
enum Match {
    /// Find who is in a file more than once
    Dedupe {
        /// The file
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        /// Where to write the pairs; standard output otherwise
        #[arg(long, value_name = "PAIRS.csv")]
        out: Option<PathBuf>,
        /// Which columns of the file are what
        #[arg(long, value_name = "MAP.toml")]
        map: Option<PathBuf>,
    },
    /// Find who is in both of two files, each record with one partner at most
    Link {
        /// The one file
        #[arg(value_name = "A.csv")]
        first: PathBuf,
        /// The other
        #[arg(value_name = "B.csv")]
        second: PathBuf,
        /// Where to write the pairs; standard output otherwise
        #[arg(long, value_name = "PAIRS.csv")]
        out: Option<PathBuf>,
        /// Which columns of the files are what
        #[arg(long, value_name = "MAP.toml")]
        map: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
struct Find {
    /// A name, in any script and order
    #[arg(long)]
    name: Option<String>,
    /// Born on: 1991, 5/1991, 3/5/1991 or 1991-05-03
    #[arg(long)]
    born: Option<String>,
    /// Born in: a country's two letters, such as MA
    #[arg(long)]
    country: Option<String>,
    /// A phone number
    #[arg(long)]
    phone: Option<String>,
    /// A passport, permit or other document
    #[arg(long)]
    document: Option<String>,
    /// An Italian tax code
    #[arg(long)]
    tax_code: Option<String>,
    /// Write {"hits":[…],"more"}
    #[arg(long)]
    json: bool,
    /// How many to show for each query
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// A CSV of queries, with the columns of the import
    #[arg(long, value_name = "QUERIES.csv", requires = "out", conflicts_with_all = ["name", "born", "country", "phone", "document", "tax_code", "json"])]
    queries: Option<PathBuf>,
    /// Where to write rec_id,rank,matched_rec_id,score,decision: the first of a query is a match when it is more likely her than not
    #[arg(long, value_name = "HITS.csv", requires = "queries")]
    out: Option<PathBuf>,
    /// Where to write {"queries","cpu_ms_per_query","p50_ms","p95_ms","rss_mb"}
    #[arg(long, value_name = "FILE.json", requires = "queries")]
    stats: Option<PathBuf>,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let line = CommandLine::parse();
    match run(line) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(why) => {
            eprintln!("approdo: {why}");
            ExitCode::from(Exit::Refused.code())
        }
    }
}

fn run(line: CommandLine) -> Result<Exit, String> {
    let mut said = Said {
        data: line.global.data,
        keys: line.global.keys,
        database: line.global.database,
        config: line.global.config,
        listen: None,
    };
    if said.data.is_some() && said.database.is_some() {
        eprintln!("approdo: say --data or --database, not both");
        return Ok(Exit::Usage);
    }
    match line.command {
        Command::Serve { listen } => {
            said.listen = listen;
            serve::serve(&Settings::gather(&said)?)
        }
        Command::Demo { listen, seed, persons } => {
            said.listen = listen;
            said.data = said.data.or_else(|| said.database.is_none().then(|| "approdo-demo".into()));
            serve::demo(&Settings::gather(&said)?, seed, persons)
        }
        Command::Restore { file } => order::restore(&Settings::gather(&said)?, &system_user::of_this_process(), &file),
        Command::Migrate { erasure_journal } => give(&said, Order::Migrate { erasure_journal }, Files::default()),
        Command::Backup { file } => {
            let order = Order::Backup;
            give(&said, order, Files { out: Some(&file), ..Files::default() })
        }
        Command::SelfTest { json } => give(&said, Order::SelfTest { json }, Files::default()),
        Command::Breach { from, to, account, out } => {
            let order = Order::Breach { from, to, account, list: out.is_some() };
            give(&said, order, Files { secret: out.as_deref(), ..Files::default() })
        }
        Command::Keys(keys) => match keys_order(keys) {
            Some(order) => give(&said, order, Files::default()),
            None => {
                eprintln!(
                    "approdo: say what to destroy: --master N, --old-generations, or --compartment NAME --generation N"
                );
                Ok(Exit::Usage)
            }
        },
        Command::User(user) => give(&said, user_order(user), Files::default()),
        Command::Audit(Audit::Verify { json, witness }) => {
            let order = Order::AuditVerify { json, witnessed: witness.is_some() };
            give(&said, order, Files { input: witness.as_deref(), ..Files::default() })
        }
        Command::Witness(Witness::Serve { listen, keep, key }) => witness::serve(listen, &keep, &key),
        Command::Witness(Witness::Key) => witness::key(&Settings::gather(&said)?),
        Command::People(People::Import { file, map, dry_run }) => {
            let mapping = map.as_deref().map(read).transpose()?;
            let order = Order::Import { file_name: shown(&file), mapping, dry_run };
            give(&said, order, Files { input: Some(&file), ..Files::default() })
        }
        Command::People(People::Find(find)) => give_find(&said, find),
        Command::People(People::Duplicates { out }) => {
            give(&said, Order::Duplicates, Files { out: out.as_deref(), ..Files::default() })
        }
        Command::Match(Match::Dedupe { file, out, map }) => twins::dedupe(&file, map.as_deref(), out.as_deref()),
        Command::Match(Match::Link { first, second, out, map }) => {
            twins::link([&first, &second], map.as_deref(), out.as_deref())
        }
        Command::Rules(rules) => rules.carry_out(),
    }
}

/// None when nothing was named to be destroyed.
fn keys_order(keys: Keys) -> Option<Order> {
    Some(match keys {
        Keys::Show { json } => Order::KeysShow { json },
        Keys::Rotate { master, draw_only, compartments, go_on } => {
            Order::KeysRotate(Rotate { master, draw_only, compartments, go_on })
        }
        Keys::Destroy { master, yes_old_backups_are_lost, old_generations, compartment, generation } => {
            let generation = compartment.zip(generation);
            if master.is_none() && generation.is_none() && !old_generations {
                return None;
            }
            Order::KeysDestroy(Destroy { master, backups_are_lost: yes_old_backups_are_lost, generation })
        }
    })
}

fn user_order(user: User) -> Order {
    match user {
        User::List { json } => Order::UserList { json },
        User::Invite { email, name, roles, team, partner } => {
            Order::UserInvite(Invite { email, name, roles, team, partner })
        }
        User::Suspend { email } => Order::UserSuspend { email },
        User::Reset { email } => Order::UserReset { email },
        User::Link { email, provider, subject } => Order::UserLink { email, provider, subject },
        User::Unlink { email } => Order::UserUnlink { email },
    }
}

fn give_find(said: &Said, find: Find) -> Result<Exit, String> {
    if let Some(queries) = &find.queries {
        let order = Order::FindMany { file_name: shown(queries), limit: find.limit };
        let files =
            Files { input: Some(queries), out: find.out.as_deref(), figures: find.stats.as_deref(), secret: None };
        return give(said, order, files);
    }
    let asking = Asking {
        name: find.name,
        born: find.born,
        country: find.country,
        phone: find.phone,
        document: find.document,
        tax_code: find.tax_code,
    };
    if asking.is_empty() {
        eprintln!(
            "approdo: say what you know: --name, --born, --country, --phone, --document, --tax-code or --queries"
        );
        return Ok(Exit::Usage);
    }
    give(said, Order::Find { asking, limit: find.limit, json: find.json }, Files::default())
}

#[derive(Clone, Copy, Default)]
struct Files<'a> {
    input: Option<&'a Path>,
    out: Option<&'a Path>,
    figures: Option<&'a Path>,
    /// Written as a new file that only its owner reads; gone again where the order is refused.
    secret: Option<&'a Path>,
}

/// Gives an order to the server that holds the directory, or opens the place and carries it out here.
fn give(said: &Said, order: Order, files: Files<'_>) -> Result<Exit, String> {
    let settings = Settings::gather(said)?;
    let terminal = Terminal::open(files.input, files.out, files.figures)?;
    let mut terminal = match files.secret {
        Some(path) => terminal.into_new_file(path)?,
        None => terminal,
    };
    if let Some(directory) = settings.directory() {
        let answered = socket::through_server(directory, &order, &mut terminal)
            .map_err(|why| format!("the order broke off: {why}. Try again, or look at the server's log"))?;
        if let Some(exit) = answered {
            return finish(&mut terminal, exit);
        }
    }
    let renew_index = matches!(order, Order::Migrate { .. });
    let renew_journal = matches!(order, Order::Migrate { erasure_journal: true });
    let opening = Opening { renew_index, renew_journal, ..settings.opening() };
    let app = App::open(opening).map_err(|why| explained(&why))?;
    let exit = order::carry_out(&app, &system_user::of_this_process(), order, &mut terminal);
    order::close(&app);
    finish(&mut terminal, exit)
}

pub(super) fn finish(terminal: &mut Terminal, exit: Exit) -> Result<Exit, String> {
    match terminal.finish(exit == Exit::Done) {
        Ok(()) => Ok(exit),
        // Whoever read our output has seen enough (`| head`).
        Err(why) if why.kind() == std::io::ErrorKind::BrokenPipe => Ok(exit),
        Err(why) => Err(format!("cannot write the answer: {why}")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|why| format!("cannot read {}: {why}", path.display()))
}

fn shown(path: &Path) -> String {
    path.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// An error with its causes, on one line.
pub(crate) fn explained(why: &dyn std::error::Error) -> String {
    let mut text = why.to_string();
    let mut cause = why.source();
    while let Some(why) = cause {
        let next = why.to_string();
        if !text.contains(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = why.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn global_options_stand_before_or_after_the_command() {
        for line in [
            ["approdo", "--data", "d", "audit", "verify", "--json"],
            ["approdo", "audit", "verify", "--json", "--data", "d"],
        ] {
            assert_eq!(CommandLine::try_parse_from(line).unwrap().global.data, Some("d".into()));
        }
    }

    #[test]
    fn usage_errors_have_their_own_status() {
        let wrong = CommandLine::try_parse_from(["approdo", "people", "find", "--queries", "q.csv"]).unwrap_err();
        assert_eq!(wrong.exit_code(), 2);
    }
}
