use detectors::Event;

#[derive(Event)]
#[event(categroy = "process", constants("host.os.type" = "linux"), field = "process.name")]
struct Exec<'a> {
    #[event(feild = "process.name", rename = "x")]
    name: &'a str,
    #[event(category = "process", field = "process.pid", handle, handle)]
    pid: u32,
}

#[derive(Event)]
enum AgentEvent {
    #[event(schema = "fields.yml", skipped)]
    Exit {
        #[event(field = "process.pid")]
        pid: u32,
    },
}

fn main() {}
