use detectors::Event;
use std::collections::HashMap;

struct Pid(u32);

#[derive(Event)]
struct Exec {
    #[event(field = "process.pid")]
    pid: Pid,
    #[event(field = "process.args")]
    env: HashMap<String, String>,
}

fn main() {}
