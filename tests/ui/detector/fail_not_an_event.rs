use detectors::Detector;

struct Exec;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", event = Exec)]
struct ShellByWebServer;

fn main() {
    ShellByWebServer::matcher().observe(&Exec, |_| {});
}
