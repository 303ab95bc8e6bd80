//! A query with known answers → the text of a rule file: the build script and the tests write the same.

/// A rule file with no more than it must have.
pub fn rule_file(id: &str, query: &str) -> String {
    let mut text = format!(
        "rule_id: {id:?}\nname: {id:?}\ndescription: A query with known answers.\nseverity: low\nrisk_score: 21\nfrom: now-1d\ntype: eql\nquery: |2\n"
    );
    for line in query.lines() {
        text.push_str("  ");
        text.push_str(line);
        text.push('\n');
    }
    text
}
