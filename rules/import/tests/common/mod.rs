//! What holds for every rule that is imported: nothing of it is lost, it means what its source means, and importing it again changes nothing.

use std::sync::LazyLock;

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::Severity;
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Checked, Options, check_file};
use detectors_import::{Existing, Rule, State};
use serde_yaml::{Mapping, Value};

/// A rule and what is beside it in its file, as another reader than the importer's has them.
pub(crate) struct Original {
    pub(crate) rule: Mapping,
    pub(crate) around: Mapping,
}

impl Original {
    /// Of a TOML file; `None` if it has no `[rule]`.
    pub(crate) fn of_toml(text: &str) -> Option<Self> {
        let table: toml::Table = text.parse().expect("TOML");
        let Value::Mapping(mut around) = yaml(&toml::Value::Table(table)) else { return None };
        let Value::Mapping(rule) = around.remove("rule")? else { return None };
        Some(Self { rule, around })
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.rule.get(key)?.as_str()
    }

    /// Whether it is of the Endpoint.
    pub(crate) fn is_endpoint(&self) -> bool {
        !self.rule.contains_key("type")
    }
}

/// A value of TOML as YAML; a date is the text that it was written as.
fn yaml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.iter().map(yaml).collect::<Vec<_>>().into(),
        toml::Value::Table(table) => {
            table.iter().map(|(key, value)| (Value::from(key.as_str()), yaml(value))).collect::<Mapping>().into()
        }
    }
}

/// Asserts all that holds for every rule. It may name techniques of ATT&CK as they are no more.
#[track_caller]
pub(crate) fn assert_imported(name: &str, rule: &Rule, original: &Original) {
    let rendered = rule.render(None).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!(rendered.state, State::New);
    let file: Value = serde_yaml::from_str(&rendered.text).unwrap();
    assert_kept(name, &file, original);
    assert_same_meaning(name, &rendered.text, original);
    for base in [None, Some(&rendered.base)] {
        let again = rule.render(Some(Existing { text: &rendered.text, base, overwrite: false })).unwrap();
        assert_eq!((again.state, &again.text, again.kept.len()), (State::Same, &rendered.text, 0), "{name}");
    }
}

fn assert_kept(name: &str, file: &Value, original: &Original) {
    let at = |path: &[&str]| path.iter().try_fold(file, |value, key| value.get(key));
    for (key, value) in &original.rule {
        let key = key.as_str().unwrap();
        let own = match key {
            "id" if original.is_endpoint() => "rule_id",
            "reference" if original.is_endpoint() => "references",
            key => key,
        };
        let places = [at(&[own]), at(&["meta", "rule", key])];
        // The keys of the rule's own `meta` stand beside those of the import.
        let is_in_meta = || key == "meta" && at(&["meta"]).is_some_and(|meta| has_all(meta, value));
        assert!(places.contains(&Some(value)) || is_in_meta(), "{name}: {key}: {value:?} is {places:?}");
    }
    for (table, value) in &original.around {
        let table = table.as_str().unwrap();
        let places = [at(&["meta", table]), at(&[table])];
        assert!(places.contains(&Some(value)), "{name}: {table}: {value:?} is {places:?}");
    }
}

fn has_all(whole: &Value, part: &Value) -> bool {
    part.as_mapping().is_some_and(|part| part.iter().all(|(key, value)| whole.get(key) == Some(value)))
}

/// The file compiles to what a file compiles to that has the query and little else.
fn assert_same_meaning(name: &str, text: &str, original: &Original) {
    const OF_MEANING: [&str; 7] =
        ["query", "from", "interval", "max_signals", "event_category_override", "timestamp_field", "tiebreaker_field"];
    let mut bare = Mapping::new();
    let dialect = if original.is_endpoint() { "endpoint" } else { "elasticsearch" };
    for (key, value) in
        [("rule_id", "x"), ("name", "x"), ("description", "x"), ("severity", "medium"), ("type", "eql"), ("dialect", dialect)]
    {
        bare.insert(key.into(), value.into());
    }
    bare.insert("risk_score".into(), 47.into());
    // A key whose value has another type is none that is enforced.
    let is_text = |key: &str, value: &Value| key == "max_signals" || value.is_string();
    for key in OF_MEANING {
        if let Some(value) = original.rule.get(key).filter(|value| is_text(key, value)) {
            bare.insert(key.into(), value.clone());
        }
    }
    let is_of_attack = |code: u16| (40..60).contains(&code);
    let (own, bare) = (compiled(text), compiled(&serde_json::to_string(&bare).unwrap()));
    let told = |checked: &Checked, from: Severity| -> Vec<String> {
        let told = checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == from);
        let told = told.filter(|diagnostic| !is_of_attack(diagnostic.code.number()));
        told.map(|diagnostic| format!("[{}] {}", diagnostic.code, diagnostic.title)).collect()
    };
    assert_eq!(told(&own, Severity::Error), Vec::<String>::new(), "{name}");
    assert_eq!(told(&bare, Severity::Error), Vec::<String>::new(), "{name}");
    let of_query = told(&bare, Severity::Warning);
    let own_warnings = told(&own, Severity::Warning);
    assert!(
        of_query.iter().all(|warning| own_warnings.contains(warning)),
        "{name}: {of_query:?} are not all in {own_warnings:?}"
    );
    let bare = bare.rule.unwrap_or_else(|| panic!("{name}: no rule"));
    match own.rule {
        Some(own) => {
            assert_eq!(own.file.query.text, bare.file.query.text, "{name}");
            assert_eq!((own.query.to_string(), own.terms), (bare.query.to_string(), bare.terms), "{name}");
            assert_eq!((own.span_ms, own.samples_max), (bare.span_ms, bare.samples_max), "{name}");
            assert_eq!(own.timestamp_field, bare.timestamp_field, "{name}");
        }
        None => {
            let mut errors = own.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            assert!(errors.any(|error| is_of_attack(error.code.number())), "{name}: no rule, and no error");
        }
    }
}

fn compiled(text: &str) -> Checked {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::default);
    check_file(&Source::new("rule.yml", text), SourceId(0), &SCHEMA, Attack::builtin(), Options::default())
}
