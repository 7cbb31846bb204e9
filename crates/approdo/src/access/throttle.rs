//! Slowing down who guesses (SEC-62).
//!
//! Failures are counted for the account and for the network, each with some free tries and then a wait
//! that doubles. Who has a whole range of IPv6 has thousands of networks, so its site is counted as well.
//! The whole house has a counter too, which turns nobody away: whoever floods it from everywhere would
//! else shut out all the others. While it is over its limit every try is looked at a little later, by
//! four seconds at most ([`Throttle::patience`]). A browser that once logged in with both factors is
//! counted by itself: strangers who fail on a worker's account do not make her wait. Codes of the
//! second factor have counters of their own (SEC-60). It is kept in memory: a node that starts anew
//! starts lenient, and forgets nothing that anybody would miss.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ground::{AccountId, Limit, Timestamp};

/// What failures are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counter {
    /// Whoever answers to this e-mail, existing or not: its fingerprint.
    Account([u8; 32]),
    /// Where requests come from: an address, or the 64-bit network of a longer one.
    Network([u8; 16]),
    /// The 48-bit range of an IPv6 address: what one customer may hold.
    Site([u8; 16]),
    /// Everybody.
    House,
    /// A browser that is known, by the hash of its cookie.
    Device([u8; 32]),
    /// Codes for an account between password and session.
    Code(AccountId),
    /// Passkeys for an account between password and session.
    Passkey(AccountId),
    /// Codes, passkeys and passwords asked again inside a session.
    Again(AccountId),
    /// Codes at a link that is shown once, by its hash.
    Link([u8; 32]),
    /// Colleagues named as the second person present, for the account that names them.
    Second(AccountId),
}

impl Counter {
    /// The counters of a network address.
    #[must_use]
    pub fn of_network(address: IpAddr) -> Vec<Self> {
        match address.to_canonical() {
            IpAddr::V4(v4) => vec![Self::Network(v4.to_ipv6_mapped().octets())],
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                let range = |d: u16| Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).octets();
                vec![Self::Network(range(d)), Self::Site(range(0))]
            }
        }
    }

    /// What the trail calls it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Network(_) => "network",
            Self::Site(_) => "site",
            Self::House => "house",
            Self::Device(_) => "device",
            Self::Code(_) => "code",
            Self::Passkey(_) => "passkey",
            Self::Again(_) => "again",
            Self::Link(_) => "link",
            Self::Second(_) => "second",
        }
    }

    const fn allowance(self) -> Allowance {
        match self {
            Self::Account(_) | Self::Device(_) => Allowance { free: FREE_FOR_ACCOUNT, longest: 900 },
            Self::Code(_) | Self::Passkey(_) | Self::Again(_) | Self::Link(_) | Self::Second(_) => {
                Allowance { free: FREE_FOR_CODE, longest: 900 }
            }
            // A whole office sits behind one address.
            Self::Network(_) => Allowance { free: FREE_FOR_NETWORK, longest: 900 },
            // Several customers may share one, and each has networks of its own.
            Self::Site(_) => Allowance { free: FREE_FOR_SITE, longest: 900 },
            // Only makes everybody a little later.
            Self::House => Allowance { free: FREE_FOR_HOUSE, longest: 4 },
        }
    }

    const fn limit(self) -> Limit {
        match self {
            Self::Account(_) | Self::Device(_) => Limit::ThrottleAccount,
            Self::Code(_) | Self::Passkey(_) | Self::Again(_) | Self::Link(_) | Self::Second(_) => Limit::ThrottleCode,
            Self::Network(_) => Limit::ThrottleNetwork,
            Self::Site(_) => Limit::ThrottleSite,
            Self::House => Limit::ThrottleHouse,
        }
    }
}

/// Free tries on one account, or from a browser that is known.
pub const FREE_FOR_ACCOUNT: u32 = 5;
/// Free tries from one network.
pub const FREE_FOR_NETWORK: u32 = 30;
/// Free tries from one range of IPv6 networks.
pub const FREE_FOR_SITE: u32 = 120;
/// Free tries on the whole house.
pub const FREE_FOR_HOUSE: u32 = 300;
/// Free tries of a second factor.
pub const FREE_FOR_CODE: u32 = 4;

