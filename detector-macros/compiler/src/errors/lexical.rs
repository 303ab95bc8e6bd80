//! (in construction)

use crate::diagnostics::codes::codes;

codes! {}
