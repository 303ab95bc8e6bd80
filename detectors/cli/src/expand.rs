//! `detectors expand`: a rule file → what each stage of the compiler makes of it.

use std::io::{self, Write};

use anstyle::Style;
use detector_compiler::diagnostics::{Diagnostics, allow, render};
use detector_compiler::emit::{self, Target};
use detector_compiler::eql;
use detector_compiler::rule::{self, RuleFile};
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{CompiledRule, Options, compile_files, resolve, schema_of};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::Ending;
use crate::args::{Expand, Stage};
use crate::rule_files;
use crate::rules::duration;

/// Shows the stages on `out`, and what the compiler has to say of the rule on `err`.
///
/// # Errors
/// If the stages cannot be written.
pub(crate) fn expand(options: &Expand, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let mut sources = Vec::new();
    let schema = options.schema.as_ref().map(|path| rule_files::read_one(path));
    for read in std::iter::once(rule_files::read_rule(&options.rule)).chain(schema) {
        match read {
            Ok(source) => sources.push(source),
            Err(message) => {
                let _ = writeln!(err, "{message}");
                return Ok(Ending::Nothing);
            }
        }
    }
    let mut expansion = Expansion::default();
    if !expansion.run(&sources, options.stage.unwrap_or(Stage::Rust)) {
        let _ = writeln!(err, "{}", render::render_all(&expansion.diagnostics.sorted(), &sources, render::Style::Coloured));
        return Ok(Ending::Nothing);
    }

    let shown: Vec<_> = expansion.stages.iter().filter(|(stage, _)| options.stage.is_none_or(|only| only == *stage)).collect();
    for (at, (stage, text)) in shown.iter().enumerate() {
        if options.stage.is_none() {
            let bold = Style::new().bold();
            writeln!(out, "{}{bold}── {} ──{bold:#}", if at == 0 { "" } else { "\n" }, title(*stage))?;
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    out.flush()?;
    let failed = expansion.diagnostics.has_errors();
    let mut all = allow::apply(&sources[..1], expansion.diagnostics.sorted());
    // A stage that was not asked for may have said what the comment allows.
    all.retain(|diagnostic| diagnostic.code.info().name != "unused-allowance");
    if !all.is_empty() {
        // Nobody is left to tell if standard error is closed.
        let _ = writeln!(err, "{}", render::render_all(&all, &sources, render::Style::Coloured));
    }
    Ok(if failed { Ending::Found } else { Ending::Finished })
}

fn title(stage: Stage) -> &'static str {
    match stage {
        Stage::Rule => "rule: the file, checked",
        Stage::Ast => "ast: the query as it was read",
        Stage::Ir => "ir: names and types resolved",
        Stage::Optimized => "optimized: simplified and put in order",
        Stage::Rust => "rust: the matcher",
    }
}

/// What the compiler has made so far.
#[derive(Default)]
struct Expansion {
    stages: Vec<(Stage, String)>,
    diagnostics: Diagnostics,
}

impl Expansion {
    /// Goes as far as the rule allows, at most to a stage. The first source is the rule, the second a schema; `false` if that is wrong.
    fn run(&mut self, sources: &[Source], last: Stage) -> bool {
        let [source, schema @ ..] = sources else { return false };
        let schema = match schema.first().map(|schema| custom::parse(schema, SourceId(1), &mut self.diagnostics)) {
            Some(None) => return false,
            Some(Some(schema)) => schema,
            None => Schema::default(),
        };
        let Some(file) = rule::parse(source, SourceId(0), &mut self.diagnostics) else { return true };
        self.stages.push((Stage::Rule, rule_text(&file)));
        if last > Stage::Rule {
            self.query(file, &schema, last);
        }
        true
    }

    fn query(&mut self, file: RuleFile, schema: &Schema, last: Stage) {
        let ast = eql::parse(&file.query, file.dialect, &mut self.diagnostics);
        if !self.diagnostics.has_errors() {
            self.stages.push((Stage::Ast, ast.to_string()));
        }
        if last > Stage::Ast
            && let Some(query) = resolve::query(&ast, &schema_of(&file, schema), &mut self.diagnostics)
        {
            self.stages.push((Stage::Ir, query.to_string()));
        }
        if last > Stage::Ir {
            let compiled = compile_files(vec![file], schema, Options::default(), Diagnostics::new());
            compiled.diagnostics.into_iter().for_each(|diagnostic| self.diagnostics.push(diagnostic));
            for rule in compiled.rules {
                self.stages.push((Stage::Optimized, rule.query.to_string()));
                if last > Stage::Optimized {
                    self.stages.push((Stage::Rust, rust(&rule)));
                }
            }
        }
    }
}

/// The rule file, key by key, as it was understood.
fn rule_text(file: &RuleFile) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            text += &format!("{key:<24}{value}\n");
        }
    };
    line("rule_id", &file.rule_id.value);
    line("name", &file.name.value);
    line("severity", file.severity.name());
    line("risk_score", &file.risk_score.get().to_string());
    line("version", &file.version.to_string());
    line("author", &file.author.join(", "));
    line("license", file.license.as_deref().unwrap_or_default());
    line("tags", &file.tags.join(", "));
    line("index", &file.index.join(", "));
    line("interval", &duration(file.interval_ms));
    line("from", &format!("now-{}", duration(file.from_ms)));
    line("max_signals", &file.max_signals.to_string());
    line("enabled", &file.enabled.to_string());
    for (key, field) in [
        ("event_category_override", &file.event_category_override),
        ("timestamp_field", &file.timestamp_field),
        ("tiebreaker_field", &file.tiebreaker_field),
    ] {
        line(key, field.as_ref().map_or("", |field| &field.value));
    }
    for threat in &file.threat {
        line("threat", &format!("{} {}", threat.tactic.id, threat.tactic.name));
        for technique in &threat.techniques {
            for entry in std::iter::once(&technique.technique).chain(&technique.subtechniques) {
                line("", &format!("  {} {}", entry.id, entry.name));
            }
        }
    }
    let carried: Vec<&str> = file.carried.iter().map(|carried| carried.key).collect();
    line("carried into alerts", &carried.join(", "));
    line("dialect", &format!("{:?}", file.dialect).to_lowercase());
    text + "query\n" + &file.query.text.lines().map(|line| format!("  {line}\n")).collect::<String>()
}