#[derive(Clone, Copy)]
struct Allowance {
    free: u32,
    longest: i64,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    failures: u32,
    last: Timestamp,
    told_at: Option<Timestamp>,
}

/// After so many seconds the count halves.
const HALF_LIFE: i64 = 600;
/// So often at most the trail hears that a counter makes wait: a flood must not fill it.
const TOLD_EVERY: i64 = 3600;
/// How long a try waits when the house has just gone over its limit, and how long at most.
const PATIENCE_LEAST: Duration = Duration::from_millis(100);
const PATIENCE_MOST: Duration = Duration::from_secs(4);
/// Counters kept; past that the ones longest at rest go.
const KEPT_MOST: usize = 20_000;

impl Count {
    fn now(self, now: Timestamp) -> u32 {
        let halvings = u32::try_from(now.seconds_since(self.last).max(0) / HALF_LIFE).unwrap_or(31).min(31);
        self.failures >> halvings
    }

    fn wait(self, allowance: Allowance, now: Timestamp) -> i64 {
        let over = self.now(now).saturating_sub(allowance.free);
        if over == 0 {
            return 0;
        }
        let pause = 1_i64.checked_shl(over.min(20)).unwrap_or(allowance.longest).min(allowance.longest);
        (pause - now.seconds_since(self.last).max(0)).max(0)
    }
}

/// Tries that failed lately, and who must wait.
#[derive(Debug, Default)]
pub struct Throttle {
    counts: Mutex<HashMap<Counter, Count>>,
}

/// The next try is welcome in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub i64);

impl Throttle {
    /// Begins a try. It is counted as failed at once, so that a thousand tries at the same moment
    /// are not all first ones; [`Self::succeeded`] takes it back.
    ///
    /// # Errors
    /// [`Wait`] when one of the counters wants a pause first; the try then does not count.
    pub fn begin(&self, counters: &[Counter], now: Timestamp) -> Result<(), Wait> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that went back begins the pause anew: nobody waits until it has caught up.
        for counter in counters {
            if let Some(count) = counts.get_mut(counter) {
                count.last = count.last.min(now);
            }
        }
        let wait = |counter: &Counter| counts.get(counter).map_or(0, |count| count.wait(counter.allowance(), now));
        let refusing = counters.iter().filter(|counter| **counter != Counter::House);
        let waits: Vec<(Counter, i64)> = refusing.map(|counter| (*counter, wait(counter))).collect();
        let longest = waits.iter().map(|(_, wait)| *wait).max().unwrap_or(0);
        if longest > 0 {
            waits.iter().filter(|(_, wait)| *wait > 0).for_each(|(counter, _)| counter.limit().reached());
            return Err(Wait(longest));
        }
        for counter in counters {
            let (before, told_at) = counts.get(counter).map_or((0, None), |count| (count.now(now), count.told_at));
            let failures = before.saturating_add(1);
            counts.insert(*counter, Count { failures, last: now, told_at });
            if *counter == Counter::House && failures > FREE_FOR_HOUSE {
                counter.limit().reached();
            }
        }
        if counts.len() > KEPT_MOST {
            forget_the_oldest(&mut counts);
        }
        Ok(())
    }

    /// How long a try waits before it is looked at, while the whole house is being tried. Whoever waits
    /// then is taken: what is bounded is the wait, not who may come.
    #[must_use]
    pub fn patience(&self, now: Timestamp) -> Duration {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let failures = counts.get(&Counter::House).map_or(0, |count| count.now(now));
        match failures.saturating_sub(FREE_FOR_HOUSE) {
            0 => Duration::ZERO,
            over => PATIENCE_LEAST.saturating_mul(1 << (over - 1).min(8)).min(PATIENCE_MOST),
        }
    }

    /// The counters that want a pause and of which the trail has not heard for an hour. It hears now.
    pub(super) fn to_tell(&self, counters: &[Counter], now: Timestamp) -> Vec<Counter> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut told = Vec::new();
        for counter in counters {
            let Some(count) = counts.get_mut(counter) else { continue };
            let heard = count.told_at.is_some_and(|at| (0..TOLD_EVERY).contains(&now.seconds_since(at)));
            if count.wait(counter.allowance(), now) > 0 && !heard {
                count.told_at = Some(now);
                told.push(*counter);
            }
        }
        told
    }

    /// Takes a try back: it was right. Counters of one person start anew; those of many lose one.
    pub fn succeeded(&self, counters: &[Counter]) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for counter in counters {
            match counter {
                Counter::Network(_) | Counter::Site(_) | Counter::House => {
                    if let Some(count) = counts.get_mut(counter) {
                        count.failures = count.failures.saturating_sub(1);
                    }
                }
                Counter::Account(_)
                | Counter::Device(_)
                | Counter::Code(_)
                | Counter::Passkey(_)
                | Counter::Again(_)
                | Counter::Link(_)
                | Counter::Second(_) => {
                    counts.remove(counter);
                }
            }
        }
    }
}

