//! What a file says about itself.

use chrono::{DateTime, Utc};

use crate::kernel::Lang;

/// What the file names as its maker.
pub const PRODUCER: &str = "Stafett (printpdf, lopdf)";

/// What the file says about itself.
pub struct About {
    /// The title a reader's window shows.
    pub title: String,
    /// The issuer.
    pub author: String,
    /// What it is about.
    pub subject: String,
    /// The main language.
    pub lang: Lang,
    /// The code as printed, in groups.
    pub code: String,
    /// When it was made; no clock is read, so that the same facts give the same bytes.
    pub made_at: DateTime<Utc>,
}

impl About {
    /// When it was made, UTC, as PDF writes it.
    pub fn moment(&self) -> String {
        self.made_at.format("D:%Y%m%d%H%M%SZ").to_string()
    }
}
