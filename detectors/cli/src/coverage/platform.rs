//! The platforms that a rule is for: what its query demands, its tags, its folder.

use std::path::Path;

use detector_compiler::ir::{Body, Comparison, EventQuery, Owner, Pattern, Patterns, Predicate, Query, Test};

/// An operating system that endpoints run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Platform {
    Windows,
    MacOs,
    Linux,
}

impl Platform {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 3] = [Self::Windows, Self::MacOs, Self::Linux];

    /// As its maker writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows",
            Self::MacOs => "macOS",
            Self::Linux => "Linux",
        }
    }

    /// As `host.os.type` has it.
    pub(crate) fn literal(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::MacOs => "macos",
            Self::Linux => "linux",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which platforms a rule is for; none if it states none that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Platforms(u8);

impl Platforms {
    /// Every value of `host.os.type`, one bit being all that are no [`Platform`].
    const EVERY: Self = Self(0b1111);
    const KNOWN: Self = Self(0b0111);

    pub(crate) fn contains(self, platform: Platform) -> bool {
        self.0 & platform.bit() != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Platform> {
        Platform::ALL.into_iter().filter(move |platform| self.contains(*platform))
    }

    /// Of a rule: what the query says counts most, then the tags, then the folders of its file.
    pub(crate) fn of<'a>(query: Option<&Query>, tags: impl Iterator<Item = &'a str>, file: Option<&str>) -> Self {
        let demanded = query.map(demanded).unwrap_or_default();
        if !demanded.is_empty() {
            return demanded;
        }
        let tagged = Self::named(tags.filter_map(|tag| tag.strip_prefix("OS:")).map(str::trim));
        if !tagged.is_empty() {
            return tagged;
        }
        let folders = file.and_then(|file| Path::new(file).parent()).into_iter().flat_map(Path::components);
        Self::named(folders.filter_map(|folder| folder.as_os_str().to_str()))
    }

    fn named<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let known = |word: &str| Platform::ALL.into_iter().find(|platform| word.eq_ignore_ascii_case(platform.literal()));
        Self(words.filter_map(known).fold(0, |bits, platform| bits | platform.bit()))
    }

    fn matching(test: impl Fn(&str) -> bool) -> Self {
        Self(
            Platform::ALL.into_iter().filter(|platform| test(platform.literal())).fold(0, |bits, platform| bits | platform.bit()),
        )
    }
}

/// The platforms that the events of a query must be of; none if it does not say.
///
/// Terms that say nothing are passed over: they are joined with the others on one host. What must be missing, and what ends a
/// sequence, says nothing of where the rule alerts.
fn demanded(query: &Query) -> Platforms {
    let queries: Vec<&EventQuery> = match &query.body {
        Body::Event(event) => vec![event],
        Body::Sequence(sequence) => sequence.terms.iter().filter(|term| !term.missing).map(|term| &term.query).collect(),
        Body::Sample(sample) => sample.terms.iter().map(|term| &term.query).collect(),
    };
    let demands = queries.iter().map(|event| Truth::of(&event.condition).possible).filter(|set| *set != Platforms::EVERY);
    Platforms(demands.fold(0, |bits, set| bits | set.0) & Platforms::KNOWN.0)
}

/// On which platforms a condition can be true, and on which it is whatever else the event holds.
#[derive(Clone, Copy)]
struct Truth {
    possible: Platforms,
    certain: Platforms,
}

impl Truth {
    const UNKNOWN: Self = Self { possible: Platforms::EVERY, certain: Platforms(0) };

    fn of(condition: &Predicate) -> Self {
        let exactly = |set: Platforms| Self { possible: set, certain: set };
        let both = |left: Self, right: Self, join: fn(u8, u8) -> u8| Self {
            possible: Platforms(join(left.possible.0, right.possible.0)),
            certain: Platforms(join(left.certain.0, right.certain.0)),
        };
        match condition {
            Predicate::Const(truth) => exactly(if *truth { Platforms::EVERY } else { Platforms(0) }),
            Predicate::And(operands) => {
                operands.iter().map(Self::of).fold(exactly(Platforms::EVERY), |all, one| both(all, one, |a, b| a & b))
            }
            Predicate::Or(operands) => {
                operands.iter().map(Self::of).fold(exactly(Platforms(0)), |all, one| both(all, one, |a, b| a | b))
            }
            Predicate::Not(operand) => {
                let Self { possible, certain } = Self::of(operand);
                let complement = |set: Platforms| Platforms(!set.0 & Platforms::EVERY.0);
                Self { possible: complement(certain), certain: complement(possible) }
            }
            Predicate::Test(field, test) if field.owner == Owner::Event && &*field.field.name == "host.os.type" => {
                literals(test).map_or(Self::UNKNOWN, exactly)
            }
            Predicate::Test(..) | Predicate::Computed(_) | Predicate::AnyElement(_) | Predicate::Descendant(_) => Self::UNKNOWN,
        }
    }
}

