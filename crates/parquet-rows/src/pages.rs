//! The pages of a column, one after the other, each within the bounds before a byte of it is taken.
//!
//! The crate's own reader of pages makes room for what a header claims, and unpacks without end; this one asks first.

use std::{
    fs::File,
    io::Read as _,
    os::unix::fs::FileExt as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::{
    basic::{CompressionCodec, Encoding, Type},
    column::page::{Page, PageMetadata, PageReader},
    errors::Result,
    file::metadata::ColumnChunkMetaData,
};

use crate::{Fault, PAGES_BYTES_MAX, RATIO_MAX, header::Header};

/// Bytes that are read at first to find a header, and at most: it may hold the least and the greatest value of the page.
const HEADER_BYTES: [u64; 2] = [4 << 10, 4 << 20];

/// What all pages of a file may take together, those that are held now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held(Arc<AtomicUsize>);

impl Held {
    fn take(&self, bytes: usize) -> std::result::Result<(), Fault> {
        if self.0.fetch_add(bytes, Relaxed).saturating_add(bytes) <= PAGES_BYTES_MAX {
            return Ok(());
        }
        Err(Fault::TooLarge(format!("its pages take more than {} MB at once", PAGES_BYTES_MAX >> 20)))
    }

    fn give(&self, bytes: usize) {
        self.0.fetch_sub(bytes, Relaxed);
    }
}

/// Reads the pages of one column of a group of rows.
pub(crate) struct Pages {
    file: Arc<File>,
    at: u64,
    end: u64,
    codec: CompressionCodec,
    physical: Type,
    width: usize,
    /// Whether it says which cells are empty.
    has_levels: bool,
    /// Whether the dictionary was given.
    has_dictionary: bool,
    held: Held,
    /// What the page that was given last takes, and the dictionary.
    page: usize,
    dictionary: usize,
}

/// What a page is.
enum What {
    Data,
    Dictionary,
    DataOfTwo,
}

impl Pages {
    /// The pages of this column, somewhere in a file of this length.
    pub(crate) fn of(
        file: Arc<File>,
        length: u64,
        column: &ColumnChunkMetaData,
        held: Held,
    ) -> std::result::Result<Self, Fault> {
        let damaged = || Fault::Damaged("a column lies outside the file".to_owned());
        let data = column.data_page_offset();
        // Some writers say 0 for "no dictionary".
        let at = column.dictionary_page_offset().filter(|at| *at > 0).map_or(data, |at| at.min(data));
        let at = u64::try_from(at).map_err(|_| damaged())?;
        let size = u64::try_from(column.compressed_size()).map_err(|_| damaged())?;
        let end = at.checked_add(size).filter(|end| *end <= length).ok_or_else(damaged)?;
        let codec = column.compression_codec();
        if !matches!(codec, CompressionCodec::UNCOMPRESSED | CompressionCodec::SNAPPY | CompressionCodec::GZIP) {
            return Err(Fault::NotUnderstood(format!(
                "the column {} is compressed as {codec:?}; write the file with SNAPPY, GZIP or without compression",
                column.column_path().string()
            )));
        }
        let descriptor = column.column_descr();
        let width = match descriptor.physical_type() {
            Type::BYTE_ARRAY | Type::INT32 | Type::FLOAT => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            Type::FIXED_LEN_BYTE_ARRAY => usize::try_from(descriptor.type_length()).unwrap_or(0).max(1),
            Type::BOOLEAN => 1,
        };
        let (physical, has_levels) = (descriptor.physical_type(), descriptor.max_def_level() > 0);
        Ok(Self {
            file,
            at,
            end,
            codec,
            physical,
            width,
            has_levels,
            has_dictionary: false,
            held,
            page: 0,
            dictionary: 0,
        })
    }

    fn bytes(&self, at: u64, size: u64) -> std::result::Result<Vec<u8>, Fault> {
        let mut bytes = vec![0; usize::try_from(size).map_err(|_| damaged("a page has no size"))?];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }

    fn header(&self) -> std::result::Result<Header, Fault> {
        let [mut window, most] = HEADER_BYTES;
        loop {
            let rest = self.end - self.at;
            if let Some(header) = Header::read(&self.bytes(self.at, window.min(rest))?) {
                return Ok(header);
            }
            if window >= rest.min(most) {
                return Err(damaged("the header of a page is not understood"));
            }
            window *= 8;
        }
    }

    fn next_page(&mut self) -> std::result::Result<Option<Page>, Fault> {
        loop {
            self.held.give(std::mem::take(&mut self.page));
            if self.at >= self.end {
                return Ok(None);
            }
            let header = self.header()?;
            let no_size = || damaged("a page has no size");
            let packed = u64::from(header.number(3, 0).ok_or_else(no_size)?);
            let size = header.number(2, 0).ok_or_else(no_size)?;
            let begin = self.at + header.length as u64;
            self.at =
                begin.checked_add(packed).filter(|end| *end <= self.end).ok_or_else(|| damaged("a page is cut off"))?;
            let what = match header.number(1, 0) {
                Some(0) => What::Data,
                Some(1) => continue,
                Some(2) => What::Dictionary,
                Some(3) => What::DataOfTwo,
                _ => return Err(damaged("a page is of no known kind")),
            };
            if u64::from(size) > packed.saturating_mul(RATIO_MAX).max(1 << 20) {
                return Err(Fault::TooLarge(
                    "a page of it grows more than a hundredfold when it is unpacked".to_owned(),
                ));
            }
            let size = size as usize;
            self.page = packed as usize + size;
            self.held.take(self.page)?;
            let packed = self.bytes(begin, packed)?;
            return match what {
                What::Data => self.data(&header, packed, size),
                What::Dictionary => self.dictionary(&header, packed, size),
                What::DataOfTwo => self.data_of_two(&header, packed, size),
            }
            .map(Some);
        }
    }

    fn dictionary(&mut self, header: &Header, packed: Vec<u8>, size: usize) -> std::result::Result<Page, Fault> {
        let buf = self.unpacked(packed, 0, size)?;
        let num_values = header.number(7, 1).ok_or_else(|| damaged("a dictionary has no length"))?;
        if (num_values as usize).saturating_mul(self.width) > buf.len() || self.has_dictionary {
            return Err(damaged("a dictionary is shorter than it says"));
        }
        // The dictionary stays to the end of the column: its bytes, and where each value of it lies.
        self.held.give(std::mem::take(&mut self.page));
        self.has_dictionary = true;
        self.dictionary = buf.len() + num_values as usize * size_of::<Bytes>();
        self.held.take(self.dictionary)?;
        Ok(Page::DictionaryPage {
            buf,
            num_values,
            encoding: values(header.number(7, 2), self.physical)?,
            is_sorted: false,
        })
    }

    /// How these values of a page are written; by a dictionary only where there is one.
    fn encoding(&self, number: Option<u32>, written: &[u8]) -> std::result::Result<Encoding, Fault> {
        let encoding = values(number, self.physical)?;
        let is_by_dictionary = matches!(encoding, Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY);
        if is_by_dictionary && !self.has_dictionary {
            return Err(damaged("the dictionary of a page is missing"));
        }
        if encoding == Encoding::RLE {
            length_and_bytes(written)?;
        }
        Ok(encoding)
    }

    fn data(&self, header: &Header, packed: Vec<u8>, size: usize) -> std::result::Result<Page, Fault> {
        let num_values = header.number(5, 1).ok_or_else(|| damaged("a page has no length"))?;
        // Where there are no levels, some programs name a way of old for them.
        if self.has_levels && header.number(5, 3) != Some(3) {
            return Err(damaged("a page says in no known way which cells are empty"));
        }
        let buf = self.unpacked(packed, 0, size)?;
        let levels = if self.has_levels { length_and_bytes(&buf)? } else { 0 };
        let encoding = self.encoding(header.number(5, 2), buf.get(levels..).unwrap_or_default())?;
        Ok(Page::DataPage {
            buf,
            num_values,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })
    }

    /// A data page of the second version: its levels lie before the rest and are never packed.
    fn data_of_two(&self, header: &Header, packed: Vec<u8>, size: usize) -> std::result::Result<Page, Fault> {
        let number = |field| header.number(8, field).ok_or_else(|| damaged("a page has no length"));
        let [num_values, num_nulls, num_rows] = [number(1)?, number(2)?, number(3)?];
        let [def_levels_byte_len, rep_levels_byte_len] = [number(5)?, number(6)?];
        let before = (def_levels_byte_len as usize).saturating_add(rep_levels_byte_len as usize);
        if before > packed.len() || before > size || num_nulls > num_values {
            return Err(damaged("a page is shorter than it says"));
        }
        let is_compressed = header.number(8, 7) != Some(0);
        let buf = if is_compressed { self.unpacked(packed, before, size)? } else { Bytes::from(packed) };
        let encoding = self.encoding(header.number(8, 4), buf.get(before..).unwrap_or_default())?;
        Ok(Page::DataPageV2 {
            buf,
            num_values,
            encoding,
            num_nulls,
            num_rows,
            def_levels_byte_len,
            rep_levels_byte_len,
            is_compressed,
            statistics: None,
        })
    }

    /// The bytes of a page, of which the first so many are not packed.
    fn unpacked(&self, mut packed: Vec<u8>, before: usize, size: usize) -> std::result::Result<Bytes, Fault> {
        let no = |_| damaged("a page cannot be unpacked");
        let body = packed.get(before..).unwrap_or_default();
        let rest = match self.codec {
            CompressionCodec::UNCOMPRESSED => return Ok(Bytes::from(packed)),
            _ if size == before => Vec::new(),
            CompressionCodec::SNAPPY => {
                if snap::raw::decompress_len(body).ok() != Some(size - before) {
                    return Err(damaged("a page is of another size than it says"));
                }
                snap::raw::Decoder::new().decompress_vec(body).map_err(|_| damaged("a page cannot be unpacked"))?
            }
            _ => {
                let mut rest = Vec::with_capacity(size - before);
                MultiGzDecoder::new(body).take((size - before) as u64 + 1).read_to_end(&mut rest).map_err(no)?;
                rest
            }
        };
        packed.truncate(before);
        packed.extend_from_slice(&rest);
        if packed.len() == size {
            Ok(Bytes::from(packed))
        } else {
            Err(damaged("a page is of another size than it says"))
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.held.give(self.page + self.dictionary);
    }
}

/// Up to where the runs reach that begin with their own length.
fn length_and_bytes(bytes: &[u8]) -> std::result::Result<usize, Fault> {
    let length = bytes.first_chunk().map(|length| u32::from_le_bytes(*length) as usize + size_of::<u32>());
    length.filter(|end| *end <= bytes.len()).ok_or_else(|| damaged("a page is shorter than it says"))
}

/// How values are written. Two ways that come with lengths of their own are left out: what they claim cannot be checked
/// from outside, and no program writes them unasked.
fn values(number: Option<u32>, physical: Type) -> std::result::Result<Encoding, Fault> {
    match (number, physical) {
        (Some(0), _) => Ok(Encoding::PLAIN),
        (Some(2), _) => Ok(Encoding::PLAIN_DICTIONARY),
        (Some(3), Type::BOOLEAN) => Ok(Encoding::RLE),
        (Some(5), Type::INT32 | Type::INT64) => Ok(Encoding::DELTA_BINARY_PACKED),
        (Some(8), _) => Ok(Encoding::RLE_DICTIONARY),
        (Some(9), Type::INT32 | Type::INT64 | Type::DOUBLE) => Ok(Encoding::BYTE_STREAM_SPLIT),
        (Some(6 | 7 | 9), _) => Err(Fault::NotUnderstood(
            "a column is encoded as DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY or BYTE_STREAM_SPLIT; write the file with \
             plain or dictionary encoding, as most programs do unasked"
                .to_owned(),
        )),
        _ => Err(damaged("a page is encoded in no known way")),
    }
}

fn damaged(why: &str) -> Fault {
    Fault::Damaged(why.to_owned())
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        Ok(self.next_page()?)
    }

    /// Only a reader that skips rows looks ahead, and ours reads them all.
    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Ok(None)
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.next_page().map(drop).map_err(Into::into)
    }
}
