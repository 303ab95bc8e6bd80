//! The first rule as a rule set of one: for events that have the fields of that rule only.
//!
//! The set of all shipped rules reads more fields than the structs of the tests have; documents and slots have them all.

use detectors::RuleSet;

/// The first rule, compiled as a set.
#[derive(Debug, RuleSet)]
#[rule_set(rules = ["../../rules/linux/execution/reverse_shell_via_suspicious_child_process.yml"])]
pub struct SetOfOne;
