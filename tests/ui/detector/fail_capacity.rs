use detectors::Detector;

#[derive(Detector)]
#[detector(rule = "../rules/download_then_execution.yml")]
struct DownloadThenExecution;

fn main() {
    let _ = DownloadThenExecution::matcher::<1>();
}
