//! Constants for fields: `process.name` is `PROCESS_NAME`.

use crate::schema::Field;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// Names that emitted code has in scope where it uses the constants: a field may be called so too.
const TAKEN: [&str; 8] = ["CAPACITY", "E", "ENABLED", "KEPT", "SEQUENCE", "SEQUENCES", "STORED", "X"];

/// The constants that the emitted code needs so far.
#[derive(Debug, Default)]
pub(super) struct FieldNames {
    idents: BTreeMap<String, Ident>,
}

impl FieldNames {
    /// The constant of a field.
    pub(super) fn of(&mut self, field: &Field) -> Ident {
        self.named(&field.name)
    }

    /// The constant of a field by its dotted name.
    pub(super) fn named(&mut self, name: &str) -> Ident {
        if let Some(ident) = self.idents.get(name) {
            return ident.clone();
        }
        let base: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        let base = base.trim_start_matches('_');
        let start = if base.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "FIELD_" };
        let mut ident = format_ident!("{start}{base}");
        let mut count = 1;
        while TAKEN.iter().any(|taken| ident == taken) || self.idents.values().any(|taken| *taken == ident) {
            count += 1;
            ident = format_ident!("{start}{base}_{count}");
        }
        self.idents.insert(name.to_owned(), ident.clone());
        ident
    }

    /// Their declarations.
    pub(super) fn declarations(&self) -> TokenStream {
        let declarations = self.idents.iter().map(|(name, ident)| quote! { const #ident: u64 = detectors::field_id(#name); });
        declarations.collect()
    }
}
