//! A file of queries: the same table as that of an import, asked about instead of taken in.

use std::io::Read;

use ground::Limit;
use matching::Known;

use super::{FileFault, ImportFault, Mapping, ROWS_MOST, Table, row, unreadable};

/// What a file asks.
#[derive(Clone, Debug)]
pub struct Queries {
    /// The number of each query in its file, and what it knows of the person.
    pub asked: Vec<(String, Known)>,
    /// SHA-256 of the file, in hexadecimal.
    pub file_hash: String,
}

/// Reads the queries of a file. A cell that cannot be is not known: a query is answered by the rest.
///
/// # Errors
/// [`ImportFault`] when it is no table, has no `rec_id`, no part of a name, or goes beyond the limits
/// of an import.
pub fn queries(file: &mut (dyn Read + Send)) -> Result<Queries, ImportFault> {
    let mut table = Table::open(file, &Mapping::numbered(), ROWS_MOST)?;
    let mut asked = Vec::new();
    loop {
        table.reader.get_mut().row_bytes = 0;
        if !table.reader.read_record(&mut table.row).map_err(|why| unreadable(&why))? {
            return Ok(Queries { asked, file_hash: table.file_hash() });
        }
        if asked.len() as u64 == ROWS_MOST {
            Limit::ImportRows.reached();
            return Err(FileFault::Rows(ROWS_MOST).into());
        }
        let line = table.row.position().map_or(0, csv::Position::line);
        let known = row::known(&table.columns, &table.row, line);
        asked.push(known.map_err(|fault| FileFault::Table { line, why: fault.to_string() })?);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Queries, ImportFault> {
        queries(&mut std::io::Cursor::new(bytes.to_vec()))
    }

    #[test]
    fn sec_71_queries_are_read_as_an_import_is() {
        let table = "Rec_ID;given_name;birth_country;phone\nQ1;José;Marocco;+39 1\n";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(table);
        let bom = [b"\xef\xbb\xbf".as_slice(), table.as_bytes()].concat();
        for bytes in [table.as_bytes(), &bom, &windows] {
            let asked = read(bytes).unwrap().asked;
            let (number, known) = &asked[0];
            assert_eq!(number, "Q1");
            assert_eq!(known.names, [matching::NameForm::new("José", "")]);
            assert_eq!(known.birth_country, matching::Country2::parse("MA"));
            assert_eq!(known.phones, ["+39 1"]);
        }
    }

    #[test]
    fn what_cannot_be_in_a_query_is_not_known_and_the_rest_is_asked() {
        let asked = read(b"rec_id,given_name,birth_date,document_no\nQ1,,31/2/1991,AB1\n").unwrap().asked;
        let (_, known) = &asked[0];
        assert_eq!((known.names.len(), known.born, known.documents.as_slice()), (0, None, &["AB1".to_owned()][..]));
    }

    #[test]
    fn queries_without_numbers_or_of_uneven_rows_are_refused() {
        let why = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(why(b"given_name\nAmina\n").contains("rec_id"));
        assert!(why(b"rec_id,given_name\nQ1\n").contains("line 2"));
    }
}
