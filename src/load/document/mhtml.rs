//! Web archives (`.mhtml`, `.mht`): a page in a mail message, with its pictures beside it. Which part is the page, and how
//! it is packed, is known here; what it holds is the affair of `html`.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders};

use super::html::{is_page, read_page};
use super::{Format, Reading};
use crate::diagnostic::{Diagnostic, Severity};

/// The reader of web archives.
pub struct Mhtml;

/// The most parts of an archive: the pictures, styles and frames of one page.
const MOST_PARTS: usize = 10_000;

impl Format for Mhtml {
    fn extensions(&self) -> &'static [&'static str] {
        &["mhtml", "mht"]
    }

    fn read(&self, path: &str, bytes: &[u8]) -> Result<Reading, Box<Diagnostic>> {
        let problem = || Box::new(Diagnostic::new(Severity::Error, "archive-without-page", format!("content/{path}")));
        let message = MessageParser::default().parse(bytes).ok_or_else(problem)?;
        let page = page(&message).ok_or_else(problem)?;
        let packed = bytes.get(page.offset_body as usize..page.offset_end as usize).ok_or_else(problem)?;
        let unpacked = match page.encoding {
            Encoding::None => packed.to_vec(),
            Encoding::QuotedPrintable => quoted_printable_decode(packed).ok_or_else(problem)?,
            Encoding::Base64 => base64_decode(packed).ok_or_else(problem)?,
        };
        let charset = page.content_type().and_then(|kind| kind.attribute("charset"));
        let address = page.content_location().map(str::trim).filter(|address| is_page(address)).map(str::to_owned);
        read_page(path, &unpacked, charset, address)
    }
}

/// The first part that is a page: the one that was saved; frames and what else there is stand behind it.
fn page<'a>(message: &'a Message<'a>) -> Option<&'a MessagePart<'a>> {
    message.parts.iter().take(MOST_PARTS).find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("text")
                && kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("html"))
        })
    })
}
