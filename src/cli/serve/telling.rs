//! Serves, and says on the terminal what happens: where the portal is to be seen, what was read again and how long that took,
//! what is wrong and when it no longer is.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use super::Arguments;
use crate::cli::console::Console;
use crate::cli::{Exit, look};
use crate::error::Error;
use crate::serve::{Event, Options};
use crate::text::Language;

/// The most problems that are shown at once.
const PROBLEMS_SHOWN: usize = 10;

/// Serves until the process ends.
pub fn run(
    arguments: &Arguments,
    root: PathBuf,
    asked: Option<Language>,
    console: &mut Console,
) -> Result<Exit, Error> {
    let options = Options { root, host: arguments.host, port: arguments.port, language: asked };
    let progress = console.progress("cli.progress.reading");
    let mut teller = Teller { arguments, asked, address: None, since: Instant::now(), is_first: true };
    let step = |total| progress.step(total);
    crate::serve::run(options, &step, &mut |event| {
        if !matches!(event, Event::Listening(_)) {
            progress.finish();
        }
        teller.tell(event, console);
    })
    .map(|never| match never {})
}

struct Teller<'a> {
    arguments: &'a Arguments,
    asked: Option<Language>,
    address: Option<SocketAddr>,
    /// When the last change was heard of.
    since: Instant,
    is_first: bool,
}

impl Teller<'_> {
    fn tell(&mut self, event: Event<'_>, console: &mut Console) {
        match event {
            Event::Listening(address) => self.address = Some(address),
            Event::Read(used) if console.verbose => {
                for line in look::cache(&used, console) {
                    console.say(&line);
                }
            }
            Event::Read(_) => {}
            Event::Changed => self.since = Instant::now(),
            Event::Round { language, reports, is_new } => {
                console.language = self.asked.unwrap_or(language);
                let elapsed_ms = self.since.elapsed().as_millis().to_string();
                if is_new || self.is_first {
                    let numbers = [("reports", &*reports.to_string()), ("elapsed_ms", &elapsed_ms)];
                    let text = console.fill("cli.serve.shown", &numbers);
                    console.say(&text);
                }
                if self.is_first {
                    self.is_first = false;
                    self.welcome(console);
                }
            }
            Event::Problems(problems) => {
                for problem in problems.iter().take(PROBLEMS_SHOWN) {
                    console.error(problem);
                }
                if let Some(more) = problems.len().checked_sub(PROBLEMS_SHOWN).filter(|more| *more > 0) {
                    let text = console.fill("cli.build.more", &[("count", &more.to_string())]);
                    console.say(&text);
                }
            }
            Event::Mended => {
                let text = console.words("cli.serve.mended");
                console.say(&text);
            }
            Event::Blind(reason) => {
                let text = console.fill("cli.serve.blind", &[("reason", &reason)]);
                console.say(&text);
            }
        }
    }

    /// Says where the portal is to be seen, on standard output, and shows it.
    fn welcome(&self, console: &mut Console) {
        let Some(mut address) = self.address else { return };
        let asked = self.arguments.port;
        if asked != 0 && address.port() != asked {
            let (asked, port) = (asked.to_string(), address.port().to_string());
            let text = console.fill("cli.serve.port-taken", &[("asked", &asked), ("port", &port)]);
            console.say(&text);
        }
        let everywhere = address.ip().is_unspecified();
        if everywhere {
            address.set_ip(match address {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        let url = format!("http://{address}/");
        let text = console.fill("cli.serve.address", &[("url", &url)]);
        // A terminal that is gone is no reason to stop.
        let _ = console.print(&text).and_then(|()| console.flush());
        if !self.arguments.host.is_loopback() {
            let text = console.words("cli.serve.open-to-all");
            console.say(&text);
        }
        if self.arguments.open
            && let Err(error) = open::that_detached(&url)
        {
            let text = console.fill("cli.serve.not-opened", &[("url", &url), ("reason", &error.to_string())]);
            console.say(&text);
        }
    }
}
