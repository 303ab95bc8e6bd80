//! A crate of its own, beside the workspace: what a user of the derives has, built by cargo.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// A build that takes longer hangs.
const BUILD_TIME_MAX: Duration = Duration::from_secs(600);

/// A crate that knows `detectors` by the name `rules`, and has `detectors-build`.
#[derive(Debug)]
pub struct Project {
    /// Where it is.
    pub folder: PathBuf,
    target: PathBuf,
}

impl Project {
    /// An empty crate in a folder for temporary files inside the target folder: cargo's `CARGO_TARGET_TMPDIR`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn create(temporary: &str, name: &str) -> Self {
        let temporary = Path::new(temporary);
        // What the outer build has compiled is there already.
        let project = Self { folder: temporary.join(name), target: temporary.join("..") };
        if project.folder.exists() {
            fs::remove_dir_all(&project.folder).unwrap();
        }
        let workspace = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap();
        let manifest = format!(
            "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nrules = {{ package = \"detectors\", path = {:?} }}\n\n\
             [build-dependencies]\ndetectors-build = {{ path = {:?} }}\n\n\
             [workspace]\n",
            name.replace('_', "-"),
            workspace.join("detectors"),
            workspace.join("detector-macros/build"),
        );
        project.write("Cargo.toml", &manifest);
        project.write("Cargo.lock", &fs::read_to_string(workspace.join("Cargo.lock")).unwrap());
        project
    }

    /// Writes a file.
    ///
    /// # Panics
    /// If it cannot.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs cargo there, with the path of the cargo of the outer build.
    ///
    /// # Panics
    /// If it cannot be run.
    pub fn cargo(&self, cargo: &str, command: &str) -> Output {
        let mut cargo = Command::new(cargo)
            .args([command, "--quiet", "--offline", "--color=never", "--target-dir"])
            .arg(&self.target)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let begin = Instant::now();
        while cargo.try_wait().unwrap().is_none() {
            if begin.elapsed() > BUILD_TIME_MAX {
                cargo.kill().unwrap();
            }
            thread::sleep(Duration::from_millis(20));
        }
        cargo.wait_with_output().unwrap()
    }
}
