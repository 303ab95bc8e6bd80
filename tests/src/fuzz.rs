//! What must hold of any bytes: shared by the fuzz targets (`tests/fuzz`) and by a short run of every test.

use detector_compiler::diagnostics::render::{Style, render};
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Options, compile as compile_rules};
use detector_rules::Shipped;
use detectors::{Handle, Layout};
use detectors_json::{Decoder, Problem};
use serde::de::IgnoredAny;

/// Any bytes as a rule file: no panic, every place inside the file and on character borders, every diagnostic can be shown.
///
/// # Panics
/// If one of these does not hold.
pub fn compile(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let sources = [Source::new("fuzz.yml", text)];
    let compiled = compile_rules(&sources, &Schema::default(), Options::default());
    for diagnostic in &compiled.diagnostics {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
        for span in
            labels.map(|label| label.span).chain(diagnostic.help.iter().filter_map(|help| Some(help.replacement.as_ref()?.0)))
        {
            assert!(text.get(span.range()).is_some(), "{span:?} is outside of the file: {diagnostic:?}");
        }
        assert!(render(diagnostic, &sources, Style::Plain).contains(&diagnostic.code.to_string()), "{diagnostic:?}");
    }
}

/// Any bytes as an event: no panic, an error inside the line, every value readable; what is no JSON is refused, what is one is not
/// called none.
///
/// # Panics
/// If one of these does not hold.
pub fn decode(bytes: &[u8]) {
    let mut decoder = Decoder::new(Shipped::FIELDS);
    match decoder.decode(bytes, Handle(0)) {
        Ok(table) => {
            // The oracle wants both halves of a surrogate pair, and numbers that are doubles, only where it makes something of them.
            let is_json = serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
            assert!(is_json, "{}", String::from_utf8_lossy(bytes));
            (0..Shipped::FIELDS.len()).for_each(|place| {
                table.any(place, |value| value.with_text(str::len) > bytes.len().saturating_mul(4).saturating_add(64));
            });
        }
        Err(error) => {
            assert!(error.offset <= bytes.len(), "{error} at {} of {}", error.offset, bytes.len());
            let is_none = matches!(error.problem, Problem::Syntax(_) | Problem::Trailing | Problem::NotUtf8);
            let is_json = serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
            assert!(!(is_json && is_none), "{error} at {}: {}", error.offset, String::from_utf8_lossy(bytes));
        }
    }
}
