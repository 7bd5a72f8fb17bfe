//! Chips, tiles, timelines and pages: what the parts show.

use crate::kernel::Lang;

/// What a colour means; there is no other way to colour anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Deep sea: the house speaking.
    Sea,
    /// Rape yellow: now, or needs you. Nothing else is ever yellow.
    Now,
    /// Beech green: done.
    Done,
    /// Brick: stopped, refused, wrong.
    Stop,
    /// Warm grey: neither good nor bad.
    Quiet,
}

impl Tone {
    /// The name the style sheets know it by (`data-color`).
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sea => "accent",
            Self::Now => "warning",
            Self::Done => "success",
            Self::Stop => "danger",
            Self::Quiet => "neutral",
        }
    }

    /// The icon a notice of this tone gets.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Sea | Self::Quiet => Icon::Info,
            Self::Now => Icon::Bell,
            Self::Done => Icon::Check,
            Self::Stop => Icon::Alert,
        }
    }
}

/// A picture from the layout's sprite; always beside a word, never instead of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named for what it depicts")]
pub enum Icon {
    Again,
    Alert,
    Bell,
    Check,
    Clock,
    Cross,
    Dot,
    Half,
    Info,
    Letter,
    Minus,
    Pause,
    Plus,
    Question,
    Ring,
    Swap,
}

impl Icon {
    /// The name of the symbol in the layout's sprite, without the leading `i-`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Alert => "alert",
            Self::Bell => "bell",
            Self::Check => "check",
            Self::Clock => "clock",
            Self::Cross => "cross",
            Self::Dot => "dot",
            Self::Half => "half",
            Self::Info => "info",
            Self::Letter => "letter",
            Self::Minus => "minus",
            Self::Pause => "pause",
            Self::Plus => "plus",
            Self::Question => "question",
            Self::Ring => "ring",
            Self::Swap => "swap",
        }
    }
}

/// The state of something as a word with icon and colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The word, in the page's language.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
    /// Its icon.
    pub icon: Icon,
}

impl Chip {
    /// A chip.
    #[must_use]
    pub fn new(word: impl Into<String>, tone: Tone, icon: Icon) -> Self {
        Self { word: word.into(), tone, icon }
    }
}

/// One tile of the map.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Place from the left, 0 to 11, as the region file's `grid_column`.
    pub column: u8,
    /// Place from the top, 0 to 11, as the region file's `grid_row`.
    pub row: u8,
    /// The organisation's name.
    pub name: String,
    /// What stands large in the tile: a number, or a dash for no data.
    pub figure: String,
    /// How far it has come; decides fill and pattern.
    pub state: TileState,
    /// The state in words, in the page's language.
    pub word: String,
    /// Where the tile leads.
    pub href: String,
}

impl Tile {
    /// The name as a phone shows it: up to six letters, or four and a full stop.
    #[must_use]
    pub fn short_name(&self) -> String {
        if self.name.chars().count() <= 6 {
            return self.name.clone();
        }
        let start: String = self.name.chars().take(4).collect();
        format!("{}.", start.trim_end())
    }
}

/// How far a tile has come, as a fill and a pattern. The page says what each step is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileState {
    /// Nothing is known: dashed edge, no fill.
    NoData,
    /// Known, and not begun: grey.
    NotBegun,
    /// Begun: light, dotted.
    Begun,
    /// Decided or adopted: fuller, striped.
    Adopted,
    /// Running: deep, crossed.
    Running,
    /// Followed up or finished: full.
    Finished,
    /// At rest: grey, lying stripes.
    Resting,
}

impl TileState {
    /// Every state, in the order a legend shows them.
    pub const ALL: [Self; 7] =
        [Self::NoData, Self::NotBegun, Self::Begun, Self::Adopted, Self::Running, Self::Finished, Self::Resting];

    /// The name the style sheet knows it by (`data-state`).
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NoData => "no-data",
            Self::NotBegun => "not-begun",
            Self::Begun => "begun",
            Self::Adopted => "adopted",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Resting => "resting",
        }
    }
}

/// One step of a timeline.
#[derive(Debug, Clone)]
pub struct TimelineItem {
    /// What it is, in the page's language.
    pub title: String,
    /// When it was or will be, in words; `None` while nobody knows.
    pub when: Option<String>,
    /// Why, or what it means; every move has a reason that its reader may see.
    pub reason: Option<String>,
    /// Done, now, ahead or stopped.
    pub state: TimelineState,
}

/// Where a step of a timeline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimelineState {
    /// Has happened.
    Done,
    /// Is where things stand now.
    Now,
    /// Is still to come.
    Ahead,
    /// Ended here.
    Stopped,
}

impl TimelineState {
    /// The state in words, read out before the step's title.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Done => lang.say("Klart", "Done"),
            Self::Now => lang.say("Nu", "Now"),
            Self::Ahead => lang.say("Kommer", "Ahead"),
            Self::Stopped => lang.say("Avslutat", "Ended"),
        }
    }

    /// The name the style sheet knows it by (`data-state`).
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Stopped => "stopped",
        }
    }

    /// The icon in the timeline's dot.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::Check,
            Self::Now => Icon::Dot,
            Self::Ahead => Icon::Ring,
            Self::Stopped => Icon::Cross,
        }
    }
}

/// Where one is in a list that is too long for one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// This page, counted from 1.
    pub now: usize,
    /// How many there are; at least 1.
    pub total: usize,
    /// Address of the list with everything but the page, such as `/applications?state=open`.
    pub base: String,
}

impl Pages {
    /// The address of page `number`.
    #[must_use]
    pub fn href(&self, number: usize) -> String {
        format!("{}{}page={number}", self.base, if self.base.contains('?') { '&' } else { '?' })
    }

    /// The numbers to show; `None` stands for a gap.
    ///
    /// First, last, this one and its neighbours: never more than seven.
    #[must_use]
    pub fn numbers(&self) -> Vec<Option<usize>> {
        let mut shown = Vec::new();
        let mut before = 0;
        for number in 1..=self.total {
            if number != 1 && number != self.total && number.abs_diff(self.now) > 1 {
                continue;
            }
            if number > before + 1 {
                shown.push(None);
            }
            shown.push(Some(number));
            before = number;
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_shows_its_ends_and_the_neighbours() {
        let pages = Pages { now: 5, total: 9, base: "/list?state=open".into() };

        let numbers = pages.numbers();

        assert_eq!(numbers, [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(pages.href(4), "/list?state=open&page=4");
    }
}
