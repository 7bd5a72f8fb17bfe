//! What a file says about itself.

use chrono::NaiveDate;

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
    /// The day it was made; no clock is read, so that the same facts give the same bytes.
    pub made_on: NaiveDate,
}

impl About {
    /// Noon of the day it was made, UTC, as PDF writes it.
    pub fn moment(&self) -> String {
        format!("D:{}120000Z", self.made_on.format("%Y%m%d"))
    }
}
