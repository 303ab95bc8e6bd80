//! What the derive asks of Rust types, as tokens: which names they mention, how they look in a message.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::{Generics, Type};

/// Whether the type depends on a type or constant parameter, so that it is known only where the event is used.
pub(super) fn depends_on_parameters(ty: &Type, generics: &Generics) -> bool {
    let parameters: Vec<&Ident> =
        generics.type_params().map(|param| &param.ident).chain(generics.const_params().map(|param| &param.ident)).collect();
    mentions(ty.to_token_stream(), &|ident| ident == "Self" || parameters.contains(&ident))
}

fn mentions(tokens: TokenStream, named: &impl Fn(&Ident) -> bool) -> bool {
    let mut after_quote = false;
    tokens.into_iter().any(|token| {
        let lifetime = std::mem::replace(&mut after_quote, is_quote(&token));
        match token {
            TokenTree::Ident(ident) => !lifetime && named(&ident),
            TokenTree::Group(group) => mentions(group.stream(), named),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        }
    })
}

/// The type with `'static` for the lifetimes of the event, so that it can stand outside the impl.
pub(super) fn for_static(ty: &Type, generics: &Generics) -> TokenStream {
    let lifetimes: Vec<&Ident> = generics.lifetimes().map(|param| &param.lifetime.ident).collect();
    replace_lifetimes(ty.to_token_stream(), &lifetimes)
}

fn replace_lifetimes(tokens: TokenStream, lifetimes: &[&Ident]) -> TokenStream {
    let mut after_quote = false;
    let replaced = tokens.into_iter().map(|token| {
        let lifetime = std::mem::replace(&mut after_quote, is_quote(&token));
        match token {
            TokenTree::Ident(ident) if lifetime && lifetimes.contains(&&ident) => Ident::new("static", ident.span()).into(),
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace_lifetimes(group.stream(), lifetimes));
                inner.set_span(group.span());
                inner.into()
            }
            token => token,
        }
    });
    replaced.collect()
}

fn is_quote(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\'')
}

/// Tokens as a person writes them: `&'a [&'a str]`.
pub(super) fn tokens_text(tokens: impl ToTokens) -> String {
    let mut text = String::new();
    write_tokens(tokens.to_token_stream(), &mut text);
    text
}

/// What a token leaves behind it.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    /// The next token stands close.
    Closed,
    /// The next token stands close, unless both are words.
    Word,
    /// A space.
    Open,
}

fn write_tokens(tokens: TokenStream, text: &mut String) {
    let mut gap = Gap::Closed;
    let mut after_quote = false;
    for token in tokens {
        let lifetime = std::mem::replace(&mut after_quote, is_quote(&token));
        let spaced = match &token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => gap != Gap::Closed,
            TokenTree::Punct(punct) if starts_operator(punct, text) => true,
            TokenTree::Punct(punct) => gap == Gap::Open && !matches!(punct.as_char(), ',' | ';' | '>'),
            TokenTree::Group(_) => gap == Gap::Open,
        };
        if spaced {
            text.push(' ');
        }
        gap = match &token {
            TokenTree::Ident(ident) if lifetime || ["mut", "dyn", "impl", "const"].iter().any(|word| ident == word) => Gap::Open,
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';' | '+' | '=') => Gap::Open,
            TokenTree::Punct(punct) if punct.as_char() == '>' && text.ends_with('-') => Gap::Open,
            TokenTree::Punct(_) => Gap::Closed,
            TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_) => Gap::Word,
        };
        match token {
            TokenTree::Group(group) => write_group(&group, text),
            token => text.push_str(&token.to_string()),
        }
    }
}

fn starts_operator(punct: &Punct, before: &str) -> bool {
    !before.is_empty() && (matches!(punct.as_char(), '+' | '=') || (punct.as_char() == '-' && punct.spacing() == Spacing::Joint))
}

fn write_group(group: &Group, text: &mut String) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    };
    text.push_str(open);
    write_tokens(group.stream(), text);
    text.push_str(close);
}

/// Tokens of which an error message underlines the whole of `ty`.
pub(super) fn underlining(ty: &Type, path: TokenStream, arguments: TokenStream) -> TokenStream {
    let last = ty.to_token_stream().into_iter().last().map_or_else(Span::call_site, |token| token.span());
    let mut call = spanned_as(ty, path);
    let mut group = Group::new(Delimiter::Parenthesis, arguments);
    group.set_span(last);
    call.append(group);
    call
}

/// Tokens that are said to stand where `ty` begins.
pub(super) fn spanned_as(ty: &Type, tokens: TokenStream) -> TokenStream {
    let first = ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let spanned = tokens.into_iter().map(|mut token| {
        token.set_span(first);
        token
    });
    spanned.collect()
}

#[cfg(test)]
mod tests {
    use super::tokens_text;

    #[test]
    fn types_look_in_messages_as_they_are_written() {
        for text in [
            "&'a str",
            "&'a [&'a str]",
            "[&'a str; 4]",
            "Option<Box<dyn Error + Send + 'a>>",
            "std::collections::HashMap<String, Vec<u8>>",
            "&'a mut T",
            "(u8, u16)",
            "fn(u8) -> u8",
            "r#type",
        ] {
            let tokens: proc_macro2::TokenStream = text.parse().expect("tokens of Rust");
            assert_eq!(tokens_text(tokens), text);
        }
    }
}
