//! The preview: the real program serves a small portal, and these ask it over TCP.
#![cfg(feature = "serve")]

mod changes;
mod hostile;
#[path = "../generator/random.rs"]
#[allow(dead_code, reason = "others draw in more ways")]
mod random;
mod served;

use std::fs;
use std::process::Command;

use served::{Portal, Served, example, wait_until};

#[test]
fn addresses_are_those_of_a_plain_host() {
    let portal = Portal::new(&["guyuan/2023.txt"]);
    portal.write("static/标 a.svg", "<svg/>");
    portal.write("static/data.bin", [0, 255]);
    let served = portal.serve();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/bodies/", "text/html; charset=utf-8"),
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/page.js?a=b", "text/javascript; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml; charset=utf-8"),
        ("/static/%E6%A0%87%20a.svg", "image/svg+xml; charset=utf-8"),
        ("/static/data.bin", "application/octet-stream"),
        ("/data/figures.csv", "text/csv; charset=utf-8"),
        ("/data/portal.json", "application/json; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sources/guyuanshi/2023.txt", "text/plain"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let head = served.ask("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), answer.body.len().to_string(), "{path}");
    }
    assert_eq!(served.get("/sources/guyuanshi/2023.txt").body, example("guyuan/2023.txt"));
    let moved = served.get("/bodies/guyuanshi?a=b");
    assert_eq!((moved.status, moved.header("location")), (307, "/bodies/guyuanshi/?a=b"));
    let missing = served.get("/nowhere/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("static/style.css"));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"] {
        let refused = served.ask(method, "/", &[]);
        assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    assert!(!portal.path("public").exists());
}

#[test]
fn a_browser_asks_for_what_it_does_not_have() {
    let portal = Portal::new(&[]);
    let served = portal.serve();
    let whole = served.get("/static/style.css");
    let (tag, length) = (whole.header("etag"), whole.body.len());
    for (given, status) in [(tag, 304), ("*", 304), (&*format!("\"x\", W/{tag}"), 304), ("\"x\"", 200)] {
        let answer = served.ask("GET", "/static/style.css", &[("If-None-Match", given)]);
        assert_eq!((answer.status, answer.body.is_empty()), (status, status == 304), "{given}");
    }
    let part = |range: &str, more: &[(&str, &str)]| {
        let headers = [&[("Range", range)], more].concat();
        let answer = served.ask("GET", "/static/style.css", &headers);
        (answer.status, answer.header("content-range").to_owned(), answer.body)
    };
    let of =
        |first: usize, last: usize| (206, format!("bytes {first}-{last}/{length}"), whole.body[first..=last].to_vec());
    assert_eq!(part("bytes=0-9", &[]), of(0, 9));
    assert_eq!(part("bytes=-5", &[("If-Range", tag)]), of(length - 5, length - 1));
    assert_eq!(part("bytes=9-", &[("If-Range", "\"x\"")]).0, 200);
    assert_eq!(part("bytes=999999-", &[]), (416, format!("bytes */{length}"), Vec::new()));
    assert_eq!(part("bytes=0-1,4-5", &[]).0, 200);
}

#[test]
fn the_address_that_the_site_will_have_works_too() {
    let portal = Portal::new(&[]);
    portal.write("site.toml", "base_url = \"https://example.org/a/portal\"\n");
    let served = portal.serve();
    // The page for addresses that do not exist names its style by the whole path.
    assert!(served.get("/x").text().contains("\"/a/portal/static/style.css\""));
    assert_eq!(served.get("/a/portal/static/style.css").status, 200);
    assert_eq!(served.get("/a/portal/bodies").header("location"), "/a/portal/bodies/");
    assert_eq!(served.get("/a/portal/x").status, 404);
}

#[test]
fn a_port_that_is_taken_is_passed_over() {
    let portal = Portal::new(&[]);
    let first = portal.serve();
    let port = first.address.port().to_string();
    let second = Served::start(&portal.root(), &["--port", &port]);
    assert_ne!(first.address, second.address);
    wait_until("it says so", || second.said().contains(&format!("port {port} is taken")));
    assert_eq!((first.get("/").status, second.get("/").status), (200, 200));
    assert!(first.address.ip().is_loopback());
    first.interrupt();
}

#[test]
fn an_address_of_another_machine_is_named_and_no_port_blamed() {
    let portal = Portal::new(&[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    // Of a block that no machine has: it is for documents.
    let output = command.arg("--root").arg(portal.root()).args(["serve", "--host", "203.0.113.1"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("203.0.113.1") && said.contains("--host") && !said.contains("4000"), "{said}");
}

#[test]
fn a_change_of_style_leaves_pages_as_they_are() {
    let portal = Portal::new(&[]);
    let served = portal.serve();
    let before = served.state();
    assert!(served.get("/").text().contains(&format!("data-page=\"{}\" data-style=\"{}\"", before.page, before.style)));
    portal.write("static/style.css", "p {}");
    let after = served.until("restyled", |state| state.style != before.style);
    assert_eq!(after.page, before.page);
    assert_eq!(served.get("/static/style.css").text(), "p {}");
    portal.write("static/page.js", "0;");
    let last = served.until("reloaded", |state| state.page != before.page);
    assert_eq!(last.style, after.style);
}

#[test]
fn what_changes_nothing_reloads_nothing() {
    let portal = Portal::new(&["guyuan/2023.txt"]);
    let served = portal.serve();
    let before = served.state();
    portal.write("content/reports/guyuan/2023.txt", example("guyuan/2023.txt"));
    portal.write("content/reports/guyuan/2023.txt~", "an editor's own");
    portal.write("content/.hidden", "");
    portal.write("public/index.html", "");
    portal.write("site.toml", "languages = [\"en\"]\n\ntitle = \"First title\"\n");
    portal.write("static/style.css", "p {}");
    // What came before has been looked at when this is seen.
    assert_eq!(served.until("restyled", |state| state.style != before.style).page, before.page);
}

#[test]
fn a_broken_template_is_said_with_its_line_and_the_last_page_stays() {
    let portal = Portal::new(&["guyuan/2023.txt"]);
    portal
        .write("templates/years.html", "{% extends \"base.html\" %}\n{% block main %}<p>mine</p>{% endblock main %}\n");
    let served = portal.serve();
    let is_mine = || served.get("/years/").text().contains("<p>mine</p>");
    wait_until("the template is used", is_mine);
    assert_eq!(served.state().problems, "none");
    // Not well formed; and well formed, but asking for what is not there.
    for (line, wrong) in
        [("{% block main %}<p>{% if %}", "templates/years.html:2"), ("{{ page.nonsense }}", "years.html:2")]
    {
        let text = format!("{{% extends \"base.html\" %}}\n{{% block main %}}{line}{{% endblock main %}}\n");
        let broken = text.lines().nth(1).unwrap().to_owned();
        portal.write("templates/years.html", text);
        let state = served.until("said", |state| state.has(&[wrong, &broken]));
        assert_eq!(state.texts.len(), 1, "{state:?}");
        assert!(is_mine());
        assert_eq!(served.get("/bodies/").status, 200);
        wait_until("it is said on the terminal", || served.said().contains(&broken));
        // New content comes with the last templates that were good.
        let title = format!("Title of {}", line.len());
        portal.write("site.toml", format!("languages = [\"en\"]\ntitle = \"{title}\"\n"));
        wait_until("the title is new", || served.get("/years/").text().contains(&title));
        assert!(is_mine());
        assert!(served.state().has(&[wrong, &broken]));
        portal.write(
            "templates/years.html",
            "{% extends \"base.html\" %}{% block main %}<p>mine</p>{% endblock main %}\n",
        );
        served.until("mended", |state| state.problems == "none");
    }
    wait_until("that it is mended is said", || served.said().matches("all mended").count() == 2);
}

#[test]
fn a_template_that_was_never_good_gives_way_to_the_built_in_one() {
    let portal = Portal::new(&[]);
    portal.write("templates/years.html", "{{ page.nonsense }}");
    let served = portal.serve();
    served.until("said", |state| state.has(&["templates/years.html:1", "{{ page.nonsense }}"]));
    assert_eq!(served.get("/years/").status, 200);
    assert_eq!(served.get("/").status, 200);
    // That is no longer what it says.
    portal.write("templates/years.html", "<p>{% if x %}");
    let state = served.until("said", |state| state.has(&["templates/years.html:1", "<p>{% if x %}"]));
    assert_eq!(state.texts.len(), 1, "{state:?}");
}

#[test]
fn broken_settings_are_said_with_their_line_and_the_last_pages_stay() {
    let portal = Portal::new(&["guyuan/2023.txt"]);
    let served = portal.serve();
    portal.write("site.toml", "languages = [\"en\"]\ntitel = \"Wrong key\"\n");
    served.until("said", |state| state.has(&["site.toml:2", "titel = \"Wrong key\""]));
    assert!(served.get("/").text().contains("First title"));
    // The rest still follows.
    fs::remove_file(portal.path("content/reports/guyuan/2023.txt")).unwrap();
    wait_until("the report is gone", || served.get("/bodies/guyuanshi/").status == 404);
    portal.write("site.toml", "languages = [\"en\"]\ntitle = \"Second title\"\n");
    served.until("mended", |state| state.problems == "none");
    assert!(served.get("/").text().contains("Second title"));
}

#[test]
fn pages_of_a_report_that_is_broken_meanwhile_stay_and_say_so() {
    let portal = Portal::new(&["guyuan/2023.txt", "suqian/2023.txt"]);
    let served = portal.serve();
    let (page, lines, body) = ("/bodies/guyuanshi/2023/", "/bodies/guyuanshi/2023/source/", "/bodies/guyuanshi/");
    let before = served.get(page).untagged();
    for broken in ["", "hello"] {
        portal.write("content/reports/guyuan/2023.txt", broken);
        served.until("said", |state| state.has(&["content/reports/guyuan/2023.txt"]));
        for (path, part) in [(page, "固原市"), (lines, "213"), (body, "固原市")] {
            let answer = served.get(path);
            assert!(answer.status == 200 && answer.text().contains(part), "{path}: {answer:?}");
        }
        // Elsewhere the report is not there.
        assert!(!served.get("/bodies/").text().contains("guyuanshi"));
        portal.write("content/reports/guyuan/2023.txt", example("guyuan/2023.txt"));
        served.until("mended", |state| state.problems == "none");
        assert_eq!(served.get(page).untagged(), before);
    }
    portal.write("content/reports/guyuan/2023.txt", "");
    served.until("said", |state| state.has(&["content/reports/guyuan/2023.txt"]));
    fs::remove_file(portal.path("content/reports/guyuan/2023.txt")).unwrap();
    wait_until("the page is gone with its file", || served.get(page).status == 404);
    assert_eq!(served.get("/bodies/suqianshi/2023/").status, 200);
}

#[test]
fn what_is_said_of_bodies_may_be_broken_meanwhile() {
    let portal = Portal::new(&["guyuan/2023.txt", "suqian/2023.txt"]);
    portal.write("content/bodies.toml", "[[body]]\nname = \"固原市\"\nslug = \"guyuan\"\n");
    let served = portal.serve();
    portal.write("content/bodies.toml", "[[body]]\nname = \"固原市\"\nslug = \"guyuan\"\nlevel = \"city\"\n");
    served.until("said", |state| state.has(&["content/bodies.toml:4", "level = \"city\""]));
    assert_eq!(served.get("/bodies/guyuan/2023/").status, 200);
    // What else is saved meanwhile is there in the end, and a page that has moved is not where it was.
    fs::remove_file(portal.path("content/reports/suqian/2023.txt")).unwrap();
    let from_the_start = portal.serve();
    assert!(from_the_start.get("/").text().contains("content/bodies.toml:4"));
    portal.write("content/bodies.toml", "[[body]]\nname = \"固原市\"\nslug = \"gy\"\n");
    for served in [served, from_the_start] {
        served.until("mended", |state| state.problems == "none");
        for (path, status) in
            [("/bodies/gy/2023/", 200), ("/bodies/guyuan/2023/", 404), ("/bodies/suqianshi/2023/", 404)]
        {
            assert_eq!(served.get(path).status, status, "{path}");
        }
    }
}

#[test]
fn settings_that_are_broken_from_the_start_are_shown_in_place_of_pages() {
    let portal = Portal::new(&["guyuan/2023.txt"]);
    portal.write("site.toml", "languages = \"en\n");
    let served = portal.serve();
    let answer = served.get("/bodies/");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("site.toml:1"), "{}", answer.text());
    assert!(answer.text().contains("/.gongkai/preview.js"));
    portal.write("site.toml", "languages = [\"en\"]\n");
    served.until("mended", |state| state.problems == "none");
    wait_until("there are pages", || served.get("/bodies/guyuanshi/2023/").status == 200);
}

#[test]
fn a_bad_report_is_said_with_its_file_and_the_others_stay() {
    let portal = Portal::new(&["guyuan/2023.txt", "suqian/2023.txt"]);
    let served = portal.serve();
    assert_eq!(served.state().problems, "none");
    portal.write("content/reports/guyuan/2023.txt", "not a report\n");
    served.until("said", |state| state.has(&["content/reports/guyuan/2023.txt"]));
    assert_eq!(served.get("/bodies/suqianshi/2023/").status, 200);
    portal.write("content/reports/guyuan/2023.txt", example("guyuan/2023.txt"));
    served.until("mended", |state| state.problems == "none");
    assert_eq!(served.get("/bodies/guyuanshi/2023/").status, 200);
    portal.write("content/pages/about.md", "---\ntitel: About\n---\n");
    served.until("said", |state| state.has(&["content/pages/about.md:2", "titel: About"]));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_said_and_the_last_pages_stay() {
    use std::os::unix::fs::symlink;
    let portal = Portal::new(&["guyuan/2023.txt"]);
    let served = portal.serve();
    // Not even root can list what leads in a circle; the folder of pages is then none.
    fs::create_dir_all(portal.path("content")).unwrap();
    symlink("bodies.toml", portal.path("content/bodies.toml")).unwrap();
    portal.write("content/pages/about.md", "# About\n");
    wait_until("it is looked at", || served.get("/about/").status == 200 || served.state().problems != "none");
    assert_eq!(served.get("/bodies/guyuanshi/2023/").status, 200);
    fs::remove_file(portal.path("content/bodies.toml")).unwrap();
    wait_until("the page is there", || served.get("/about/").status == 200);
    served.until("mended", |state| state.problems == "none");
}
