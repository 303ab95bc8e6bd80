use detectors::Event;

#[derive(Event)]
struct Unit;

#[derive(Event)]
struct Unmapped {
    pid: u32,
    #[event(handle)]
    id: u64,
}

#[derive(Event)]
enum NoVariants {}

#[derive(Event)]
enum OnlyUnits {
    Start,
    Stop,
}

fn main() {}
