//! The test cases of rules as tests in Rust: the compiled matcher over the events, and the alerts that must come.
//!
//! They stand in a module beside the derive, since rustc finds no tests inside a `const`. It needs `std`, as every test does, and
//! no other crate: events are slot events, made of constants.
//!
//! | file | emits |
//! |---|---|
//! | `event` | an event of a case |
//! | `name` | names of modules and functions |

mod event;
mod name;

use super::query::has_lineage;
use super::{Target, doc, is_sequence, layout};
use crate::CompiledRule;
use crate::evaluate;
use crate::ir::Body;
use crate::resolve::TestCase;
use crate::rule::tests::Alerts;
use crate::source::Source;
use event::Places;
use name::Names;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Which derive the tests are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Detector,
    RuleSet,
}

/// The module with the tests of all rules; nothing if they were not asked for.
pub(super) fn tests(target: &Target, of: Of, rules: &[CompiledRule]) -> TokenStream {
    if target.tests.is_empty() {
        return TokenStream::new();
    }
    let places = Places::of(layout::fields(rules));
    let imports = event::imports();
    let mut names = Names::default();
    let with_tests = rules.iter().enumerate().filter(|(_, rule)| !rule.tests.is_empty());
    let modules = with_tests.map(|(number, rule)| {
        let functions = of_rule(&target.tests, number, rule, &places);
        match of {
            Of::Detector => functions,
            Of::RuleSet => {
                let name = names.unique("rule", &rule.file.name.value);
                let documentation = doc(&rule.file.name.value);
                quote! {
                    #documentation
                    mod #name {
                        use super::{Alerts, Event, Test, check, detectors};
                        #imports
                        #functions
                    }
                }
            }
        }
    });
    let modules: TokenStream = modules.collect();
    let (ident, krate) = (&target.ident, &target.krate);
    let snake = name::snake_case(&ident.to_string());
    let (module, alias) = (format_ident!("{snake}_tests"), format_ident!("detectors_of_{snake}_tests"));
    let check = check(target, of, rules);
    let documentation = doc(&format!("The tests of the rule files, by the compiled matcher of `{ident}`."));
    quote! {
        #[cfg(test)]
        #[allow(unused_imports)]
        use #krate as #alias;

        #documentation
        #[cfg(test)]
        #[allow(unused_imports, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        mod #module {
            extern crate std;
            use super::{#ident, #alias as detectors};
            #imports
            use ::core::primitive::{bool, char, f64, i64, str, u32, u64, u8, usize};

            #check
            #modules
        }
    }
}

