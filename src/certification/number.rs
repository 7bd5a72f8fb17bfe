//! The certificate number: `BRF-2012-0001`.

/// Issuer code, year of issue in Stockholm, and a place in that year's series, counted from 1 without gaps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// Whose series.
    pub issuer_code: String,
    /// The year.
    pub year: i64,
    /// The place in the series.
    pub place: i64,
}

impl Number {
    /// Reads a number as it stands on a paper; `None` when it is none of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (front, place) = text.rsplit_once('-')?;
        let (issuer_code, year) = front.rsplit_once('-')?;
        let number = Self { issuer_code: issuer_code.to_owned(), year: year.parse().ok()?, place: place.parse().ok()? };
        (number.place > 0 && number.to_string() == text).then_some(number)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{:04}", self.issuer_code, self.year, self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_at_least_four_digits_and_reads_back() {
        let numbers = [1, 9999, 10_000].map(|place| Number { issuer_code: "BRF-S".to_owned(), year: 2012, place });

        let written = numbers.clone().map(|number| number.to_string());

        assert_eq!(written, ["BRF-S-2012-0001", "BRF-S-2012-9999", "BRF-S-2012-10000"]);
        assert_eq!(written.map(|text| Number::parse(&text)), numbers.map(Some));
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        let texts = ["", "BRF-2012-1", "BRF-2012-0000", "BRF-2012-00001", "BRF-2012", "2012-0001"];

        let read = texts.map(Number::parse);

        assert!(read.iter().all(Option::is_none), "{read:?}");
    }
}
