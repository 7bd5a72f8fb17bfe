//! Rules, marks and dates made up by dice that fall the same each time.

use super::*;

/// A small deterministic generator (splitmix64), so that a failure can be repeated.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[usize::try_from(self.below(among.len() as u64)).expect("small")]
    }

    pub fn accept(&mut self) -> String {
        let ways: Vec<&str> = ["\"present\"", "\"partial\"", "\"made_up\"", "\"credited\""]
            .into_iter()
            .filter(|_| self.below(3) > 0)
            .collect();
        if ways.is_empty() { "\"present\"".into() } else { ways.join(",") }
    }

    pub fn tree(&mut self, depth: u64) -> String {
        let kind = if depth == 0 { 3 + self.below(6) } else { self.below(9) };
        let n = self.below(7);
        let accept = self.accept();
        let parts = |dice: &mut Self| (0..=dice.below(2)).map(|_| dice.tree(depth - 1)).collect::<Vec<_>>().join(",");
        match kind {
            0 => format!(r#"{{"all":[{}]}}"#, parts(self)),
            1 => format!(r#"{{"any":[{}]}}"#, parts(self)),
            2 => format!(r#"{{"at_least":{{"n":1,"of":[{}]}}}}"#, parts(self)),
            3 => format!(r#"{{"days_attended":{{"min":{n},"accept":[{accept}]}}}}"#),
            4 => format!(r#"{{"days_attended":{{"min_percent":{},"accept":[{accept}]}}}}"#, n * 16),
            5 => format!(r#"{{"days_required":{{"days":[{},{}],"accept":[{accept}]}}}}"#, 1 + n % 6, 1 + self.below(6)),
            6 => format!(r#"{{"minutes":{{"min":{}}}}}"#, n * 360),
            7 => format!(r#"{{"minutes":{{"min_percent":{}}}}}"#, n * 15),
            _ => format!(r#"{{"decided_by":{{"role":"r{}"}}}}"#, self.below(2)),
        }
    }

    /// Two or three demands tied together, of which some tie others.
    pub fn tied(&mut self) -> String {
        let parts: Vec<String> = (0..2 + self.below(2)).map(|_| self.tree(2)).collect();
        let parts = parts.join(",");
        match self.below(3) {
            0 => format!(r#"{{"all":[{parts}]}}"#),
            1 => format!(r#"{{"any":[{parts}]}}"#),
            _ => format!(r#"{{"at_least":{{"n":2,"of":[{parts}]}}}}"#),
        }
    }

    pub fn letters(&mut self, among: &str) -> String {
        let among: Vec<char> = among.chars().collect();
        (0..6).map(|_| self.pick(&among)).collect()
    }

    /// A date before or after the end of the make-ups.
    pub fn today(&mut self) -> Day {
        date(self.pick(&["2012-10-20", "2013-05-01", "2014-05-01"]))
    }
}
