//! Where and when a page was published, as it says itself: only what is whole and not contradicted by the page. It fills
//! what the maintainer does not say.

use super::page::meta;
use super::tree::{Data, Tree};
use crate::load::hint::YEARS;
use crate::report::Date;

/// The names under which pages give the date of their publication.
const DATES: [&str; 5] = ["PubDate", "publishdate", "article:published_time", "publish_date", "pubtime"];

/// The page's own address: of the page as it was saved, else as it gives it.
pub fn address(tree: &Tree) -> Option<String> {
    let saved = tree.ids().find_map(|id| match &tree.node(id).data {
        Data::Comment(text) => text.trim().strip_prefix("saved from url=").and_then(|rest| rest.split_once(')')),
        _ => None,
    });
    let canonical = tree.ids().find_map(|id| {
        let is_canonical = tree.name(id) == "link"
            && tree.attribute(id, "rel").is_some_and(|rel| rel.split_whitespace().any(|one| one == "canonical"));
        tree.attribute(id, "href").filter(|_| is_canonical)
    });
    let saved = saved.map(|(_, address)| address.trim().to_owned());
    let said = canonical.map(str::to_owned).into_iter().chain(meta(tree, "og:url").into_iter().map(|(url, _)| url));
    saved.into_iter().chain(said).find(|address| is_page(address))
}

/// Whether an address is that of a page of the web, and not of a whole site.
pub fn is_page(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\^`{|}".contains(c) || (c.is_alphanumeric() && !c.is_ascii());
    rest.is_some_and(|rest| {
        rest.chars().all(plain) && rest.split_once('/').is_some_and(|(host, path)| host.contains('.') && path.len() > 1)
    })
}

/// The date of publication, `YYYY-MM-DD`: where the page gives one, whole, and its address gives no other.
pub fn published(tree: &Tree, address: Option<&str>) -> Option<String> {
    let mut dates = DATES.iter().flat_map(|name| meta(tree, name)).map(|(text, _)| date(&text));
    let first = dates.next()??;
    let agrees = dates.all(|date| date.as_deref() == Some(&*first));
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    // Content systems write the day into the names of pages: `t20300110_1.html`.
    let named = address.and_then(|address| {
        let name = address.rsplit('/').next()?.strip_prefix('t')?;
        let day: String = name.chars().take_while(char::is_ascii_digit).collect();
        (day.len() == 8).then_some(day)
    });
    (agrees && named.is_none_or(|day| day == digits)).then_some(first)
}

/// `2030-01-10 09:00` and `2030/1/10` as `2030-01-10`.
fn date(text: &str) -> Option<String> {
    let day = text.trim().split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else { return None };
    let number = |part: &str, longest: usize| {
        let digits = part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u16>().ok() } else { None }
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let date = Date::parse(&format!("{year:04}-{month:02}-{day:02}"))?;
    YEARS.contains(&year).then(|| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_taken_only_where_the_page_agrees_with_itself() {
        let page = |dates: &[(&str, &str)]| {
            let metas = dates.iter().map(|(name, date)| format!("<meta name='{name}' content='{date}'>"));
            Tree::parse(&metas.collect::<String>()).unwrap()
        };
        let tree = page(&[("PubDate", "2024-01-10 09:00:00"), ("publishdate", "2024/1/10")]);
        assert_eq!(published(&tree, None).as_deref(), Some("2024-01-10"));
        assert_eq!(published(&tree, Some("http://a.cn/202401/t20240110_7.htm")).as_deref(), Some("2024-01-10"));
        assert_eq!(published(&tree, Some("http://a.cn/202403/t20240324_7.htm")), None);
        assert_eq!(published(&page(&[("PubDate", "2024-01-10"), ("publishdate", "2024-01-11")]), None), None);
        for none in ["2024-01", "2023-02-29", "2024-00-10", "24-01-10", ""] {
            assert_eq!(published(&page(&[("PubDate", none)]), None), None, "{none}");
        }
    }

    #[test]
    fn the_address_is_that_of_a_page() {
        for (page, expected) in [
            ("<!-- saved from url=(0034)http://www.a.cn/b/c.html -->", Some("http://www.a.cn/b/c.html")),
            ("<link rel=canonical href='https://a.cn/x?a=1'>", Some("https://a.cn/x?a=1")),
            ("<meta property='og:url' content='https://a.cn/'>", None),
            ("<link rel=canonical href='/x'><meta property='og:url' content='javascript:1'>", None),
        ] {
            assert_eq!(address(&Tree::parse(page).unwrap()).as_deref(), expected, "{page}");
        }
    }
}
