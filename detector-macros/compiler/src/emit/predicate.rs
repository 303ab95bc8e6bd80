//! Conditions over fields: [`Predicate`] → a Rust expression over `event`.
//!
//! Each test of a field is a function of its own, named for the field and documented by the test, and shared by all
//! conditions that ask the same.

use super::computed;
use super::query::Items;
use super::value;
use crate::ir::{Expr, Predicate, Test};
use crate::schema::Field;
use proc_macro2::TokenStream;
use quote::quote;

/// Whether `event` meets the predicate. Where the predicate can fail, `failed` is in scope.
pub(super) fn predicate(items: &mut Items, predicate: &Predicate) -> TokenStream {
    match predicate {
        Predicate::Const(value) => quote!(#value),
        Predicate::And(operands) => {
            let operands = operands.iter().map(|operand| parenthesised(items, operand));
            quote!(#(#operands)&&*)
        }
        Predicate::Or(operands) => {
            let operands = operands.iter().map(|operand| parenthesised(items, operand));
            quote!(#(#operands)||*)
        }
        Predicate::Not(operand) => {
            let operand = parenthesised(items, operand);
            quote!(!#operand)
        }
        Predicate::Test(field, test) => any_value(items, field, test),
        Predicate::Computed(expr) => computed(items, expr),
    }
}

fn parenthesised(items: &mut Items, operand: &Predicate) -> TokenStream {
    let tokens = predicate(items, operand);
    match operand {
        Predicate::And(_) | Predicate::Or(_) => quote!((#tokens)),
        Predicate::Const(_) | Predicate::Not(_) | Predicate::Test(..) | Predicate::Computed(_) => tokens,
    }
}

/// Whether some value of the field meets the test: a call of a function that asks it.
fn any_value(items: &mut Items, field: &Field, test: &Test) -> TokenStream {
    let asked = items.add_test(&field.name, &format!("{} {test}", field.name), |items| {
        let name = items.fields.of(field);
        let any = match test {
            Test::Exists => quote!(|_| true),
            other => {
                let holds = value::test(items, other);
                quote!(|value| #holds)
            }
        };
        quote! { <E: detectors::Event>(event: &E) -> bool { event.any::<#name>(#any) } }
    });
    quote!(#asked(event))
}

/// Whether a computed condition holds: a call of a function that computes it.
fn computed(items: &mut Items, expr: &Expr) -> TokenStream {
    let can_fail = expr.can_fail();
    let asked = items.add_test("computed", &expr.to_string(), |items| {
        let condition = computed::condition(items, expr);
        let failed = can_fail.then(|| quote!(, failed: &mut bool));
        quote! { <E: detectors::Event>(event: &E #failed) -> bool { #condition } }
    });
    if can_fail { quote!(#asked(event, failed)) } else { quote!(#asked(event)) }
}
