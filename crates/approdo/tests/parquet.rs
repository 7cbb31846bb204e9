//! Many people screened from Parquet and into it, by the program itself: the same findings as from CSV.
//! `scripts/test` runs it both ways; without the feature it is what the program says instead.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use std::{fs, path::Path, process::Command};

struct Ran {
    status: i32,
    err: String,
}

fn rules(asked: &[&str], facts: &Path, rest: &[&str]) -> Ran {
    let mut program = Command::new(env!("CARGO_BIN_EXE_approdo"));
    let ran = program.arg("rules").args(asked).arg("--facts").arg(facts).args(rest).output().unwrap();
    Ran { status: ran.status.code().unwrap(), err: String::from_utf8(ran.stderr).unwrap() }
}

fn screen(facts: &Path, out: &Path) -> Ran {
    let two = ["--question", "renewal.term", "--question", "reunification.income"];
    rules(&[&["screen", "--as-of", "2026-11-23"], &two[..]].concat(), facts, &["--out", out.to_str().unwrap()])
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_the_program_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let [csv, parquet] = ["people.csv", "people.Parquet"].map(|name| folder.path().join(name));
    fs::write(&csv, "id,age\nA,30\n").unwrap();
    fs::write(&parquet, "PAR1").unwrap();
    let pack = folder.path().to_str().unwrap();
    for ran in [
        screen(&parquet, &folder.path().join("findings.csv")),
        screen(&csv, &folder.path().join("findings.parquet")),
        rules(&["impact"], &parquet, &["--pack", pack]),
    ] {
        assert!(ran.status == 2 && ran.err.contains("--features parquet") && ran.err.contains("as CSV"), "{}", ran.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing was written");
}

#[cfg(feature = "parquet")]
mod with_the_feature {
    use std::{fs::File, path::PathBuf};

    use parquet_rows::{Rows, Sheet};

    use super::*;

    type Table = Vec<Vec<String>>;

    fn csv_table(path: &Path) -> Table {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn parquet_table(path: &Path) -> Table {
        let mut rows = Rows::open(File::open(path).unwrap()).unwrap();
        let mut all = vec![rows.heads().to_vec()];
        while let Some(row) = rows.next_row().unwrap() {
            all.push((0..all[0].len()).map(|at| row.get(at).unwrap().to_owned()).collect());
        }
        all
    }

    fn table(path: &Path) -> Table {
        if path.extension().unwrap() == "csv" { csv_table(path) } else { parquet_table(path) }
    }

    fn as_parquet(path: &Path, table: &[Vec<String>]) {
        let heads: Vec<&str> = table[0].iter().map(String::as_str).collect();
        let mut sheet = Sheet::with_heads(&heads).unwrap();
        for row in &table[1..] {
            sheet.row(&row.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
        }
        fs::write(path, sheet.finish().unwrap()).unwrap();
    }

    /// The findings of one file, in both forms; they are the same.
    fn findings(facts: &Path, folder: &Path) -> Table {
        let mut found = ["findings.csv", "findings.parquet"].map(|name| {
            let out = folder.join(name);
            let ran = screen(facts, &out);
            assert_eq!(ran.status, 0, "{} to {name}: {}", facts.display(), ran.err);
            table(&out)
        });
        assert_eq!(found[0], found[1], "{}", facts.display());
        std::mem::take(&mut found[0])
    }

    #[test]
    fn the_same_people_give_the_same_findings_in_any_mixture_of_files() {
        let folder = tempfile::tempdir().unwrap();
        let [csv, parquet] = ["people.csv", "people.parquet"].map(|name| folder.path().join(name));
        let mut text = "id,permit,permit_expiry,renewal_requested,protection,income_year,relatives,age\n".to_owned();
        for n in 0..2_500_u32 {
            let permit = ["lavoro_subordinato", "", "null"][n as usize % 3];
            let expiry = ["2027-03-31", "2026-12-01", "2026-10-05", ""][n as usize % 4];
            let relatives = ["[]", "", r#""[{""relation"":""spouse"",""age"":30}]""#][n as usize / 3 % 3];
            let asked = ["yes", "no", ""][n as usize / 5 % 3];
            text += &format!("P{n},{permit},{expiry},{asked},null,{}.68,{relatives},{}\n", n * 7, n % 90);
        }
        fs::write(&csv, text).unwrap();
        as_parquet(&parquet, &csv_table(&csv));
        let found = findings(&csv, folder.path());
        assert_eq!(found[0], ["id", "question", "outcome", "values", "missing_facts", "horizon"]);
        assert_eq!(found.len(), 1 + 2 * 2_500);
        let outcomes = ["met", "late_but_possible", "urgent_file_now", "unknown", "not_required"];
        for outcome in outcomes {
            assert!(found.iter().any(|row| row[2] == outcome), "nobody is {outcome}");
        }
        assert_eq!(findings(&parquet, folder.path()), found);
    }

    #[test]
    fn columns_with_kinds_of_another_program_say_what_the_csv_says() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("people.csv");
        let text = "id,employed,age,permit_expiry,income_year,isee,protection,relatives\n\
            A,true,30,2027-03-31,10651.68,7000.50,null,\"[{\"\"relation\"\":\"\"spouse\"\",\"\"age\"\":30}]\"\n\
            B,,,2026-12-01,9000.00,,refugee,[]\n\
            C,false,41,,,12,,\n";
        fs::write(&csv, text).unwrap();
        let found = findings(&csv, folder.path());
        for name in ["pyarrow", "pyarrow_gzip", "duckdb", "polars"] {
            let files = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../parquet-rows/tests/files");
            assert_eq!(findings(&files.join(format!("{name}.parquet")), folder.path()), found, "{name}");
        }
    }

    #[test]
    fn sec_67_a_formula_is_made_harmless_in_csv_and_stays_what_it_is_in_parquet() {
        let folder = tempfile::tempdir().unwrap();
        let people = folder.path().join("people.parquet");
        as_parquet(&people, &[vec!["id".to_owned(), "age".to_owned()], vec!["=1+1".to_owned(), "30".to_owned()]]);
        let [csv, parquet] = ["findings.csv", "findings.parquet"].map(|name| folder.path().join(name));
        assert_eq!([screen(&people, &csv).status, screen(&people, &parquet).status], [0, 0]);
        assert_eq!([&csv_table(&csv)[1][0], &parquet_table(&parquet)[1][0]], ["'=1+1", "=1+1"]);
    }

    #[test]
    fn sec_66_sec_73_a_file_that_is_not_understood_or_damaged_is_told_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let [people, csv, parquet] =
            ["people.parquet", "findings.csv", "findings.parquet"].map(|name| folder.path().join(name));
        let rows = [["id", "permit_expiry"], ["A", "2027-03-31"], ["B", "someday"], ["", ""]];
        as_parquet(&people, &rows.map(|row| row.map(str::to_owned).to_vec()));
        for out in [&csv, &parquet] {
            let ran = screen(&people, out);
            assert!(ran.status == 1 && ran.err.contains("row 2: permit_expiry: expected a date"), "{}", ran.err);
            assert!(ran.err.contains("row 3: there is no id") && !out.exists(), "{}", ran.err);
        }
        let whole = fs::read(&people).unwrap();
        let step = whole.len() / 40;
        for (bytes, out) in
            (0..whole.len()).step_by(step).map(|end| &whole[..end]).zip([&csv, &parquet].into_iter().cycle())
        {
            fs::write(&people, bytes).unwrap();
            let ran = screen(&people, out);
            assert!(ran.status == 1 && ran.err.contains("people.parquet: this is no Parquet file"), "{}", ran.err);
            assert!(!out.exists() && !ran.err.contains("panicked"), "{}", ran.err);
        }
        as_parquet(&people, &[vec!["id".to_owned(), "agee".to_owned()]]);
        let ran = screen(&people, &csv);
        assert!(ran.status == 1 && ran.err.contains("agee: there is no such fact"), "{}", ran.err);
    }
}
