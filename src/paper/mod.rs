//! Draws pages: facts in, PDF bytes out.
//!
//! This room knows fonts, text that fits, the strip of course days, the QR code and the layout folders
//! under `certificates/`. It does not know who may be certified, what a number is, what a key is or where bytes are
//! kept: `CertificateFacts` arrive complete and frozen, and the same facts give the same bytes.
//!
//! From facts to bytes: `certificate` (with `strip`, `particulars`, `check`) places marks on a page in reading order, and
//! `page` notes which part of the text each belongs to. `batch` takes many of them at once: `face` and `typeset` cut the fonts
//! down to what all of them use, `template` has printpdf lay out what they share, `content` writes the operators of each page
//! and `structure` its tree for screen readers (PDF/UA-1), `document` and `file` put the file together with `xmp` and `icc`
//! (PDF/A-3a), and `seal` closes it (PAdES-B). `inspect` reads a sealed one back.

mod about;

mod batch;

mod block;

mod artwork;

mod certificate;

mod check;

mod content;

mod deflate;

mod document;

mod edition;

mod face;

mod facts;

mod fault;

mod file;

mod fit;

mod foot;
mod icc;

mod inspect;

mod language;

mod layout;

mod logo;

mod ornament;

mod outline;

mod page;

mod part;

mod particulars;

mod picture;

mod placeholders;

mod plan;

mod qr;

mod refusal;

mod seal;

mod segments;

mod sentences;

mod sheet;

mod spoken;

mod strip;

mod structure;

mod syntax;

mod template;

mod svg;
mod typeset;

mod tags;

mod unclear;

mod wording;

mod xmp;

#[cfg(test)]
mod look_tests;

#[cfg(test)]
mod room_tests;

#[cfg(test)]
mod tests;

pub use batch::Sheet;
pub use edition::{Edition, EditionFault, EditionPart};
pub use facts::{Bilingual, CertificateFacts, DayFact, DayState, Kind};
pub use fault::LayoutFault;
pub use inspect::{Inspected, Mistrust, inspect};
pub use layout::{FORMAL_LANDSCAPE, Layouts, QUIET_PORTRAIT, edition_name, edition_of};
pub use logo::Logo;
pub use part::Part;
pub use placeholders::Placeholder;
pub use refusal::Refusal;
pub use seal::Seal;
pub use unclear::Unclear;
