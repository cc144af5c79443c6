//! How often somebody may try to sign in.

use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use governor::clock::{self, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::error::PageError;
use crate::site::Site;

/// Addresses remembered before those that have rested are forgotten.
const MANY: usize = 10_000;

/// Counts tries, by where they come from and by whom they are for.
///
/// The time is the machine's own, which only goes forward: setting the clock
/// back must lock nobody out.
pub(crate) struct Limits<C: clock::Clock = DefaultClock> {
    from: Counter<C>,
    to: Counter<C>,
    letters: Counter<C>,
}

/// Letters to one address in an hour that anybody can ask for.
const LETTERS_AN_HOUR: NonZeroU32 = NonZeroU32::new(3).expect("more than none");

type Counter<C> = RateLimiter<String, DashMapStateStore<String>, C, NoOpMiddleware<<C as clock::Clock>::Instant>>;

impl<C: clock::Clock + Clone> Limits<C> {
    /// Lets so many tries a minute through, from one place and for one account.
    pub(crate) fn new(from_one_place: NonZeroU32, for_one_account: NonZeroU32, clock: &C) -> Self {
        let counter = |quota| Counter::dashmap_with_clock(quota, clock.clone());
        Self {
            from: counter(Quota::per_minute(from_one_place)),
            to: counter(Quota::per_minute(for_one_account)),
            letters: counter(Quota::per_hour(LETTERS_AN_HOUR)),
        }
    }

    /// Counts a try from a place; an error when there were too many.
    pub(crate) fn count_from(&self, from: CallerAddress) -> Result<(), PageError> {
        count(&self.from, &from.0.to_string())
    }

    /// Counts a try at an account, by whatever names it; an error when there were too many.
    pub(crate) fn count_for(&self, account: &str) -> Result<(), PageError> {
        count(&self.to, &key_of(account))
    }

    /// Counts a letter to an address; false when there were too many, so that nobody's mailbox is filled.
    pub(crate) fn may_write_to(&self, email: &str) -> bool {
        count(&self.letters, &key_of(email)).is_ok()
    }
}

impl<C: clock::Clock> fmt::Debug for Limits<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

fn key_of(account: &str) -> String {
    account.trim().to_lowercase().chars().take(254).collect()
}

fn count<C: clock::Clock>(counter: &Counter<C>, key: &str) -> Result<(), PageError> {
    if counter.len() > MANY {
        counter.retain_recent();
    }
    counter.check_key(&key.to_owned()).map_err(|_| PageError::TooMany)
}

/// Where a request comes from: one address, or the network of an IPv6 address,
/// because a home or an office has a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallerAddress(IpAddr);

impl FromRequestParts<Site> for CallerAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let forwarded = if site.settings.behind_proxy { forwarded_for(parts) } else { None };
        Ok(Self::of(forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

impl CallerAddress {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.segments();
                Self(Ipv6Addr::new(network[0], network[1], network[2], network[3], 0, 0, 0, 0).into())
            }
            v4 @ IpAddr::V4(_) => Self(v4),
        }
    }
}

/// What our own proxy has added: the last address. Those before it may be anybody's invention.
fn forwarded_for(parts: &Parts) -> Option<IpAddr> {
    let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limits(clock: &FakeRelativeClock) -> Limits<FakeRelativeClock> {
        Limits::new(NonZeroU32::new(6).unwrap(), NonZeroU32::new(3).unwrap(), clock)
    }

    #[test]
    fn too_many_tries_at_an_account_wait_and_other_accounts_do_not() {
        let clock = FakeRelativeClock::default();
        let limits = limits(&clock);
        for _ in 0..3 {
            assert!(limits.count_for("Bea@harbour.example").is_ok());
        }
        assert!(limits.count_for(" bea@HARBOUR.example").is_err());
        assert!(limits.count_for("ada@harbour.example").is_ok());
        clock.advance(Duration::from_secs(20));
        assert!(limits.count_for("bea@harbour.example").is_ok());
        assert!(limits.count_for("bea@harbour.example").is_err());
    }

    #[test]
    fn an_ipv6_network_counts_as_one_place() {
        let of = |text: &str| CallerAddress::of(text.parse().unwrap());
        let limits = limits(&FakeRelativeClock::default());
        for host in 1..=6 {
            assert!(limits.count_from(of(&format!("2001:db8:1:2::{host}"))).is_ok());
        }
        assert!(limits.count_from(of("2001:db8:1:2:3:4:5:6")).is_err());
        assert!(limits.count_from(of("2001:db8:1:3::1")).is_ok());
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
