//! The closed lists a decision is made of, each word written as in `docs/access.md`.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A word of one of the closed lists of the policy.
///
/// Only the lists of this crate are words: a set of anything else is not a set of roles.
pub trait Word: Copy + Eq + fmt::Debug + fmt::Display + sealed::Sealed + 'static {
    /// The whole list.
    const LIST: &'static [Self];

    /// The place of the word in its list.
    fn place(self) -> u32;
}

mod sealed {
    /// Keeps the lists closed: nobody outside adds a word.
    pub trait Sealed {}
}

/// Writes a closed list once: the words, their codes, and how they are stored and read back.
///
/// One place for word and code, so that the two cannot drift apart. A text that is no word of the
/// list reads as nothing, never as a default (SEC-02).
macro_rules! words {
    ($(#[$about:meta])* pub enum $List:ident: $count:literal { $($(#[$what:meta])* $Word:ident = $code:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $List { $($(#[$what])* $Word,)* }

        impl $List {
            /// The whole list, in the order of `docs/access.md`.
            pub const ALL: [Self; $count] = [$(Self::$Word,)*];

            /// The word as `docs/access.md`, the database and the command line write it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$Word => $code,)* }
            }

            /// The word this code writes, if it is one of the list (SEC-02).
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|word| word.code() == code)
            }
        }

        impl fmt::Display for $List {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl Serialize for $List {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.code())
            }
        }

        impl<'de> Deserialize<'de> for $List {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let code = std::borrow::Cow::<str>::deserialize(input)?;
                Self::from_code(&code).ok_or_else(|| D::Error::custom(concat!("not a word of the list ", stringify!($List))))
            }
        }

        impl sealed::Sealed for $List {}

        impl Word for $List {
            const LIST: &'static [Self] = &Self::ALL;

            fn place(self) -> u32 {
                self as u32
            }
        }
    };
}

words! {
    /// What an account is trusted to do in the service (security requirements, section 2).
    pub enum Role: 16 {
        /// Reads the public guide. Nobody behind the desk.
        Public = "public",
        /// The person the service helps, in her own portal.
        Person = "person",
        /// Whoever holds the code of an anonymous case.
        CodeHolder = "code_holder",
        /// Receives whoever comes in.
        Desk = "desk",
        /// Follows persons over time.
        CaseWorker = "case_worker",
        /// Follows victims of violence or trafficking, and minors.
        ProtectedWorker = "protected_worker",
        /// Leads a team and says who follows whom.
        Supervisor = "supervisor",
        /// Interprets, in language and culture.
        Mediator = "mediator",
        /// Works for an outside organisation.
        PartnerUser = "partner_user",
        /// Keeps the accounts of an outside organisation.
        PartnerAdmin = "partner_admin",
        /// Approves payments.
        Approver = "approver",
        /// Carries out approved payments.
        Payer = "payer",
        /// Writes the public guide.
        Editor = "editor",
        /// Reads aggregates, never persons.
        Analyst = "analyst",
        /// Watches over the use of data: the trail, never the contents.
        AuditorDpo = "auditor_dpo",
        /// Keeps the machine running: accounts, backup, settings, never persons.
        Sysadmin = "sysadmin",
    }
}

words! {
    /// How the one who asks stands to the person or the thing asked about.
    ///
    /// `None` is a relation like the others and is said aloud: no relation at all is an empty
    /// [`RelationSet`], from which nothing follows (SEC-02).
    pub enum Relation: 8 {
        /// Looked for, and there is none.
        None = "none",
        /// Both belong to the same team; of a contact, the team it was recorded in.
        SameTeam = "same_team",
        /// Follows the person; of a contact, the one who recorded it.
        Assigned = "assigned",
        /// Followed the person until a reassignment. Gives nothing (SEC-15).
        FormerlyAssigned = "formerly_assigned",
        /// Leads the one who follows the person.
        SupervisorOfAssigned = "supervisor_of_assigned",
        /// Received a referral of the person. Gives nothing yet: referrals have their own scopes.
        ReferralRecipient = "referral_recipient",
        /// Lives in the same household. Gives nothing (SEC-15).
        HouseholdMember = "household_member",
        /// Is the person, or owns the account.
        Oneself = "self",
    }
}

