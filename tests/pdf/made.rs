//! PDF files of a few lines that no program at hand makes: pages without text, text without characters, pages side by side.

/// A file of these pages, each with its contents; `wide` lays them across. The font `/F1` is Chinese and its characters
/// are known, those of `/F2` are not, `/F3` is Latin, and `/P` is a picture.
pub fn file(pages: &[String], wide: bool) -> Vec<u8> {
    annotated(pages, wide, "")
}

/// The same with these annotations on each page.
pub fn annotated(pages: &[String], wide: bool, annotations: &str) -> Vec<u8> {
    let size = if wide { "842 595" } else { "595 842" };
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 9 + 2 * at)).collect();
    let font = |encoding: &str, ordering: &str| {
        let system = format!("/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 0>>");
        let descendant = format!("[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light{system}/DW 1000>>]");
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts{descendant}>>")
    };
    let picture = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8";
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        font("UniGB-UCS2-H", "GB1"),
        font("Identity-H", "Identity"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        stream(picture, "0"),
        "<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>".to_owned(),
        "<</Font 7 0 R/XObject<</P 6 0 R>>>>".to_owned(),
    ];
    for (at, contents) in pages.iter().enumerate() {
        let page =
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Resources 8 0 R/Contents {} 0 R", 10 + 2 * at);
        let page = format!("{page}/Annots[{annotations}]>>");
        objects.extend([page, stream("", contents)]);
    }
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        places += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, count) = (out.len(), objects.len() + 1);
    out += &format!("xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<</Size {count}/Root 1 0 R>>\n");
    out += &format!("startxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

fn stream(dictionary: &str, contents: &str) -> String {
    format!("<<{dictionary}/Length {}>>\nstream\n{contents}\nendstream", contents.len())
}

/// Contents that show a line in one of the Chinese fonts, in points from the left and lower edge.
pub fn line(font: &str, text: &str, x: u32, y: u32) -> String {
    let codes: String = text.encode_utf16().map(|code| format!("{code:04x}")).collect();
    format!("BT /{font} 12 Tf {x} {y} Td <{codes}> Tj ET\n")
}

/// Contents that show Latin letters.
pub fn latin(text: &str) -> String {
    format!("BT /F3 12 Tf 50 700 Td ({text}) Tj ET\n")
}

/// Contents that show a picture as large as a page.
pub fn picture() -> String {
    "q 595 0 0 842 0 0 cm /P Do Q\n".to_owned()
}
