//! Columns of every kind, as other programs write them, become the text that a CSV would have.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod house;

use house::{read, typed};
use parquet::{
    basic::{Compression, Encoding},
    data_type::{
        BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType,
        Int32Type, Int64Type, Int96, Int96Type,
    },
    file::properties::{WriterProperties, WriterVersion},
};

fn plainly() -> WriterProperties {
    WriterProperties::builder().build()
}

fn cells<T: DataType>(column: &str, values: &[T::T]) -> Vec<String> {
    read(&typed::<T>(column, values, None, plainly())).unwrap().1.concat()
}

fn refused<T: DataType>(column: &str, values: &[T::T]) -> String {
    read(&typed::<T>(column, values, None, plainly())).unwrap_err().to_string()
}

fn texts(of: &[&str]) -> Vec<ByteArray> {
    of.iter().map(|text| ByteArray::from(*text)).collect()
}

#[test]
fn each_kind_is_the_text_that_a_csv_would_have() {
    assert_eq!(cells::<BoolType>("required boolean a", &[true, false]), ["true", "false"]);
    assert_eq!(cells::<Int32Type>("required int32 a", &[30, -1]), ["30", "-1"]);
    assert_eq!(cells::<Int32Type>("required int32 a (INTEGER(8,false))", &[200]), ["200"]);
    assert_eq!(cells::<Int32Type>("required int32 a (UINT_32)", &[-1]), ["4294967295"]);
    assert_eq!(cells::<Int64Type>("required int64 a (INTEGER(64,true))", &[i64::MIN]), ["-9223372036854775808"]);
    assert_eq!(cells::<Int32Type>("required int32 a (DATE)", &[20_780, -719_162]), ["2026-11-23", "0001-01-01"]);
    assert_eq!(cells::<Int32Type>("required int32 a (DECIMAL(9,2))", &[1_065_168, -5]), ["10651.68", "-0.05"]);
    assert_eq!(cells::<Int64Type>("required int64 a (DECIMAL(18,2))", &[900_000]), ["9000.00"]);
    assert_eq!(cells::<Int64Type>("required int64 a (DECIMAL(18,0))", &[9]), ["9"]);
    let bytes = |number: i128| FixedLenByteArray::from(number.to_be_bytes()[7..].to_vec());
    let money = [bytes(1_065_168), bytes(-1)];
    assert_eq!(
        cells::<FixedLenByteArrayType>("required fixed_len_byte_array(9) a (DECIMAL(20,2))", &money),
        ["10651.68", "-0.01"]
    );
    assert_eq!(cells::<DoubleType>("required double a", &[30.0, 752.8]), ["30", "752.80"]);
    assert_eq!(cells::<ByteArrayType>("required binary a (STRING)", &texts(&["è", "null", ""])), ["è", "null", ""]);
    assert_eq!(cells::<ByteArrayType>("required binary a (JSON)", &texts(&["[]"])), ["[]"]);
}

#[test]
fn a_null_is_an_empty_cell() {
    for column in ["optional int64 a", "optional int64 a (DECIMAL(18,2))"] {
        let bytes = typed::<Int64Type>(column, &[7, 8], Some(&[0, 1, 0, 1, 0]), plainly());
        let cells = read(&bytes).unwrap().1.concat();
        assert_eq!(
            cells.iter().map(String::is_empty).collect::<Vec<_>>(),
            [true, false, true, false, true],
            "{column}"
        );
    }
    let nothing = typed::<ByteArrayType>("optional binary a (STRING)", &[], Some(&[0; 3]), plainly());
    assert_eq!(read(&nothing).unwrap().1.concat(), ["", "", ""]);
}

