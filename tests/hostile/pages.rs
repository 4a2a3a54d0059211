//! PDF files without end: loops, nestings, streams and fonts that no program should follow.

use crate::archives::deflated;
use crate::{Hostile, Size};

/// A file of objects, numbered from 1; the first is the catalogue.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<</Size {}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    out
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dictionary}/Length {}>>\nstream\n", bytes.len()).into_bytes();
    out.extend(bytes);
    out.extend(b"\nendstream");
    out
}

/// One page with these contents and resources, and more objects from number 5 on.
fn page(contents: Vec<u8>, resources: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>")
            .into_bytes(),
        contents,
    ];
    objects.extend(more);
    file(&objects, "")
}

fn plain(contents: &str) -> Vec<u8> {
    stream("", contents.as_bytes())
}

/// A stream that unpacks to `begin` and a great many blanks; its checksum is wrong, which is only seen at the end.
fn bomb(begin: &str, count: usize) -> Vec<u8> {
    let packed = [&b"\x78\x9c"[..], &deflated(begin, b' ', count), b"\0\0\0\0"].concat();
    stream("/Filter/FlateDecode", &packed)
}

const FONT: &str = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

pub fn all(size: Size, give: &mut dyn FnMut(Hostile)) {
    let mut pdf = |name: &str, bytes: Vec<u8>| give(Hostile::new(name, bytes));
    let form = |at: usize| {
        let inner = format!("/F{0} Do /F{0} Do", at + 1);
        stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F{} {} 0 R>>>>", at + 1, at + 6),
            inner.as_bytes(),
        )
    };
    let forms = |last: Vec<u8>| (0..30).map(form).chain([last]).collect::<Vec<_>>();
    let end = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 m 9 9 l S");
    pdf("nested-forms.pdf", page(plain("/F0 Do"), "/XObject<</F0 5 0 R>>", forms(end)));
    let text =
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<{FONT}>>"), b"BT /F1 9 Tf (1) Tj ET");
    pdf("nested-text-forms.pdf", page(plain("/F0 Do"), "/XObject<</F0 5 0 R>>", forms(text)));
    let own = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F0 5 0 R>>>>", b"/F0 Do");
    pdf("form-in-itself.pdf", page(plain("/F0 Do"), "/XObject<</F0 5 0 R>>", vec![own]));
    let gigabyte = size.of(1 << 30);
    pdf("contents-bomb.pdf", page(bomb("BT ", gigabyte), "", vec![]));
    let font = "/Font<</F1<</Type/Font/Subtype/TrueType/BaseFont/A/ToUnicode 5 0 R/FontDescriptor<</Type/FontDescriptor/FontName/A/FontFile2 6 0 R>>>>>>";
    let shown = || plain("BT /F1 9 Tf 9 9 Td (0123) Tj ET");
    pdf("font-bombs.pdf", page(shown(), font, vec![bomb("a", gigabyte), bomb("b", gigabyte)]));
    let two = stream(
        "/Filter[/FlateDecode/FlateDecode/FlateDecode]",
        &[&b"\x78\x9c"[..], &deflated("x", b'x', size.of(1 << 28))].concat(),
    );
    pdf("filters.pdf", page(two, "", vec![]));
    pdf("operators.pdf", page(plain(&"0 0 m 9 9 l S ".repeat(size.of(1_000_000))), "", vec![]));
    pdf(
        "glyphs.pdf",
        page(plain(&format!("BT /F1 9 Tf {} ET", "(1234567890) Tj ".repeat(size.of(300_000)))), FONT, vec![]),
    );
    pdf(
        "rules.pdf",
        page(
            plain(
                &(0..size.of(100_000))
                    .map(|at| format!("{at} 0 m {at} 800 l S 0 {at} m 500 {at} l S "))
                    .collect::<String>(),
            ),
            "",
            vec![],
        ),
    );
    pdf("states.pdf", page(plain(&"q ".repeat(size.of(1_000_000))), "", vec![]));
    pdf("clips.pdf", page(plain(&"q 0 0 9 9 re W n ".repeat(size.of(300_000))), "", vec![]));
    pdf("deep-operand.pdf", page(plain(&"[".repeat(size.of(1_000_000))), "", vec![]));
    pdf(
        "patterns.pdf",
        page(
            plain("/Pattern cs /P0 scn 0 0 500 800 re f"),
            "/Pattern<</P0 5 0 R>>",
            vec![stream(
                "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001/Resources<</Pattern<</P0 5 0 R>>>>",
                b"/Pattern cs /P0 scn 0 0 1 1 re f",
            )],
        ),
    );

    let catalogue = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    pdf(
        "page-tree-loop.pdf",
        file(
            &[
                catalogue.clone(),
                b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>".to_vec(),
                b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>".to_vec(),
            ],
            "",
        ),
    );
    let kids = |count: usize| format!("<</Type/Pages/Count 2147483647/Kids[{}]>>", "3 0 R ".repeat(count)).into_bytes();
    let leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_vec();
    pdf("pages.pdf", file(&[catalogue.clone(), kids(size.of(500_000)), leaf.clone()], ""));
    let texts = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{FONT}>>>>");
    let many = plain(&"BT /F1 9 Tf 9 9 Td (0123456789) Tj ET ".repeat(200));
    pdf("pages-of-text.pdf", file(&[catalogue.clone(), kids(size.of(50_000)), texts.into_bytes(), many], ""));
    let tree: Vec<Vec<u8>> = [catalogue.clone()]
        .into_iter()
        .chain((0..40).map(|at| format!("<</Type/Pages/Count 9/Kids[{0} 0 R {0} 0 R]>>", at + 3).into_bytes()))
        .chain([leaf.clone()])
        .collect();
    pdf("page-tree-of-trees.pdf", file(&tree, ""));
    pdf("deep-array.pdf", file(&[catalogue.clone(), [vec![b'['; size.of(2_000_000)], b"1".to_vec()].concat()], ""));
    pdf("deep-dictionary.pdf", file(&[catalogue.clone(), b"<</A".repeat(size.of(1_000_000))], ""));
    pdf("reference-loop.pdf", file(&[b"2 0 R".to_vec(), b"3 0 R".to_vec(), b"2 0 R".to_vec()], ""));
    let plain_file = file(&[catalogue.clone(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(), leaf], "");
    let at = String::from_utf8_lossy(&plain_file).rfind("startxref\n").unwrap_or(0);
    let start: usize =
        String::from_utf8_lossy(&plain_file[at + 10..]).lines().next().and_then(|line| line.parse().ok()).unwrap_or(0);
    pdf("xref-loop.pdf", file(std::slice::from_ref(&catalogue), &format!("/Prev {start}")));
    pdf(
        "xref-itself.pdf",
        String::from_utf8_lossy(&plain_file)
            .replace("/Root 1 0 R", &format!("/Root 1 0 R/Prev {start}/XRefStm {start}"))
            .into_bytes(),
    );
    pdf(
        "objects-in-themselves.pdf",
        file(
            &[catalogue, stream("/Type/ObjStm/N 2000000000/First 2000000000/Extends 2 0 R", b"2 0 2 0")],
            "/Size 2000000000",
        ),
    );
    pdf("paper.pdf", page(shown(), FONT, vec![]).replace_bytes(b"0 0 595 842", b"0 0 9e37 9e9"));
    let letters: String = (0..size.of(200_000)).map(|at| format!("<{:04x}> <4e00>\n", at % 65_536)).collect();
    pdf(
        "map.pdf",
        page(
            shown(),
            "/Font<</F1<</Type/Font/Subtype/TrueType/BaseFont/A/ToUnicode 5 0 R>>>>",
            vec![plain(&format!(
                "begincmap 1 beginbfchar\n{letters}<0000> <{}> endbfchar endcmap",
                "4e00".repeat(size.of(100_000))
            ))],
        ),
    );
    let widths = "/Font<</F1<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/W[0 2147483647 500]/DW 9e37>>]>>>>";
    pdf("widths.pdf", page(shown(), widths, vec![]));
    let glyphs = "/Font<</F1<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 48/LastChar 51/Widths[1 1 1 1]/Encoding<</Differences[48/a/a/a/a]>>/CharProcs<</a 5 0 R>>/Resources<</Font<</F1 6 0 R>>>>>>>>";
    let inner = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 48/LastChar 51/Widths[1 1 1 1]/Encoding<</Differences[48/a/a/a/a]>>/CharProcs<</a 5 0 R>>/Resources<</Font<</F1 6 0 R>>>>>>";
    pdf(
        "glyph-in-itself.pdf",
        page(shown(), glyphs, vec![plain("1 0 d0 BT /F1 1 Tf (0123) Tj ET"), inner.as_bytes().to_vec()]),
    );
}

/// Bytes with one stretch for another.
trait Replaced {
    fn replace_bytes(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Replaced for Vec<u8> {
    fn replace_bytes(self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|window| window == from).unwrap_or(0);
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}
