//! Makes report files from known figures, in every layout and format in which reports are published, so that what is read
//! back can be held against what was printed. `figures` and `known` say what a report holds, `manner`, `prose` and
//! `printed` how its body prints it, `text`, `html`, `docx`, `sheets`, `package` and `bytes` make files of that, `layout`
//! lists all ways. By chance, from a seed: the same seed gives the same file.

pub mod bytes;
pub mod docx;
pub mod figures;
pub mod html;
pub mod known;
pub mod layout;
pub mod manner;
pub mod package;
pub mod printed;
pub mod prose;
pub mod random;
pub mod sheets;
pub mod text;
