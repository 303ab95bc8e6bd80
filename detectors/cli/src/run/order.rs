//! Events nearly in order → events in order, by a bounded wait.
//!
//! An event waits until a clock has passed it by the lateness: the clock of its own host, which is the latest time that the host
//! has stamped, or the common clock, which is where recent arrivals are. Whoever waits is released by time, then
//! `event.sequence`, then place in the input.
//!
//! A clock that is wrong is the affair of its host. An event more than [`FAR_MS`] ahead of the common clock waits apart, for its
//! own host alone; only when [`STRAYS`] arrivals in a row are far away does the common clock follow them, because then it is the
//! input that has moved on (a night without events) and not one host that is wrong. So a host in the year 2099 neither holds up
//! the others nor makes them late.
//!
//! The wait is bounded in number and bytes too: when it is full, the earliest event is released and counted as forced. An event that comes
//! after a later one was released is passed on and counted as late. Nothing is dropped here.

use detectors::Timestamp;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

/// How far from the common clock an event is no longer taken as news of it.
const FAR_MS: i64 = 3_600_000;

/// After how many arrivals in a row that are far away the common clock follows.
const STRAYS: u32 = 64;

/// Hosts whose clocks are kept; those beyond share one.
const HOSTS_MAX: usize = 65_536;

/// What orders events of one time: `event.sequence`, missing last, then place in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) at: Timestamp,
    /// `None` sorts last: see [`Key::new`].
    sequence_missing: bool,
    sequence: i128,
    place: u64,
}

impl Key {
    pub(crate) fn new(at: Timestamp, sequence: Option<i128>, place: u64) -> Self {
        Self { at, sequence_missing: sequence.is_none(), sequence: sequence.unwrap_or(0), place }
    }
}

/// A host, as a small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HostId(usize);

/// The waiting events.
pub(crate) struct Order<T> {
    lateness_ms: i64,
    waiting_max: usize,
    bytes_max: usize,
    /// That the waiting events occupy.
    bytes: usize,
    /// By the common clock.
    near: BinaryHeap<Reverse<Waiting<T>>>,
    /// Far ahead of it.
    ahead: BinaryHeap<Reverse<Waiting<T>>>,
    clock: Option<Timestamp>,
    strays: u32,
    names: HashMap<Box<str>, HostId>,
    hosts: Vec<Host>,
    /// Of the events near the common clock.
    released: Option<Timestamp>,
    /// Events that came after a later one had been released.
    pub(crate) late: u64,
    /// Events that were released early because too many waited.
    pub(crate) forced: u64,
}

#[derive(Default)]
struct Host {
    latest: Option<Timestamp>,
    /// How many of its events wait by the common clock.
    near: usize,
}

struct Waiting<T> {
    key: Key,
    host: HostId,
    bytes: usize,
    item: T,
}

impl<T> PartialEq for Waiting<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T> Eq for Waiting<T> {}

impl<T> PartialOrd for Waiting<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Waiting<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl<T> Order<T> {
    /// At most so many events wait, which occupy at most so many bytes.
    pub(crate) fn new(lateness_ms: i64, waiting_max: usize, bytes_max: usize) -> Self {
        Self {
            lateness_ms,
            waiting_max,
            bytes_max,
            bytes: 0,
            near: BinaryHeap::new(),
            ahead: BinaryHeap::new(),
            clock: None,
            strays: 0,
            names: HashMap::new(),
            hosts: Vec::new(),
            released: None,
            late: 0,
            forced: 0,
        }
    }

    pub(crate) fn lateness_ms(&self) -> i64 {
        self.lateness_ms
    }

    /// The host of a name.
    pub(crate) fn host(&mut self, name: &str) -> HostId {
        if let Some(host) = self.names.get(name) {
            return *host;
        }
        if self.hosts.len() == HOSTS_MAX {
            return HostId(HOSTS_MAX - 1);
        }
        let host = HostId(self.hosts.len());
        self.hosts.push(Host::default());
        self.names.insert(name.into(), host);
        host
    }

    /// Lets an event of so many bytes wait. [`Self::pop`] then gives those whose wait is over.
    pub(crate) fn push(&mut self, key: Key, host: HostId, bytes: usize, item: T) {
        self.bytes += bytes;
        let latest = &mut self.hosts[host.0].latest;
        *latest = (*latest).max(Some(key.at));
        let waiting = Reverse(Waiting { key, host, bytes, item });
        if self.is_ahead(key.at) {
            self.ahead.push(waiting);
        } else {
            self.hosts[host.0].near += 1;
            self.near.push(waiting);
        }
    }

