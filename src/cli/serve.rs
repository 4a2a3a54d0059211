//! `gongkai serve`: the portal in a browser while it is worked on.

#[cfg(feature = "serve")]
mod telling;

use std::net::IpAddr;

#[cfg(feature = "serve")]
pub use self::telling::run;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The port; where it is taken, the next that is free
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// The address to listen at, as a number
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Open it in the browser
    #[arg(long)]
    open: bool,
}

/// Says that this program cannot serve.
#[cfg(not(feature = "serve"))]
pub fn run(
    _: &Arguments,
    _: std::path::PathBuf,
    _: Option<crate::text::Language>,
    _: &mut super::console::Console,
) -> Result<super::Exit, crate::error::Error> {
    Err(crate::error::Error::refused("no-serve"))
}
