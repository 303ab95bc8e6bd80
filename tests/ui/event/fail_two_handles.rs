use detectors::Event;

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(handle)]
    number: u64,
    #[event(handle)]
    offset: u64,
}

fn main() {}