    /// The next event whose wait is over.
    pub(crate) fn pop(&mut self) -> Option<T> {
        if self.near.peek().is_some_and(|Reverse(first)| self.is_over(first)) {
            return self.pop_near();
        }
        if self.ahead.peek().is_some_and(|Reverse(first)| self.hosts[first.host.0].near == 0 && self.host_has_passed(first)) {
            return self.pop_ahead();
        }
        if self.near.len() + self.ahead.len() > self.waiting_max || self.bytes > self.bytes_max {
            self.forced += 1;
            // The fuller side gives way, so that a host far ahead cannot push out the others.
            return if self.near.len() >= self.ahead.len() { self.pop_near() } else { self.pop_ahead() };
        }
        None
    }

    /// The next event, whether its wait is over or not: no other is to come for now.
    pub(crate) fn pop_any(&mut self) -> Option<T> {
        self.pop_near().or_else(|| self.pop_ahead())
    }

    /// The time that has passed for every host; `None` before the first event.
    pub(crate) fn passed_everywhere(&self) -> Option<Timestamp> {
        let earliest = self.hosts.iter().filter_map(|host| host.latest).min()?;
        let waiting = self.near.peek().map_or(earliest, |Reverse(first)| first.key.at);
        Some(Timestamp(earliest.0.saturating_sub(self.lateness_ms).min(waiting.0)))
    }

    /// Whether an arrival is far ahead of the common clock, which it moves if it is not.
    fn is_ahead(&mut self, at: Timestamp) -> bool {
        let Some(clock) = self.clock else {
            self.clock = Some(at);
            return false;
        };
        let distance = at.0.saturating_sub(clock.0);
        if distance.saturating_abs() <= FAR_MS {
            self.strays = 0;
            self.clock = Some(clock.max(at));
            return false;
        }
        self.strays += 1;
        // The only host there is moves its own clock forth; an event far behind it is just late.
        let follows = if self.hosts.len() == 1 { distance > 0 } else { self.strays >= STRAYS };
        if follows {
            self.follow(at);
            return false;
        }
        distance > 0
    }

    fn follow(&mut self, at: Timestamp) {
        self.strays = 0;
        if self.clock > Some(at) {
            self.released = None;
        }
        self.clock = Some(at);
        let near = |waiting: &Reverse<Waiting<T>>| waiting.0.key.at.0.saturating_sub(at.0) <= FAR_MS;
        while self.ahead.peek().is_some_and(near) {
            let Some(first) = self.ahead.pop() else { return };
            self.hosts[first.0.host.0].near += 1;
            self.near.push(first);
        }
    }

    fn is_over(&self, waiting: &Waiting<T>) -> bool {
        self.has_passed(self.clock, waiting) || self.host_has_passed(waiting)
    }

    fn host_has_passed(&self, waiting: &Waiting<T>) -> bool {
        self.has_passed(self.hosts[waiting.host.0].latest, waiting)
    }

    fn has_passed(&self, clock: Option<Timestamp>, waiting: &Waiting<T>) -> bool {
        clock.is_some_and(|clock| clock.0.saturating_sub(waiting.key.at.0) >= self.lateness_ms)
    }

    fn pop_near(&mut self) -> Option<T> {
        let Reverse(first) = self.near.pop()?;
        self.hosts[first.host.0].near -= 1;
        self.bytes -= first.bytes;
        if self.released.is_some_and(|released| first.key.at < released) {
            self.late += 1;
        }
        self.released = self.released.max(Some(first.key.at));
        Some(first.item)
    }

