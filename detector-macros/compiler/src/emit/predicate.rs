//! Conditions over fields: [`Predicate`] → a Rust expression over `event` and what is known beside it: see [`Inputs`].
//!
//! Each test of a field is a function of its own, named for the field and documented by the test, and shared by all
//! conditions that ask the same.

use super::computed;
use super::query::Items;
use super::value;
use crate::ir::{Comparison, ElementSearch, Expr, FieldRef, Number, Owner, Predicate, Test};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// What a condition reads beside `event`, and so the parameters of its function.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inputs {
    /// `element`: it is in a search.
    pub(super) element: bool,
    /// `earlier`: the events that a sequence has found.
    pub(super) earlier: bool,
    /// `ancestors`: those of the event's process.
    pub(super) ancestors: bool,
    /// `failed`: it can fail.
    pub(super) failed: bool,
}

impl Inputs {
    pub(super) fn of(predicate: &Predicate) -> Self {
        let mut inputs = Self {
            ancestors: !predicate.lineages().is_empty(),
            earlier: predicate.reads_earlier(),
            element: false,
            failed: predicate.can_fail(),
        };
        inputs.element = reads_element(predicate);
        inputs
    }

    fn of_computed(expr: &Expr) -> Self {
        let mut inputs = Self { failed: expr.can_fail(), ..Self::default() };
        expr.fields(&mut |field| match field.owner {
            Owner::Event => {}
            Owner::Element => inputs.element = true,
            Owner::Earlier(_) => inputs.earlier = true,
        });
        inputs
    }

