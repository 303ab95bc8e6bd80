use detectors::Event;

#[derive(Event)]
enum AgentEvent<'a> {
    Exec {
        #[event(field = "process.name")]
        name: &'a str,
    },
    Pair(u32, u32),
    Named {
        pid: u32,
    },
    #[event(skip, category = "process")]
    Skipped,
    #[event(skip)]
    SkippedFields {
        #[event(field = "process.pid")]
        pid: u32,
    },
}

fn main() {}
