use detectors::Event;

#[derive(Event)]
#[event(category = "process", category = "process", category = "")]
#[event(constant("process.pid" = "1", "process.interactive" = 1, "host.os.type" = true))]
#[event(constant("host.ip" = "192.0.2.256"), constant("event.risk_score" = "high"))]
#[event(constant("@timestamp" = 0), constant("host.os.tpye" = "linux"), constant("process.name" = "sh"))]
#[event(constant("source.port" = 1.5, "source.bytes" = 18_446_744_073_709_551_616))]
#[event(constant("host.os.version" = "1" "2"))]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "event.category")]
    categories: &'a [&'a str],
}

fn main() {}
