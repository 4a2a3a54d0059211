//! Draws SVG with the fonts that it is given or finds on the system. Nothing else of the system is used.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, Query, Source};
use resvg::usvg::{Node, Options, Tree};
use sha2::{Digest as _, Sha256};

use crate::error::Error;

/// Where systems have a font with Chinese characters.
const FONTS: [&str; 17] = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Regular.otf",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSans-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/System/Library/Fonts/Hiragino Sans GB.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
    "C:/Windows/Fonts/simsun.ttc",
];
/// The font of headlines, beside one of the system's.
const HEADLINES: [(&str, &str); 2] = [("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"), ("msyh.ttc", "msyhbd.ttc")];

/// Fonts, ready to draw with.
pub struct Painter {
    options: Options<'static>,
    name: [u8; 32],
}

impl std::fmt::Debug for Painter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Painter").finish_non_exhaustive()
    }
}

impl Painter {
    /// A painter with a font file, else with one of the system's.
    ///
    /// # Errors
    /// The font cannot be read or has no Chinese characters, or the system has none at the places that are known.
    pub fn open(font: Option<&Path>) -> Result<Painter, Error> {
        if let Some(font) = font {
            let bytes = fs::read(font).map_err(|error| Error::io("read", font, error))?;
            return Painter::with(bytes, None).ok_or_else(|| Error::refused("share-font").with("path", font.display()));
        }
        let found = FONTS.iter().find_map(|font| {
            let font = Path::new(font);
            let name = font.file_name()?.to_str()?;
            let headline = HEADLINES.iter().find(|(text, _)| *text == name);
            let headline = headline.and_then(|(_, headline)| fs::read(font.with_file_name(headline)).ok());
            Painter::with(fs::read(font).ok()?, headline)
        });
        found.ok_or_else(|| Error::refused("no-share-font"))
    }

    /// `None` where the font for text is none, or has no Chinese characters.
    fn with(text: Vec<u8>, headline: Option<Vec<u8>>) -> Option<Painter> {
        let mut hasher = Sha256::new();
        let mut fonts = Database::new();
        let mut add = |bytes: Vec<u8>| {
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(&bytes);
            family(&mut fonts, bytes)
        };
        let sans = add(text)?;
        let serif = headline.and_then(&mut add).unwrap_or_else(|| sans.clone());
        fonts.set_sans_serif_family(&sans);
        fonts.set_serif_family(&serif);
        let options = Options { fontdb: Arc::new(fonts), font_family: sans, ..Options::default() };
        has_chinese(&options).then(|| Painter { options, name: hasher.finalize().into() })
    }

    /// What tells this painter's fonts from any other's.
    pub(super) fn name(&self) -> &[u8] {
        &self.name
    }

    /// The PNG of a drawing.
    ///
    /// # Errors
    /// The drawing is no SVG.
    pub fn draw(&self, svg: &str) -> Result<Vec<u8>, Error> {
        let failed = |reason: String| Error::refused("picture").with("reason", reason);
        let tree = Tree::from_str(svg, &self.options).map_err(|error| failed(error.to_string()))?;
        let size = tree.size().to_int_size();
        let mut picture = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed(format!("{size:?}")))?;
        resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
        encode(&picture).map_err(|error| failed(error.to_string()))
    }
}

/// The pixels as PNG without transparency. Up to 256 colours, which is what drawings without photographs have, go into a
/// palette: half the bytes of full colours.
fn encode(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut numbers: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut palette = Vec::new();
    let mut indexed = Vec::with_capacity(picture.pixels().len());
    let mut full = Vec::with_capacity(3 * picture.pixels().len());
    for pixel in picture.pixels() {
        let colour = [pixel.red(), pixel.green(), pixel.blue()];
        full.extend(colour);
        if let Ok(next) = u8::try_from(numbers.len()) {
            let number = *numbers.entry(colour).or_insert_with(|| {
                palette.extend(colour);
                next
            });
            indexed.push(number);
        } else if let Some(&number) = numbers.get(&colour) {
            indexed.push(number);
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let fits = indexed.len() == picture.pixels().len();
    encoder.set_color(if fits { png::ColorType::Indexed } else { png::ColorType::Rgb });
    if fits {
        encoder.set_palette(palette);
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(if fits { &indexed } else { &full })?;
    writer.finish()?;
    Ok(bytes)
}

/// The family of a font that was added: of a collection the one for simplified Chinese, where it has one.
fn family(fonts: &mut Database, bytes: Vec<u8>) -> Option<String> {
    let added = fonts.load_font_source(Source::Binary(Arc::new(bytes)));
    let of_china = |name: &str| name.ends_with(" SC") || name.ends_with(" CN");
    let mut names: Vec<String> = Vec::new();
    for id in added {
        names.extend(fonts.face(id).into_iter().flat_map(|face| &face.families).map(|(name, _)| name.clone()));
    }
    let name = names.iter().find(|name| of_china(name)).or(names.first())?;
    fonts.query(&Query { families: &[Family::Name(name)], ..Query::default() }).map(|_| name.clone())
}

/// Whether a character that any font for Chinese has comes out as one of the font's own, not as a box.
fn has_chinese(options: &Options) -> bool {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15">政</text></svg>"#;
    let Ok(tree) = Tree::from_str(svg, options) else { return false };
    let glyphs = tree.root().children().iter().filter_map(|node| match node {
        Node::Text(text) => text.layouted().first()?.positioned_glyphs.first(),
        _ => None,
    });
    glyphs.into_iter().any(|glyph| glyph.id.0 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pixels of a PNG as full colours, and how they are kept in it.
    fn decoded(bytes: &[u8]) -> (png::ColorType, Vec<u8>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        let kind = decoder.read_header_info().unwrap().color_type;
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        (kind, pixels)
    }

    #[test]
    fn no_colour_is_lost_whether_there_are_few_or_many() {
        for (colours, kind) in
            [(1, png::ColorType::Indexed), (256, png::ColorType::Indexed), (257, png::ColorType::Rgb)]
        {
            let mut picture = Pixmap::new(300, 2).unwrap();
            for (at, pixel) in picture.pixels_mut().iter_mut().enumerate() {
                let number = at % colours;
                let colour = resvg::tiny_skia::ColorU8::from_rgba((number % 256) as u8, (number / 256) as u8, 7, 255);
                *pixel = colour.premultiply();
            }
            let expected: Vec<u8> =
                picture.pixels().iter().flat_map(|one| [one.red(), one.green(), one.blue()]).collect();
            assert_eq!(decoded(&encode(&picture).unwrap()), (kind, expected), "{colours}");
        }
    }

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ttf");
        fs::write(&file, "no font").unwrap();
        let error = Painter::open(Some(&file)).unwrap_err();
        assert!(matches!(error, Error::Refused { code: "share-font", .. }), "{error}");
        assert!(error.to_string().contains("a.ttf"), "{error}");
        assert!(matches!(Painter::open(Some(&folder.path().join("b.ttf"))).unwrap_err(), Error::Io { .. }));
    }
}
