//! Compression as PDF's `FlateDecode` has it (zlib, RFC 1950).

use libdeflater::{CompressionLvl, Compressor, Decompressor};

/// For what is written once for a whole batch.
const THOROUGH: i32 = 9;
/// For what every paper has its own of: half the time for three in a hundred more bytes.
const QUICK: i32 = 4;

/// Two compressors kept for a batch, because setting one up costs as much as a short text.
pub struct Deflater {
    thorough: Compressor,
    quick: Compressor,
}

impl Deflater {
    /// Sets them up.
    pub fn new() -> Self {
        let of = |level| Compressor::new(CompressionLvl::new(level).unwrap_or_default());
        Self { thorough: of(THOROUGH), quick: of(QUICK) }
    }

    /// Compresses what a batch shares.
    pub fn thoroughly(&mut self, bytes: &[u8]) -> Vec<u8> {
        deflate(&mut self.thorough, bytes)
    }

    /// Compresses what only one paper has.
    pub fn quickly(&mut self, bytes: &[u8]) -> Vec<u8> {
        deflate(&mut self.quick, bytes)
    }
}

fn deflate(compressor: &mut Compressor, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
    // The bound is large enough for anything.
    let length = compressor.zlib_compress(bytes, &mut out).unwrap_or(0);
    out.truncate(length);
    out
}

/// Takes apart what must come to exactly `size` bytes; `None` if it does not.
pub fn inflate(bytes: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut out = vec![0; size];
    let length = Decompressor::new().zlib_decompress(bytes, &mut out).ok()?;
    (length == size).then_some(out)
}
