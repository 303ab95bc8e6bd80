//! Where a new rule goes, and where its editor finds the JSON Schema.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use detectors_import::slug;

use crate::shown::Shown;

const SCHEMA_NAME: &str = "schema.json";
/// By this line of the shipped schema other files of the name are told apart.
const SCHEMA_TITLE: &str = "\"title\": \"Detection rule of detectors\"";

/// The JSON Schema for a rule's editor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SchemaPlace {
    /// Its path as seen from the rule file; `None` where there is none for it.
    pub(super) line: Option<String>,
    /// Where it has to be written.
    pub(super) copy: Option<PathBuf>,
}

/// The file of a rule: what is given, or in the folder that is given, or here, a file named after the rule.
///
/// # Errors
/// A complete message, if there is something already, or it has not the name of a rule file.
pub(super) fn file(given: Option<&Path>, name: &str) -> Result<PathBuf, String> {
    let named = format!("{}.yml", slug(name));
    let path = match given {
        None => PathBuf::from(named),
        Some(path) if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") => path.join(named),
        Some(path) if is_rule_file(path) => path.to_owned(),
        Some(path) => {
            let shown = path.display().to_string();
            return Err(format!(
                "error: `{}` is no name of a rule file, and no folder\nhelp: end it with `.yml`, or with `/` if it is to be a folder",
                Shown(&shown)
            ));
        }
    };
    match path.symlink_metadata() {
        Ok(_) => Err(exists(&path)),
        Err(_) => Ok(path),
    }
}

/// By the ending: what searches folders for rules passes over all others.
fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("yml") || extension.eq_ignore_ascii_case("yaml"))
}

/// The nearest schema in the folder of a rule or above it, as far as the repository goes; or else one that goes beside the rule.
pub(super) fn schema(rule: &Path) -> SchemaPlace {
    let folder = rule.parent().unwrap_or(Path::new(""));
    let here = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    // A folder that is to be made yet has `..` in it only if somebody writes so: then nothing is looked for above.
    let plain = !here.components().any(|part| part == Component::ParentDir);
    for (up, above) in here.ancestors().enumerate() {
        let candidate = above.join(SCHEMA_NAME);
        if std::fs::read_to_string(&candidate).is_ok_and(|text| text.contains(SCHEMA_TITLE)) {
            let line = if up == 0 { format!("./{SCHEMA_NAME}") } else { "../".repeat(up) + SCHEMA_NAME };
            return SchemaPlace { line: Some(line), copy: None };
        }
        if !plain || above.join(".git").exists() {
            break;
        }
    }
    let copy = folder.join(SCHEMA_NAME);
    match copy.symlink_metadata() {
        Ok(_) => SchemaPlace { line: None, copy: None },
        Err(_) => SchemaPlace { line: Some(format!("./{SCHEMA_NAME}")), copy: Some(copy) },
    }
}

/// Writes a file that is not there yet, and the folders above it.
///
/// # Errors
/// A complete message.
pub(super) fn create(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(text.as_bytes())
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => format!("error: cannot write `{}`: {}", Shown(&path.display().to_string()), Shown(&error.to_string())),
    })
}

fn exists(path: &Path) -> String {
    format!("error: `{}` is there already\nhelp: give another file with `--out`", Shown(&path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_file_has_its_ending() {
        for name in ["a.yml", "a.yaml", "b/a.YML"] {
            assert_eq!(file(Some(Path::new(name)), "x").unwrap(), Path::new(name));
        }
        assert_eq!(
            file(Some(Path::new("no-such-folder/")), "Shell (nginx)").unwrap(),
            Path::new("no-such-folder/shell_nginx.yml")
        );
        for name in ["a.txt", "a", "a.yml.bak"] {
            assert!(file(Some(Path::new(name)), "x").unwrap_err().contains("is no name of a rule file"), "{name}");
        }
    }

    #[test]
    fn the_schema_is_found_above_or_put_beside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let rules = root.join("rules/linux");
        std::fs::create_dir_all(&rules).unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        let rule = rules.join("a.yml");
        let beside = SchemaPlace { line: Some("./schema.json".into()), copy: Some(rules.join("schema.json")) };
        assert_eq!(schema(&rule), beside);
        std::fs::write(root.join("rules/schema.json"), detector_rules::SCHEMA).unwrap();
        assert_eq!(schema(&rule), SchemaPlace { line: Some("../schema.json".into()), copy: None });
        // A folder that is not there yet.
        assert_eq!(schema(&rules.join("new/folder/a.yml")).line.unwrap(), "../../../schema.json");
        std::fs::remove_file(root.join("rules/schema.json")).unwrap();
        std::fs::write(rules.join("schema.json"), "{}").unwrap();
        assert_eq!(schema(&rule), SchemaPlace { line: None, copy: None });
    }
}