/// What `#[derive(Detector)]` adds, as people read it.
fn rust(rule: &CompiledRule) -> String {
    let ident = type_name(&rule.file.name.value);
    let track = TokenStream::new();
    let target = Target {
        ident,
        visibility: quote!(pub),
        krate: quote!(::detectors),
        events: Vec::new(),
        track,
        tests: Vec::new(),
        frequencies: None,
    };
    let (ident, tokens) = (&target.ident, emit::detector(&target, rule));
    let whole = quote! { pub struct #ident; #tokens };
    match syn::parse2(whole.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => whole.to_string(),
    }
}

/// A Rust name for a rule: `Potential Reverse Shell via X` → `PotentialReverseShellViaX`.
fn type_name(name: &str) -> Ident {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let camel: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    match syn::parse_str::<Ident>(&camel) {
        Ok(ident) => ident,
        // It begins with a digit, is empty, or is `Self`.
        Err(_) => Ident::new(&format!("Rule{camel}"), Span::call_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_a_rust_name() {
        for (name, expected) in [
            ("Potential Reverse Shell via Suspicious Child Process", "PotentialReverseShellViaSuspiciousChildProcess"),
            ("7-Zip: used", "Rule7ZipUsed"),
            ("self", "RuleSelf"),
            ("«»", "Rule"),
            ("é x", "X"),
        ] {
            assert_eq!(type_name(name).to_string(), expected, "{name}");
        }
    }
}
