//! A program with the matcher of all public rules and little else: with `size_none.rs` it shows how large that is.

use detector_corpus::{CORPUS, CorpusMatcher, RULES};

fn main() {
    let asked = std::env::args().nth(1);
    match asked.as_deref() {
        Some("state") => println!("{}", size_of::<CorpusMatcher<65_536>>()),
        Some("corpus") => println!("{CORPUS}"),
        Some("rules") => println!("{RULES}"),
        // What is called here is linked.
        _ => println!("{:?}", detector_corpus::run("").map(|hits| hits.len())),
    }
}
