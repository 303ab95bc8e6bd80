//! Rules for Linux.

/// Tactic TA0002, Execution.
pub mod execution {
    use detectors::Detector;

    /// Potential Reverse Shell via Suspicious Child Process, by Elastic, under the Elastic License 2.0.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/reverse_shell_via_suspicious_child_process.yml")]
    pub struct ReverseShellViaSuspiciousChildProcess;
}