    /// What stands behind `fn name`.
    pub(super) fn parameters(self) -> TokenStream {
        let element_type = self.element.then(|| quote!(, X: detectors::Event));
        let element = self.element.then(|| quote!(, element: &X));
        let earlier = self.earlier.then(|| quote!(, earlier: detectors::sequence::Earlier<'_>));
        let ancestors = self.ancestors.then(|| quote!(, ancestors: &Ancestors<'_>));
        let failed = self.failed.then(|| quote!(, failed: &mut bool));
        quote! { <E: detectors::Event #element_type>(event: &E #element #earlier #ancestors #failed) -> bool }
    }

    /// What stands behind its name in a call; `failed` is what it is there.
    pub(super) fn arguments(self, failed: &TokenStream) -> TokenStream {
        let element = self.element.then(|| quote!(, element));
        let earlier = self.earlier.then(|| quote!(, earlier));
        let ancestors = self.ancestors.then(|| quote!(, ancestors));
        let failed = self.failed.then(|| quote!(, #failed));
        quote! { (event #element #earlier #ancestors #failed) }
    }
}

/// Whether it is in a search: reads fields of an element and does not look for one itself.
fn reads_element(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Const(_) | Predicate::AnyElement(_) | Predicate::Descendant(_) => false,
        Predicate::And(operands) | Predicate::Or(operands) => operands.iter().any(reads_element),
        Predicate::Not(operand) => reads_element(operand),
        Predicate::Test(field, _) => field.owner == Owner::Element,
        Predicate::Computed(expr) => Inputs::of_computed(expr).element,
    }
}

/// Whether `event` meets the predicate. What it reads beside it is in scope.
pub(super) fn predicate(items: &mut Items, predicate: &Predicate) -> TokenStream {
    match predicate {
        Predicate::Const(value) => quote!(#value),
        Predicate::And(operands) => {
            let operands = operands.iter().map(|operand| parenthesised(items, operand));
            quote!(#(#operands)&&*)
        }
        Predicate::Or(operands) => {
            let (lists, others) = if items.in_set { number_lists(operands) } else { (Vec::new(), operands.iter().collect()) };
            let lists: Vec<TokenStream> = lists.iter().map(|(field, numbers)| in_list(items, field, numbers)).collect();
            let others = others.iter().map(|operand| parenthesised(items, operand));
            let operands = lists.into_iter().chain(others);
            quote!(#(#operands)||*)
        }
        Predicate::Not(operand) => {
            let operand = parenthesised(items, operand);
            quote!(!#operand)
        }
        Predicate::Test(field, test) => any_value(items, field, test),
        Predicate::Computed(expr) => computed(items, expr),
        Predicate::AnyElement(search) => any_element(items, search),
        Predicate::Descendant(lineage) => {
            let number = items.ancestor_query(&lineage.ancestor);
            quote!(ancestors.met(#number))
        }
    }
}

fn parenthesised(items: &mut Items, operand: &Predicate) -> TokenStream {
    let tokens = predicate(items, operand);
    match operand {
        Predicate::And(_) | Predicate::Or(_) => quote!((#tokens)),
        Predicate::Const(_) | Predicate::Not(_) | Predicate::Test(..) | Predicate::Computed(_) => tokens,
        Predicate::AnyElement(_) | Predicate::Descendant(_) => tokens,
    }
}

/// Whether some value of the field meets the test: a call of a function that asks it.
fn any_value(items: &mut Items, field: &FieldRef, test: &Test) -> TokenStream {
    let text = format!("{field} {test}");
    match field.owner {
        Owner::Event | Owner::Element if items.in_set => {
            let data = value::test_data(items, test);
            asked_as_data(items, field, &data)
        }
        Owner::Event | Owner::Element => {
            let asked = items.add_test(&field.name, &format!("{} {test}", field.name), |items| {
                let (name, any) = (items.fields.of(field), each_value(items, test));
                quote! { <E: detectors::Event>(event: &E) -> bool { event.any::<#name>(#any) } }
            });
            if field.owner == Owner::Event { quote!(#asked(event)) } else { quote!(#asked(element)) }
        }
        Owner::Earlier(_) => {
            let kept = items.kept.field(field);
            let asked = items.add_test_of(&field.name, &text, &kept.to_string(), |items| {
                let any = each_value(items, test);
                quote! { (earlier: detectors::sequence::Earlier<'_>) -> bool { earlier.any(#kept, #any) } }
            });
            quote!(#asked(earlier))
        }
    }
}

/// A field, and whole numbers one of which it has to have.
type NumberList<'a> = (&'a FieldRef, BTreeSet<i64>);

/// The alternatives that compare a field with a whole number, those of a field together if they are some; and the others.
fn number_lists(operands: &[Predicate]) -> (Vec<NumberList<'_>>, Vec<&Predicate>) {
    /// So many are asked one by one.
    const FEW: usize = 2;
    let mut lists: Vec<NumberList<'_>> = Vec::new();
    for (field, number) in operands.iter().filter_map(whole_number) {
        match lists.iter_mut().find(|(known, _)| *known == field) {
            Some((_, numbers)) => _ = numbers.insert(number),
            None => lists.push((field, [number].into())),
        }
    }
    lists.retain(|(_, numbers)| numbers.len() > FEW);
    let is_listed =
        |operand: &&Predicate| whole_number(operand).is_some_and(|(field, _)| lists.iter().any(|(known, _)| *known == field));
    let others = operands.iter().filter(|operand| !is_listed(operand)).collect();
    (lists, others)
}

/// The field of an event or element, and the whole number that it is to equal.
fn whole_number(operand: &Predicate) -> Option<(&FieldRef, i64)> {
    match operand {
        Predicate::Test(field, Test::Number(Comparison::Equal, Number::Int(number))) => match field.owner {
            Owner::Event | Owner::Element => Some((field, i64::try_from(*number).ok()?)),
            Owner::Earlier(_) => None,
        },
        _ => None,
    }
}

fn in_list(items: &mut Items, field: &FieldRef, numbers: &BTreeSet<i64>) -> TokenStream {
    let data = quote!(detectors::test::Test::IntOneOf(&[#(#numbers),*]));
    asked_as_data(items, field, &data)
}

/// Whether some value of a field meets a test that is data. An element is asked as an event is.
fn asked_as_data(items: &mut Items, field: &FieldRef, data: &TokenStream) -> TokenStream {
    let name = items.fields.of(field);
    let data = items.add_static("TEST", &quote!(detectors::test::Test), data);
    let owner = if field.owner == Owner::Event { quote!(event) } else { quote!(element) };
    quote!(#owner.meets::<#name>(&#data))
}

/// A closure that says of a value whether it meets the test.
fn each_value(items: &mut Items, test: &Test) -> TokenStream {
    match test {
        Test::Exists => quote!(|_| true),
        other => {
            let holds = value::test(items, other);
            quote!(|value| #holds)
        }
    }
}

/// Whether a computed condition holds: a call of a function that computes it.
fn computed(items: &mut Items, expr: &Expr) -> TokenStream {
    let inputs = Inputs::of_computed(expr);
    let places = items.kept.places(expr);
    let asked = items.add_test_of("computed", &expr.to_string(), &places, |items| {
        let condition = match items.kept.equality(expr) {
            Some((earlier, field)) => {
                let (kept, name) = (items.kept.field(&earlier), items.fields.of(&field));
                let owner = computed::owner(field.owner);
                quote!(#owner.any::<#name>(|value| earlier.has(#kept, value)))
            }
            None => computed::condition(items, expr),
        };
        let parameters = inputs.parameters();
        quote! { #parameters { #condition } }
    });
    let arguments = inputs.arguments(&quote!(failed));
    quote!(#asked #arguments)
}

/// Whether some element of an array meets a condition: a call of a function that looks through them.
fn any_element(items: &mut Items, search: &ElementSearch) -> TokenStream {
    let inputs = Inputs { element: false, ..Inputs::of(&search.condition) };
    let places = items.kept.places_of(&search.condition);
    let asked = items.add_test_of(&search.array, &search.to_string(), &places, |items| {
        let array = items.fields.named(&search.array);
        let condition = predicate(items, &search.condition);
        let parameters = inputs.parameters();
        let earlier = inputs.earlier.then(|| quote!(earlier: detectors::sequence::Earlier<'s>,));
        let ancestors = inputs.ancestors.then(|| quote!(ancestors: &'s Ancestors<'s>,));
        let failed = inputs.failed.then(|| quote!(failed: &'s mut bool,));
        let names = [
            inputs.earlier.then(|| quote!(earlier)),
            inputs.ancestors.then(|| quote!(ancestors)),
            inputs.failed.then(|| quote!(failed)),
        ];
        let names: Vec<&TokenStream> = names.iter().flatten().collect();
        let copied = inputs.earlier.then(|| quote!(let earlier = *earlier;));
        quote! {
            #parameters {
                struct Search<'s, E> { event: &'s E, #earlier #ancestors #failed }
                impl<E: detectors::Event> detectors::event::VisitElement for Search<'_, E> {
                    #[inline]
                    #[allow(unused_variables)]
                    fn visit<X: detectors::Event>(&mut self, element: &X) -> bool {
                        let Self { event, #(#names),* } = self;
                        let event: &E = event;
                        #copied
                        #condition
                    }
                }
                event.elements::<#array>(&mut Search { event, #(#names),* })
            }
        }
    });
    let arguments = inputs.arguments(&quote!(failed));
    quote!(#asked #arguments)
}
