//! What is written is read again, cell by cell.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod house;

use house::{file, read, written};
use parquet_rows::{Rows, Sheet};
use proptest::prelude::*;

#[test]
fn rows_come_back_in_their_order_over_several_groups() {
    let mut sheet = Sheet::with_heads(&["id", "odd"]).unwrap();
    let (mut bytes, mut pieces) = (Vec::new(), 0);
    for n in 0..150_000 {
        sheet.row(&[&format!("P{n}"), if n % 2 == 1 { "yes" } else { "" }]).unwrap();
        let ready = sheet.take().unwrap();
        pieces += usize::from(!ready.is_empty());
        bytes.extend(ready);
    }
    assert!(pieces >= 3, "the mark and two whole groups left the writer before its end");
    bytes.extend(sheet.finish().unwrap());
    let mut rows = Rows::open(file(&bytes)).unwrap();
    assert_eq!((rows.heads(), rows.total(), rows.given()), (&["id".to_owned(), "odd".to_owned()][..], 150_000, 0));
    for n in 0..150_000 {
        let row = rows.next_row().unwrap().unwrap();
        assert_eq!(row.get(0), Some(format!("P{n}").as_str()));
        assert_eq!([row.get(1), row.get(2)], [Some(if n % 2 == 1 { "yes" } else { "" }), None]);
    }
    assert!(rows.next_row().unwrap().is_none());
    assert_eq!(rows.given(), 150_000);
}

#[test]
fn a_file_without_rows_has_heads() {
    let (heads, rows) = read(&written(&["id", "age"], &[])).unwrap();
    assert_eq!((heads.as_slice(), rows.len()), (&["id".to_owned(), "age".to_owned()][..], 0));
}

#[test]
fn a_row_shorter_than_the_heads_ends_in_empty_cells() {
    let (_, rows) = read(&written(&["a", "b", "c"], &[vec!["1".to_owned()]])).unwrap();
    assert_eq!(rows, [["1", "", ""]]);
}

#[test]
fn a_cell_that_begins_a_formula_is_written_as_it_is() {
    let (_, rows) = read(&written(&["a"], &[vec!["=1+1".to_owned()]])).unwrap();
    assert_eq!(rows, [["=1+1"]]);
}

proptest! {
    #[test]
    fn any_text_comes_back(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 0..40)) {
        let (heads, read) = read(&written(&["a", "", "c c"], &rows)).unwrap();
        prop_assert_eq!(heads, ["a", "", "c c"]);
        prop_assert_eq!(read, rows);
    }
}
