//! Damaged and malicious files (SEC-66, SEC-73): an error in words, no panic, no more memory than the bounds.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod house;

use house::{Scratch, read, typed, written};
use parquet::{
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type},
    file::properties::{WriterProperties, WriterVersion},
};

/// Files of every kind of page, small enough that each bit of them can be turned.
fn samples() -> Vec<Vec<u8>> {
    let rows: Vec<Vec<String>> = (0..60).map(|n| vec![format!("P{n}"), format!("{}", n % 7), String::new()]).collect();
    let texts: Vec<ByteArray> = (0..60).map(|n| ByteArray::from(format!("text {}", n % 5).as_str())).collect();
    let how = |version, dictionary| {
        WriterProperties::builder().set_writer_version(version).set_dictionary_enabled(dictionary).build()
    };
    let numbers: Vec<i64> = (0..60).map(|n| n * 31).collect();
    let levels: Vec<i16> = (0..60).map(|n| n % 2).collect();
    vec![
        written(&["id", "age", "nothing"], &rows),
        typed::<ByteArrayType>("required binary a (STRING)", &texts, None, how(WriterVersion::PARQUET_1_0, false)),
        typed::<Int64Type>("required int64 a", &numbers, None, how(WriterVersion::PARQUET_2_0, false)),
        typed::<DoubleType>("optional double a", &[0.25; 30], Some(&levels), how(WriterVersion::PARQUET_2_0, true)),
        typed::<BoolType>("required boolean a", &[true; 60], None, how(WriterVersion::PARQUET_2_0, false)),
    ]
}

#[test]
fn sec_66_a_file_that_is_cut_off_anywhere_is_an_error() {
    let scratch = Scratch::new();
    for sample in samples() {
        assert!(scratch.read(&sample).is_ok());
        for end in 0..sample.len() {
            let why = scratch.read(&sample[..end]).unwrap_err().to_string();
            assert!(why.contains("no Parquet file") || why.contains("damaged"), "cut at {end}: {why}");
        }
    }
}

#[test]
fn sec_66_no_bit_that_is_turned_makes_the_reader_break_down() {
    let scratch = Scratch::new();
    for sample in samples() {
        let mut refused = 0;
        for at in 0..sample.len() {
            for bit in 0..8 {
                let mut bytes = sample.clone();
                bytes[at] ^= 1 << bit;
                // Some bits are the text itself; the others are an error, and never a panic or a hundred times the rows.
                match scratch.read(&bytes) {
                    Ok((_, rows)) => assert!(rows.len() <= bytes.len() * 100),
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(refused > sample.len(), "{refused} of {} bits were found out", sample.len() * 8);
    }
}

#[test]
fn sec_66_runs_of_random_bytes_in_place_of_others_are_survived() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).unwrap()
    };
    let scratch = Scratch::new();
    for sample in samples() {
        for _ in 0..2_000 {
            let mut bytes = sample.clone();
            for _ in 0..=next() % 3 {
                let (at, length) = (next() % bytes.len(), 1 + next() % 12);
                for byte in bytes.iter_mut().skip(at).take(length) {
                    *byte = [0, 0xFF, 0x7F, 0x80, u8::try_from(next() % 256).unwrap()][next() % 5];
                }
            }
            let _ = scratch.read(&bytes);
        }
    }
}

#[test]
fn sec_66_a_few_bytes_that_unfold_into_very_much_text_are_refused() {
    // One long text in the dictionary, and every row says "that one".
    let long = "x".repeat(1 << 20);
    let rows: Vec<Vec<String>> = (0..16).map(|_| vec![long.clone()]).collect();
    assert!(read(&written(&["id"], &rows)).is_ok_and(|(_, rows)| rows.len() == 16), "16 MB of text are read");
    let bytes = typed::<ByteArrayType>(
        "required binary id (STRING)",
        &vec![ByteArray::from(long.as_str()); 300],
        None,
        WriterProperties::builder().set_dictionary_page_size_limit(8 << 20).build(),
    );
    assert!(bytes.len() < 4 << 20, "{} bytes", bytes.len());
    let told = read(&bytes).unwrap_err().to_string();
    assert!(told.contains("hold more than 64 MB of text") && told.contains("as CSV"), "{told}");
}

#[test]
fn sec_66_more_rows_than_the_file_can_hold_are_refused() {
    let all_the_same = vec![7; 2_000_000];
    let bytes = typed::<Int64Type>("required int64 a", &all_the_same, None, WriterProperties::builder().build());
    assert!(bytes.len() < 20_000, "{} bytes", bytes.len());
    let told = read(&bytes).unwrap_err().to_string();
    assert!(told.contains("more rows than it can hold"), "{told}");
}

#[test]
fn what_is_no_parquet_says_so() {
    for bytes in [&b""[..], b"PAR1", b"id,age\nA,30\n", b"PAR1\x00\x00\x00\x00PARE", b"\xFF\xFF\xFF\x7FPAR1PAR1"] {
        let told = read(bytes).unwrap_err().to_string();
        assert!(told.contains("CSV") || told.contains("anew"), "{told}");
    }
    let footer_too_long = [&b"PAR1"[..], &(20_u32 << 20).to_le_bytes(), b"PAR1"].concat();
    assert!(read(&footer_too_long).unwrap_err().to_string().contains("its footer is longer than 16 MB"));
}
