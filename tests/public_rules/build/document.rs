//! Names of fields → Rust structs that hold just these, as the macro `objects!` of `benches/baselines/document.rs` takes them.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What stands below a key.
#[derive(Default)]
struct Object<'a>(BTreeMap<&'a str, Object<'a>>);

/// The structs; that of the whole document is `Document`.
pub(crate) fn objects<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut document = Object::default();
    for name in names {
        name.split('.').fold(&mut document, |object, key| object.0.entry(key).or_default());
    }
    let (mut code, mut count) = (String::from("objects! {\n"), 0);
    object(&mut code, "Document", &document, &mut count);
    code + "}\n"
}

fn object(code: &mut String, name: &str, object: &Object<'_>, count: &mut usize) {
    let _ = write!(code, "{name} {{ ");
    let mut below = Vec::new();
    for (number, (key, value)) in object.0.iter().enumerate() {
        let _ = write!(code, "{key:?} f{number}");
        if !value.0.is_empty() {
            *count += 1;
            let name = format!("Object{count}");
            let _ = write!(code, ": {name}");
            below.push((name, value));
        }
        code.push_str(", ");
    }
    code.push_str("}\n");
    for (name, value) in below {
        self::object(code, &name, value, count);
    }
}
