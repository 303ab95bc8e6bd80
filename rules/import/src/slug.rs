//! Name of a rule → name of its file.

const BYTES_MAX: usize = 100;

/// Words in lower case with `_` between them: `Netcat: Started (Linux)` → `netcat_started_linux`. Letters and digits of every script,
/// and `_`, only; never empty.
pub fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("_");
    let end = (0..=BYTES_MAX.min(slug.len())).rev().find(|at| slug.is_char_boundary(*at)).unwrap_or(0);
    slug.truncate(end);
    slug.truncate(slug.trim_end_matches('_').len());
    if slug.is_empty() {
        slug.push_str("rule");
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_the_name_of_a_file() {
        for (name, expected) in [
            ("Netcat: Started (Linux)", "netcat_started_linux"),
            ("  ../../etc/passwd", "etc_passwd"),
            ("7-Zip", "7_zip"),
            ("Обратная оболочка: Netcat", "обратная_оболочка_netcat"),
            ("反弹 Shell", "反弹_shell"),
            ("Größe\u{202e}\u{1b}[2J", "größe_2j"),
            ("«»", "rule"),
            ("", "rule"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        for (part, bytes) in [("long ", 99), ("é", 100), ("a反", 100)] {
            assert_eq!(slug(&part.repeat(100)).len(), bytes, "{part}");
        }
    }
}