words! {
    /// What is asked about. Every stored field belongs to one of these.
    pub enum Resource: 19 {
        /// Names, sex, birth, citizenships, identifiers of a person (S2).
        Identity = "identity",
        /// Contact points, address, languages, safe-contact set, who follows her (S2).
        PersonFile = "person_file",
        /// The changes of a person's data over time (S2).
        PersonHistory = "person_history",
        /// An encounter at the desk; each theme carries the level it reveals.
        Contact = "contact",
        /// What is known of her situation: residence titles, dated facts; each carries its level (S2, S3, S4).
        Situation = "situation",
        /// Who follows a person: reference worker and team.
        Assignment = "assignment",
        /// The users of Approdo (S1).
        Account = "account",
        /// One's own password, second factor and language (S1).
        OwnAccount = "own_account",
        /// The teams of the service (S1).
        Team = "team",
        /// The trail of what was done: references (S2), never contents.
        Audit = "audit",
        /// What the watch over the trail found unusual: accounts and counts (S1), nobody by name (SEC-48).
        Alarm = "alarm",
        /// The copies of the whole database.
        Backup = "backup",
        /// The settings of this city (S1).
        Settings = "settings",
        /// A batch of persons on its way in (S2).
        Import = "import",
        /// That a person is protected (S4).
        Protection = "protection",
        /// Whom of the service a person must not meet in it (S2).
        Conflict = "conflict",
        /// Where a protected person stays (S4).
        SafeAddress = "safe_address",
        /// An emergency opening of one person: who, why, and its review (S2 references).
        Glass = "glass",
        /// The destruction of a person's data (S2 references).
        Erasure = "erasure",
    }
}

words! {
    /// What is to be done.
    pub enum Action: 15 {
        /// Looks for a person among all.
        Search = "search",
        /// Reads.
        See = "see",
        /// Writes something new.
        Create = "create",
        /// Changes what is written.
        Correct = "correct",
        /// Says who follows a person.
        Assign = "assign",
        /// Brings in a batch of persons.
        Import = "import",
        /// Operates: roles, second factors, backups, settings.
        Administer = "administer",
        /// Proves that nothing was altered.
        Verify = "verify",
        /// Hides a person from all but the protected team (SEC-18).
        Protect = "protect",
        /// Ends a protection or a conflict.
        Lift = "lift",
        /// Says that she must not work for a person, or that the person asked for that.
        Declare = "declare",
        /// Breaks the glass: opens one person in an emergency.
        Break = "break",
        /// Judges what was done behind the broken glass.
        Review = "review",
        /// Destroys a person's data.
        Erase = "erase",
        /// Takes rows out of the house, in a file (SEC-67).
        Export = "export",
    }
}

words! {
    /// How far an account has opened one person in an emergency (SEC-22).
    pub enum Glass: 3 {
        /// It has not.
        Closed = "closed",
        /// It runs, opened by herself.
        Broken = "broken",
        /// It runs, and a second colleague was present.
        Witnessed = "witnessed",
    }
}

words! {
    /// Why special or protected data is read. The list is closed (SEC-31).
    pub enum Purpose: 6 {
        /// To tell the person where to go.
        Orientation = "orientation",
        /// To follow her over time.
        InCharge = "in_charge",
        /// To keep her safe.
        Protection = "protection",
        /// Because the law orders it.
        LegalDuty = "legal_duty",
        /// To check the work of the service.
        Quality = "quality",
        /// To save her now; only while the glass is broken.
        Emergency = "emergency",
    }
}

words! {
    /// What an outside organisation is, which bounds what it can ever hold (SEC-34, SEC-35).
    pub enum PartnerKind: 5 {
        /// An association or other body of the third sector.
        Association = "association",
        /// A hospital or health service.
        Hospital = "hospital",
        /// Police or another authority that enforces the law. Behind the firewall (SEC-34).
        LawEnforcement = "law_enforcement",
        /// An employer or a training body.
        EmployerTraining = "employer_training",
        /// A lawyer or legal desk.
        Lawyer = "lawyer",
    }
}

