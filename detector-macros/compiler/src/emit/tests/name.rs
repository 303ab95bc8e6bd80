//! Names of rules and test cases → names of modules and functions.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};

/// The names that are taken.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// `netcat -e, a shell` → `netcat_e_a_shell`; `type` → `case_type`, since no word of Rust has an underscore. A name that is taken
    /// gets a number.
    pub(super) fn unique(&mut self, what: &str, text: &str) -> Ident {
        let words: Vec<&str> = text.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = words.join("_").to_ascii_lowercase();
        let name = match words.as_slice() {
            [] => what.to_owned(),
            [first, _, ..] if !first.starts_with(|first: char| first.is_ascii_digit()) => name,
            _ => format!("{what}_{name}"),
        };
        let mut unique = name.clone();
        let mut number = 1;
        while !self.taken.insert(unique.clone()) {
            number += 1;
            unique = format!("{name}_{number}");
        }
        Ident::new(&unique, Span::call_site())
    }
}

/// `ReverseShell` → `reverse_shell`
pub(super) fn snake_case(ident: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for char in ident.trim_start_matches("r#").chars() {
        if char.is_uppercase() && before != '_' && !before.is_uppercase() {
            snake.push('_');
        }
        snake.extend(char.to_lowercase());
        before = char;
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_have_names_that_rust_takes() {
        let mut names = Names::default();
        let cases = [
            ("netcat -e, a shell", "netcat_e_a_shell"),
            ("Netcat: -e a shell!", "netcat_e_a_shell_2"),
            ("127.0.0.1 is local", "case_127_0_0_1_is_local"),
            ("type", "case_type"),
            ("«»", "case"),
            ("«»", "case_2"),
            ("é x", "case_x"),
        ];
        for (text, name) in cases {
            assert_eq!(names.unique("case", text).to_string(), name, "{text}");
        }
        for (ident, snake) in [("ReverseShell", "reverse_shell"), ("DNSTunnel", "dnstunnel"), ("A", "a"), ("r#Type", "type")] {
            assert_eq!(snake_case(ident), snake);
        }
    }
}
