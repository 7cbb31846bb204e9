//! Every limit of the service in one list (SEC-80): what it is where nothing else is said, what happens
//! to whoever reaches it, and which test tries it below, at and above. The figures and `docs/limits.md`
//! are made from this list.

use ground::Limit;

use super::{jobs, metrics, serve, socket};
use crate::{
    access::{drafts, passwords, throttle, trail, users},
    app, checker, desk, outgoing,
    people::{self, import},
    shell::{self, forms},
};

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Bytes in a second.
    BytesASecond,
    /// Seconds.
    Seconds,
    /// Things: connections, fields, rows, tries.
    Count,
}

impl Unit {
    /// Its word in figures and documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::BytesASecond => "bytes_per_second",
            Self::Seconds => "seconds",
            Self::Count => "count",
        }
    }
}

/// One limit.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which one.
    pub limit: Limit,
    /// How much is allowed.
    pub most: u64,
    /// Of what.
    pub unit: Unit,
    /// What is limited.
    pub what: &'static str,
    /// What happens to whoever reaches it.
    pub then: &'static str,
    /// The test that tries it.
    pub test: &'static str,
}

const fn row(
    limit: Limit,
    (most, unit): (u64, Unit),
    what: &'static str,
    then: &'static str,
    test: &'static str,
) -> Row {
    Row { limit, most, unit, what, then, test }
}

const fn bytes(most: usize) -> (u64, Unit) {
    (most as u64, Unit::Bytes)
}

const fn count(most: usize) -> (u64, Unit) {
    (most as u64, Unit::Count)
}

const fn seconds(most: u64) -> (u64, Unit) {
    (most, Unit::Seconds)
}

// One page of every list has as many rows: the limit is one.
const _: () = assert!(users::PAGE == trail::read::PAGE && users::PAGE as i64 == desk::PAGE);

const FORM: forms::Limits = forms::Limits::USUAL;

