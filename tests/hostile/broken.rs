//! Files that end early, files with bytes changed, and noise behind the right first bytes.

use crate::generator::layout::{LAYOUTS, Maker};
use crate::generator::random::Random;
use crate::{Hostile, Size};

pub fn all(size: Size, give: &mut dyn FnMut(Hostile)) {
    let names =
        ["text-gbk", "markdown", "html-gbk", "html-word", "mhtml-quoted", "docx", "xlsx-one-sheet", "csv-figures"];
    for layout in LAYOUTS.iter().filter(|layout| layout.maker == Maker::Here && names.contains(&layout.name)) {
        let whole = layout.make(1).bytes;
        let cuts = size.of(100);
        for cut in 1..cuts {
            let name = format!("{}-cut-{cut}.{}", layout.name, layout.extension);
            give(Hostile::new(&name, &whole[..whole.len() * cut / cuts]));
        }
        for seed in 0..size.of(100) as u64 {
            let mut random = Random::new(seed);
            let mut bytes = whole.clone();
            for _ in 0..1 + random.below(20) {
                let at = random.below(bytes.len());
                bytes[at] = random.next() as u8;
            }
            give(Hostile::new(&format!("{}-changed-{seed}.{}", layout.name, layout.extension), bytes));
        }
    }
    let first: [(&str, &[u8]); 12] = [
        ("pdf", b"%PDF-1.7\n"),
        ("pdf", b""),
        ("docx", b"PK\x03\x04\x14\0\0\0\x08\0"),
        ("xlsx", b"PK\x03\x04\x14\0\0\0\x08\0"),
        ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("txt", b"\xff\xfe"),
        ("txt", b"\xfe\xff"),
        ("html", b"<html>"),
        ("mhtml", b"MIME-Version: 1.0\r\n"),
        ("csv", b"body,year,table,row,column,value\n"),
        ("md", b"---\n"),
    ];
    for (kind, (extension, magic)) in first.iter().enumerate() {
        for seed in 0..size.of(100) as u64 {
            let mut random = Random::new(seed + 1000 * kind as u64);
            let noise = (0..random.below(4000)).map(|_| random.next() as u8);
            let bytes: Vec<u8> = magic.iter().copied().chain(noise).chain([0]).collect();
            give(Hostile::new(&format!("noise-{kind}-{seed}.{extension}"), bytes));
        }
    }
}
