//! A crate with all rules, as a user would have it: what its build costs, the dependencies being there, and what one edited rule costs.

use crate::Figures;
use crate::project::{Outcome, Project, cargo, workspace};
use crate::usage::{self, Usage};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const LIBRARY: &str = r#"//! All rules, compiled for decoded documents.
#![allow(deprecated)]

use detectors::{Alert, RuleSet, Slots};

/// The rules of the folder.
#[derive(RuleSet)]
#[rule_set(rules = "../rules/**/*.yml")]
pub struct Rules;

/// Judges a document by all of them.
pub fn judge(matcher: &mut RulesMatcher<16_384>, event: &Slots<'_, Rules>, sink: &mut dyn FnMut(&Alert<'_>)) {
    matcher.observe(event, sink);
}
"#;

const BUILD_SCRIPT: &str = "fn main() {\n    detectors_build::watch(\"rules\");\n}\n";

pub(crate) fn measure(project: &Project) -> Outcome<Figures> {
    let rules = PathBuf::from(project.print("size_all", &["rules"])?.trim());
    let user = UserCrate::new(project.scratch("rules_of_a_user"), &rules)?;
    let rule = first_file(&user.folder.join("rules"))?.ok_or("there is no rule file")?;
    // Its dependencies, which do not count.
    user.build(&[])?;
    user.touch()?;
    let clean = user.build(&[])?;
    println!("release build of all rules: {:.1} CPU-seconds, {:.0} MiB at most", clean.cpu_s, clean.rss_mib);
    edit(&rule)?;
    let again = user.build(&[])?;
    println!("one rule edited: {:.1} CPU-seconds", again.cpu_s);
    let incremental = ["--config", "profile.release.incremental=true"];
    user.build(&incremental)?;
    edit(&rule)?;
    let kept = user.build(&incremental)?;
    println!("one rule edited, with `incremental = true` in the release profile: {:.1} CPU-seconds", kept.cpu_s);
    Ok(vec![
        ("build_cpu_s_1000".to_owned(), json!(round(clean.cpu_s))),
        ("build_rss_mib_1000".to_owned(), json!(clean.rss_mib.round())),
        ("rebuild_one_rule_cpu_s".to_owned(), json!(round(again.cpu_s))),
        ("rebuild_one_rule_incremental_cpu_s".to_owned(), json!(round(kept.cpu_s))),
    ])
}

struct UserCrate {
    folder: PathBuf,
    target: PathBuf,
}

impl UserCrate {
    /// A package with these rules, made anew.
    fn new(folder: PathBuf, rules: &Path) -> Outcome<Self> {
        for part in ["rules", "src"] {
            if folder.join(part).exists() {
                fs::remove_dir_all(folder.join(part))?;
            }
        }
        copy(rules, &folder.join("rules"))?;
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/lib.rs"), LIBRARY)?;
        fs::write(folder.join("build.rs"), BUILD_SCRIPT)?;
        let workspace = workspace().canonicalize()?;
        let manifest = format!(
            "[package]\nname = \"rules-of-a-user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\ndetectors = {{ path = {:?} }}\n\n[build-dependencies]\ndetectors-build = {{ path = {:?} }}\n\n\
             # The derives run on a thousand rules.\n[profile.release.build-override]\nopt-level = 3\n",
            workspace.join("detectors"),
            workspace.join("detector-macros/build")
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let target = folder.join("target");
        Ok(Self { folder, target })
    }

    fn build(&self, arguments: &[&str]) -> Outcome<Usage> {
        let mut command = cargo(&self.folder, &self.target);
        command.args(["build", "--release", "--quiet"]).args(arguments);
        usage::of(&command, &self.target.with_file_name("printed"))
    }

    fn touch(&self) -> Outcome<()> {
        Ok(fs::write(self.folder.join("src/lib.rs"), LIBRARY)?)
    }
}

/// Adds a condition to the query of a rule, as an author would.
fn edit(rule: &Path) -> Outcome<()> {
    let text = fs::read_to_string(rule)?;
    let query = text.find("\nquery:").ok_or("the rule has no query")?;
    let (before, query) = text.split_at(query);
    Ok(fs::write(rule, format!("{before}{}", query.replacen(" where ", " where process.name != \"edited\" and ", 1)))?)
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

fn first_file(folder: &Path) -> Outcome<Option<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_file() {
            return Ok(Some(path));
        }
        if let Some(file) = first_file(&path)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
