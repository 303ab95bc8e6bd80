//! What the compiler has to say about a rule: codes, places, help.
//!
//! The types are here; [`crate::errors`] builds each diagnostic, [`codes`] lists them all with an explanation,
//! [`render`] prints them as rustc does.

pub mod codes;
pub mod render;

pub use codes::Code;

use crate::source::Span;

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
    /// Text that can be put in place of a span without further thought.
    pub replacement: Option<(Span, String)>,
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
        self.help.push(Help { text: text.into(), replacement: None });
        self
    }

    /// Adds an action that is a change of the text.
    pub(crate) fn suggest(mut self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), replacement: Some((span, replacement.into())) });
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
        self.list.sort_by_key(|diagnostic| {
            let Span { source, start, end } = diagnostic.primary.span;
            (source, start, end, diagnostic.code.number())
        });
        self.list.dedup();
        self.list
    }

    /// All of them in the order of finding.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}
