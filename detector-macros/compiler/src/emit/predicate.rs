//! Conditions over fields: [`Predicate`] → a Rust expression over `event`.

use super::computed;
use super::query::Items;
use super::value;
use crate::ir::{Predicate, Test};
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
        Predicate::Computed(expr) => computed::condition(items, expr),
    }
}

fn parenthesised(items: &mut Items, operand: &Predicate) -> TokenStream {
    let tokens = predicate(items, operand);
    match operand {
        Predicate::And(_) | Predicate::Or(_) => quote!((#tokens)),
        Predicate::Const(_) | Predicate::Not(_) | Predicate::Test(..) | Predicate::Computed(_) => tokens,
    }
}

/// Whether some value of the field meets the test.
pub(super) fn any_value(items: &mut Items, field: &Field, test: &Test) -> TokenStream {
    let name = items.fields.of(field);
    match test {
        Test::Exists => quote!(event.any::<#name>(|_| true)),
        other => {
            let holds = value::test(items, other);
            quote!(event.any::<#name>(|value| #holds))
        }
    }
}
