//! From the house's one SQL text to what SQLite reads. PostgreSQL takes the text as it is.

use std::borrow::Cow;

/// Writes `$n` as `?n`: SQLite numbers `$n` by first appearance and would swap the values silently.
pub(crate) fn for_sqlite(sql: &str) -> Cow<'_, str> {
    if sql.contains('$') { Cow::Owned(sql.replace('$', "?")) } else { Cow::Borrowed(sql) }
}

/// Writes a table's definition for SQLite: its own type names, `strict`, and `without rowid` for
/// tables whose closing line says `-- clustered` (their primary key is how they are read).
pub(crate) fn table_for_sqlite(ddl: &str) -> String {
    let mut lines = Vec::new();
    for line in ddl.lines() {
        let (code, comment) = line.split_once("--").unwrap_or((line, ""));
        let code = code.replace("double precision", "real").replace("bytea", "blob").replace("bigint", "integer");
        let code = match (code.trim() == ");", comment.trim() == "clustered") {
            (true, true) => ") strict, without rowid;".to_owned(),
            (true, false) => ") strict;".to_owned(),
            (false, _) => code,
        };
        lines.push(code);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_keep_their_numbers() {
        assert_eq!(for_sqlite("update t set a = $2 where b = $1"), "update t set a = ?2 where b = ?1");
    }

    #[test]
    fn tables_are_strict_and_clustered_where_they_say_so() {
        let ddl = "create table t (\n  id bytea not null, -- S1\n  n bigint\n); -- clustered";
        assert_eq!(
            table_for_sqlite(ddl),
            "create table t (\n  id blob not null, \n  n integer\n) strict, without rowid;"
        );
    }
}
