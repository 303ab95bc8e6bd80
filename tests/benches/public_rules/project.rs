//! The programs of `../public_rules`: built, and run.

use detector_tests::figures;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) struct Project {
    folder: PathBuf,
    target: PathBuf,
}

impl Project {
    pub(crate) fn new() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { folder: tests.join("public_rules"), target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("public_rules") }
    }

    /// Where files of the measurements go.
    pub(crate) fn scratch(&self, name: &str) -> PathBuf {
        self.target.join(name)
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Outcome<()> {
        cargo_in(&self.folder, &self.target, arguments)
    }

    /// What a program prints.
    pub(crate) fn print(&self, name: &str, arguments: &[&str]) -> Outcome<String> {
        output(Command::new(self.program(name)).args(arguments))
    }

    /// Instructions inside `measured` of a row, if valgrind is there.
    pub(crate) fn instructions(&self, row: &str, fleet: &str) -> Option<f64> {
        /// As the program has it.
        const COUNTED: f64 = 4_000.0;
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--main-stacksize=1073741824"])
            .args(["--toggle-collect=*rows::measured*"])
            .arg(self.program("public-rules"))
            .args(["count", row, fleet])
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let count: f64 = text.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())?;
        Some(count / COUNTED)
    }
}

/// The workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The program `detectors`, built.
pub(crate) fn detectors() -> Outcome<PathBuf> {
    let target = figures::path().with_file_name("..");
    cargo_in(&workspace(), &target, &["build", "--release", "-p", "detectors-cli"])?;
    Ok(target.join("release/detectors"))
}

fn cargo_in(folder: &Path, target: &Path, arguments: &[&str]) -> Outcome<()> {
    let status = cargo(folder, target).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err(format!("cargo {arguments:?}: {status}").into()) }
}

/// Cargo, as this bench is built by.
pub(crate) fn cargo(folder: &Path, target: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    command
}

pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
