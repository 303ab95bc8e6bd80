//! An event of a test case → constants: the values of each field that is read, and all of it as JSON for whoever sees a test fail.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use crate::CompiledRule;
use crate::evaluate::{self, Document, Value};
use crate::resolve::TestEvent;
use proc_macro2::TokenStream;
use quote::quote;
use serde_yaml::Value as Yaml;

/// The fields that are read, and the place of each in the layout.
pub(super) struct Places {
    of: HashMap<String, u32>,
    /// Those that are arrays of objects.
    arrays: Vec<String>,
}

impl Places {
    /// From the fields of the layout, in its order.
    pub(super) fn of(fields: BTreeMap<u64, (String, &'static str)>) -> Self {
        let arrays = fields.values().filter(|(_, kind)| *kind == "Objects").map(|(name, _)| name.clone()).collect();
        Self { of: (0..).zip(fields.into_values()).map(|(place, (name, _))| (name, place)).collect(), arrays }
    }
}

/// What events are made of, by short names: imports for a module, from one that has `detectors`.
pub(super) fn imports() -> TokenStream {
    quote! {
        use detectors::Scalar::{Bool, Float, Int, Ip, Str, Time, Unsigned};
        use detectors::SlotValue::{Element, Member, Scalar as Value};
        use detectors::Timestamp;
        use ::core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
    }
}

/// The event of an index.
pub(super) fn event(rule: &CompiledRule, index: usize, event: &TestEvent, places: &Places) -> TokenStream {
    let fields = read(&event.document, places).into_iter().map(|(name, values)| {
        let values = values.iter().map(|value| scalar(value, name == rule.timestamp_field));
        quote!((#name, &[#(#values),*]))
    });
    let arrays = places.arrays.iter().filter_map(|array| {
        let elements = event.document.elements(array);
        let elements = elements.iter().map(|element| element_values(element, places));
        let elements: TokenStream = elements.collect();
        (!elements.is_empty()).then(|| quote!((#array, &[#elements])))
    });
    let fields = fields.chain(arrays);
    let (number, json) = (index as u64 + 1, json(event));
    quote!(Event { number: #number, fields: &[#(#fields),*], json: #json })
}

/// The fields that are read, by name.
fn read<'d>(document: &'d Document, places: &Places) -> Vec<(&'d str, &'d [Value])> {
    let mut fields: Vec<_> = document.fields().filter(|(name, _)| places.of.contains_key(*name)).collect();
    fields.sort_by_key(|(name, _)| *name);
    fields
}

/// The mark of an element, then its values, each behind its place.
fn element_values(element: &Document, places: &Places) -> TokenStream {
    let fields = read(element, places).into_iter().flat_map(|(name, values)| {
        let place = places.of.get(name).copied().unwrap_or_default();
        values.iter().map(move |value| {
            let value = scalar(value, false);
            quote!(Member { place: #place }, #value,)
        })
    });
    quote!(Element, #(#fields)*)
}

fn scalar(value: &Value, is_time: bool) -> TokenStream {
    let time = |ms: i64| quote!(Time(Timestamp(#ms)));
    let scalar = match value {
        Value::Text(text) => quote!(Str(#text)),
        Value::Bool(value) => quote!(Bool(#value)),
        Value::Float(number) => quote!(Float(#number)),
        Value::Date(ms) => time(*ms),
        Value::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) if is_time => time(number),
            (Ok(number), _) => quote!(Int(#number)),
            (_, Ok(number)) => quote!(Unsigned(#number)),
            _ => {
                let number = *number as f64;
                quote!(Float(#number))
            }
        },
        Value::Ip(IpAddr::V4(address)) => {
            let octets = address.octets();
            quote!(Ip(IpAddr::V4(Ipv4Addr::new(#(#octets),*))))
        }
        Value::Ip(IpAddr::V6(address)) => {
            let segments = address.segments();
            quote!(Ip(IpAddr::V6(Ipv6Addr::new(#(#segments),*))))
        }
    };
    quote!(Value(#scalar))
}

/// All of an event, on one line.
fn json(event: &TestEvent) -> String {
    let entries = event.entries.iter().map(|(name, value)| format!("{}: {}", json_text(name), json_value(value)));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

fn json_value(value: &Yaml) -> String {
    match value {
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) => evaluate::scalar_text(value),
        Yaml::String(text) => json_text(text),
        Yaml::Sequence(items) => format!("[{}]", items.iter().map(json_value).collect::<Vec<_>>().join(", ")),
        Yaml::Mapping(entries) => {
            let entry =
                |(key, value): (&Yaml, &Yaml)| format!("{}: {}", json_text(&evaluate::scalar_text(key)), json_value(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Yaml::Tagged(tagged) => json_value(&tagged.value),
    }
}

fn json_text(text: &str) -> String {
    let escaped = |char: char| match char {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        control if control.is_control() => {
            control.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
        other => other.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_shown_as_json() {
        assert_eq!(json_text("a\"\\\n\u{85}é"), r#""a\"\\\u000a\u0085é""#);
    }
}