    fn pop_ahead(&mut self) -> Option<T> {
        let Reverse(first) = self.ahead.pop()?;
        self.bytes -= first.bytes;
        Some(first.item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pushes `host` events at seconds, each after `pop`ping what is over; the names of what came out, `|` between arrivals.
    fn run(lateness_s: i64, waiting_max: usize, arrivals: &[(&str, i64)]) -> (String, u64, u64) {
        let mut order = Order::new(lateness_s * 1000, waiting_max, usize::MAX);
        let mut out = Vec::new();
        for (place, (host, seconds)) in arrivals.iter().enumerate() {
            let id = order.host(host);
            order.push(Key::new(Timestamp::from_seconds(*seconds), None, place as u64), id, 1, format!("{host}{seconds}"));
            let mut now = Vec::new();
            while let Some(item) = order.pop() {
                now.push(item);
            }
            out.push(now.join(" "));
        }
        let rest: Vec<String> = std::iter::from_fn(|| order.pop_any()).collect();
        out.push(rest.join(" "));
        (out.join("|"), order.late, order.forced)
    }

    #[test]
    fn an_event_waits_for_the_lateness() {
        assert_eq!(run(10, 99, &[("a", 0), ("a", 5), ("a", 3), ("a", 13), ("a", 30)]), ("|||a0 a3|a5 a13|a30".into(), 0, 0));
        assert_eq!(run(0, 99, &[("a", 1), ("a", 2), ("b", 1)]), ("a1|a2|b1|".into(), 1, 0), "without a wait");
    }

    #[test]
    fn events_of_several_hosts_come_out_in_one_order() {
        let arrivals = [("a", 0), ("b", 2), ("a", 1), ("b", 12), ("a", 30)];
        assert_eq!(run(10, 99, &arrivals), ("|||a0 a1 b2|b12|a30".into(), 0, 0));
    }

    #[test]
    fn a_silent_host_holds_up_nobody() {
        assert_eq!(run(10, 99, &[("a", 0), ("b", 1), ("b", 20), ("b", 40)]), ("||a0 b1|b20|b40".into(), 0, 0));
    }

    #[test]
    fn a_host_in_2099_neither_holds_up_the_others_nor_makes_them_late() {
        let future = 4_070_908_800;
        let arrivals =
            [("a", 0), ("z", future), ("b", 2), ("a", 1), ("z", future + 11), ("a", 11), ("b", 12), ("z", future + 12)];
        let (out, late, forced) = run(10, 99, &arrivals);
        assert_eq!(
            out,
            format!("||||z{future}|a0 a1|b2|z{}|a11 b12", "").replace("|z|", "||")
                + &format!(" z{} z{}", future + 11, future + 12)
        );
        assert_eq!((late, forced), (0, 0));
    }

    #[test]
    fn after_a_night_without_events_the_clock_follows() {
        let mut arrivals = vec![("a", 0), ("b", 1)];
        arrivals.extend((0..100).map(|second| (if second % 2 == 0 { "a" } else { "b" }, 36_000 + second)));
        let (out, late, _) = run(10, 9999, &arrivals);
        let order: Vec<i64> =
            out.split(['|', ' ']).filter(|name| !name.is_empty()).map(|name| name[1..].parse().unwrap()).collect();
        assert_eq!(order.len(), arrivals.len());
        assert!(order.is_sorted(), "{order:?}");
        assert_eq!(late, 0);
    }

    #[test]
    fn an_event_that_comes_too_late_is_passed_on_and_counted() {
        assert_eq!(run(10, 99, &[("a", 0), ("a", 20), ("a", 40), ("a", 5)]), ("|a0|a20|a5|a40".into(), 1, 0));
    }

    #[test]
    fn a_full_wait_releases_the_earliest() {
        assert_eq!(run(10, 2, &[("a", 3), ("a", 2), ("a", 1), ("a", 4)]), ("||a1|a2|a3 a4".into(), 0, 2));
    }

    #[test]
    fn a_wait_is_full_by_bytes_too() {
        let mut order = Order::new(i64::MAX, 99, 10);
        let host = order.host("a");
        for (place, (bytes, over)) in [(6, None), (4, None), (1, Some(0)), (20, Some(1))].into_iter().enumerate() {
            order.push(Key::new(Timestamp(0), None, place as u64), host, bytes, place);
            assert_eq!(order.pop(), over);
        }
        assert_eq!((order.pop(), order.pop(), order.pop()), (Some(2), Some(3), None));
        assert_eq!((order.forced, order.bytes), (4, 0));
    }

    #[test]
    fn times_at_the_ends_of_the_range_do_not_overflow() {
        let mut order = Order::new(i64::MAX, 1, usize::MAX);
        for (place, at) in [i64::MIN, i64::MAX, 0, i64::MAX, i64::MIN].into_iter().enumerate() {
            let host = order.host(if at == 0 { "a" } else { "b" });
            order.push(Key::new(Timestamp(at), None, place as u64), host, 1, at);
            while order.pop().is_some() {}
            order.passed_everywhere();
        }
    }

    #[test]
    fn equal_times_are_ordered_by_sequence_then_place() {
        let at = Timestamp(0);
        let mut keys = [
            Key::new(at, None, 0),
            Key::new(at, Some(7), 1),
            Key::new(at, Some(-1), 2),
            Key::new(at, Some(7), 3),
            Key::new(at, None, 4),
        ];
        keys.sort();
        assert_eq!(keys.map(|key| key.place), [2, 1, 3, 0, 4]);
    }
}
