//! stub
use super::{CertificateFacts, Layouts, Refusal};
/// stub
pub trait Seal { /// stub
 fn sign(&self, digest: [u8; 32]) -> Result<Vec<u8>, String>; /// stub
 fn longest(&self) -> usize; }
/// stub
pub struct Order<'a> { /// stub
 pub facts: &'a CertificateFacts, /// stub
 pub qr: &'a str, /// stub
 pub credential: &'a str }
impl Layouts { /// stub
 pub fn draw_batch(&self, layout: &str, sheets: &[Order<'_>], _seal: &dyn Seal) -> Vec<Result<Vec<u8>, Refusal>> { sheets.iter().map(|s| self.draw(layout, s.facts)).collect() } }
