//! Matchers cannot panic and do not allocate: the program in `no_panic/` links, and its counter-examples do not.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What the panic handler calls and nobody defines.
const UNDEFINED: &str = "a_path_that_panics_is_left";

#[test]
fn only_a_program_without_panics_and_allocations_links() {
    // The proof is of the versions that the workspace has locked.
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::copy(workspace.join("Cargo.lock"), project().join("Cargo.lock")).unwrap();

    let program = build(&[]).unwrap_or_else(|output| panic!("the proof does not link:\n{output}"));
    let code = Command::new(&program).status().unwrap().code();
    assert_eq!(code, Some(0), "it links, but a part of it does not do what it should: see its `main`");
    let size = fs::metadata(&program).unwrap().len();
    // Its pools have 5 MB, its code and tables a little more than 3 MB.
    assert!(size < 4_500_000, "a pool in a `static` takes no space in the program, but that has {size} bytes");

    let output = build(&["--features", "panics"]).expect_err("a path that panics must not link");
    assert!(output.contains(UNDEFINED), "it fails for another reason:\n{output}");

    let output = build(&["--features", "allocates"]).expect_err("an allocation must not compile");
    assert!(output.contains("no global memory allocator found"), "it fails for another reason:\n{output}");
}

/// Builds the program: its path, or what cargo wrote.
fn build(features: &[&str]) -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_panic");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--offline", "--color=never", "--manifest-path"])
        .arg(project().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .args(features)
        // Flags of the outer build, such as those of a coverage run, may bring panics of their own.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(target.join("release").join(format!("no-panic{}", env::consts::EXE_SUFFIX)))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("no_panic")
}
