//! What the template of a new rule says where its author has to say something: written by `detectors new`, and told if it is left.

/// `description`
pub const DESCRIPTION: &str = "Say what the rule finds, how, and why it matters.";

/// The entry of `false_positives`.
pub const FALSE_POSITIVE: &str = "Say what is harmless and looks the same.";
