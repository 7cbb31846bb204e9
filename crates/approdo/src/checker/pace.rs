//! How often one network may ask, so that nobody takes the checker from all others. Counted in memory, for a minute,
//! and nothing of what was asked; an answer never depends on who asks (SEC-37).

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use ground::{Limit, Timestamp};

/// Questions of one network in a minute: a whole office sits behind one address.
pub const ASKED_MOST: u32 = 600;
/// Networks that are counted at once.
const NETWORKS_MOST: usize = 20_000;

/// Who asked how often in this minute.
#[derive(Debug, Default)]
pub struct Pace {
    asked: Mutex<(i64, HashMap<[u8; 16], u32>)>,
}

impl Pace {
    /// Counts a request. No: its network asked enough in this minute.
    #[must_use]
    pub fn is_kept(&self, from: IpAddr, now: Timestamp) -> bool {
        let minute = now.micros().div_euclid(60_000_000);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (counted, networks) = &mut *asked;
        if *counted != minute || networks.len() >= NETWORKS_MOST {
            *counted = minute;
            networks.clear();
        }
        let count = networks.entry(network(from)).or_default();
        *count = count.saturating_add(1);
        let kept = *count <= ASKED_MOST;
        if !kept {
            Limit::CheckPace.reached();
        }
        kept
    }
}

/// An address, or the 64-bit network of a longer one: what one customer holds.
fn network(from: IpAddr) -> [u8; 16] {
    match from.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => {
            let mut octets = v6.octets();
            octets.iter_mut().skip(8).for_each(|octet| *octet = 0);
            octets
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_80_a_network_asks_so_often_in_a_minute_and_others_go_on() {
        let (pace, now) = (Pace::default(), Timestamp::from_micros(1_800_000_000_000_000));
        let one: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let before = Limit::CheckPace.times_reached();
        assert!((0..ASKED_MOST).all(|_| pace.is_kept(one, now)));
        assert!(!pace.is_kept("2001:db8:1:2::9".parse().unwrap(), now), "the same network");
        assert!(Limit::CheckPace.times_reached() > before);
        assert!(pace.is_kept("2001:db8:1:3::1".parse().unwrap(), now));
        assert!(pace.is_kept("192.0.2.1".parse().unwrap(), now));
        assert!(pace.is_kept(one, now.plus_seconds(60)));
        for n in 0..100_000_u32 {
            assert!(pace.is_kept(std::net::Ipv4Addr::from(n).into(), now));
        }
        assert!(pace.asked.lock().unwrap().1.len() <= NETWORKS_MOST);
    }
}