impl Relation {
    /// Whether it comes from work that is hers now: a former one, or living together, is none (SEC-15).
    #[must_use]
    pub const fn is_of_work(self) -> bool {
        match self {
            Self::SameTeam | Self::Assigned | Self::SupervisorOfAssigned | Self::ReferralRecipient | Self::Oneself => {
                true
            }
            Self::None | Self::FormerlyAssigned | Self::HouseholdMember => false,
        }
    }
}

impl Resource {
    /// Whether it is about persons the service helps, so that their protection governs it (SEC-18).
    ///
    /// The trail, the broken glass and the erasure are not: they name persons by reference and hold
    /// no contents, so that whoever watches over the use of data can watch over these too.
    #[must_use]
    pub const fn is_about_persons(self) -> bool {
        match self {
            Self::Identity
            | Self::PersonFile
            | Self::PersonHistory
            | Self::Contact
            | Self::Situation
            | Self::Assignment
            | Self::Import
            | Self::Protection
            | Self::Conflict
            | Self::SafeAddress => true,
            Self::Account
            | Self::OwnAccount
            | Self::Team
            | Self::Audit
            | Self::Alarm
            | Self::Backup
            | Self::Settings
            | Self::Glass
            | Self::Erasure => false,
        }
    }
}

/// A set of words of one list. An empty one gives nothing, wherever it stands (SEC-02).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SetOf<W> {
    bits: u32,
    list: PhantomData<W>,
}

/// The roles of an account.
pub type RoleSet = SetOf<Role>;

/// The relations of a subject to a person or thing. Empty is not [`Relation::None`]: see there.
pub type RelationSet = SetOf<Relation>;

impl<W: Word> SetOf<W> {
    /// Exactly these words.
    #[must_use]
    pub fn of(words: &[W]) -> Self {
        words.iter().copied().collect()
    }

    /// Whether the word is in the set.
    #[must_use]
    pub fn holds(self, word: W) -> bool {
        self.bits & (1 << word.place()) != 0
    }

    /// The set with one word more.
    #[must_use]
    pub fn with(self, word: W) -> Self {
        Self { bits: self.bits | (1 << word.place()), ..self }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// The words, in the order of their list.
    pub fn iter(self) -> impl Iterator<Item = W> {
        W::LIST.iter().copied().filter(move |word| self.holds(*word))
    }
}

impl<W: Word> FromIterator<W> for SetOf<W> {
    fn from_iter<T: IntoIterator<Item = W>>(words: T) -> Self {
        words.into_iter().fold(Self { bits: 0, list: PhantomData }, Self::with)
    }
}

impl<W: Word> fmt::Debug for SetOf<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|word| format!("{word}"))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_what_it_writes() {
        fn both_ways<W: Word + Serialize + serde::de::DeserializeOwned>(from_code: fn(&str) -> Option<W>) {
            for word in W::LIST {
                let json = serde_json::to_string(word).unwrap();
                assert_eq!(serde_json::from_str::<W>(&json).unwrap(), *word);
                assert_eq!(from_code(json.trim_matches('"')), Some(*word));
            }
        }
        both_ways(Role::from_code);
        both_ways(Relation::from_code);
        both_ways(Resource::from_code);
        both_ways(Action::from_code);
        both_ways(Purpose::from_code);
        both_ways(Glass::from_code);
        both_ways(PartnerKind::from_code);
    }

    #[test]
    fn sec_02_an_unknown_word_is_no_word() {
        for text in ["", "Desk", "desk ", "root", "*"] {
            assert_eq!(Role::from_code(text), None);
            assert_eq!(Action::from_code(text), None);
            assert!(serde_json::from_value::<Role>(text.into()).is_err());
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        for one in Role::ALL {
            let set = RoleSet::of(&[one]);
            assert_eq!(set.iter().collect::<Vec<_>>(), [one]);
            assert!(Role::ALL.into_iter().all(|other| set.holds(other) == (one == other)));
        }
        assert!(RoleSet::of(&[]).is_empty());
        assert!(!RelationSet::of(&[]).holds(Relation::None));
    }
}