/// The values of `host.os.type` that meet a test; `None` if it has another form than rules use.
fn literals(test: &Test) -> Option<Platforms> {
    match test {
        Test::Text(Comparison::Equal, text) => Some(Platforms::matching(|literal| literal == text)),
        Test::Patterns(Patterns { insensitive, any_of }) => {
            let fold = |text: &str| if *insensitive { text.to_ascii_lowercase() } else { text.to_owned() };
            let mut sets = any_of.iter().map(|pattern| match pattern {
                Pattern::Equal(text) => Some(Platforms::matching(|literal| literal == fold(text))),
                Pattern::Prefix(text) => Some(Platforms::matching(|literal| literal.starts_with(&fold(text)))),
                Pattern::Suffix(text) => Some(Platforms::matching(|literal| literal.ends_with(&fold(text)))),
                Pattern::Contains(text) => Some(Platforms::matching(|literal| literal.contains(&fold(text)))),
                Pattern::Ordered(_) | Pattern::Anything | Pattern::Glob(_) => None,
            });
            sets.try_fold(Platforms(0), |all, set| Some(Platforms(all.0 | set?.0)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detector_compiler::diagnostics::Diagnostics;
    use detector_compiler::schema::Schema;
    use detector_compiler::source::{QueryText, SourceId};
    use detector_compiler::{eql, optimize, resolve};

    fn of(query: &str, tags: &[&str], file: Option<&str>) -> String {
        let mut diagnostics = Diagnostics::new();
        let text = QueryText::whole_source(SourceId(0), query);
        let ast = eql::parse(&text, eql::Dialect::Elasticsearch, &mut diagnostics);
        let query = optimize::query(resolve::query(&ast, &Schema::default(), &mut diagnostics).unwrap());
        let platforms = Platforms::of(Some(&query), tags.iter().copied(), file);
        platforms.iter().map(Platform::literal).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_the_query_demands_counts_most() {
        let cases = [
            (r#"process where host.os.type == "linux" and process.name == "sh""#, "linux"),
            (r#"process where host.os.type : "LINUX""#, "linux"),
            (r#"process where host.os.type in ("linux", "macos") and true"#, "macos linux"),
            (r#"process where host.os.type like ("win*", "linux")"#, "windows linux"),
            (r#"process where not host.os.type == "windows""#, "macos linux"),
            (r#"process where host.os.type != "windows" and process.name == "sh""#, "macos linux"),
            // It excludes one program on Linux, and no platform.
            (r#"process where not (host.os.type == "linux" and process.name == "sh")"#, ""),
            (r#"process where host.os.type == "linux" or process.name == "sh""#, ""),
            (
                r#"process where (host.os.type == "linux" and process.name == "sh") or (host.os.type == "macos" and process.pid == 1)"#,
                "macos linux",
            ),
            (r#"sequence by host.id [process where host.os.type == "windows"] [network where true]"#, "windows"),
            (r#"sequence by host.id [process where true] ![file where host.os.type == "linux"] [network where true]"#, ""),
            (r#"process where host.os.type == "android""#, ""),
            ("process where process.pid == 1", ""),
        ];
        for (query, expected) in cases {
            assert_eq!(of(query, &[], None), expected, "{query}");
        }
    }

    #[test]
    fn tags_and_folders_speak_where_the_query_does_not() {
        let silent = "process where process.pid == 1";
        assert_eq!(of(silent, &["OS: Linux", "OS: macOS", "Tactic: Execution"], Some("rules/windows/a.yml")), "macos linux");
        assert_eq!(of(silent, &["Domain: Endpoint"], Some("rules/windows/execution/a.yml")), "windows");
        assert_eq!(of(silent, &[], Some("rules/windows.yml")), "");
        assert_eq!(of(r#"process where host.os.type == "linux""#, &["OS: Windows"], Some("windows/a.yml")), "linux");
    }
}
