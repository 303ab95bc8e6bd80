use detectors::Event;

struct Host;

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(flatten)]
    host: Host,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    Count(u64),
}

fn main() {}
