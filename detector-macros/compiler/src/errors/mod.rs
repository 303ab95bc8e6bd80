//! Every diagnostic of the compiler: one constructor each, with its code and explanation. Nothing else builds a diagnostic.
//!
//! | codes | file | of |
//! |---|---|---|
//! | DR001–DR099 | [`rule_file`] | the rule file: YAML, keys, values, ATT&CK |
//! | DR101–DR149 | [`lexical`] | characters and tokens of a query |
//! | DR150–DR249 | [`syntax`] | the grammar of a query |
//! | DR301–DR399 | [`types`] | names and types |
//! | DR401–DR449 | [`constants`] | constants: regexes, CIDR blocks, dates |
//! | DR501–DR549 | [`unsupported`] | what parses and is not compiled |
//! | DR601–DR699 | [`derive`] | attributes of the derives, files, sets |
//! | DR701–DR899 | [`lints`] | warnings |

pub mod constants;
pub mod derive;
pub mod lexical;
pub mod lints;
pub mod rule_file;
pub mod syntax;
pub mod types;
pub mod unsupported;

use crate::diagnostics::Code;

/// All codes there are, by number.
pub fn all_codes() -> Vec<Code> {
    let files = [
        rule_file::CODES,
        lexical::CODES,
        syntax::CODES,
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
