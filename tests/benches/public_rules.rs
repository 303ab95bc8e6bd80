//! A thousand public rules together: what an event costs, against each rule's own matcher in turn, and how that grows with the rules.
//!
//! `cargo bench -p detector-tests --bench public_rules` builds the program in `public_rules/` (some minutes: it has a matcher of its own
//! for each rule), lets it take the times, counts instructions with callgrind where that is installed, and builds the set of all rules
//! again: from nothing but its dependencies, and with one rule edited. The figures are printed and added to
//! `target/bench/figures.json`. `DETECTORS_CORPUS` names another folder of rules.

use detector_tests::figures;
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

/// Documents that are counted under callgrind, as the program has them.
const MEASURED_EVENTS: f64 = 2_000.0;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let project = Project::new();
    project.cargo(&["build", "--release", "--bins"])?;
    let mut all: Vec<(String, Value)> = Vec::new();
    println!("{:<10}{:<18}{:>12}{:>10}{:>14}", "fleet", "rules", "ns an event", "alerts", "instructions");
    let rows = output(&mut Command::new(project.program("public-rules")))?;
    for line in rows.lines() {
        let row: Value = serde_json::from_str(line)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let (name, fleet) = (text("row"), text("fleet"));
        let instructions = instructions(&project.program("public-rules"), &name, &fleet);
        let shown = instructions.map_or_else(|| "-".to_owned(), |count| format!("{count:.0}"));
        println!("{fleet:<10}{name:<18}{:>12}{:>10}{shown:>14}", row["ns"], row["alerts"]);
        // The figures without a suffix are those of mixed operating systems.
        let suffix = if fleet == "mixed" { String::new() } else { format!("_{fleet}") };
        let (kind, rules) = name.rsplit_once('_').unwrap_or((&name, ""));
        all.push((format!("{kind}_ns_{rules}{suffix}"), row["ns"].clone()));
        if let Some(count) = instructions {
            all.push((format!("{kind}_instructions_{rules}{suffix}"), json!(count.round())));
        }
    }
    let size = |program: &str| bytes_of(&project.program(program));
    let code = size("size_all")?.saturating_sub(size("size_none")?);
    let state: u64 = output(Command::new(project.program("size_all")).arg("state"))?.trim().parse()?;
    println!("code and tables of all rules: {code} bytes; matcher with room for 65,536 events: {state} bytes");
    all.extend([("code_bytes_1000".to_owned(), json!(code)), ("state_bytes_65536".to_owned(), json!(state))]);
    all.extend(builds(&project)?);
    all.push(("corpus".to_owned(), json!(output(Command::new(project.program("size_all")).arg("corpus"))?.trim())));
    figures::add(all)?;
    println!("added to {}", figures::path().display());
    Ok(())
}

/// What the crate with all rules takes to build, its dependencies being there: from nothing, and with one rule edited.
fn builds(project: &Project) -> Outcome<Vec<(String, Value)>> {
    let build = ["build", "--release", "--lib", "-p", "detector-corpus"];
    project.cargo(&build)?;
    let source = project.folder.join("../corpus/src/lib.rs");
    touch(&source)?;
    let (seconds, mib) = measured(|| project.cargo(&build))?;
    println!("build of all rules: {seconds:.1} CPU-seconds, {mib} MiB at most");
    // The rule file that the crate was made of, in its own output: an edit there costs what an edit of a user's rule costs.
    let rules = PathBuf::from(output(Command::new(project.program("size_all")).arg("rules"))?.trim());
    let rule = first_file(&rules)?.ok_or("there is no rule file")?;
    let text = fs::read_to_string(&rule)?;
    let edited = text.replacen("\nname: ", "\nname: Edited ", 1);
    fs::write(&rule, if edited == text { format!("{text}\n# edited\n") } else { edited })?;
    let rebuilt = measured(|| project.cargo(&build));
    fs::write(&rule, text)?;
    let (rebuild, _) = rebuilt?;
    println!("one rule edited: {rebuild:.1} CPU-seconds");
    Ok(vec![
        ("build_cpu_s_1000".to_owned(), json!(round(seconds))),
        ("build_rss_mib_1000".to_owned(), json!(mib)),
        ("rebuild_one_rule_cpu_s".to_owned(), json!(round(rebuild))),
    ])
}

fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}

fn touch(file: &Path) -> Outcome<()> {
    Ok(fs::File::options().append(true).open(file)?.set_modified(std::time::SystemTime::now())?)
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

/// CPU seconds of child processes, and the most memory that any of them had, in MiB.
fn measured(work: impl FnOnce() -> Outcome<()>) -> Outcome<(f64, i64)> {
    let seconds = |usage: &Usage| (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6;
    let before = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    work()?;
    let after = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok((seconds(&after) - seconds(&before), after.max_rss() / 1024))
}

/// Instructions an event of one row.
fn instructions(program: &Path, row: &str, fleet: &str) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--main-stacksize=1073741824"])
        .args(["--toggle-collect=*public_rules::measured*"])
        .arg(program)
        .args(["--measure", row, fleet])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let count: f64 = text.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())?;
    Some(count / MEASURED_EVENTS)
}

/// Machine code and constant data of a program, as binutils' `size` counts them.
fn bytes_of(program: &Path) -> Outcome<u64> {
    let text = output(Command::new("size").arg(program))?;
    let columns: Vec<u64> =
        text.lines().nth(1).unwrap_or_default().split_whitespace().take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(columns.iter().sum())
}

fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

struct Project {
    folder: PathBuf,
    target: PathBuf,
}

impl Project {
    fn new() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { folder: tests.join("public_rules"), target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("public_rules") }
    }

    fn program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    fn cargo(&self, arguments: &[&str]) -> Outcome<()> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .stdout(Stdio::inherit())
            .status()?;
        if status.success() { Ok(()) } else { Err(format!("cargo {arguments:?}: {status}").into()) }
    }
}
