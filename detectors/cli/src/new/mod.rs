//! `detectors new`: a few answers → a rule file that compiles and whose tests pass.
//!
//! | module | does |
//! |---|---|
//! | [`answers`] | takes the answers from flags, and asks for the rest on a terminal |
//! | [`attack`] | finds the tactic and the technique, and says what is wrong with them |
//! | [`skeleton`] | has a query and events for each category |
//! | [`template`] | writes the file's text |
//! | [`place`] | chooses the file, and finds the JSON Schema for the editor |

mod answers;
mod attack;
#[cfg(test)]
mod combinations;
mod place;
mod skeleton;
mod template;

use std::io::{self, Write};

use detector_compiler::diagnostics::render;
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Options, compile};

use crate::Ending;
use crate::args::New;
use crate::shown::Shown;

/// Writes the rule and says where; questions and complaints go to `err`.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn new(options: &New, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    match write(options) {
        Ok(told) => {
            told.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            Ok(Ending::Finished)
        }
        Err(message) => {
            let _ = writeln!(err, "{message}");
            Ok(Ending::Nothing)
        }
    }
}

/// What there is to tell.
///
/// # Errors
/// A complete message.
fn write(options: &New) -> Result<Vec<String>, String> {
    let answers = answers::take(options)?;
    let path = place::file(options.out.as_deref(), &answers.name)?;
    let mut schema = place::schema(&path);
    let is_offered = schema.copy.is_some() && !options.schema;
    if is_offered {
        schema = place::SchemaPlace { line: None, copy: None };
    }
    let text = template::rule(&answers, &uuid::Uuid::new_v4().to_string(), schema.line.as_deref());
    // Whatever is wrong with it the author could not have known; that there are placeholders the author is told below.
    let source = Source::new(path.display().to_string(), text.as_str());
    let compiled = compile(std::slice::from_ref(&source), &Schema::default(), Options::default());
    let wrong: Vec<_> = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.code.info().name != "placeholder").collect();
    if !wrong.is_empty() {
        return Err(render::render_all(wrong, &[source], render::Style::Coloured));
    }
    place::create(&path, &text)?;
    let shown = path.display().to_string();
    let mut told = vec![format!("wrote {}", Shown(&shown))];
    if let Some(copy) = &schema.copy {
        place::create(copy, detector_rules::SCHEMA)?;
        told.push(format!("wrote {}, with which editors check rule files", Shown(&copy.display().to_string())));
    }
    if is_offered {
        told.push("editors check rule files by a JSON Schema, of which there is none here: `--schema` writes one, `detectors new --help`".to_owned());
    }
    told.push(format!("next: put your conditions in place of those of `example-tool`, then `detectors check {}`", Shown(&shown)));
    Ok(told)
}
