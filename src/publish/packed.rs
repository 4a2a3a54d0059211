//! Files as hosts send them: compressed once here instead of at every request.

/// Whether this program was built with what it takes (feature `compress`).
pub(super) const AVAILABLE: bool = cfg!(feature = "compress");

/// A way to compress.
pub(super) struct Packing {
    /// What a host looks for behind the name of the file.
    pub(super) extension: &'static str,
    /// The same bytes give the same packed bytes.
    pub(super) pack: fn(&[u8]) -> Vec<u8>,
    /// Whether packed bytes are those of a file, whole and nothing else.
    pub(super) unpacks_to: fn(&[u8], &[u8]) -> bool,
}

/// Below this a file fits into one packet, compressed or not.
const SMALL: usize = 1024;

/// Whether a host would send the file compressed: text that is not small.
pub(super) fn gains(path: &str, bytes: &[u8]) -> bool {
    const TEXT: [&str; 8] = ["html", "css", "js", "svg", "json", "csv", "xml", "txt"];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    bytes.len() >= SMALL && TEXT.contains(&extension)
}

#[cfg(not(feature = "compress"))]
pub(super) const PACKINGS: [Packing; 0] = [];

#[cfg(feature = "compress")]
pub(super) const PACKINGS: [Packing; 2] = [
    Packing { extension: "gz", pack: with::gzip, unpacks_to: with::gunzips_to },
    Packing { extension: "br", pack: with::brotli, unpacks_to: with::unbrotlis_to },
];

#[cfg(feature = "compress")]
mod with {
    use std::io::{Read, Write as _};

    use brotli::enc::BrotliEncoderParams;
    use flate2::read::GzDecoder;
    use flate2::{Compression, GzBuilder};

    /// With neither name nor time in it.
    pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
        packer.write_all(bytes).and_then(|()| packer.finish()).expect("writing into memory cannot fail")
    }

    pub(super) fn gunzips_to(packed: &[u8], bytes: &[u8]) -> bool {
        is(GzDecoder::new(packed), bytes)
    }

    /// Quality 9 of 11: a tenth of the time of the last step, for two or three in a hundred of the size.
    pub(super) fn brotli(bytes: &[u8]) -> Vec<u8> {
        let settings = BrotliEncoderParams { quality: 9, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &bytes[..], &mut packed, &settings).expect("writing into memory cannot fail");
        packed
    }

    pub(super) fn unbrotlis_to(packed: &[u8], bytes: &[u8]) -> bool {
        is(brotli::Decompressor::new(packed, 4096), bytes)
    }

    /// Whether a reader gives exactly these bytes. It is asked for no more than that, whatever it would unpack to.
    fn is(reader: impl Read, bytes: &[u8]) -> bool {
        let mut there = Vec::with_capacity(bytes.len());
        reader.take(bytes.len() as u64 + 1).read_to_end(&mut there).is_ok() && there == bytes
    }
}

#[cfg(all(test, feature = "compress"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_the_file_and_the_same_every_time() {
        let page = "<p>政府信息公开年度报告 2023</p>\n".repeat(200);
        for packing in PACKINGS {
            let packed = (packing.pack)(page.as_bytes());
            assert!(packed.len() < page.len() / 10, "{}: {}", packing.extension, packed.len());
            assert_eq!(packed, (packing.pack)(page.as_bytes()));
            assert!((packing.unpacks_to)(&packed, page.as_bytes()));
            assert!(!(packing.unpacks_to)(&packed, page.replace('3', "4").as_bytes()));
            assert!(!(packing.unpacks_to)(&packed, &page.as_bytes()[1..]));
            assert!(!(packing.unpacks_to)(&packed[..packed.len() / 2], page.as_bytes()));
            assert!(!(packing.unpacks_to)(b"no archive", page.as_bytes()));
        }
    }
}
