//! Machine code and tables of all rules, and memory of their matcher.

use crate::Figures;
use crate::project::{Outcome, Project, output};
use serde_json::json;
use std::process::Command;

pub(crate) fn measure(project: &Project) -> Outcome<Figures> {
    let code = bytes(project, "size_all")?.saturating_sub(bytes(project, "size_none")?);
    let state: u64 = project.print("size_all", &["state"])?.trim().parse()?;
    println!("machine code and tables of all rules: {code} bytes");
    println!("matcher with room for 65,536 events: {state} bytes, whatever it sees");
    Ok(vec![("code_bytes_1000".to_owned(), json!(code)), ("state_bytes_65536".to_owned(), json!(state))])
}

/// Machine code and data of a program, as binutils' `size` counts them.
fn bytes(project: &Project, program: &str) -> Outcome<u64> {
    let text = output(Command::new("size").arg(project.program(program)))?;
    let line = text.lines().nth(1).unwrap_or_default();
    let columns: Vec<u64> = line.split_whitespace().take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(columns.iter().sum())
}
