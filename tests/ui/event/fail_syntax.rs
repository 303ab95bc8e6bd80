use detectors::Event;

#[derive(Event)]
#[event]
#[event = "process"]
#[event(category("process"))]
#[event(category = process)]
#[event(constant = "linux")]
#[event(constant("host.os.type"), missing = "process.parent.*" schema)]
#[event(crate = "1", category = "file")]
struct Exec<'a> {
    #[event(field("process.name"))]
    name: &'a str,
    #[event(field = "process.pid" handle)]
    pid: u32,
    #[event("process.pid")]
    ppid: u32,
    #[event(handle = 5)]
    id: u64,
}

fn main() {}