fn forget_the_oldest(counts: &mut HashMap<Counter, Count>) {
    let mut moments: Vec<Timestamp> = counts.values().map(|count| count.last).collect();
    moments.sort_unstable();
    if let Some(middle) = moments.get(moments.len() / 4).copied() {
        counts.retain(|counter, count| *counter == Counter::House || count.last > middle);
    }
    // A flood within one microsecond: better forget all than grow.
    if counts.len() > KEPT_MOST {
        counts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

    fn network(address: &str) -> Counter {
        Counter::of_network(address.parse().unwrap())[0]
    }

    /// A try of another account each time, from a network of one range.
    fn from_range(throttle: &Throttle, n: u16, range: &str) -> Result<(), Wait> {
        let mut account = [0; 32];
        account[..2].copy_from_slice(&n.to_be_bytes());
        let mut counters = Counter::of_network(format!("{range}:{n:x}::1").parse().unwrap());
        counters.extend([Counter::Account(account), Counter::House]);
        throttle.begin(&counters, START)
    }

    #[test]
    fn sec_62_who_holds_a_range_of_networks_is_slowed_down_and_shuts_nobody_else_out() {
        let throttle = Throttle::default();
        let tried = (0..=u16::MAX).filter(|n| from_range(&throttle, *n, "2001:db8:1").is_ok()).count();
        assert_eq!(tried, 121, "of 65,536 networks");
        assert_eq!(from_range(&throttle, 1, "2001:db8:2"), Ok(()));
    }

    #[test]
    fn sec_62_a_flood_from_everywhere_makes_a_try_late_and_refuses_none() {
        let throttle = Throttle::default();
        let mut late = Vec::new();
        for n in 0..310 {
            assert_eq!(from_range(&throttle, n, &format!("2001:db8:{n:x}")), Ok(()));
            late.push(throttle.patience(START).as_millis());
        }
        assert!(late[..300].iter().all(|millis| *millis == 0));
        assert_eq!(late[300..], [100, 200, 400, 800, 1600, 3200, 4000, 4000, 4000, 4000]);
        assert_eq!(throttle.patience(START.plus_seconds(HALF_LIFE)), Duration::ZERO);
    }

    #[test]
    fn sec_62_after_some_tries_each_waits_longer_and_never_for_ever() {
        let throttle = Throttle::default();
        let mine = [Counter::Account([1; 32])];
        let mut now = START;
        let mut waits = Vec::new();
        for _ in 0..40 {
            if let Err(Wait(seconds)) = throttle.begin(&mine, now) {
                waits.push(seconds);
                now = now.plus_seconds(seconds);
                throttle.begin(&mine, now).unwrap();
            }
        }
        assert_eq!(&waits[..4], &[2, 4, 8, 16]);
        assert!(waits.iter().all(|seconds| *seconds <= 900));
        assert_eq!(throttle.begin(&mine, now.plus_seconds(86_400)), Ok(()));
    }

    #[test]
    fn sec_62_what_a_stranger_does_to_an_account_does_not_stop_its_known_device() {
        let throttle = Throttle::default();
        let stranger = [Counter::Account([1; 32]), network("203.0.113.9"), Counter::House];
        while throttle.begin(&stranger, START).is_ok() {}
        assert_eq!(throttle.begin(&[Counter::Device([2; 32])], START), Ok(()));
        let others = [Counter::Account([3; 32]), network("198.51.100.1"), Counter::House];
        assert_eq!(throttle.begin(&others, START), Ok(()));
    }

    #[test]
    fn sec_62_one_network_cannot_try_many_accounts() {
        let throttle = Throttle::default();
        let network = network("2001:db8:1:2:3:4:5:6");
        assert_eq!(network, self::network("2001:db8:1:2:ffff::1"));
        let tried = (0_u8..200)
            .take_while(|n| throttle.begin(&[Counter::Account([*n; 32]), network, Counter::House], START).is_ok())
            .count();
        assert_eq!(tried, 31);
    }

    #[test]
    fn sec_62_the_counters_do_not_grow_without_bound() {
        let throttle = Throttle::default();
        for n in 0..60_000_u64 {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_le_bytes());
            let _ = throttle
                .begin(&[Counter::Account(key)], Timestamp::from_micros(START.micros() + i64::try_from(n).unwrap()));
        }
        assert!(throttle.counts.lock().unwrap().len() <= KEPT_MOST);
    }

    #[test]
    fn sec_62_the_trail_hears_once_an_hour_that_a_counter_makes_wait() {
        let throttle = Throttle::default();
        let mine = [Counter::Account([1; 32])];
        assert_eq!(throttle.to_tell(&mine, START), []);
        while throttle.begin(&mine, START).is_ok() {}
        assert_eq!(throttle.to_tell(&mine, START), mine);
        let mut told = 0;
        for seconds in 1..3 * TOLD_EVERY {
            let now = START.plus_seconds(seconds);
            if throttle.begin(&mine, now).is_err() {
                told += throttle.to_tell(&mine, now).len();
            }
        }
        assert_eq!(told, 2);
    }

    #[test]
    fn a_right_try_clears_the_person_and_not_the_network() {
        let throttle = Throttle::default();
        let (mine, network) = (Counter::Account([1; 32]), network("192.0.2.1"));
        for _ in 0..5 {
            throttle.begin(&[mine, network], START).unwrap();
        }
        throttle.succeeded(&[mine, network]);
        assert!(!throttle.counts.lock().unwrap().contains_key(&mine));
        assert_eq!(throttle.counts.lock().unwrap()[&network].failures, 4);
    }

    #[test]
    fn sec_80_every_counter_has_its_free_tries() {
        for (counter, free) in [
            (Counter::Account([1; 32]), FREE_FOR_ACCOUNT),
            (Counter::Device([2; 32]), FREE_FOR_ACCOUNT),
            (network("192.0.2.1"), FREE_FOR_NETWORK),
            (Counter::of_network("2001:db8:1::1".parse().unwrap())[1], FREE_FOR_SITE),
            (Counter::Code(AccountId::draw(&ground::Dice::seeded(1))), FREE_FOR_CODE),
            (Counter::Link([3; 32]), FREE_FOR_CODE),
        ] {
            let throttle = Throttle::default();
            // The try after the last free one is still made, and makes the next one wait.
            for tried in 1..=free + 1 {
                assert_eq!(throttle.begin(&[counter], START), Ok(()), "{} {tried}", counter.code());
            }
            let before = counter.limit().times_reached();
            assert_eq!(throttle.begin(&[counter], START), Err(Wait(2)), "{}", counter.code());
            assert!(counter.limit().times_reached() > before);
        }
        let (throttle, before) = (Throttle::default(), Limit::ThrottleHouse.times_reached());
        (0..FREE_FOR_HOUSE).for_each(|_| throttle.begin(&[Counter::House], START).unwrap());
        assert_eq!(throttle.patience(START), Duration::ZERO);
        throttle.begin(&[Counter::House], START).unwrap();
        assert!(throttle.patience(START) > Duration::ZERO && Limit::ThrottleHouse.times_reached() > before);
    }
}
