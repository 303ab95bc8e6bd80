//! The uses of a rule set with a rule that is wrong are not wrong themselves.

use detectors::{Event, Layout, Matcher, RuleSet, Timestamp};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Debug, RuleSet)]
#[rule_set(rules = ["../rules/unknown_field.yml"], event = Exec<'_>)]
pub struct Rules;

static MATCHER: RulesMatcher<64> = Rules::matcher();

fn observe(matcher: &mut impl Matcher, event: &Exec<'_>) {
    matcher.observe(event, |alert| println!("{}", alert.rule.name));
}

fn main() {
    let mut matcher: RulesMatcher<1024> = Rules::matcher_with_seed([1, 2]);
    let event = Exec { name: "sh" };
    matcher.observe(&event, |alert| println!("{}", alert.rule.name));
    observe(&mut matcher, &event);
    matcher.advance(Timestamp(0), |_| {});
    matcher.set_enabled(0, false);
    println!("{:?} {:?}", matcher.counters(), matcher.counters_of(0));
    println!("{} {} {:?}", Rules::RULES.len(), Rules::FIELDS.len(), MATCHER.counters());
}
