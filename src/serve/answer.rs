//! What stands at an address: the bytes with their kind, or why not. A function of one state and one request. It knows
//! neither connections nor the disk, but for the report files that are offered as they are.

use std::path::Path;
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, HOST, HeaderMap, HeaderValue,
    IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE,
};
use hyper::{Method, Response, StatusCode, Uri, Version};
use serde_json::json;

use super::problem::Problem;
use super::shown::{Content, Fault, Shown, State, name_of};
use crate::publish::copy_of;
use crate::render::link;
use crate::render::markup::Html;
use crate::render::site::RenderError;
use crate::text::{fill, words};

/// How the element begins that the preview adds to each page. It ends with [`TAG`]`.1` and stands before `</head>`.
pub const TAG: (&str, &str) = ("<script src=\"/.gongkai/preview.js\"", "\" defer></script>");

/// Where a page asks for the next state.
pub const WAIT: &str = "/.gongkai/wait";

/// The preview's own files.
const OWN: [(&str, &str, &str); 2] = [
    ("/.gongkai/preview.js", "text/javascript; charset=utf-8", include_str!("preview.js")),
    ("/.gongkai/preview.css", "text/css; charset=utf-8", include_str!("preview.css")),
];

/// The most problems that are shown in a page.
const PROBLEMS_SHOWN: usize = 20;

pub type Answer = Response<Full<Bytes>>;

/// A request that may be answered: its path as it was sent, without what is behind `?`.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
}

/// Refuses what no browser with an honest address asks: other methods, and hosts that are names of others. A page of another
/// site can have its own name lead here (DNS rebinding); a number or `localhost` it cannot.
pub fn admit(method: &Method, uri: &Uri, version: Version, headers: &HeaderMap) -> Result<Asked, Box<Answer>> {
    if method != Method::GET && method != Method::HEAD {
        let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "method not allowed");
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Err(Box::new(answer));
    }
    let mut hosts = headers.get_all(HOST).iter();
    let (host, further) = (hosts.next(), hosts.next());
    let named = match (uri.authority(), host) {
        (Some(authority), _) => Some(authority.as_str()),
        (None, Some(host)) => host.to_str().ok(),
        // Only the first version of HTTP did without.
        (None, None) if version == Version::HTTP_10 => Some("localhost"),
        (None, None) => None,
    };
    let both = [named, host.map_or(named, |host| host.to_str().ok())];
    if further.is_some() || !both.into_iter().all(|host| host.is_some_and(is_own)) {
        return Err(Box::new(plain(StatusCode::FORBIDDEN, "this host is not served here")));
    }
    let (path, query) = (uri.path().to_owned(), uri.query().unwrap_or_default().to_owned());
    Ok(Asked { method: method.clone(), path, query, headers: headers.clone() })
}

/// Whether a `Host` is a number or `localhost`.
fn is_own(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) => (name, port),
            None => return false,
        },
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port_is_one = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let name = name.to_ascii_lowercase();
    let is_localhost = name == "localhost" || name.ends_with(".localhost");
    port_is_one && (is_localhost || name.parse::<std::net::IpAddr>().is_ok())
}

/// What is at an address.
struct Found {
    status: StatusCode,
    kind: String,
    bytes: Vec<u8>,
}

/// Answers a request out of a state.
pub fn answer(asked: &Asked, state: &State, shown: &Shown, root: &Path) -> Answer {
    if let Some((_, kind, text)) = OWN.iter().find(|(path, ..)| *path == asked.path) {
        return whole(
            asked,
            Found { status: StatusCode::OK, kind: (*kind).to_owned(), bytes: text.as_bytes().to_vec() },
        );
    }
    let Some(content) = &state.content else {
        return whole(asked, notice(StatusCode::SERVICE_UNAVAILABLE, state));
    };
    let scene = Scene { state, content, shown, root };
    let Some(path) = decoded(&asked.path) else { return whole(asked, scene.missing()) };
    match scene.place(&path) {
        Place::At(path) => whole(asked, scene.found(&path)),
        Place::Folder => {
            let query = if asked.query.is_empty() { String::new() } else { format!("?{}", asked.query) };
            let mut answer = plain(StatusCode::TEMPORARY_REDIRECT, "");
            match HeaderValue::from_str(&format!("{}/{query}", asked.path)) {
                Ok(location) => answer.headers_mut().insert(LOCATION, location),
                Err(_) => return whole(asked, scene.missing()),
            };
            answer
        }
        Place::Nowhere => whole(asked, scene.missing()),
    }
}