/// Every limit.
pub const LIMITS: &[Row] = &[
    row(
        Limit::Connections,
        count(serve::CONNECTIONS_MOST),
        "connections served at once; fewer where the process may open fewer files",
        "the next one waits in the queue of the system",
        "sec_80_so_many_connections_are_served_and_one_more_waits",
    ),
    row(
        Limit::Headers,
        bytes(serve::HEADERS_MOST),
        "head of a request; and 100 lines of it",
        "431",
        "sec_80_headers_are_taken_up_to_their_limit",
    ),
    row(
        Limit::HeaderTime,
        seconds(serve::HEADER_TIME.as_secs()),
        "time for a head, and for a connection that rests",
        "the connection is closed",
        "sec_80_the_desk_works_while_idle_connections_are_held",
    ),
    row(
        Limit::SlowBody,
        (shell::FLOOR_BYTES_A_SECOND, Unit::BytesASecond),
        "pace of a body after ten seconds; the least, not the most",
        "408 with a page that says so",
        "sec_80_the_floor_is_a_kilobyte_a_second_after_ten_seconds",
    ),
    row(
        Limit::RequestTime,
        seconds(shell::REQUEST_TIME.as_secs()),
        "time for a whole request",
        "408",
        "sec_80_a_request_that_takes_too_long_is_given_up_and_the_next_is_served",
    ),
    row(
        Limit::Acts,
        count(app::ACTS_MOST),
        "acts that run at once, fewer than there are threads",
        "the next one waits, until its request is given up; `/health` says 503 after five seconds",
        "sec_78_acts_that_all_hang_leave_threads_to_those_who_come",
    ),
    row(
        Limit::Body,
        bytes(FORM.body),
        "form",
        "413 with a page that says so",
        "sec_80_a_form_is_taken_up_to_its_limit_and_refused_with_a_page_above_it",
    ),
    row(
        Limit::Fields,
        count(FORM.fields),
        "fields of a form",
        "413 with a page that says so",
        "sec_80_a_form_is_taken_up_to_its_limit_and_refused_with_a_page_above_it",
    ),
    row(
        Limit::Value,
        bytes(FORM.value),
        "one value of a form",
        "413 with a page that says so",
        "sec_80_a_form_is_bounded_in_bytes_fields_and_values",
    ),
    row(
        Limit::DraftBytes,
        bytes(drafts::MOST_BYTES),
        "draft that is kept",
        "it is not kept",
        "sec_80_drafts_are_kept_up_to_their_limits",
    ),
    row(
        Limit::Drafts,
        count(drafts::MOST_EACH),
        "drafts of one account",
        "the oldest goes",
        "sec_80_drafts_are_kept_up_to_their_limits",
    ),
    row(
        Limit::PageRows,
        count(users::PAGE),
        "rows of a page of contacts, accounts or the trail",
        "the rest stands on the next page",
        "sec_80_a_list_of_contacts_has_pages",
    ),
    row(
        Limit::SearchRows,
        count(people::pages::SHOWN),
        "persons shown for a search",
        "the page says that there are more, and asks for more to search by",
        "sec_80_a_search_shows_a_handful_and_says_that_there_are_more",
    ),
    row(
        Limit::QueryTime,
        seconds(store::QUERY_TIME.as_secs()),
        "time for one question of a page to the database, or for its next row",
        "the question is ended; the page of a broken machine",
        "sec_80_one_question_to_the_database_has_its_time",
    ),
    row(
        Limit::DatabaseConnections,
        count(store::CONNECTIONS_MOST),
        "connections of one node to PostgreSQL",
        "the request waits for one",
        "sec_80_postgresql_has_so_many_connections_and_who_comes_later_waits",
    ),
    row(
        Limit::DatabaseWait,
        seconds(store::WAIT_MOST.as_secs()),
        "time until another act gives a connection or a reader back",
        "the page of a broken machine",
        "sec_80_an_act_waits_for_a_connection_only_so_long",
    ),
    row(
        Limit::WriteTries,
        count(store::TRIES_MOST as usize),
        "tries of a change that others get in the way of",
        "the page of a broken machine; nothing is saved",
        "sec_80_a_change_that_others_get_in_the_way_of_is_tried_so_often",
    ),
    row(
        Limit::JobTime,
        seconds(jobs::HOLD_SECONDS as u64),
        "time of one job",
        "another node may take it over; what the slow one did is undone",
        "sec_81_a_job_that_another_node_took_over_leaves_nothing_here",
    ),
    row(
        Limit::ImportBytes,
        bytes(import::upload::BYTES_MOST),
        "file taken in from a browser",
        "the form again with a sentence beside the file",
        "sec_66_a_file_has_at_most_32_megabytes",
    ),
    row(
        Limit::ImportRowsBrowser,
        (import::ROWS_MOST_IN_BROWSER, Unit::Count),
        "rows of such a file",
        "the form again with a sentence beside the file",
        "sec_66_rows_are_limited_to_what_the_terms_say",
    ),
    row(
        Limit::ImportRows,
        (import::ROWS_MOST, Unit::Count),
        "rows of a file on the command line",
        "nothing is taken in",
        "sec_66_rows_are_limited_to_what_the_terms_say",
    ),
    row(
        Limit::ImportColumns,
        count(import::COLUMNS_MOST),
        "columns of a file",
        "nothing is taken in",
        "sec_71_columns_are_limited_to_512",
    ),
    row(
        Limit::ImportCell,
        bytes(import::CELL_MOST),
        "cell of a file",
        "the row is listed as wrong",
        "sec_66_a_cell_of_any_column_is_bounded",
    ),
    row(
        Limit::ImportRowBytes,
        (import::ROW_MOST, Unit::Bytes),
        "row of a file",
        "nothing is taken in: a quotation mark is probably not closed",
        "sec_80_a_row_is_read_up_to_four_megabytes",
    ),
    row(
        Limit::ThrottleAccount,
        count(throttle::FREE_FOR_ACCOUNT as usize),
        "free tries on one account, or from one browser that is known",
        "a wait that doubles, up to 15 minutes",
        "sec_80_every_counter_has_its_free_tries",
    ),
    row(
        Limit::ThrottleNetwork,
        count(throttle::FREE_FOR_NETWORK as usize),
        "free tries from one network",
        "a wait that doubles, up to 15 minutes",
        "sec_80_every_counter_has_its_free_tries",
    ),
    row(
        Limit::ThrottleSite,
        count(throttle::FREE_FOR_SITE as usize),
        "free tries from one range of IPv6 networks (/48)",
        "a wait that doubles, up to 15 minutes",
        "sec_80_every_counter_has_its_free_tries",
    ),
    row(
        Limit::ThrottleHouse,
        count(throttle::FREE_FOR_HOUSE as usize),
        "free tries on the whole house",
        "a try is looked at 4 seconds later at most, and none is refused; browsers that are known do not wait",
        "sec_80_every_counter_has_its_free_tries",
    ),
    row(
        Limit::ThrottleCode,
        count(throttle::FREE_FOR_CODE as usize),
        "free tries of a second factor, or at a link that is shown once",
        "a wait that doubles, up to 15 minutes",
        "sec_80_every_counter_has_its_free_tries",
    ),
    row(
        Limit::PasswordLine,
        count(passwords::LINE_MOST as usize),
        "log-ins that wait for their password to be checked, four at a time",
        "the log-in says to try again in two seconds",
        "sec_80_so_many_wait_for_a_password_to_be_checked",
    ),
    row(
        Limit::OrderBytes,
        bytes(socket::FRAME_MOST as usize),
        "message on the socket of the command line",
        "the connection is ended",
        "sec_66_a_frame_that_is_too_long_or_unknown_is_refused",
    ),
    row(
        Limit::OutgoingCalls,
        count(outgoing::CALLS_MOST),
        "calls to other services at once",
        "the next call failed",
        "sec_78_four_calls_are_made_at_once_and_the_fifth_does_not_wait",
    ),
    row(
        Limit::OutgoingTime,
        seconds(outgoing::TIME_MOST.as_secs()),
        "time for a call to another service",
        "the call failed",
        "sec_72_a_call_takes_five_seconds_at_most",
    ),
    row(
        Limit::OutgoingBytes,
        (outgoing::ANSWER_MOST, Unit::Bytes),
        "answer of another service",
        "the call failed",
        "sec_72_an_answer_has_a_megabyte_at_most",
    ),
    row(
        Limit::CheckBody,
        bytes(checker::BODY_MOST),
        "facts of one person that are told to the rules over HTTP",
        "413",
        "sec_80_facts_are_taken_up_to_their_limit",
    ),
    row(
        Limit::CheckPace,
        (checker::ASKED_MOST as u64, Unit::Count),
        "questions to the rules from one network in a minute",
        "429, until the next minute",
        "sec_80_a_network_asks_so_often_in_a_minute_and_others_go_on",
    ),
    row(
        Limit::FiguresConnections,
        count(metrics::CONNECTIONS_MOST),
        "connections that ask for figures",
        "the next one waits in the queue of the system",
        "sec_80_so_many_ask_for_figures_at_once_and_one_more_waits",
    ),
];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
    }

    fn tests_of(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                tests_of(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn sec_80_every_limit_has_a_default_a_test_and_a_figure() {
        let mut sources = String::new();
        tests_of(&root().join("crates"), &mut sources);
        let listed: Vec<Limit> = LIMITS.iter().map(|row| row.limit).collect();
        assert_eq!(listed, Limit::ALL, "each once, in the order of their names in the code");
        for row in LIMITS {
            let code = row.limit.code();
            assert!(row.most > 0 && !row.what.is_empty() && !row.then.is_empty(), "{code}");
            assert_eq!(sources.matches(&format!("fn {}(", row.test)).count(), 1, "{code}: {} is not there", row.test);
            let raised = format!("Limit::{:?}.reached()", row.limit);
            let by_choice = format!("=> Limit::{:?},", row.limit);
            let chosen = format!("Limit::{:?} }}", row.limit);
            let is_raised = [&raised, &by_choice, &chosen].iter().any(|way| sources.contains(way.as_str()));
            assert!(is_raised, "{code}: nothing counts how often it is reached");
        }
    }

    /// The table as it stands in the documents.
    fn table() -> String {
        let rows = LIMITS.iter().map(|row| {
            format!(
                "| `{}` | {} {} | {} | {} | `{}` |\n",
                row.limit.code(),
                row.most,
                row.unit.word().replace('_', " "),
                row.what,
                row.then,
                row.test
            )
        });
        let head = "| limit | default | of what | who reaches it | tested by |\n|---|---|---|---|---|\n";
        format!("{head}{}", rows.collect::<String>())
    }

    #[test]
    fn sec_80_the_document_says_what_the_limits_are() {
        let path = root().join("docs/limits.md");
        let told = fs::read_to_string(&path).unwrap_or_default();
        assert!(told.contains(&table()), "{} is not true any more; its table is now:\n{}", path.display(), table());
    }
}
