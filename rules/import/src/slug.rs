//! Name of a rule → name of its file.

const LENGTH_MAX: usize = 100;

/// Words in lower case with `_` between them: `Netcat: Started (Linux)` → `netcat_started_linux`. Never empty; ASCII letters, digits
/// and `_` only.
pub fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
    slug.truncate(LENGTH_MAX);
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
            ("«»", "rule"),
            ("", "rule"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(slug(&"é long ".repeat(100)).len(), LENGTH_MAX);
    }
}
