//! Draws pages: facts in, PDF bytes out.
//!
//! This room knows fonts, text that fits, the strip of course days, the QR code and the layout folders
//! under `certificates/`. It does not know who may be certified, what a number is or where bytes are
//! kept: `CertificateFacts` arrive complete and frozen, and the same facts give the same bytes.
//!
//! From facts to bytes in four steps: `certificate` (with `strip`, `particulars`, `check`) places marks on a
//! page in reading order, `face` says how wide text is and cuts the fonts down, `page` turns marks into
//! drawing operations, `document` makes the file (metadata, identity, compression). What a later paper adds
//! goes in beside them: structure tags where `page` emits marks, attachments and seals in `document`.

mod certificate;

mod check;

mod document;

mod face;

mod facts;

mod fault;

mod fit;

mod layout;

mod page;

mod particulars;

mod plan;

mod qr;

mod refusal;

mod segments;

mod sheet;

mod strip;

mod wording;

#[cfg(test)]
mod tests;

pub use facts::{Bilingual, CertificateFacts, DayFact, DayState, Kind};
pub use fault::LayoutFault;
pub use layout::{FORMAL_LANDSCAPE, Layouts};
pub use refusal::Refusal;