#[test]
fn what_has_no_text_is_refused_with_its_column_and_the_next_step() {
    let told = refused::<Int64Type>("required int64 seen (TIMESTAMP(MILLIS,true))", &[1]);
    assert!(told.contains("the column seen is TIMESTAMP") && told.contains("write it as text"), "{told}");
    let told = refused::<Int32Type>("required int32 at (TIME_MILLIS)", &[1]);
    assert!(told.contains("the column at is TIME"), "{told}");
    let told = refused::<Int64Type>("required int64 income_year (DECIMAL(18,4))", &[1]);
    assert!(told.contains("the column income_year is a DECIMAL of 4 decimals") && told.contains("(18, 2)"), "{told}");
    let told = refused::<FloatType>("required float isee", &[1.5]);
    assert!(told.contains("the column isee is FLOAT"), "{told}");
    let told = refused::<Int96Type>("required int96 old", &[Int96::new()]);
    assert!(told.contains("the column old is INT96"), "{told}");
    let told = refused::<ByteArrayType>("required binary raw", &texts(&["x"]));
    assert!(told.contains("the column raw is BYTE_ARRAY"), "{told}");
    let told = refused::<DoubleType>("required double isee", &[1.0 / 3.0]);
    assert!(told.contains("the column isee: 0.33") && told.contains("DECIMAL(18, 2)"), "{told}");
    let told = refused::<Int32Type>("required group relatives { required int32 age; }", &[5]);
    assert!(told.contains("the column relatives.age holds lists or records") && told.contains("JSON"), "{told}");
    let not_text = [ByteArray::from(vec![0xC3, 0x28])];
    let told = refused::<ByteArrayType>("required binary id (STRING)", &not_text);
    assert!(told.contains("the column id: holds bytes that are no text"), "{told}");
}

#[test]
fn pages_of_both_versions_with_and_without_dictionary_are_read() {
    let values: Vec<ByteArray> = (0..3_000).map(|n| ByteArray::from(format!("person {}", n % 700).as_str())).collect();
    let expected: Vec<String> = (0..3_000).map(|n| format!("person {}", n % 700)).collect();
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for (is_dictionary, page_rows) in [(true, 20_000), (false, 100)] {
            let how = WriterProperties::builder()
                .set_writer_version(version)
                .set_dictionary_enabled(is_dictionary)
                .set_encoding(Encoding::PLAIN)
                .set_data_page_row_count_limit(page_rows)
                .set_write_batch_size(50)
                .set_compression(Compression::SNAPPY);
            let bytes = typed::<ByteArrayType>("required binary id (STRING)", &values, None, how.build());
            assert_eq!(read(&bytes).unwrap().1.concat(), expected, "{version:?} {is_dictionary}");
        }
    }
}

#[test]
fn numbers_written_as_differences_are_read() {
    let values: Vec<i64> = (0..5_000).map(|n| n * n - 7).collect();
    let how = WriterProperties::builder().set_dictionary_enabled(false).set_encoding(Encoding::DELTA_BINARY_PACKED);
    let bytes = typed::<Int64Type>("required int64 a", &values, None, how.build());
    assert_eq!(read(&bytes).unwrap().1.concat(), values.iter().map(i64::to_string).collect::<Vec<_>>());
    let how = WriterProperties::builder().set_dictionary_enabled(false).set_encoding(Encoding::DELTA_BYTE_ARRAY);
    let bytes = typed::<ByteArrayType>("required binary id (STRING)", &texts(&["x", "y"]), None, how.build());
    let told = read(&bytes).unwrap_err().to_string();
    assert!(
        told.contains("the column id: ") && told.contains("DELTA_BYTE_ARRAY") && told.contains("dictionary"),
        "{told}"
    );
}

/// The same three people by pyarrow 26.0, DuckDB 2.0 and Polars 2.1, as they write unasked or with the GZIP, the second
/// version of pages and the Snappy that the name tells.
#[test]
fn files_of_other_programs_are_read() {
    let expected = [
        ["A", "true", "30", "2027-03-31", "10651.68", "7000.50", "null", r#"[{"relation":"spouse","age":30}]"#],
        ["B", "", "", "2026-12-01", "9000.00", "", "refugee", "[]"],
        ["C", "false", "41", "", "", "12", "", ""],
    ];
    for (name, bytes) in [
        ("pyarrow", &include_bytes!("files/pyarrow.parquet")[..]),
        ("pyarrow, GZIP", include_bytes!("files/pyarrow_gzip.parquet")),
        ("DuckDB", include_bytes!("files/duckdb.parquet")),
        ("Polars, Snappy", include_bytes!("files/polars.parquet")),
    ] {
        let (heads, rows) = read(bytes).unwrap();
        assert_eq!(heads.join(","), "id,employed,age,permit_expiry,income_year,isee,protection,relatives", "{name}");
        assert_eq!(rows, expected, "{name}");
    }
    let told = read(include_bytes!("files/polars_zstd.parquet")).unwrap_err().to_string();
    assert!(told.contains("the column id is compressed as ZSTD; write the file with SNAPPY"), "{told}");
}
