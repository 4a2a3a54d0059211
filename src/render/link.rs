//! Links between the pages of the site: always relative, so that a site works from any folder of a host and from plain
//! files. Knows paths; knows nothing of what stands at them.

/// How the page at `from` links to `to`. Both are output paths (`bodies/guyuan/index.html`); `to` may end in an
/// `#anchor`, and may be the same page. Bytes that do not stand in a URL as they are become percent signs.
pub fn relative(from: &str, to: &str) -> String {
    let (path, anchor) = match to.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (to, None),
    };
    let mut out = String::with_capacity(to.len() + 12);
    if path != from || anchor.is_none() {
        // Up to the last slash that both share, they are in the same folder.
        let alike = from.bytes().zip(path.bytes()).take_while(|(a, b)| a == b);
        let shared = alike.enumerate().filter(|(_, (byte, _))| *byte == b'/').last().map_or(0, |(at, _)| at + 1);
        for _ in from[shared..].matches('/') {
            out.push_str("../");
        }
        encode_into(&mut out, &path[shared..]);
    }
    if let Some(anchor) = anchor {
        out.push('#');
        encode_into(&mut out, anchor);
    }
    out
}

/// The same place as seen from the root of a host: the path part of `base_url` (`https://a.org/sub` gives `/sub/`) and
/// the path behind it. For a page that a host shows at any address.
pub fn from_host(base_url: Option<&str>, to: &str) -> String {
    format!("{}{}", base_path(base_url), encode(to))
}

/// The whole address of a page: `base_url` and its path, where `index.html` stands for its folder.
pub fn absolute(base_url: &str, to: &str) -> String {
    let path = to.strip_suffix("index.html").unwrap_or(to);
    format!("{}/{}", base_url.trim_end_matches('/'), encode(path))
}

/// The whole address of what the page at `from` links to by a relative link, as [`relative`] makes it.
pub fn resolved(base_url: &str, from: &str, href: &str) -> String {
    let mut folder: Vec<&str> = from.split('/').collect();
    folder.pop();
    let mut rest = href;
    while let Some(further) = rest.strip_prefix("../") {
        folder.pop();
        rest = further;
    }
    let path = rest.strip_suffix("index.html").unwrap_or(rest);
    let folder: String = folder.iter().map(|name| format!("{}/", encode(name))).collect();
    format!("{}/{folder}{path}", base_url.trim_end_matches('/'))
}

fn base_path(base_url: Option<&str>) -> String {
    let rest = base_url.unwrap_or("").split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode_into(&mut out, path);
    out
}

fn encode_into(out: &mut String, path: &str) {
    let stays =
        |byte: u8| matches!(byte, b'!' | b'#' | b'$' | b'&'..=b';' | b'=' | b'@'..=b'Z' | b'_' | b'a'..=b'z' | b'~');
    if path.bytes().all(stays) {
        out.push_str(path);
        return;
    }
    for byte in path.bytes() {
        if stays(byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_comes_back_to_the_whole_address() {
        let pages = ["index.html", "bodies/index.html", "bodies/银川/2023/index.html", "en/data/index.html"];
        for from in pages {
            for to in pages {
                let href = relative(from, to);
                assert_eq!(
                    resolved("https://a.org/sub", from, &href),
                    absolute("https://a.org/sub", to),
                    "{from} {href}"
                );
            }
        }
    }

    #[test]
    fn links_go_up_and_down_between_folders() {
        for (from, to, expected) in [
            ("index.html", "bodies/index.html", "bodies/index.html"),
            ("bodies/a/2023/index.html", "static/style.css", "../../../static/style.css"),
            ("bodies/a/index.html", "bodies/a/2023/index.html", "2023/index.html"),
            ("bodies/a/index.html", "bodies/b/index.html", "../b/index.html"),
            ("en/index.html", "index.html", "../index.html"),
            ("bodies/index.html", "bodies/index.html", "index.html"),
            ("bodies/index.html", "bodies/index.html#x", "#x"),
            ("404.html", "关于/index.html", "%E5%85%B3%E4%BA%8E/index.html"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} → {to}");
        }
    }

    #[test]
    fn the_host_path_is_that_of_the_base_url() {
        assert_eq!(from_host(None, "index.html"), "/index.html");
        assert_eq!(from_host(Some("https://example.org"), "index.html"), "/index.html");
        assert_eq!(from_host(Some("https://example.org/a/b/"), "index.html"), "/a/b/index.html");
        assert_eq!(absolute("https://example.org/a/", "en/index.html"), "https://example.org/a/en/");
    }
}
