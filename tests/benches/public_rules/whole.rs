//! Whole processes over a log: the first rule alone against a self-join of DuckDB, and `detectors run` on one core and on two.

mod log;

use crate::Figures;
use crate::project::{Outcome, Project, detectors};
use crate::usage::{self, Usage};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Runs of each command, in turn; the best counts.
const ROUNDS: usize = 5;

pub(crate) fn measure(project: &Project) -> Outcome<Figures> {
    let path = project.scratch("endpoint.ndjson");
    let attacks = log::write(&path)?;
    let program = detectors()?;
    let mut first_rule = Command::new(project.program("first_rule"));
    first_rule.arg(&path);
    let run = |threads: &str| {
        let mut command = Command::new(&program);
        command.args(["run", "--quiet", "--format", "json", "--threads", threads]).arg(&path);
        command
    };
    let commands = [first_rule, run("1"), run("2")];
    let mut best: [Option<Usage>; 3] = [None; 3];
    let printed = project.scratch("printed");
    for _ in 0..ROUNDS {
        for (number, (command, best)) in commands.iter().zip(&mut best).enumerate() {
            let usage = usage::of(command, &printed)?;
            // The others have more rules, and print what those find too.
            let found = std::fs::read_to_string(&printed)?.lines().count();
            if (number == 0 && found != attacks) || found < attacks {
                return Err(format!("{command:?} found {found} of {attacks} attacks").into());
            }
            *best = Some(best.map_or(usage, |best| Usage {
                cpu_s: usage.cpu_s.min(best.cpu_s),
                wall_s: usage.wall_s.min(best.wall_s),
                rss_mib: usage.rss_mib.max(best.rss_mib),
            }));
        }
    }
    let [Some(first_rule), Some(one), Some(two)] = best else { return Err("nothing was run".into()) };
    let speedup = one.wall_s / two.wall_s;
    println!("the first rule alone: {:.2} CPU-seconds, {:.0} MiB", first_rule.cpu_s, first_rule.rss_mib);
    println!(
        "detectors run, all shipped rules: {:.2} CPU-seconds on one core, {:.2} s; {:.2} CPU-seconds on two, {:.2} s: {speedup:.2} times as fast",
        one.cpu_s, one.wall_s, two.cpu_s, two.wall_s
    );
    let mut figures = vec![
        ("first_rule_cpu_s".to_owned(), json!(round(first_rule.cpu_s))),
        ("shipped_rules_cpu_s".to_owned(), json!(round(one.cpu_s))),
        ("two_core_speedup".to_owned(), json!(round(speedup))),
    ];
    match duckdb(&path) {
        Some(found) => {
            println!("DuckDB {}, self-join: {} CPU-seconds, {} found", found["version"], found["cpu_s"], found["found"]);
            if found["found"].as_u64() != Some(attacks as u64) {
                return Err(format!("DuckDB found {} of {attacks} attacks", found["found"]).into());
            }
            figures.push(("duckdb_self_join_cpu_s".to_owned(), found["cpu_s"].clone()));
            figures.push(("duckdb_version".to_owned(), found["version"].clone()));
        }
        None => println!("DuckDB is not installed: `pip install duckdb`"),
    }
    Ok(figures)
}

/// The best of some runs; `None` where there is no DuckDB.
fn duckdb(log: &Path) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/public_rules/whole/self_join.py");
    let run = |_| {
        let output = Command::new("python3").arg(&script).arg(log).output().ok()?;
        serde_json::from_slice(&output.stdout).ok()
    };
    let runs: Option<Vec<Value>> = (0..ROUNDS).map(run).collect();
    let cpu = |run: &Value| run["cpu_s"].as_f64().unwrap_or(f64::INFINITY);
    runs?.into_iter().min_by(|left, right| cpu(left).total_cmp(&cpu(right)))
}

fn round(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}
