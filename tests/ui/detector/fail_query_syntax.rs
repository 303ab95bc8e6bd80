use detectors::Detector;

#[derive(Detector)]
#[detector(query = "process where process.name = \"sh\" and")]
struct OneLine;

#[derive(Detector)]
#[detector(query = r#"
    sequence by host.id with maxspan=1m
      [process where process.nmae == "sh"]
      [file where file.name == "x"
"#)]
struct ManyLines;

#[derive(Detector)]
#[detector(query = "")]
struct Empty;

fn main() {}
