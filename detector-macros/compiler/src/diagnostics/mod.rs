//! What the compiler has to say about a rule: codes, places, help.
//!
//! The types are here; [`crate::errors`] builds each diagnostic, [`codes`] lists them all with an explanation,
//! [`render`] prints them as rustc does, [`allow`] hides what a comment in the file allows.

pub mod allow;
pub mod codes;
pub mod render;

pub use codes::Code;

use crate::source::{SourceId, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rule does not compile.
    Error,
    /// The rule compiles, but probably does not do what its author wants.
    Warning,
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words, lower case, no full stop; may be empty.
    pub text: String,
}

/// An action that the reader can take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The action, lower case, no full stop.
    pub text: String,
    /// Text that can be put in place of a span.
    pub replacement: Option<(Span, String)>,
    /// Whether a program may do it unasked; of no meaning without a replacement.
    pub applicability: Applicability,
}

impl Help {
    /// The replacement, if it can be made without anyone's judgement.
    pub fn fix(&self) -> Option<&(Span, String)> {
        self.replacement.as_ref().filter(|_| self.applicability == Applicability::Always)
    }
}

/// Whether a replacement needs someone's judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Applicability {
    /// It keeps what the rule means, or mends an error that can be meant in one way only.
    Always,
    /// It is a guess, or it changes what the rule means.
    Maybe,
}

impl Applicability {
    /// [`Self::Always`] if a condition holds.
    pub(crate) fn always_if(condition: bool) -> Self {
        if condition { Self::Always } else { Self::Maybe }
    }
}

/// One problem of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which problem it is.
    pub code: Code,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, lower case, no full stop, the user's text in back quotes.
    pub title: String,
    /// The place.
    pub primary: Label,
    /// Other places that matter.
    pub secondary: Vec<Label>,
    /// What can be done.
    pub help: Vec<Help>,
    /// Facts that explain, lower case, no full stop.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error at a place. Only [`crate::errors`] calls this.
    pub(crate) fn error(code: Code, span: Span, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Label { span, text: label.into() }, title)
    }

    /// A warning at a place. Only [`crate::errors`] calls this.
    pub(crate) fn warning(code: Code, span: Span, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Label { span, text: label.into() }, title)
    }

    /// What diagnostics are sorted by: source, place, code.
    pub fn order(&self) -> (SourceId, u32, u32, u16) {
        let Span { source, start, end } = self.primary.span;
        (source, start, end, self.code.number())
    }

    fn new(code: Code, severity: Severity, primary: Label, title: impl Into<String>) -> Self {
        Self { code, severity, title: title.into(), primary, secondary: Vec::new(), help: Vec::new(), notes: Vec::new() }
    }

    /// Adds another place.
    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds an action.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), replacement: None, applicability: Applicability::Maybe });
        self
    }

    /// Adds a change of the text that keeps what the rule means, or mends an error that can be meant in one way only:
    /// `detectors check --fix` makes it unasked.
    pub(crate) fn suggest(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.suggest_as(Applicability::Always, text, span, replacement)
    }

    /// Adds a change of the text that is a guess, or that changes what the rule means: its author has to decide.
    pub(crate) fn suggest_maybe(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.suggest_as(Applicability::Maybe, text, span, replacement)
    }

    /// Adds a change of the text whose applicability depends on the text.
    pub(crate) fn suggest_as(
        mut self,
        applicability: Applicability,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.help.push(Help { text: text.into(), replacement: Some((span, replacement.into())), applicability });
        self
    }

    /// Adds a fact.
    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }
}

/// All problems found so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of others.
    pub fn append(&mut self, mut others: Self) {
        self.list.append(&mut others.list);
    }

    /// Changes each of them.
    pub(crate) fn edit(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.list.iter_mut().for_each(change);
    }

    /// Whether any of them stops the compilation.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many errors there are.
    pub fn error_count(&self) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// All of them, by source and place. The same problem at the same place is told once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(Diagnostic::order);
        self.list.dedup();
        self.list
    }

    /// All of them in the order of finding.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}
