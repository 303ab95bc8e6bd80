//! The uses of a detector whose rule is wrong are not wrong themselves.

use detectors::{Counters, Detector, Event, Handle, Matcher, Rule, Timestamp};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Debug, Detector)]
#[detector(rule = "../rules/unknown_field.yml", event = Exec<'_>)]
pub struct EventQuery;

#[derive(Debug, Detector)]
#[detector(rule = "../rules/bad_maxspan.yml", event = Exec<'_>)]
pub struct Sequence;

struct Agent {
    event_query: EventQueryMatcher,
    sequence: SequenceMatcher<64>,
}

static RULES: [&Rule; 2] = [EventQuery::RULE, Sequence::RULE];

fn observe_all(matcher: &mut impl Matcher, events: &[Exec<'_>]) -> Counters {
    for event in events {
        matcher.observe(event, |alert| println!("{}", alert.rule.name));
    }
    matcher.advance(Timestamp(0), |_| {});
    let _: Option<Handle> = matcher.oldest_live_handle();
    matcher.counters()
}

fn main() {
    let mut agent = Agent { event_query: EventQuery::matcher(), sequence: Sequence::matcher_with_seed([1, 2]) };
    let events = [Exec { name: "sh" }];
    agent.event_query.observe(&events[0], |alert| println!("{}", alert.rule.name));
    agent.sequence.observe(&events[0], |alert| println!("{}", alert.rule.name));
    agent.sequence.advance(Timestamp(0), |_| {});
    println!("{:?} {:?}", agent.sequence.tally(), agent.sequence.oldest_live_handle());
    println!("{:?}", observe_all(&mut agent.event_query, &events));
    println!("{:?} {:?}", observe_all(&mut agent.sequence, &events), EventQuery::matches(&events[0]));
    println!("{} {:?}", RULES.len(), agent.sequence);
}
