//! The limits of SEC-80, by name, and how often each was reached. What each one is, and where it is
//! tested, stands in the table of `operation/limits.rs`.

use crate::Count;

macro_rules! limits {
    ($($(#[doc = $what:literal])* $name:ident = $code:literal;)*) => {
        /// A limit against whoever sends, asks or holds too much.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Limit {
            $($(#[doc = $what])* $name,)*
        }

        impl Limit {
            /// Every limit.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in figures and documents.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// How often it was reached in this process. A process serves one house: so the numbers are
            /// the process's, and a reader of tables or forms needs no house to raise them.
            fn count(self) -> &'static Count {
                match self { $(Self::$name => { static REACHED: Count = Count::zero(); &REACHED })* }
            }
        }
    };
}

limits! {
    /// Connections served at once.
    Connections = "connections";
    /// Bytes and lines of a request's head.
    Headers = "headers";
    /// Time for a request's head.
    HeaderTime = "header_time";
    /// Pace of a body.
    SlowBody = "slow_body";
    /// Time for a whole request.
    RequestTime = "request_time";
    /// Acts that run at once.
    Acts = "acts";
    /// Bytes of a form.
    Body = "body";
    /// Fields of a form.
    Fields = "fields";
    /// Bytes of one value of a form.
    Value = "value";
    /// Bytes of a draft that is kept.
    DraftBytes = "draft_bytes";
    /// Drafts kept for one account.
    Drafts = "drafts";
    /// Rows of a page of a list.
    PageRows = "page_rows";
    /// Persons shown for a search.
    SearchRows = "search_rows";
    /// Time for one question to the database.
    QueryTime = "query_time";
    /// Connections to PostgreSQL.
    DatabaseConnections = "database_connections";
    /// Time until a place at the database comes free.
    DatabaseWait = "database_wait";
    /// Tries of a change that others get in the way of.
    WriteTries = "write_tries";
    /// Time for one job before another node may take it over.
    JobTime = "job_time";
    /// Bytes of a file that is taken in from a browser.
    ImportBytes = "import_bytes";
    /// Rows of a file that is taken in from a browser.
    ImportRowsBrowser = "import_rows_browser";
    /// Rows of a file on the command line.
    ImportRows = "import_rows";
    /// Columns of a file.
    ImportColumns = "import_columns";
    /// Bytes of one cell of a file.
    ImportCell = "import_cell";
    /// Bytes of one row of a file.
    ImportRowBytes = "import_row_bytes";
    /// Free tries of a log-in on one account, or from one known browser.
    ThrottleAccount = "throttle_account";
    /// Free tries from one network.
    ThrottleNetwork = "throttle_network";
    /// Free tries from one range of networks.
    ThrottleSite = "throttle_site";
    /// Free tries on the whole house.
    ThrottleHouse = "throttle_house";
    /// Free tries of a second factor.
    ThrottleCode = "throttle_code";
    /// Log-ins that wait for a password to be checked.
    PasswordLine = "password_line";
    /// Bytes of one message on the socket of the command line.
    OrderBytes = "order_bytes";
    /// Calls to other services at once.
    OutgoingCalls = "outgoing_calls";
    /// Time for a call to another service.
    OutgoingTime = "outgoing_time";
    /// Bytes of another service's answer.
    OutgoingBytes = "outgoing_bytes";
    /// Bytes of the facts that are told to the rules.
    CheckBody = "check_body";
    /// Questions to the rules of one network in a minute.
    CheckPace = "check_pace";
    /// Connections that ask for figures at once.
    FiguresConnections = "figures_connections";
}

impl Limit {
    /// It was reached: somebody had to wait, or was told no, or was shown less.
    pub fn reached(self) {
        self.count().one();
    }

    /// How often it was reached.
    #[must_use]
    pub fn times_reached(self) -> u64 {
        self.count().so_far()
    }
}
