use detectors::Event;

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.name")]
    comm: &'a str,
}

#[derive(Event)]
struct Exit(#[event(field = "process.pid", field = "process.pid")] u32);

fn main() {}
