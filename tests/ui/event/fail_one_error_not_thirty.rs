//! The uses of an event that is wrong are not wrong themselves.

use detectors::event::Requirement;
use detectors::{Event, field_id};

#[derive(Event)]
struct Exec<'a, T: ?Sized> {
    #[event(field = "process.nmae")]
    name: &'a T,
    #[event(handle)]
    id: u64,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a, str>),
    Boxed(Box<Exec<'a, u32>>),
}

const READ: &[Requirement] = &[Requirement { field: "process.name", category: None, message: "no `process.name`" }];
const _: () = AgentEvent::SHAPES.require(READ);

fn main() {
    let event = AgentEvent::Boxed(Box::new(Exec { name: &1, id: 2 }));
    event.any::<{ field_id("process.name") }>(|_| true);
    let _ = event.handle();
}
