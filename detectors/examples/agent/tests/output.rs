//! What the agent prints.

use expect_test::expect;
use std::process::Command;

#[test]
fn the_agent_prints_an_alert_of_each_detector() {
    let output = Command::new(env!("CARGO_BIN_EXE_example-agent")).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    expect![[r#"
        Shell of a Web Server (medium, risk 47)
          1772438403120 exec 1311 /bin/sh nginx
        Program of a Shared Folder Connects to the Internet (high, risk 73)
          process.pid: 1312
          1772438403190 exec 1312 /tmp/.cache/update sh
          1772438404875 connect 1312 203.0.113.77
        9 events, 2 alerts
    "#]]
    .assert_eq(&text);
}
