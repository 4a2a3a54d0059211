//! Clients that mean harm, or are broken: whatever they send, others are served.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::served::{Portal, Served};

fn is_well(served: &mut Served) {
    assert!(served.is_running());
    let answer = served.get("/");
    assert_eq!(answer.status, 200);
    assert!(answer.text().trim_end().ends_with("</html>"));
    assert!(!served.said().contains("panicked"), "{}", served.said());
}

#[test]
fn no_request_leads_outside_or_harms() {
    let portal = Portal::new(&["guyuan/2023.txt"]);
    portal.write("secret.txt", "secret");
    portal.write("content/secret.txt", "secret");
    let mut served = portal.serve();
    let host = served.address.to_string();
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/static/../../secret.txt",
        "/static/..\\..\\secret.txt",
        "/static/..%5c..%5csecret.txt",
        "/static%2fstyle.css",
        "/bodies%2Findex.html",
        "/site.toml",
        "/content/secret.txt",
        "/content/reports/guyuan/2023.txt",
        "/.gongkai",
        "/.gongkai/",
        "/.gongkai/reading/",
        "/index.html%00",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "/%ff%fe",
        "/%",
        "/%2",
        "/%zz",
        "//example.org/%2f..",
        "/bodies//",
        "//bodies",
        "/index.html/",
        "/./index.html",
    ] {
        let answer = served.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret"), "{path}");
        assert!(answer.header("set-cookie").is_empty());
    }
    // A redirect stays on this host.
    assert_eq!(served.get("/bodies?a=//b").header("location"), "/bodies/?a=//b");
    for (request, status) in [
        (format!("GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 200),
        (format!("GET http://example.org/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 403),
        (format!("GET http://{host}/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"), 403),
        (format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: example.org\r\nConnection: close\r\n\r\n"), 403),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), 403),
        ("GET / HTTP/1.1\r\nHost: localhost.example.org\r\nConnection: close\r\n\r\n".to_owned(), 403),
        (format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 405),
        (format!("CONNECT example.org:80 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 405),
        (format!("GET * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 404),
        (format!("GET ../secret.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), 400),
        (format!("GET / HTTP/9.9\r\nHost: {host}\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\nHost: {host}\r\nA: {}\r\n\r\n", "a".repeat(100_000)), 431),
        (format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "A: b\r\n".repeat(1000)), 431),
        (format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "a".repeat(100_000)), 431),
        (format!("GET /\0 HTTP/1.1\r\nHost: {host}\r\n\r\n"), 400),
        ("\u{16}\u{3}\u{1}\r\n\r\n".to_owned(), 400),
    ] {
        let shown: String = request.chars().take(60).collect();
        match served.send(request.as_bytes()) {
            Ok(answer) => assert!(
                answer.status == status || (status >= 400 && answer.status >= 400),
                "{shown:?}: {}",
                answer.status
            ),
            // Cut off while it was still sending: an answer as good as any.
            Err(_) => assert!(status >= 400, "{shown:?}"),
        }
    }
    is_well(&mut served);
}

#[test]
fn a_body_of_a_request_is_not_waited_for() {
    let portal = Portal::new(&[]);
    let mut served = portal.serve();
    let host = served.address;
    let head = format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send(head.as_bytes()).unwrap().status, 200);
    is_well(&mut served);
}

#[test]
fn clients_that_say_nothing_or_little_do_not_keep_others_waiting() {
    let portal = Portal::new(&[]);
    let mut served = portal.serve();
    let mut idle: Vec<TcpStream> = (0..200).map(|_| served.connect()).collect();
    for (number, stream) in idle.iter_mut().enumerate() {
        let begun = [&b""[..], b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nA: "][number % 4];
        stream.write_all(begun).unwrap();
    }
    // Some wait for news and go away; some ask for a page and do not read it.
    for number in 0..50 {
        let mut stream = served.connect();
        let path = if number % 2 == 0 { "/" } else { "/.gongkai/wait?" };
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    }
    is_well(&mut served);
    // Those that never end what they began are cut off.
    let mut answered = Vec::new();
    idle[1].read_to_end(&mut answered).unwrap();
    is_well(&mut served);
}

#[test]
fn more_connections_than_there_is_room_for_do_not_end_it() {
    let portal = Portal::new(&[]);
    let mut served = portal.serve();
    {
        let many: Vec<TcpStream> = (0..600).map(|_| served.connect()).collect();
        drop(many);
    }
    super::served::wait_until("it answers again", || {
        served.send(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").is_ok_and(|answer| answer.status == 200)
    });
    is_well(&mut served);
}
