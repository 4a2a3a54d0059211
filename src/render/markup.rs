//! The only markup that may enter a page unescaped. Whoever makes one of these vouches for it; everything else is text
//! and is escaped by the templates.

use std::fmt;

use serde::Serialize;

/// A piece of HTML that is safe to put into a page as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// `text` as HTML that shows exactly that text.
    pub fn escaped(text: &str) -> Html {
        let mut out = String::with_capacity(text.len() + 8);
        escape_into(&mut out, text);
        Html(out)
    }

    /// Markup that the caller has made or sanitised itself.
    pub(crate) fn trusted(markup: String) -> Html {
        Html(markup)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, moved out.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One inline `<svg>` element, valid inside HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Svg(String);

impl Svg {
    /// Markup that the caller has drawn itself, with every text in it escaped.
    pub(crate) fn trusted(markup: String) -> Svg {
        Svg(markup)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, moved out.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Appends `text`, escaped for element content and for both kinds of quoted attribute values, in HTML and in XML.
/// Characters that XML forbids (controls other than tab and line ends) are left out.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    if is_plain(text.as_bytes()) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_xml(c) => out.push(c),
            _ => {}
        }
    }
}

/// Whether surely nothing in a text is escaped or left out, as in nearly all. It looks at all of it without turning back, so that
/// many bytes are looked at in one step.
fn is_plain(text: &[u8]) -> bool {
    let is_special = |byte: u8| byte < 0x20 || matches!(byte, 0x7f | b'&' | b'<' | b'>' | b'"' | b'\'');
    // What may be a control character of two bytes, or one of the two noncharacters.
    let is_doubtful = |first: u8, second: u8| (first == 0xc2) & (second < 0xa0) | (first == 0xef) & (second == 0xbf);
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    !text.iter().fold(false, |any, &byte| any | is_special(byte))
        & !pairs.fold(false, |any, (&first, &second)| any | is_doubtful(first, second))
}

/// Whether XML allows the character.
pub(crate) fn is_xml(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_open_a_tag_or_leave_an_attribute() {
        for (text, escaped) in
            [("（一）0.9\u{a0}%", "（一）0.9\u{a0}%"), ("a\u{85}\u{7f}\u{ffff}\u{fffd}", "a\u{fffd}")]
        {
            assert_eq!(Html::escaped(text).as_str(), escaped);
        }
        assert_eq!(Html::escaped("<a b='c' d=\"e\">&\u{0}").as_str(), "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;");
    }
}
