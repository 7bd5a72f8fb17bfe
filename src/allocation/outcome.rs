//! Who got the seats, who waits, and why: every move can be told in a sentence.

use crate::kernel::Lang;

/// The result of a draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One entry per pool in spill-over order; exactly one without a name when there are no named pools.
    pub pools: Vec<PoolOutcome>,
    /// Which cohort each admitted application sits in, in order of award; empty when the draw has no cohorts.
    pub seated: Vec<Seated>,
}

impl Outcome {
    /// All awards in the order they were made, across pools.
    #[must_use]
    pub fn awards(&self) -> Vec<&Award> {
        let mut awards: Vec<&Award> = self.pools.iter().flat_map(|pool| &pool.admitted).collect();
        awards.sort_by_key(|award| award.turn);
        awards
    }
}

/// What became of the applications of one pool's organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolOutcome {
    /// The pool's name, if the draw has named pools.
    pub pool: Option<String>,
    /// The admitted, in order of award.
    pub admitted: Vec<Award>,
    /// The reserve list, number 1 first.
    pub reserve: Vec<Waiting>,
}

/// A seat given to an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// The order of this award among all of the draw, from 1.
    pub turn: u64,
    /// The application.
    pub reference: String,
    /// The code of its organisation.
    pub organisation: String,
    /// Why it was this organisation's turn.
    pub why: Why,
}

/// The cohort an admitted application sits in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    /// The application.
    pub reference: String,
    /// The cohort's code.
    pub cohort: String,
}

/// Why an organisation got a seat when it did; `held` counts the seats it had before this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It held fewer seats than the number of the round of coverage.
    Coverage {
        /// The round, from 1.
        round: u64,
        /// Seats held before.
        held: u64,
        /// Where the seat came from.
        from: Source,
    },
    /// It had the highest `population / (2 · held + 1)` of those below the cap.
    Fill {
        /// Its weight.
        population: u64,
        /// Seats held before.
        held: u64,
        /// Where the seat came from.
        from: Source,
    },
    /// The cap was lifted, and it held the fewest seats.
    Leftover {
        /// Seats held before.
        held: u64,
        /// Where the seat came from.
        from: Source,
    },
}

/// Whose seat an award hands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The seats of the organisation's own pool.
    OwnPool,
    /// What all pools together had left over.
    SpillOver,
}

impl Why {
    /// Where the seat came from.
    #[must_use]
    pub fn source(self) -> Source {
        match self {
            Self::Coverage { from, .. } | Self::Fill { from, .. } | Self::Leftover { from, .. } => from,
        }
    }

    /// The reason as the protocol and the applicant's page tell it.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> String {
        let reason = self.turn(lang);
        match self.source() {
            Source::OwnPool => reason,
            Source::SpillOver => {
                let spilled = lang.say(
                    "Platsen kom ur det som poolerna hade kvar.",
                    "The seat came from what the pools had left over.",
                );
                format!("{reason} {spilled}")
            }
        }
    }

    fn turn(self, lang: Lang) -> String {
        match self {
            Self::Coverage { round, held, .. } => {
                let held = seats(held, lang);
                lang.say(
                    format!("Täckning, omgång {round}: organisationen hade {held}."),
                    format!("Coverage, round {round}: the organisation held {held}."),
                )
            }
            Self::Fill { population, held, .. } => {
                let (weight, divisor) = (grouped(population.into()), grouped(2 * u128::from(held) + 1));
                let held = seats(held, lang);
                lang.say(
                    format!("Efter storlek: organisationen hade {held} och högst jämförelsetal, {weight} / {divisor}."),
                    format!(
                        "By size: the organisation held {held} and had the highest quotient, {weight} / {divisor}."
                    ),
                )
            }
            Self::Leftover { held, .. } => {
                let held = seats(held, lang);
                lang.say(
                    format!("Överbliven plats: taket är lyft och ingen som stod på tur hade färre platser ({held})."),
                    format!("Left over: the cap is lifted and nobody still in turn held fewer seats ({held})."),
                )
            }
        }
    }
}

/// A place on a reserve list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The number on the pool's list, from 1.
    pub number: u64,
    /// The application.
    pub reference: String,
    /// The code of its organisation.
    pub organisation: String,
    /// Why it waits.
    pub why: WhyWaiting,
}

/// Why an eligible application got no seat; `before` counts the organisation's seats and reserve places ahead of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyWaiting {
    /// No seat was left when its turn would have come.
    SeatsGone {
        /// The organisation's seats and earlier reserve places.
        before: u64,
    },
    /// Its turn came, but the cohorts the person can attend could not take one more.
    PassedOver {
        /// The organisation's seats and earlier reserve places.
        before: u64,
    },
}

impl WhyWaiting {
    /// The reason as the protocol and the applicant's page tell it.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> String {
        let (reason, before) = match self {
            Self::SeatsGone { before } => (
                lang.say(
                    "Platserna tog slut innan turen kom till ansökan.",
                    "The seats ran out before the application's turn came.",
                ),
                before,
            ),
            Self::PassedOver { before } => (
                lang.say(
                    "När turen kom var de utbildningsomgångar som passar redan fulla.",
                    "When its turn came, the cohorts that suit were already full.",
                ),
                before,
            ),
        };
        let ahead = match before {
            0 => lang
                .say(
                    "Organisationen har ingen plats eller reservplats.",
                    "The organisation has no seat or reserve place.",
                )
                .to_owned(),
            1 => lang
                .say(
                    "Organisationen har en plats eller reservplats före den.",
                    "The organisation has one seat or reserve place ahead of it.",
                )
                .to_owned(),
            more => lang.say(
                format!("Organisationen har {} platser och reservplatser före den.", grouped(more.into())),
                format!("The organisation has {} seats and reserve places ahead of it.", grouped(more.into())),
            ),
        };
        format!("{reason} {ahead}")
    }
}

fn seats(number: u64, lang: Lang) -> String {
    match number {
        0 => lang.say("ingen plats", "no seat").to_owned(),
        1 => lang.say("1 plats", "1 seat").to_owned(),
        more => {
            let more = grouped(more.into());
            lang.say(format!("{more} platser"), format!("{more} seats"))
        }
    }
}

/// Thousands apart by no-break spaces, in both languages.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_award_tells_its_reason_in_both_languages() {
        let first = Why::Coverage { round: 1, held: 0, from: Source::OwnPool };
        let fill = Why::Fill { population: 344_166, held: 2, from: Source::SpillOver };

        assert_eq!(first.sentence(Lang::Sv), "Täckning, omgång 1: organisationen hade ingen plats.");
        assert_eq!(first.sentence(Lang::En), "Coverage, round 1: the organisation held no seat.");
        assert_eq!(
            fill.sentence(Lang::Sv),
            "Efter storlek: organisationen hade 2 platser och högst jämförelsetal, 344\u{a0}166 / 5. \
             Platsen kom ur det som poolerna hade kvar."
        );
    }
}
