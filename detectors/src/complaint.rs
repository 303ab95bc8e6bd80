//! What rustc says of an event type that lacks fields which a rule reads: put together while the agent is compiled.

/// How many fields are listed at most.
pub(crate) const FIELDS_MAX: usize = 16;

/// A longer message loses its last notes.
const BYTES_MAX: usize = 4096;

/// A message for `panic!` in a constant, which can print a text and nothing else.
#[derive(Debug)]
pub(crate) struct Complaint {
    bytes: [u8; BYTES_MAX],
    length: usize,
}

impl Complaint {
    /// The message of the first requirement, the type that does not meet it, and what else is not mapped: `fields`, up to the
    /// first empty one, of which the first is that of the message.
    pub(crate) const fn new(message: &str, culprit: &str, fields: &[&str; FIELDS_MAX]) -> Self {
        let mut complaint = Self { bytes: [0; BYTES_MAX], length: 0 };
        complaint.push(&[message]);
        if !culprit.is_empty() {
            complaint.push(&["\nnote: the type without it is `", culprit, "`"]);
        }
        let mut at = 1;
        while at < fields.len() && !fields[at].is_empty() {
            let before = if at == 1 { "\nnote: fields that are not mapped either: `" } else { ", `" };
            complaint.push(&[before, fields[at], "`"]);
            at += 1;
        }
        if at == fields.len() {
            complaint.push(&[", …"]);
        }
        complaint
    }

    /// The message; `None` if not even its beginning had room.
    pub(crate) const fn text(&self) -> Option<&str> {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) if !text.is_empty() => Some(text),
            Ok(_) | Err(_) => None,
        }
    }

    /// Adds texts: all of them, or none if there is no room.
    const fn push(&mut self, texts: &[&str]) {
        let mut length = self.length;
        let mut text = 0;
        while text < texts.len() {
            let bytes = texts[text].as_bytes();
            if bytes.len() > BYTES_MAX - length {
                return;
            }
            let mut at = 0;
            while at < bytes.len() {
                self.bytes[length] = bytes[at];
                length += 1;
                at += 1;
            }
            text += 1;
        }
        self.length = length;
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, Complaint, FIELDS_MAX};
    use std::string::{String, ToString};

    fn complaint(message: &str, culprit: &str, fields: &[&'static str]) -> Option<String> {
        let mut all = [""; FIELDS_MAX];
        all[..fields.len()].copy_from_slice(fields);
        Complaint::new(message, culprit, &all).text().map(ToString::to_string)
    }

    #[test]
    fn the_message_is_followed_by_the_type_and_the_other_fields() {
        assert_eq!(complaint("no `a`", "", &["a"]).unwrap(), "no `a`");
        assert_eq!(complaint("no `a`", "Exec", &["a"]).unwrap(), "no `a`\nnote: the type without it is `Exec`");
        assert_eq!(
            complaint("no `a`", "Exec", &["a", "b", "c"]).unwrap(),
            "no `a`\nnote: the type without it is `Exec`\nnote: fields that are not mapped either: `b`, `c`"
        );
        assert!(complaint("no `x`", "Exec", &["x"; FIELDS_MAX]).unwrap().ends_with("`x`, …"));
    }

    #[test]
    fn what_has_no_room_is_left_out_whole() {
        let long = "é".repeat(BYTES_MAX / 2);
        assert_eq!(complaint(&long, "Exec", &["a", "b"]).as_deref(), Some(&*long));
        assert_eq!(complaint(&(long + "x"), "", &["a"]), None);
    }
}
