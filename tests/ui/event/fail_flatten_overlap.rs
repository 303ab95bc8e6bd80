use detectors::Event;

#[derive(Event)]
#[event(category = "host")]
struct Host<'a> {
    #[event(field = "host.id")]
    id: &'a str,
    #[event(field = "host.os.type")]
    os: &'a str,
}

#[derive(Event)]
struct Process {
    #[event(field = "process.pid")]
    pid: u32,
}

#[derive(Event)]
#[event(category = "process", missing = "host.os.*")]
struct Exec<'a> {
    #[event(field = "host.id")]
    host_id: &'a str,
    #[event(flatten)]
    host: Host<'a>,
    #[event(flatten)]
    process: Process,
    #[event(flatten)]
    parent: Option<Process>,
}

#[derive(Event)]
#[event(constant("host.id" = "h"))]
enum AgentEvent<'a> {
    Host(Host<'a>),
}

fn main() {}
