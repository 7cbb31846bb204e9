//! Why a person may be erased, and what stands in the way.

use ground::{AccountId, Timestamp};

/// Why a person is erased: a closed list, each with its ground in the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// She asked for it (GDPR article 17, 1 b and c).
    Request,
    /// The time for which the service had a reason to keep her data is over (article 5, 1 e).
    Retention,
    /// A court or the data protection authority ordered it (article 17, 1 e; article 58, 2 g).
    Order,
    /// She should never have been on file (article 17, 1 d).
    Mistake,
}

impl Reason {
    /// Every reason, as a form offers them.
    pub const ALL: [Self; 4] = [Self::Request, Self::Retention, Self::Order, Self::Mistake];

    /// The word that is stored, and that names the reason in the trail.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Retention => "retention",
            Self::Order => "order",
            Self::Mistake => "mistake",
        }
    }

    /// The reason of that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// How long, in seconds, the word of who asked stands: the month in which a person must have her answer
/// (GDPR article 12, 3).
pub const ASKED_FOR: i64 = 30 * 24 * 3600;

/// What waits for a second word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Why.
    pub reason: Reason,
    /// Who asked.
    pub asked_by: AccountId,
    /// Whether who asked saw who the person is.
    pub knows_her: bool,
    /// When.
    pub asked_at: Timestamp,
    /// Who agreed, once it is decided.
    pub agreed: Option<(AccountId, Timestamp)>,
}

impl Request {
    /// Whether the first word still stands.
    pub(super) fn stands(&self, now: Timestamp) -> bool {
        self.agreed.is_some() || now < self.asked_at.plus_seconds(ASKED_FOR)
    }
}

/// What one of the two brings to an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Voice {
    /// Watches over the use of data, and sees no contents.
    pub(super) audits: bool,
    /// Sees who the person is.
    pub(super) knows_her: bool,
}

/// Whether two voices decide: one that watches over the use of data, and another that sees who it is. The
/// auditor alone would not know whom she erases, and those who know her would have nobody to answer to.
pub(super) const fn decide(asked: Voice, agrees: Voice) -> bool {
    (asked.audits && agrees.knows_her) || (agrees.audits && asked.knows_her)
}

/// Why a person is not erased now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotErase {
    /// Nobody has this reference.
    NoSuchPerson,
    /// It was asked for already and waits for the second word.
    AskedBefore,
    /// Whoever asked does not agree to it herself.
    SamePerson,
    /// Of the two, one must be the auditor and the other someone who sees who the person is.
    WrongPair,
    /// Someone opened her in an emergency, and nobody has judged yet whether that was right.
    GlassToReview,
    /// No reason of the list was chosen.
    NoReason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_50_the_auditor_and_one_who_knows_her_decide_and_no_other_two() {
        let voice = |audits, knows_her| Voice { audits, knows_her };
        let (auditor, worker, both, neither) =
            (voice(true, false), voice(false, true), voice(true, true), voice(false, false));
        for (asked, agrees, decided) in [
            (worker, auditor, true),
            (auditor, worker, true),
            (both, worker, true),
            (both, auditor, true),
            (worker, both, true),
            (both, both, true),
            (worker, worker, false),
            (auditor, auditor, false),
            (neither, auditor, false),
            (neither, worker, false),
            (neither, both, false),
        ] {
            assert_eq!(decide(asked, agrees), decided, "{asked:?} {agrees:?}");
            assert_eq!(decide(agrees, asked), decided, "{agrees:?} {asked:?}");
        }
    }

    #[test]
    fn a_reason_is_one_of_the_list() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
        assert_eq!(Reason::from_code("because"), None);
    }
}
