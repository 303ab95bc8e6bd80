//! Events that are there as typed values.

use crate::Figures;
use crate::project::{Outcome, Project};
use serde_json::{Value, json};

/// Mixed operating systems, whose figures have no suffix, and Linux alone.
const FLEETS: [(&str, &str); 2] = [("mixed", ""), ("linux", "_linux")];

pub(crate) fn measure(project: &Project) -> Outcome<Figures> {
    let mut figures = Figures::new();
    for (fleet, suffix) in FLEETS {
        println!("{:<24}{:>12}{:>16}{:>12}", format!("{fleet} fleet"), "ns/event", "instructions", "alerts");
        for line in project.print("public-rules", &["typed", fleet])?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let name = row["row"].as_str().unwrap_or_default();
            let count = project.instructions(name, fleet).map(f64::round);
            let shown = count.map_or_else(|| "-".to_owned(), |count| count.to_string());
            println!("{name:<24}{:>12}{shown:>16}{:>12}", row["ns"].to_string(), row["alerts"].to_string());
            let (kind, rules) = match name.rsplit_once('_') {
                Some(("set", rules)) => ("typed", rules),
                Some(row) => row,
                None => (name, ""),
            };
            figures.push((format!("{kind}_ns_{rules}{suffix}"), row["ns"].clone()));
            if let Some(count) = count {
                figures.push((format!("{kind}_instructions_{rules}{suffix}"), json!(count)));
            }
        }
    }
    Ok(figures)
}
