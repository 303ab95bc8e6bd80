use detectors::Event;

#[derive(Event)]
#[event(constant("host.os.type" = "linux"))]
#[event(missing = "process.*", missing = "host.os.type")]
#[event(missing = "process.parent.nmae", missing = "porcess.*", missing = "*", missing = "user.*.id")]
#[event(missing = "destination.ip", missing = "destination.ip")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Event)]
#[event(missing = "process.pid")]
enum AgentEvent {
    Exit {
        #[event(field = "process.pid")]
        pid: u32,
    },
}

fn main() {}
