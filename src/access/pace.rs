//! How often one network may look something up: counted in memory, by minute.
//!
//! For what is open to everybody and asked for often. The count keeps no list of who asked longer than its minute, costs no
//! write, and each node counts for itself: codes have 80 random bits, so this is against hurry, not against guessing.

use crate::kernel::Instant;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// How many networks are told apart within a minute; beyond it counting begins anew, so that memory stays small.
const NETWORKS: usize = 65_536;

/// Counts what networks do within a minute of the clock.
#[derive(Debug)]
pub struct Pace {
    /// How often a network may, 0 for as often as it likes.
    most: u32,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    minute: i64,
    times: HashMap<String, u32>,
}

impl Pace {
    /// At most `most` times a minute from one network; 0 for as often as it likes.
    #[must_use]
    pub fn new(most: u32) -> Self {
        Self { most, counted: Mutex::default() }
    }

    /// Counts one request from `ip` and says whether it is let in.
    ///
    /// Without an address there is no network to count: only what does not come by a socket has none.
    pub fn admits(&self, ip: Option<IpAddr>, now: Instant) -> bool {
        let (Some(ip), true) = (ip, self.most > 0) else { return true };
        let network = super::whence::network_of(ip);
        let minute = now.millis().div_euclid(60_000);
        // Whoever panicked while counting left numbers that are as good as any.
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.minute != minute || counted.times.len() >= NETWORKS {
            *counted = Counted { minute, times: HashMap::new() };
        }
        let times = counted.times.entry(network).or_default();
        *times = times.saturating_add(1);
        *times <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> Option<IpAddr> {
        text.parse().ok()
    }

    #[test]
    fn a_network_is_let_in_so_often_and_others_are_not_touched() {
        let pace = Pace::new(2);
        let now = Instant::from_millis(90_000);

        let admitted = ["192.0.2.1", "192.0.2.9", "192.0.2.1", "198.51.100.1"].map(|from| pace.admits(ip(from), now));

        assert_eq!(admitted, [true, true, false, true]);
    }

    #[test]
    fn the_next_minute_begins_anew() {
        let pace = Pace::new(1);
        let at = |seconds: i64| pace.admits(ip("2001:db8::1"), Instant::from_millis(seconds * 1000));

        let admitted = [61, 119, 120].map(at);

        assert_eq!(admitted, [true, false, true]);
    }

    #[test]
    fn without_a_limit_or_an_address_everybody_is_let_in() {
        let (free, strict) = (Pace::new(0), Pace::new(1));
        let now = Instant::from_millis(0);

        let admitted = [0; 3].map(|_| free.admits(ip("192.0.2.1"), now) && strict.admits(None, now));

        assert_eq!(admitted, [true; 3]);
    }

    #[test]
    fn more_networks_than_are_told_apart_take_no_more_memory() {
        let pace = Pace::new(1);
        let now = Instant::from_millis(0);

        for number in 0..=(NETWORKS as u128) {
            let address = std::net::Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) | (number << 64));
            pace.admits(Some(address.into()), now);
        }

        assert_eq!(pace.counted.lock().expect("unpoisoned").times.len(), 1);
    }
}
