//! An event that is right. Without a case that passes, trybuild would check the others instead of building them.

use detectors::Event;

#[derive(Event)]
#[event(category = "process", constant("host.os.type" = "linux"), missing = "process.parent.*")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(handle)]
    id: u64,
}

fn main() {
    assert_eq!(Exec { name: "sh", id: 7 }.handle().0, 7);
}
