use detectors::{Event, field_id};

#[derive(Event)]
struct Exec<T> {
    #[event(field = "process.pid")]
    pid: T,
}

fn main() {
    let right = Exec { pid: 1 };
    right.any::<{ field_id("process.pid") }>(|_| true);
    let wrong = Exec { pid: "1" };
    wrong.any::<{ field_id("process.pid") }>(|_| true);
}
