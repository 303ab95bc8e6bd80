use detectors::Event;

#[derive(Event)]
struct Host<'a> {
    #[event(field = "host.id")]
    id: &'a str,
}

#[derive(Event)]
struct Exec<'a> {
    #[event(flatten, field = "host.name")]
    host: Host<'a>,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(#[event(flatten, field = "host.name")] Host<'a>),
}

fn main() {}
