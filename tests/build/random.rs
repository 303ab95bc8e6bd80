//! Random queries → a Rust file with a compiled detector for each: the same ones in every build.

use crate::random::{Random, World};
use detector_compiler::source::Source;
use detector_compiler::{Expiry, Options, compile, ir};
use std::fmt::Write;
use std::path::Path;

/// How many worlds of fields there are, and how many queries over each.
const WORLDS: u64 = 6;
const QUERIES: u64 = 50;
/// How many worlds are of Elastic Endpoint's dialect.
const ENDPOINT_WORLDS: u64 = 4;

/// Writes `random_queries.rs`, and the schema files that it names, into `out`.
pub(crate) fn generate(out: &Path) {
    let (mut code, mut list) = (String::new(), String::new());
    for world_seed in 0..WORLDS + ENDPOINT_WORLDS {
        let world = World::of_seed(world_seed);
        let schema_file = format!("random_{world_seed}.yml");
        std::fs::write(out.join(&schema_file), world.schema_file()).expect("OUT_DIR can be written");
        for seed in 0..QUERIES {
            let random = &mut Random::new(1_000 * world_seed + seed);
            let query = match seed % 10 {
                0..6 => world.event_query(random),
                6 | 7 => world.sequence(random, false),
                8 => world.sequence(random, true),
                _ => world.sample(random),
            };
            let query = if seed % 7 == 0 { world.with_pipes(random, query) } else { query }.to_string();
            let matcher = match compiled(&query, &world) {
                // A constant part without a value.
                None => continue,
                // It keeps a tree of processes.
                Some(ir::Body::Event(event)) if !event.condition.lineages().is_empty() => "Query::matcher::<2048>()",
                Some(ir::Body::Event(_)) => "Query::matcher()",
                // What is kept of earlier events makes a large pool too large for a test's stack.
                Some(ir::Body::Sequence(_)) if world.is_endpoint => "Query::matcher::<256>()",
                Some(ir::Body::Sequence(_) | ir::Body::Sample(_)) => "Query::matcher::<2048>()",
            };
            let dialect = if world.is_endpoint { ", dialect = \"endpoint\"" } else { "" };
            let _ = write!(
                code,
                "mod query_{world_seed}_{seed} {{\n    #[derive(detectors::Detector)]\n    \
                 #[detector(query = {query:?}, schema = {schema_file:?}, expiry = \"never\", max_samples_per_key = 2{dialect})]\n    struct Query;\n    \
                 pub(super) fn run(lines: &[super::Line]) -> (Vec<super::Hit>, super::Counters) {{\n        \
                 super::run::<Query, _>({matcher}, lines)\n    }}\n}}\n"
            );
            let _ = writeln!(
                list,
                "    Compiled {{ world_seed: {world_seed}, query: {query:?}, run: query_{world_seed}_{seed}::run }},"
            );
        }
    }
    let _ = write!(code, "const COMPILED: &[Compiled] = &[\n{list}];\n");
    std::fs::write(out.join("random_queries.rs"), code).expect("OUT_DIR can be written");
}

/// What the derive will make of it.
fn compiled(query: &str, world: &World) -> Option<ir::Body> {
    let mut file = String::from("rule_id: q\nname: q\ndescription: q\nseverity: low\nrisk_score: 21\ntype: eql\nquery: |2\n");
    if world.is_endpoint {
        file.insert_str(0, "dialect: endpoint\n");
    }
    for line in query.lines() {
        let _ = writeln!(file, "  {line}");
    }
    let options = Options { expiry: Expiry::Never, ..Options::default() };
    compile(&[Source::new("query", file)], &world.schema(), options).rules.pop().map(|rule| rule.query.body)
}
