//! Draws `static/share.png`, the picture that a portal has where somebody shares a page of it, in the look of the pages:
//!
//! ```sh
//! cargo run --release --features share-pictures --example share
//! ```
//!
//! The file in the repository was drawn with Noto Sans CJK and Noto Serif CJK. A portal replaces it by a file of its own at
//! the same place.

use std::error::Error;
use std::path::Path;

use gongkai::render::chart::card::Card;
use gongkai::text::{Language, words};

fn main() -> Result<(), Box<dyn Error>> {
    let say = |language, key: &str| words(language, &format!("site.card.{key}")).to_owned();
    let card = Card {
        language: Language::Zh.tag(),
        portal: say(Language::Zh, "portal.motto"),
        name: say(Language::Zh, "portal.name"),
        kind: say(Language::En, "portal.name"),
        lead: say(Language::Zh, "portal.lead"),
        address: say(Language::En, "portal.motto"),
        ..Card::default()
    };
    let painter = gongkai::picture::painter(None)?.ok_or("built without the feature share-pictures")?;
    let picture = painter.draw(&card.draw(&[]))?;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/share.png");
    std::fs::write(&file, &picture)?;
    println!("{}: {} bytes", file.display(), picture.len());
    Ok(())
}
