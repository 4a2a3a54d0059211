//! A small portal, the real program that serves it, and a client that speaks plain HTTP.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use gongkai::serve::TAG;
use serde_json::Value;
use tempfile::TempDir;

/// So long at most may anything take. Nothing waits for it to be over.
const LONGEST: Duration = Duration::from_secs(60);

/// A portal with some of the example's reports.
pub struct Portal {
    folder: TempDir,
}

impl Portal {
    pub fn new(reports: &[&str]) -> Portal {
        let portal = Portal { folder: tempfile::tempdir().unwrap() };
        for report in reports {
            portal.write(&format!("content/reports/{report}"), example(report));
        }
        portal.write("site.toml", "languages = [\"en\"]\ntitle = \"First title\"\n");
        portal
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("portal")
    }

    /// A folder beside the portal.
    pub fn beside(&self) -> PathBuf {
        let beside = self.folder.path().join("beside");
        fs::create_dir_all(&beside).unwrap();
        beside
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub fn serve(&self) -> Served {
        Served::start(&self.root(), &["--port", "0"])
    }
}

/// A report of the example.
pub fn example(report: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/reports").join(report)).unwrap()
}

/// The program, serving until it is dropped.
pub struct Served {
    program: Child,
    pub address: SocketAddr,
    said: Arc<Mutex<String>>,
}

impl Served {
    pub fn start(root: &Path, arguments: &[&str]) -> Served {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["--lang", "en", "--root"])
            .arg(root)
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (found, address) = mpsc::channel();
        let (out, err) = (program.stdout.take().unwrap(), program.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = line.split("http://").nth(1).map(|rest| found.send(rest.split('/').next().unwrap().to_owned()));
            }
        });
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in BufReader::new(err).lines().map_while(Result::ok) {
                heard.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let address = address.recv_timeout(LONGEST).unwrap_or_else(|_| panic!("{}", said.lock().unwrap()));
        Served { program, address: address.parse().unwrap(), said }
    }

    /// What it said on standard error so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub fn is_running(&mut self) -> bool {
        self.program.try_wait().unwrap().is_none()
    }

    /// Interrupts it as Ctrl-C does, and waits until it has ended.
    pub fn interrupt(mut self) {
        let sent = Command::new("kill").args(["-INT", &self.program.id().to_string()]).status().unwrap();
        assert!(sent.success());
        wait_until("it ends", || !self.is_running());
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = self.address.to_string();
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: {host}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let sent = self.send(format!("{head}\r\n").as_bytes());
        sent.unwrap_or_else(|error| panic!("{method} {path}: {error}\n{}", self.said()))
    }

    /// Sends bytes as they are, and reads until the other side has said all.
    pub fn send(&self, bytes: &[u8]) -> std::io::Result<Answer> {
        let mut stream = self.connect();
        stream.write_all(bytes)?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        let _ = stream.shutdown(Shutdown::Both);
        Answer::of(&all).ok_or_else(|| std::io::Error::other(String::from_utf8_lossy(&all).into_owned()))
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, LONGEST).unwrap();
        stream.set_read_timeout(Some(LONGEST)).unwrap();
        stream.set_write_timeout(Some(LONGEST)).unwrap();
        stream
    }

    /// What a page that has just been loaded is told.
    pub fn state(&self) -> State {
        self.told("")
    }

    /// The next state after this one, when it comes.
    pub fn after(&self, state: &State) -> State {
        let begun = Instant::now();
        loop {
            let query = format!("page={}&style={}&problems={}", state.page, state.style, state.problems);
            let next = self.told(&query);
            if (&next.page, &next.style, &next.problems) != (&state.page, &state.style, &state.problems) {
                return next;
            }
            assert!(begun.elapsed() < LONGEST, "nothing changes\n{}", self.said());
        }
    }

    /// The first state from now on that is as `wanted` says.
    pub fn until(&self, what: &str, wanted: impl Fn(&State) -> bool) -> State {
        let begun = Instant::now();
        let mut state = self.state();
        while !wanted(&state) {
            assert!(begun.elapsed() < LONGEST, "not {what}: {state:?}\n{}", self.said());
            state = self.after(&state);
        }
        state
    }

    fn told(&self, query: &str) -> State {
        let answer = self.get(&format!("/.gongkai/wait?{query}"));
        assert_eq!(answer.status, 200);
        let json: Value = serde_json::from_slice(&answer.body).unwrap();
        let text = |key: &str| json[key].as_str().unwrap().to_owned();
        let texts = json["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned());
        State { page: text("page"), style: text("style"), problems: text("problems"), texts: texts.collect() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// What an open page knows of the state of the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub page: String,
    pub style: String,
    pub problems: String,
    pub texts: Vec<String>,
}

impl State {
    pub fn has(&self, words: &[&str]) -> bool {
        self.texts.iter().any(|text| words.iter().all(|word| text.contains(word)))
    }
}

/// What the program answers.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Option<Answer> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.to_lowercase(), v.to_owned()));
        Some(Answer { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() })
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The bytes without what the preview adds.
    pub fn untagged(&self) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(&self.body) else { return self.body.clone() };
        let Some((before, rest)) = text.split_once(TAG.0) else { return self.body.clone() };
        let (_, after) = rest.split_once(TAG.1).expect("the element ends");
        format!("{before}{after}").into_bytes()
    }
}

pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LONGEST, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
