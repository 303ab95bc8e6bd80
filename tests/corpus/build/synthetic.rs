//! Rules of the same make as the public ones, made up: for a machine without those.

use std::fmt::Write;

/// So many rules: name of the file, and its text. The same ones each time.
pub(crate) fn rules(count: usize) -> Vec<(String, String)> {
    let mut random = Random(0x9e37_79b9);
    (0..count).map(|number| (format!("synthetic/{number:04}.yml"), rule(number, &mut random))).collect()
}

/// Splitmix: small, and good enough to choose from lists.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ word >> 31) % count.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }

    /// A word that few rules share.
    fn word(&mut self) -> String {
        let syllables = ["ka", "zu", "mir", "tol", "pex", "run", "dax", "vel", "osk", "lin", "bra", "cho"];
        (0..2 + self.below(2)).map(|_| self.pick(&syllables)).collect()
    }

    fn list(&mut self, common: &[&str], count: usize, suffix: &str) -> String {
        let words: Vec<String> =
            (0..count)
                .map(|_| {
                    if self.below(4) == 0 { format!("\"{}\"", self.pick(common)) } else { format!("\"{}{suffix}\"", self.word()) }
                })
                .collect();
        words.join(", ")
    }
}

const SHELLS: [&str; 8] = ["bash", "sh", "dash", "zsh", "python3", "perl", "php", "node"];
const WINDOWS: [&str; 6] = ["cmd.exe", "powershell.exe", "rundll32.exe", "regsvr32.exe", "wscript.exe", "mshta.exe"];

fn rule(number: usize, random: &mut Random) -> String {
    let query = match random.below(10) {
        0..=3 => process(random, "linux"),
        4..=6 => process(random, "windows"),
        7 => file(random),
        8 => network(random),
        _ => sequence(random),
    };
    let mut text = format!(
        "rule_id: synthetic-{number:04}\nname: Synthetic rule {number}\ndescription: Made up.\nseverity: low\nrisk_score: 21\ntype: eql\nquery: |2\n"
    );
    for line in query.lines() {
        let _ = writeln!(text, "  {line}");
    }
    text
}

fn process(random: &mut Random, os: &str) -> String {
    let (common, suffix): (&[&str], &str) = if os == "linux" { (&SHELLS, "") } else { (&WINDOWS, ".exe") };
    let names = 1 + random.below(8);
    let mut query = format!(
        "process where host.os.type == \"{os}\" and event.type == \"start\" and process.name : ({})",
        random.list(common, names, suffix)
    );
    match random.below(4) {
        0 => query += &format!(" and process.args : (\"-{}\", \"*{}*\")", random.word(), random.word()),
        1 => query += &format!(" and process.parent.name in ({})", random.list(common, 3, suffix)),
        2 => query += &format!(" and process.command_line : \"*{}*\"", random.word()),
        _ => {}
    }
    if random.below(2) == 0 {
        query += &format!(" and not process.executable : \"*{}*\"", random.word());
    }
    query
}

fn file(random: &mut Random) -> String {
    format!(
        "file where event.type != \"deletion\" and file.path : (\"/etc/{}/*\", \"*/{}\") and not process.name in ({})",
        random.word(),
        random.word(),
        random.list(&SHELLS, 3, "")
    )
}

fn network(random: &mut Random) -> String {
    format!(
        "network where process.name : ({}) and destination.port in ({}, {}) and not cidrmatch(destination.ip, \"10.0.0.0/8\", \"127.0.0.0/8\")",
        random.list(&SHELLS, 4, ""),
        1 + random.below(60_000),
        1 + random.below(60_000)
    )
}

fn sequence(random: &mut Random) -> String {
    format!(
        "sequence by host.id, process.entity_id with maxspan=1m\n  [process where event.type == \"start\" and process.name : ({})]\n  [network where destination.port == {}]",
        random.list(&SHELLS, 3, ""),
        1 + random.below(60_000)
    )
}
