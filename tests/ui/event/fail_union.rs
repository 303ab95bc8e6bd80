use detectors::Event;

#[derive(Event)]
union Number {
    #[event(field = "process.pid")]
    signed: i32,
    #[event(field = "process.parent.pid")]
    unsigned: u32,
}

fn main() {}
