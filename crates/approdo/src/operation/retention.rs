//! How long each kind of record is kept, and why (SEC-49).
//!
//! The build makes [`Table`] from the SQL text of the rooms. A table without a line here is a `match`
//! without an arm: the house does not compile. What goes by itself is reported before it is swept.

use ground::Timestamp;
use store::Result;

use crate::{
    access::{self, Event},
    app::App,
    tables::Table,
};

/// How long a record is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As long as the house is run with it: how it is set up and whom it trusts.
    WhileInUse,
    /// While work is in hand, hours at most.
    WhileAtWork,
    /// As long as the row of that table to which it belongs.
    With(Table),
    /// Until two people erase the person it is about, by the town's own plan of keeping.
    UntilErased,
    /// So many seconds after the instant in that column; then it goes by itself. Where the column is null,
    /// until she is erased.
    For(i64, &'static str),
}

/// The rule of a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How long.
    pub keep: Keep,
    /// The ground in the law.
    pub ground: &'static str,
}

const PERSON: &str = "D.Lgs. 42/2004, art. 10, 20 and 21: a town's files, by its plan of keeping; GDPR art. 17";
const STAY: &str = "GDPR art. 5, 1 c and e: what nobody uses of her stay goes; with her file, D.Lgs. 42/2004";
const SECURITY: &str = "GDPR art. 32: security of processing";
const MINIMAL: &str = "GDPR art. 5, 1 c and e: no more and no longer than needed";
const PROOF: &str = "GDPR art. 5, 2: whoever holds data can show what was done with it";
const TRAIL: &str = "GDPR art. 5, 2 and 32, 24 months; Garante, 27 November 2008: administrators at least 6 months";
const STAFF: &str = "GDPR art. 6, 1 b and e: who works with the service, while she does";

/// The rule of a table.
#[must_use]
pub const fn rule(table: Table) -> Rule {
    use Keep::{For, UntilErased, WhileAtWork, WhileInUse, With};
    use access::{drafts, exports, outside, passkeys, sessions, sought, users};
    let (keep, ground) = match table {
        Table::Person
        | Table::Conflict
        | Table::ConflictProposed
        | Table::Guard
        | Table::Follow
        | Table::TieBetween => (UntilErased, PERSON),
        // 90 days after somebody last used it (SEC-36); an open case will hold it.
        Table::ResidenceTitle | Table::DatedFact => (For(crate::people::situation::KEPT_SECONDS, "used_at"), STAY),
        Table::ResidenceTitlePast => (With(Table::ResidenceTitle), STAY),
        Table::SafeAddress => (With(Table::Guard), PERSON),
        Table::Tie => (With(Table::TieBetween), PERSON),
        Table::TieChange => (With(Table::Tie), PERSON),
        Table::Glass => (UntilErased, PROOF),
        Table::GlassNotice => (With(Table::Glass), PROOF),
        Table::PersonLookup | Table::PersonChange | Table::PersonMerge | Table::PersonPair | Table::Followed => {
            (With(Table::Person), PERSON)
        }
        Table::PersonBatch | Table::PersonIndex => (WhileInUse, PROOF),
        Table::PersonUpload => (WhileAtWork, MINIMAL),
        Table::PersonUploadPart => (With(Table::PersonUpload), MINIMAL),
        // A contact that nobody claimed goes after 90 days by a job of its own (desk::EXPIRE).
        Table::Contact => (UntilErased, PERSON),
        Table::ContactPart => (With(Table::Contact), PERSON),
        Table::DeskPreset | Table::Passkey | Table::PrivateStatement => (With(Table::Account), STAFF),
        Table::PrivateMark => (With(Table::PrivateStatement), STAFF),
        Table::ErasureRequest => (For(crate::people::erasure::ASKED_FOR, "asked_at"), MINIMAL),
        Table::Erasure => (WhileInUse, PROOF),
        Table::Team | Table::Account | Table::OutsideLink => (WhileInUse, STAFF),
        Table::Session => (For(sessions::LONGEST, "started_at"), SECURITY),
        Table::LogInStep | Table::OutsideStep => (For(sessions::STEP, "at"), SECURITY),
        Table::PasskeyAnswer => (For(2 * passkeys::ASKED, "at"), SECURITY),
        Table::PasskeyOffer => (For(passkeys::OFFERED, "at"), SECURITY),
        Table::OutsideReturn => (For(2 * outside::AWAY, "at"), SECURITY),
        Table::Invitation => (For(0, "expires_at"), SECURITY),
        Table::ResetRequest => (For(users::ASKED_SECONDS, "asked_at"), SECURITY),
        Table::KnownDevice => (For(sessions::KNOWN_DAYS * 86_400, "seen_at"), SECURITY),
        Table::Draft => (For(drafts::KEPT_DAYS * 86_400, "at"), MINIMAL),
        Table::OnceKey => (For(super::jobs::ONCE_SECONDS, "at"), MINIMAL),
        Table::AuditEntry => (For(access::trail::KEPT_SECONDS, "at"), TRAIL),
        Table::Alarm => (For(access::trail::KEPT_SECONDS, "at"), TRAIL),
        Table::AlarmReview => (With(Table::Alarm), TRAIL),
        Table::SearchAsked => (WhileAtWork, MINIMAL),
        Table::Sought => (For(sought::KEPT_DAYS * 86_400, "at"), PROOF),
        Table::ExportFile => (For(exports::KEPT_DAYS * 86_400, "made_at"), PROOF),
        Table::WitnessTold => (WhileInUse, PROOF),
        Table::AuditAbout => (With(Table::AuditEntry), TRAIL),
        Table::AuditPending => (WhileAtWork, TRAIL),
        Table::AuditHead | Table::AuditCheckpoint | Table::AuditCut | Table::AuditKey | Table::BackupProof => {
            (WhileInUse, PROOF)
        }
        Table::Job | Table::Lease | Table::Restoring => (WhileAtWork, MINIMAL),
        Table::CompartmentKey | Table::KeyEra | Table::DemoCity => (WhileInUse, SECURITY),
        // Each goes with its owner: a person, a contact, a tie, an upload.
        Table::DataKey => (With(Table::Person), PERSON),
    };
    Rule { keep, ground }
}

