//! Every diagnostic of the compiler: one constructor each, with its code and explanation. Nothing else builds a diagnostic.
//!
//! | codes | file | of |
//! |---|---|---|
//! | DR001–DR039 | [`rule_file`] | the rule file: YAML, keys, values |
//! | DR040–DR059 | [`attack`] | its references to MITRE ATT&CK |
//! | DR060–DR099 | [`schema_file`] | files of custom fields |
//! | DR101–DR149 | [`lexical`] | characters and tokens of a query |
//! | DR150–DR199 | [`syntax`] | the grammar of event filters and expressions |
//! | DR200–DR249 | [`sequences`] | the grammar of sequences, samples and pipes |
//! | DR301–DR399 | [`types`] | names and types |
//! | DR401–DR449 | [`constants`] | constants: regexes, CIDR blocks, dates |
//! | DR501–DR549 | [`unsupported`] | what parses and is not compiled |
//! | DR601–DR699 | [`derive`](mod@derive) | attributes of the derives, files, sets |
//! | DR701–DR899 | [`lints`] | warnings |

pub mod attack;
pub mod constants;
pub mod derive;
pub mod lexical;
pub mod lints;
pub mod rule_file;
pub mod schema_file;
pub mod sequences;
pub mod syntax;
pub mod types;
pub mod unsupported;

use crate::diagnostics::Code;

/// All codes there are, by number.
pub fn all_codes() -> Vec<Code> {
    let files = [
        rule_file::CODES,
        attack::CODES,
        schema_file::CODES,
        lexical::CODES,
        syntax::CODES,
        sequences::CODES,
        types::CODES,
        constants::CODES,
        unsupported::CODES,
        derive::CODES,
        lints::CODES,
    ];
    let mut all: Vec<Code> = files.into_iter().flatten().copied().collect();
    all.sort_by_key(|code| code.number());
    all
}