/// What a page that waits for the next state is told.
pub fn news(state: &State) -> Answer {
    let text = json!({
        "page": state.page,
        "style": state.style,
        "problems": state.problems_name(),
        "title": title(state),
        "texts": texts(state),
    });
    let mut answer = plain(StatusCode::OK, "");
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *answer.body_mut() = Full::from(text.to_string());
    answer
}

/// Whether a page that waits has already seen a state.
pub fn has_seen(query: &str, state: &State) -> bool {
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    value("page") == Some(&*state.page)
        && value("style") == Some(&*state.style)
        && value("problems") == Some(&*state.problems_name())
}

/// A path as the site names it; `None` where it can be none: it is no text, leaves its folder or hides its slashes.
fn decoded(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.strip_prefix('/')?.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let [high, low] = [rest.next()?, rest.next()?].map(|digit| char::from(digit).to_digit(16));
                let byte = (high? * 16 + low?) as u8;
                if matches!(byte, b'/' | b'\\') {
                    return None;
                }
                byte
            }
            byte => byte,
        };
        bytes.push(byte);
    }
    let path = String::from_utf8(bytes).ok()?;
    let inner = path.strip_suffix('/').unwrap_or(&path);
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    let stays = path.is_empty() || inner.split('/').all(is_plain);
    (stays && !path.contains(|c: char| c.is_control() || c == '\\')).then_some(path)
}

enum Place {
    At(String),
    /// Of a folder, named without its slash.
    Folder,
    Nowhere,
}

struct Scene<'a> {
    state: &'a State,
    content: &'a Content,
    shown: &'a Shown,
    root: &'a Path,
}

