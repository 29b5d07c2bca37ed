//! So many tries to sign in a minute from one address, whoever they say that they are.

use crate::domain::Fault;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Cheap to clone. Each server counts for itself.
#[derive(Clone)]
pub struct AddressLimit(Option<Arc<Limit>>);

struct Limit {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    /// Counts up to the next clearing away.
    checks: AtomicUsize,
}

/// So many register or ask in a minute, from one address.
const NEWCOMERS: u32 = 10;
/// After so many tries those addresses are forgotten that are free again.
const CLEARING: usize = 10_000;
/// When of that many something is kept, which only a flood does, all others count as one.
const MOST: usize = 100_000;

impl AddressLimit {
    /// None a minute: no limit.
    pub fn per_minute(tries: u32) -> Self {
        Self(NonZeroU32::new(tries).map(|tries| {
            Arc::new(Limit {
                limiter: RateLimiter::keyed(Quota::per_minute(tries)),
                clock: DefaultClock::default(),
                checks: AtomicUsize::new(0),
            })
        }))
    }

    /// For 单位注册 and 申请成为经办人, which tell by their answers who is known: fewer, where tries are limited at all.
    pub fn of_newcomers(tries: u32) -> Self {
        Self::per_minute(tries.min(NEWCOMERS))
    }

    /// Counts a try; refuses one too many.
    pub fn check(&self, address: IpAddr) -> Result<(), Fault> {
        let Some(limit) = &self.0 else { return Ok(()) };
        let limiter = &limit.limiter;
        if limit.checks.fetch_add(1, Ordering::Relaxed) % CLEARING == CLEARING - 1 {
            limiter.retain_recent();
        }
        let key = match limiter.len() < MOST {
            true => network(address),
            false => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        };
        limiter.check_key(&key).map_err(|wait| {
            let wait = wait.wait_time_from(limit.clock.now()).as_secs();
            Fault::TooManyTries {
                seconds: i64::try_from(wait).unwrap_or(i64::MAX).saturating_add(1),
            }
        })
    }
}

/// What one customer of a network has: with IPv6 that is a /64, not an address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_has_its_own_tries() {
        let limit = AddressLimit::per_minute(3);
        let check = |address: &str| limit.check(address.parse().expect("an address"));
        for _ in 0..3 {
            assert_eq!(check("2001:db8::1"), Ok(()));
        }
        let refused = check("2001:db8::ffff").expect_err("the same /64");
        assert!(matches!(refused, Fault::TooManyTries { seconds: 1..=21 }));
        assert_eq!(check("2001:db8:0:1::1"), Ok(()));
        assert_eq!(check("192.0.2.1"), Ok(()));
    }

    #[test]
    fn none_is_no_limit() {
        let limit = AddressLimit::per_minute(0);
        for _ in 0..1_000 {
            assert_eq!(limit.check(IpAddr::V6(Ipv6Addr::LOCALHOST)), Ok(()));
        }
    }

    #[test]
    fn a_flood_of_addresses_is_not_kept() {
        let limit = AddressLimit::per_minute(1);
        for n in 0..u32::try_from(MOST).expect("it fits") + 10_000 {
            drop(limit.check(IpAddr::V4(n.into())));
        }
        let kept = limit.0.as_ref().map(|limit| limit.limiter.len());
        assert!(kept.is_some_and(|kept| kept <= MOST + 1));
    }
}
