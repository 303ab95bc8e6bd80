use detectors::Event;

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(handle)]
    id: String,
}

#[derive(Event)]
enum AgentEvent {
    Exit {
        #[event(field = "process.pid")]
        pid: u32,
        #[event(handle)]
        number: i64,
    },
}

fn main() {}