impl Scene<'_> {
    /// Where a path leads: as it stands, else below the path of the address that the site will have, where the page for
    /// addresses that do not exist looks for its style.
    fn place(&self, path: &str) -> Place {
        let base = link::from_host(self.content.config().base_url.as_deref(), "");
        let below = path.strip_prefix(base.trim_start_matches('/')).filter(|_| base != "/");
        let here = self.place_here(path);
        match (here, below) {
            (Place::Nowhere, Some(below)) => self.place_here(below),
            (here, _) => here,
        }
    }

    fn place_here(&self, path: &str) -> Place {
        let folder = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let index = format!("{folder}index.html");
        if !path.is_empty() && self.contains(path) {
            Place::At(path.to_owned())
        } else if !self.contains(&index) {
            Place::Nowhere
        } else if path == folder {
            Place::At(index)
        } else {
            Place::Folder
        }
    }

    fn contains(&self, path: &str) -> bool {
        self.state.look.theme.files.contains_key(path) || self.content_with(path).with(|site| site.contains(path))
    }

    /// The site that has a path, if one has it.
    fn content_with(&self, path: &str) -> &Content {
        self.state.lost.site_of(path).unwrap_or(self.content)
    }

    fn found(&self, path: &str) -> Found {
        let kind = kind(path);
        if let Some(bytes) = self.state.look.theme.files.get(path) {
            return Found { status: StatusCode::OK, kind: with_charset(kind), bytes: bytes.clone() };
        }
        let original = self.content.with(|site| {
            let original = site.original(path)?;
            Some(copy_of(&self.root.join("content").join(original.source), original.sha256))
        });
        match original {
            Some(Ok(bytes)) => Found { status: StatusCode::OK, kind, bytes },
            // It is being read again, or it is gone, and the next state says so.
            Some(Err(_)) => problem_page(words(self.state.language, "serve.original").to_owned(), self.state),
            None => match self.made(path) {
                Ok(bytes) if path.ends_with(".html") => {
                    let bytes = tagged(bytes, self.state);
                    Found { status: StatusCode::OK, kind: with_charset(kind), bytes }
                }
                Ok(bytes) => Found { status: StatusCode::OK, kind: with_charset(kind), bytes },
                Err(text) => problem_page(text, self.state),
            },
        }
    }

    /// The bytes of a path; where the templates fail, as the last ones make it that did not.
    fn made(&self, path: &str) -> Result<Vec<u8>, String> {
        let look = &self.state.look;
        let content = self.content_with(path);
        match content.with(|site| site.render_with(path, &look.templates)) {
            Ok(bytes) => Ok(bytes),
            Err(RenderError::Template { source, .. }) => {
                let diagnostic = look.problem(&source);
                let text = Problem::of_diagnostic(diagnostic.clone(), self.state.language).text;
                let templates = Arc::clone(&look.templates);
                self.shown.fault(Fault { templates, path: path.to_owned(), diagnostic });
                let mut earlier = look.earlier.iter().filter(|earlier| !Arc::ptr_eq(earlier, &look.templates));
                let made = earlier.find_map(|earlier| content.with(|site| site.render_with(path, earlier)).ok());
                made.ok_or_else(|| text.to_string())
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn missing(&self) -> Found {
        Found { status: StatusCode::NOT_FOUND, ..self.found("404.html") }
    }
}

/// A page with the element that keeps it up to date.
fn tagged(bytes: Vec<u8>, state: &State) -> Vec<u8> {
    let Ok(mut html) = String::from_utf8(bytes) else { return Vec::new() };
    let tag = tag(state);
    let at = html.find("</head>").unwrap_or(html.len());
    html.insert_str(at, &tag);
    html.into_bytes()
}

fn tag(state: &State) -> String {
    format!("{} data-page=\"{}\" data-style=\"{}{}", TAG.0, state.page, state.style, TAG.1)
}

fn title(state: &State) -> String {
    fill(state.language, "serve.problems", &[("count", &state.problems.len().to_string())])
}

/// What is wrong, in words; of very many problems the first.
fn texts(state: &State) -> Vec<String> {
    let mut texts: Vec<String> =
        state.problems.iter().take(PROBLEMS_SHOWN).map(|problem| problem.text.to_string()).collect();
    if state.problems.len() > PROBLEMS_SHOWN {
        let more = (state.problems.len() - PROBLEMS_SHOWN).to_string();
        texts.push(fill(state.language, "serve.more", &[("count", &more)]));
    }
    texts
}

/// A page of the preview's own for what is not there yet.
fn notice(status: StatusCode, state: &State) -> Found {
    let (title, text) = match state.problems.is_empty() {
        true => (words(state.language, "serve.reading").to_owned(), String::new()),
        false => (title(state), texts(state).join("\n\n")),
    };
    page(status, &title, &text, state)
}

fn problem_page(text: String, state: &State) -> Found {
    page(StatusCode::INTERNAL_SERVER_ERROR, words(state.language, "serve.failed"), &text, state)
}

fn page(status: StatusCode, title: &str, text: &str, state: &State) -> Found {
    let (title, text, tag) = (Html::escaped(title), Html::escaped(text), tag(state));
    let language = state.language.tag();
    let html = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <link rel=\"stylesheet\" href=\"/.gongkai/preview.css\">\n{tag}\n</head>\n\
         <body class=\"notice\">\n<h1>{title}</h1>\n<pre>{text}</pre>\n</body>\n</html>\n"
    );
    Found { status, kind: "text/html; charset=utf-8".to_owned(), bytes: html.into_bytes() }
}

fn kind(path: &str) -> String {
    mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned()
}

/// Text that we made is UTF-8. What others made is as its bytes say.
fn with_charset(kind: String) -> String {
    let is_text = kind.starts_with("text/") || kind.ends_with("/json") || kind.ends_with("xml");
    if is_text { format!("{kind}; charset=utf-8") } else { kind }
}

/// The bytes that are found, whole or in part, or that the browser has them.
fn whole(asked: &Asked, found: Found) -> Answer {
    let tag = format!("\"{}\"", name_of([found.bytes.as_slice()]));
    let length = found.bytes.len();
    let mut answer = plain(found.status, "");
    let headers = answer.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    headers.insert(CONTENT_TYPE, value(&found.kind));
    if found.status != StatusCode::OK {
        *answer.body_mut() = Full::from(found.bytes);
        return answer;
    }
    headers.insert(ETAG, value(&tag));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if has_it(&asked.headers, &tag) {
        headers.remove(CONTENT_TYPE);
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return answer;
    }
    let wanted = match asked.headers.get(IF_RANGE) {
        Some(condition) if condition != tag.as_str() => None,
        _ => asked.headers.get(RANGE).and_then(|range| range.to_str().ok()).and_then(|range| part(range, length)),
    };
    let bytes = Bytes::from(found.bytes);
    match wanted.filter(|_| asked.method == Method::GET) {
        None => *answer.body_mut() = Full::from(bytes),
        Some(Some((first, last))) => {
            headers.insert(CONTENT_RANGE, value(&format!("bytes {first}-{last}/{length}")));
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            *answer.body_mut() = Full::from(bytes.slice(first..=last));
        }
        Some(None) => {
            headers.insert(CONTENT_RANGE, value(&format!("bytes */{length}")));
            headers.remove(CONTENT_TYPE);
            *answer.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
        }
    }
    answer
}

/// Whether the browser says that it has these bytes.
fn has_it(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// The part of so many bytes that a `Range` asks for, first and last; `Some(None)` where there is no such part. `None` where it
/// asks for several, or for what is no range: then all is sent.
fn part(range: &str, length: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<usize>().ok())?;
    let end = length.checked_sub(1);
    Some(match (first.is_empty(), last.is_empty()) {
        (true, true) => return None,
        (true, false) => {
            let count = number(last)?;
            end.filter(|_| count > 0).map(|end| (length.saturating_sub(count), end))
        }
        (false, _) => {
            let first = number(first)?;
            let last = if last.is_empty() { usize::MAX } else { number(last)? };
            if last < first {
                return None;
            }
            end.filter(|end| first <= *end).map(|end| (first, last.min(end)))
        }
    })
}

/// An answer of a few words. None is kept by a browser without asking again, and none may be used by pages of others.
pub fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_and_localhost_are_own_hosts() {
        for host in
            ["localhost", "LOCALHOST:4000", "127.0.0.1:80", "[::1]:4000", "[::1]", "192.168.1.2", "a.localhost:1"]
        {
            assert!(is_own(host), "{host}");
        }
        for host in
            ["", "example.org", "localhost.example.org", "127.0.0.1.example.org", "[::1", "localhost:x", "a:b:c"]
        {
            assert!(!is_own(host), "{host}");
        }
    }

    #[test]
    fn a_path_stays_inside_and_shows_its_slashes() {
        for (raw, path) in [
            ("/", Some("")),
            ("/bodies/", Some("bodies/")),
            ("/static/%E6%A0%87%20a.svg", Some("static/标 a.svg")),
            ("/..", None),
            ("/a/../b", None),
            ("/%2e%2e/a", None),
            ("/a%2fb", None),
            ("/a%5Cb", None),
            ("//a", None),
            ("/a//", None),
            ("/a%00", None),
            ("/a%0a", None),
            ("/%ff", None),
            ("/%", None),
            ("/%4", None),
            ("/%zz", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(decoded(raw).as_deref(), path, "{raw}");
        }
    }

    #[test]
    fn a_range_is_one_part_or_none_or_all() {
        for (range, expected) in [
            ("bytes=0-3", Some(Some((0, 3)))),
            ("bytes=4-", Some(Some((4, 9)))),
            ("bytes=4-400", Some(Some((4, 9)))),
            ("bytes=-3", Some(Some((7, 9)))),
            ("bytes=-30", Some(Some((0, 9)))),
            ("bytes=10-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=3-2", None),
            ("bytes=0-1,3-4", None),
            ("bytes=-", None),
            ("bytes=+1-2", None),
            ("bytes=99999999999999999999-", None),
            ("lines=1-2", None),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
        assert_eq!(part("bytes=0-", 0), Some(None));
        assert_eq!(part("bytes=-1", 0), Some(None));
    }
}