/// Records whose time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Of which kind.
    pub table: Table,
    /// How many.
    pub rows: u64,
}

/// Counts what is due to go by itself, before anything goes.
///
/// # Errors
/// The store's.
pub fn report(app: &App) -> Result<Vec<Due>> {
    app.store.read("operation.retention", |tx| {
        let mut all = Vec::new();
        for table in Table::ALL {
            let Keep::For(seconds, column) = rule(*table).keep else { continue };
            let before: Timestamp = app.now().plus_seconds(-seconds);
            let sql = format!("select count(*) from {} where {column} < $1", table.name());
            let counted: Option<(u64,)> = tx.one(&sql, &[before.into()])?;
            let rows = counted.map_or(0, |(rows,)| rows);
            all.extend((rows > 0).then_some(Due { table: *table, rows }));
        }
        Ok(all)
    })
}

/// Writes what was due into the trail, with how many rows were swept. What is due and stays, such as entries
/// of the trail that no witness has yet, comes up again in an hour.
///
/// # Errors
/// The store's.
pub fn note(app: &App, due: &[Due], swept: u64) -> Result<()> {
    if due.is_empty() || swept == 0 {
        return Ok(());
    }
    let fields: Vec<&'static str> = due.iter().map(|due| due.table.name()).collect();
    app.store.write("operation.retention.note", |tx| {
        let event = Event { act: "retention.swept", fields: &fields, count: Some(swept), ..Event::default() };
        access::note_of_house(app, tx, event)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        operation::jobs,
        story::{Town, on_both_engines},
    };

    #[test]
    fn sec_49_every_kind_of_record_has_a_rule_with_its_ground_and_a_column_that_is_there() {
        assert_eq!(Table::ALL.len(), crate::tables::TABLES.len());
        for plan in crate::tables::TABLES {
            let table = Table::ALL.iter().find(|table| table.name() == plan.name).unwrap();
            let rule = rule(*table);
            assert!(rule.ground.contains("GDPR") || rule.ground.contains("D.Lgs."), "{}", plan.name);
            if let Keep::For(_, column) = rule.keep {
                assert!(plan.columns.iter().any(|one| one.name == column), "{}.{column}", plan.name);
            }
            let names_a_person = plan.columns.iter().any(|one| one.level.is_personal());
            assert!(!names_a_person || rule.keep != Keep::WhileInUse, "{} holds someone for ever", plan.name);
        }
    }

    fn old_draft(town: &Town, form: &str, age: i64) {
        let at = town.now().plus_seconds(-age);
        town.app
            .store
            .write("test.draft", |tx| {
                tx.exec(
                    "insert into draft (account, form, body, version, at) values ($1, $2, $3, 1, $4)",
                    &[town.desk().id().into(), form.into(), (&[0; 32]).into(), at.into()],
                )
            })
            .unwrap();
    }

    #[test]
    fn sec_49_what_is_due_is_reported_then_swept_and_noted() {
        on_both_engines(|town| {
            assert_eq!(report(&town.app).unwrap(), []);
            let Keep::For(kept, _) = rule(Table::Draft).keep else { panic!("drafts go by themselves") };
            old_draft(town, "/old", kept + 1);
            old_draft(town, "/young", kept - 60);
            assert_eq!(report(&town.app).unwrap(), [Due { table: Table::Draft, rows: 1 }]);
            assert_eq!(jobs::forget(&town.app).unwrap(), 1);
            assert_eq!(report(&town.app).unwrap(), []);
            let entry = town.last_entry("retention.swept");
            assert_eq!((&entry["count"], &entry["fields"]), (&1.into(), &serde_json::json!(["draft"])));
        });
    }
}
