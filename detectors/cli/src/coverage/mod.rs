//! `detectors coverage`: rules → which techniques of MITRE ATT&CK they cover, and which not.
//!
//! | module | does |
//! |---|---|
//! | [`rules`] | takes from each rule what matters here |
//! | [`platform`] | says which platforms a rule is for |
//! | [`matrix`] | counts in one version of ATT&CK |
//! | [`text`], [`json`] | print it for people and for programs |
//! | [`navigator`] | writes a layer for the ATT&CK Navigator |
//! | [`html`] | writes a page |

mod html;
mod json;
mod matrix;
mod navigator;
mod platform;
mod rules;
mod text;

use std::io::{self, Write};
use std::path::Path;

use detector_compiler::attack::{Attack, Version};
use detector_compiler::diagnostics::{Diagnostics, render};

use crate::Ending;
use crate::args::{AttackVersion, Coverage, Format};
use crate::check::checker;
use crate::check::output::summary::counted;
use crate::rule_files::{self, RuleFiles};
use crate::rules::Known;
use crate::shown::Shown;
use matrix::Matrix;
use rules::Read;

/// Counts the rules, writes what is asked for, and prints the table to `out`; complaints go to `err`.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn coverage(options: &Coverage, shipped: &[Known], out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let is_stdout = |path: &Option<std::path::PathBuf>| path.as_deref() == Some(Path::new("-"));
    if is_stdout(&options.navigator) && is_stdout(&options.html) {
        let _ = writeln!(err, "error: `--navigator -` and `--html -` cannot both have standard output");
        return Ok(Ending::Nothing);
    }
    let attack = Attack::builtin();
    let (rules, mut ending) = match read(options, shipped, err) {
        Ok(read) => read,
        Err(ending) => return Ok(ending),
    };
    let version = match options.attack_version {
        AttackVersion::V18 => Version::V18,
        AttackVersion::V19 => Version::V19,
    };
    let matrix = Matrix::new(rules, attack, version);

    let mut printed = false;
    type Make = fn(&Matrix<'_>, &Attack) -> String;
    let files: [(&Option<_>, Make); 2] = [(&options.navigator, navigator::layer), (&options.html, html::page)];
    for (path, make) in files {
        match path {
            Some(path) if path == Path::new("-") => {
                out.write_all(make(&matrix, attack).as_bytes())?;
                printed = true;
            }
            Some(path) => match std::fs::write(path, make(&matrix, attack)) {
                Ok(()) => drop(writeln!(err, "wrote {}", Shown(&path.display().to_string()))),
                Err(error) => {
                    let shown = path.display().to_string();
                    let _ = writeln!(err, "error: cannot write `{}`: {}", Shown(&shown), Shown(&error.to_string()));
                    ending = Ending::Nothing;
                }
            },
            None => {}
        }
    }
    match options.format {
        _ if printed => {}
        Format::Text => text::print(&matrix, attack, options.gaps, out)?,
        Format::Json => json::print(&matrix, out)?,
    }
    Ok(ending)
}

/// The rules that are asked for, and how the program ends if all goes well from here on.
///
/// # Errors
/// If there is nothing to count: that has been told.
fn read(options: &Coverage, shipped: &[Known], err: &mut dyn Write) -> Result<(Vec<rules::Rule>, Ending), Ending> {
    if options.paths.is_empty() {
        return Ok((rules::of_shipped(shipped), Ending::Finished));
    }
    let schemas: Result<Vec<_>, _> = options.schema.iter().map(|path| rule_files::read_one(path)).collect();
    let schemas = schemas.map_err(|message| {
        let _ = writeln!(err, "{message}");
        Ending::Nothing
    })?;
    let mut diagnostics = Diagnostics::new();
    let Some(schema) = checker::schema(&schemas, 0, &mut diagnostics) else {
        let _ = writeln!(err, "{}", render::render_all(&diagnostics.sorted(), &schemas, render::Style::Coloured));
        return Err(Ending::Nothing);
    };
    let RuleFiles { sources, refused } = rule_files::read(&options.paths);
    refused.iter().for_each(|message| drop(writeln!(err, "{message}")));
    if sources.is_empty() {
        return Err(Ending::Nothing);
    }
    let (Read { rules, errors, left_out }, sources) = rules::of_files(sources, schema);
    if !errors.is_empty() {
        let _ = writeln!(err, "{}\n", render::render_all(&errors, &sources, render::Style::Coloured).trim_end());
    }
    if left_out > 0 {
        let _ = writeln!(err, "error: {} left out because of errors", counted(left_out, "rule"));
    }
    let ending = if left_out > 0 || !refused.is_empty() { Ending::Refused } else { Ending::Finished };
    Ok((rules, ending))
}
