//! A thousand public rules together: what an event costs, and what it costs to build them, against what it is compared with.
//!
//! ```text
//! cargo bench -p detector-tests --bench public_rules              # all of it: a quarter of an hour on two cores
//! cargo bench -p detector-tests --bench public_rules -- typed     # a part
//! ```
//!
//! | part | figures |
//! |---|---|
//! | `typed` | an event that is there as typed values: sets of 1, 10, 100 and all rules, and each rule's own matcher in turn |
//! | `json` | JSON bytes to the alerts of all rules, and libraries that only parse; how often the heap is used |
//! | `size` | machine code and tables of all rules, memory of their matcher |
//! | `whole` | whole processes over a log: the first rule against a self-join of DuckDB, and `detectors run` on one core and on two |
//! | `build` | CPU time and memory of the build of a crate with all rules: from nothing but its dependencies, and with one rule edited |
//!
//! The rules are those of the folder that `DETECTORS_CORPUS` names, or of the shared data beside the workspace, or made up where there are
//! none. All programs but `detectors` are built from `../public_rules`. Figures are printed and added to `target/bench/figures.json`; the
//! picture `target/bench/cost_of_rules.svg` is made of them. Where valgrind is installed, instructions are counted beside the times;
//! where DuckDB is (`pip install duckdb`), it is measured.

mod builds;
mod chart;
mod json;
mod project;
mod size;
mod typed;
mod usage;
mod whole;

use detector_tests::figures;
use project::{Outcome, Project};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Name and value, as they are added to the file.
type Figures = Vec<(String, Value)>;

/// A part's name, and what measures it.
type Part = (&'static str, fn(&Project) -> Outcome<Figures>);

const PARTS: [Part; 5] = [
    ("size", size::measure),
    ("typed", typed::measure),
    ("json", json::measure),
    ("whole", whole::measure),
    ("build", builds::measure),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == usage::MEASURE
    {
        return usage::measure_here(rest);
    }
    // `cargo bench` adds a flag of its own.
    let asked: Vec<&str> = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with('-')).collect();
    if let Some(unknown) = asked.iter().find(|name| !PARTS.iter().any(|(part, _)| part == *name)) {
        eprintln!("there is no part `{unknown}`: {}", PARTS.map(|(part, _)| part).join(", "));
        return ExitCode::from(2);
    }
    match run(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(asked: &[&str]) -> Outcome<()> {
    let project = Project::new();
    project.cargo(&["build", "--release", "--bins"])?;
    for (name, measure) in PARTS {
        if asked.is_empty() || asked.contains(&name) {
            println!("\n{name}");
            let mut figures = measure(&project)?;
            figures.push(("corpus".to_owned(), json!(project.print("size_all", &["corpus"])?.trim())));
            figures::add(figures)?;
        }
    }
    let picture = figures::path().with_file_name("cost_of_rules.svg");
    if let Some(drawing) = chart::draw(&figures::read()?) {
        std::fs::write(&picture, drawing)?;
        println!("\nthe picture is {}", picture.display());
    }
    println!("the figures are {}", figures::path().display());
    Ok(())
}