/// The function that runs a test, and its types.
fn check(target: &Target, of: Of, rules: &[CompiledRule]) -> TokenStream {
    let ident = &target.ident;
    let capacity = capacity(rules);
    let matcher = match of {
        Of::Detector if !rules.iter().any(|rule| is_sequence(rule) || has_lineage(rule)) => quote!(#ident::matcher()),
        Of::Detector | Of::RuleSet => quote!(#ident::matcher::<#capacity>()),
    };
    // A rule that is off in its file is tested all the same.
    let enable = match of {
        Of::Detector => TokenStream::new(),
        Of::RuleSet => quote!(matcher.set_enabled(test.rule, true);),
    };
    let id = match of {
        Of::Detector => quote!(<#ident as detectors::Detector>::RULE.id),
        Of::RuleSet => quote!(<#ident as detectors::RuleSet>::RULES[test.rule].id),
    };
    quote! {
        /// A test of a rule file.
        #[allow(dead_code)]
        struct Test {
            name: &'static str,
            file: &'static str,
            line: usize,
            /// Number of the rule among those of the set.
            rule: usize,
            /// In the order in which the matcher gets them.
            events: &'static [Event],
            alerts: Alerts,
        }

        /// An event: its number in the rule file, the values that are read of it, and all of it as JSON.
        struct Event {
            number: u64,
            fields: &'static [(&'static str, &'static [detectors::SlotValue<'static>])],
            json: &'static str,
        }

        /// The numbers of the events of each alert, sorted; how many alerts where they are not named.
        #[allow(dead_code)]
        #[derive(::core::fmt::Debug)]
        enum Alerts {
            Of(&'static [&'static [u64]]),
            Count(usize),
        }

        /// Runs the compiled matcher over the events, then lets all time pass.
        fn check(test: Test) {
            let mut matcher = #matcher;
            #enable
            let id = #id;
            let mut came: std::vec::Vec<std::vec::Vec<u64>> = std::vec::Vec::new();
            let mut sink = |alert: &detectors::Alert<'_>| {
                if alert.rule.id == id {
                    came.push(alert.events.iter().map(|event| event.handle.0).collect());
                }
            };
            for event in test.events {
                let mut slots = std::vec::Vec::new();
                let mut values = std::vec::Vec::new();
                for field in <#ident as detectors::Layout>::FIELDS {
                    let start = values.len();
                    for (name, own) in event.fields {
                        if *name == field.name {
                            values.extend_from_slice(own);
                        }
                    }
                    slots.push(detectors::Slot { start: start as u32, len: (values.len() - start) as u32 });
                }
                let table = detectors::SlotTable {
                    slots: &slots,
                    values: &values,
                    input: "",
                    scratch: "",
                    handle: detectors::Handle(event.number),
                };
                matcher.observe(&detectors::Slots::<#ident>::new(table), &mut sink);
            }
            matcher.finish(&mut sink);
            came.sort();
            came.dedup();
            let passes = match test.alerts {
                Alerts::Of(expected) => came == expected,
                Alerts::Count(expected) => came.len() == expected,
            };
            if !passes {
                let events: std::string::String =
                    test.events.iter().map(|event| std::format!("\n  event {}: {}", event.number, event.json)).collect();
                std::panic!(
                    "test `{}` at {}:{}\n  expected {:?}\n  came     {:?}{}\nhelp: `detectors test {}` shows which conditions are true and which false",
                    test.name, test.file, test.line, test.alerts, came, events, test.file,
                );
            }
        }
    }
}

/// Room for all that the events of a case can begin in all rules of the set.
fn capacity(rules: &[CompiledRule]) -> usize {
    let events = rules.iter().flat_map(|rule| &rule.tests).map(|case| case.events.len()).max().unwrap_or(0);
    let stages = rules.iter().map(CompiledRule::stage_count).max().unwrap_or(1);
    (4 * events).max(stages).max(256).next_power_of_two()
}

/// The tests of one rule, a function each.
fn of_rule(sources: &[Source], number: usize, rule: &CompiledRule, places: &Places) -> TokenStream {
    let mut names = Names::default();
    let source = sources.get(rule.file.source.0 as usize);
    let functions = rule.tests.iter().map(|case| {
        let (text, name) = (&case.name.value, names.unique("case", &case.name.value));
        let before = source.and_then(|source| source.text.get(..case.name.span.start as usize));
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        let file = source.map_or("", |source| source.path.as_str());
        let documentation = doc(text);
        let order = evaluate::in_order(&case.documents(), &rule.evaluation());
        let events = order.into_iter().filter_map(|index| Some(event::event(rule, index, case.events.get(index)?, places)));
        let alerts = alerts(rule, case);
        quote! {
            #documentation
            #[test]
            fn #name() {
                const TEST: Test =
                    Test { name: #text, file: #file, line: #line, rule: #number, events: &[#(#events),*], alerts: #alerts };
                check(TEST);
            }
        }
    });
    functions.collect()
}

/// Event numbers from 1, the alerts in order. Of a sample, whose events may be chosen otherwise, how many.
fn alerts(rule: &CompiledRule, case: &TestCase) -> TokenStream {
    match &case.alerts {
        Alerts::Count(count) => {
            let count = count.value as usize;
            quote!(Alerts::Count(#count))
        }
        Alerts::Each(alerts) if matches!(rule.query.body, Body::Sample(_)) => {
            let count = alerts.len();
            quote!(Alerts::Count(#count))
        }
        Alerts::Each(alerts) => {
            let numbers = |alert: &Vec<usize>| alert.iter().map(|index| *index as u64 + 1).collect();
            let mut alerts: Vec<Vec<u64>> = alerts.iter().map(|alert| numbers(&alert.value)).collect();
            alerts.sort();
            let alerts = alerts.iter().map(|alert| quote!(&[#(#alert),*]));
            quote!(Alerts::Of(&[#(#alerts),*]))
        }
    }
}
