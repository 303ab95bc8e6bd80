//! Emits Rust: optimised rules → [`TokenStream`]. Cannot fail.
//!
//! Only this module knows tokens. What it emits calls the `detectors` crate for all that is not specific to a rule, and
//! names everything by absolute paths below one crate path.
//!
//! | file | emits |
//! |---|---|
//! | `detector` | what `#[derive(Detector)]` adds: matcher struct, metadata, documentation |
//! | `rule_set` | what `#[derive(RuleSet)]` adds |
//! | `index` | which queries of a set an event may meet: the tables of [`crate::index`] |
//! | `query` | the functions of one rule: conditions, join keys |
//! | `sequence`, `sample` | the way of an event through a rule with state |
//! | `kept` | what sequences keep of their events for later terms |
//! | `lineage` | the tree of processes, for `descendant of` |
//! | `predicate` | conditions over fields |
//! | `computed` | conditions over functions and arithmetic |
//! | `value` | the test of one value |
//! | `metadata` | a rule file as constants |
//! | `requirements` | checks of event types |
//! | `layout` | the fields of slot events |
//! | `names` | constants for fields |
//! | `tests` | the test cases of rules as tests in Rust |
//! | `stub` | what stands in for rules that have errors |

mod computed;
mod detector;
mod index;
mod kept;
mod layout;
mod lineage;
pub mod literal_set;
mod metadata;
mod names;
mod predicate;
mod query;
mod requirements;
mod rule_set;
mod sample;
mod sequence;
mod stub;
mod tests;
mod value;

pub use detector::detector;
pub use layout::fields;
pub use rule_set::rule_set;
pub use stub::{MatcherKind, detector_stub, rule_set_stub};

use crate::CompiledRule;
use crate::index::Frequencies;
use crate::source::Source;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// The Rust item that a derive stands on.
#[derive(Debug)]
pub struct Target {
    /// Its name.
    pub ident: Ident,
    /// Its visibility.
    pub visibility: TokenStream,
    /// Path of the `detectors` crate.
    pub krate: TokenStream,
    /// Event types to check at once, each with the span to blame.
    pub events: Vec<(TokenStream, Span)>,
    /// Items that make cargo compile again when a file that was read changes.
    pub track: TokenStream,
    /// The rule files by their number, if their tests are to be emitted too; else none.
    pub tests: Vec<Source>,
    /// How often events have what the rules of a set ask; without it, what is usual.
    pub frequencies: Option<Frequencies>,
}

impl Target {
    fn matcher(&self) -> Ident {
        format_ident!("{}Matcher", self.ident)
    }

    /// Checks that the named event types have the fields that are read, and that the rules can fire on them.
    fn event_checks(&self, implemented: &str) -> TokenStream {
        let ident = &self.ident;
        let implemented = format_ident!("{implemented}");
        let check = |(event, span): &(TokenStream, Span)| {
            quote_spanned! {*span=>
                const _: () = {
                    <#event as detectors::Event>::SHAPES.require(<#ident as detectors::#implemented>::REQUIREMENTS);
                    reach(&<#event as detectors::Event>::SHAPES);
                };
            }
        };
        self.events.iter().map(check).collect()
    }
}

/// Names that all emitted code of a derive uses. Types of the language are among them: a caller may have its own `u64`.
fn names_in_scope(target: &Target) -> TokenStream {
    let krate = &target.krate;
    quote! {
        use #krate as detectors;
        #[allow(unused_imports)]
        use ::core::primitive::{bool, char, f32, f64, i32, i64, i128, str, u8, u16, u32, u64, u128, usize};
    }
}

/// How the rules of one derive share their state.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Number of the rule's sequence among those that share a pool.
    sequence: usize,
    /// In a set: the number of the rule's first query among all.
    first_query: Option<usize>,
}

/// Text of a documentation comment.
fn doc(text: &str) -> TokenStream {
    text.lines().map(|line| format!(" {line}")).map(|line| quote!(#[doc = #line])).collect()
}

/// Whether the rule keeps state: a sequence or a sample.
fn is_sequence(rule: &CompiledRule) -> bool {
    matches!(rule.query.body, crate::ir::Body::Sequence(_) | crate::ir::Body::Sample(_))
}
