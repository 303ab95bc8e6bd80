//! Documents with the fields of all rules, and no others, for serde.

#[macro_use]
#[path = "../../benches/baselines/document.rs"]
mod document;

use document::Leaf;
use serde::Deserialize;

include!(concat!(env!("OUT_DIR"), "/document.rs"));
