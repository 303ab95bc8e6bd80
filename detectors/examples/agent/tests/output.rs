//! What the agent prints.

use expect_test::expect;
use std::process::Command;

#[test]
fn the_agent_prints_an_alert_of_each_detector() {
    let output = Command::new(env!("CARGO_BIN_EXE_example-agent")).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    expect![[r#""#]].assert_eq(&text);
}
