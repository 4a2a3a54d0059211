//! Makes a synthetic national portal to measure with: bodies in their hierarchy, years in both editions, figures that add
//! up except for planted faults. Everything in it is made up, and the same arguments give the same bytes.
//!
//! `cargo run --release --example corpus -- --bodies 3200 --years 7 --out DIR`

mod country;
mod docx;
mod figures;
mod html;
mod pdf;
mod prose;
#[path = "../../tests/generator/random.rs"]
mod random;
mod sheet;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};

use self::country::bodies;
use self::figures::{Fault, Figures};
use self::random::Random;
use self::sheet::Sheet;

/// The last year that is reported on.
const LAST_YEAR: u16 = 2025;

#[derive(Debug, Parser)]
#[command(about = "Makes a synthetic portal of many reports")]
struct Arguments {
    /// How many governments
    #[arg(long, default_value_t = 20)]
    bodies: usize,
    /// How many years of each, up to 2025
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=7))]
    years: u16,
    /// The folder for the portal: new or empty
    #[arg(long)]
    out: PathBuf,
    /// The kind of file
    #[arg(long, value_enum, default_value_t = Format::Txt)]
    format: Format,
    /// Other seeds give other figures and words
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many reports in a hundred hold a planted fault; they are listed in faults.csv
    #[arg(long, default_value_t = 5)]
    faults: usize,
    /// How long the prose of a report is, in KB
    #[arg(long, default_value_t = 6)]
    prose: usize,
    /// How long a web page is with all that stands around the report, in KB
    #[arg(long, default_value_t = 300)]
    page: usize,
    /// How many PDF files are printed by the browser; all further ones are copies that differ in a comment at the end
    #[arg(long, default_value_t = 40)]
    printed: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Txt,
    Html,
    Docx,
    Pdf,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
        }
    }
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let out = &arguments.out;
    fs::create_dir_all(out)?;
    if fs::read_dir(out)?.next().is_some() {
        return Err(io::Error::other(format!("{} is not empty", out.display())));
    }
    let bodies = bodies(arguments.bodies);
    fs::create_dir_all(out.join("content/reports"))?;
    fs::write(out.join("site.toml"), "title = \"样例门户\"\n")?;
    fs::write(out.join("content/bodies.toml"), country::toml(&bodies))?;
    let mut planted = String::from("file,fault\n");
    let mut printed: Vec<Vec<u8>> = Vec::new();
    for body in &bodies {
        let folder = out.join("content/reports").join(&body.slug);
        fs::create_dir_all(&folder)?;
        // A seed for each body, so that one more body or year does not change those before it.
        let mut random = Random::new(arguments.seed.wrapping_mul(1_000_003).wrapping_add(body.number as u64));
        let mut before: Option<Figures> = None;
        for year in LAST_YEAR + 1 - arguments.years..=LAST_YEAR {
            let fault = random.chance(arguments.faults).then(|| Fault::any(&mut random));
            let figures = Figures::new(&mut random, year, body.size(), before.as_ref());
            let sheet = Sheet::new(body, year, &figures, fault, arguments.prose * 1024, &mut random);
            let file = folder.join(format!("{year}.{}", arguments.format.extension()));
            let bytes = match arguments.format {
                Format::Txt => sheet.text().into_bytes(),
                Format::Html => html::page(&sheet, arguments.page * 1024, &mut random).into_bytes(),
                Format::Docx => docx::document(&sheet)?,
                Format::Pdf => pdf::document(&sheet, &mut printed, arguments.printed, &file)?,
            };
            fs::write(&file, bytes)?;
            if let Some(fault) = fault {
                planted.push_str(&format!("{},{}\n", shown(out, &file), fault.name()));
            }
            before = Some(figures);
        }
    }
    fs::write(out.join("faults.csv"), planted)
}

fn shown(out: &Path, file: &Path) -> String {
    file.strip_prefix(out).unwrap_or(file).display().to_string()
}
