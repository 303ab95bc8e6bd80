//! JSON bytes to alerts, beside libraries that only parse.

use crate::Figures;
use crate::project::{Outcome, Project};
use serde_json::{Value, json};

const FLEET: &str = "mixed";

/// Those that read whole documents, the fastest of which is the figure for comparison.
const PARSERS: [&str; 3] = ["sonic_rs_typed", "sonic_rs_value", "simd_json_tape"];

pub(crate) fn measure(project: &Project) -> Outcome<Figures> {
    let mut figures = Figures::new();
    let mut fastest = 0.0_f64;
    println!("{:<24}{:>12}{:>12}{:>16}{:>12}", "", "MB/s", "ns/event", "instructions", "alerts");
    for line in project.print("public-rules", &["json", FLEET])?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let name = row["row"].as_str().unwrap_or_default();
        let count = project.instructions(name, FLEET).map(f64::round);
        let shown = count.map_or_else(|| "-".to_owned(), |count| count.to_string());
        println!(
            "{name:<24}{:>12}{:>12}{shown:>16}{:>12}",
            row["mb_s"].to_string(),
            row["ns"].to_string(),
            row["alerts"].to_string()
        );
        // `json_1000` is `json_mb_s_1000`; the others have no number.
        let named = |unit: &str| match name.strip_suffix("_1000") {
            Some(kind) => format!("{kind}_{unit}_1000"),
            None => format!("{name}_{unit}"),
        };
        figures.push((named("mb_s"), row["mb_s"].clone()));
        if let Some(count) = count {
            figures.push((named("instructions"), json!(count)));
        }
        if PARSERS.contains(&name) {
            fastest = fastest.max(row["mb_s"].as_f64().unwrap_or_default());
        }
    }
    figures.push(("fastest_parse_mb_s".to_owned(), json!(fastest)));
    let heap: Value = serde_json::from_str(&project.print("allocations", &[])?)?;
    let per_event = heap["allocations"].as_f64().unwrap_or(f64::NAN) / heap["events"].as_f64().unwrap_or(f64::NAN);
    println!("allocations of an event: {per_event} ({heap})");
    figures.push(("allocations_per_event".to_owned(), json!(per_event)));
    Ok(figures)
}
