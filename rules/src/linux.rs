//! Rules for Linux. Written by `tests/catalogue.rs`.

/// Tactic TA0002, Execution.
pub mod execution {
    use detectors::Detector;

    /// Downloaded Program Runs from a Temporary Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/downloaded_program_runs_from_a_temporary_folder.yml")]
    pub struct DownloadedProgramRunsFromATemporaryFolder;

    /// Interactive Shell over /dev/tcp.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/interactive_shell_over_dev_tcp.yml")]
    pub struct InteractiveShellOverDevTcp;

    /// Interpreter Runs Text That It Decodes Itself.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/interpreter_runs_text_that_it_decodes_itself.yml")]
    pub struct InterpreterRunsTextThatItDecodesItself;

    /// Potential Reverse Shell via Suspicious Child Process, by Elastic, under the Elastic License 2.0.
    #[cfg(feature = "elastic")]
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/reverse_shell_via_suspicious_child_process.yml")]
    pub struct ReverseShellViaSuspiciousChildProcess;

    /// Script of a Bare IP Address Piped into an Interpreter.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/script_of_a_bare_ip_address_piped_into_an_interpreter.yml")]
    pub struct ScriptOfABareIpAddressPipedIntoAnInterpreter;

    /// Transient Unit Runs a Shell or a Temporary Program.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/execution/transient_unit_runs_a_shell_or_a_temporary_program.yml")]
    pub struct TransientUnitRunsAShellOrATemporaryProgram;
}

/// Tactic TA0003, Persistence.
pub mod persistence {
    use detectors::Detector;

    /// Account Created and Made Administrator.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/account_created_and_made_administrator.yml")]
    pub struct AccountCreatedAndMadeAdministrator;

    /// Authentication Module Written without a Package Manager.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/authentication_module_written_without_a_package_manager.yml")]
    pub struct AuthenticationModuleWrittenWithoutAPackageManager;

    /// Boot Script Written without a Package Manager.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/boot_script_written_without_a_package_manager.yml")]
    pub struct BootScriptWrittenWithoutAPackageManager;

    /// Cron Job That Downloads or Decodes.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/cron_job_that_downloads_or_decodes.yml")]
    pub struct CronJobThatDownloadsOrDecodes;

    /// Kernel Module Loaded from a Writable Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/kernel_module_loaded_from_a_writable_folder.yml")]
    pub struct KernelModuleLoadedFromAWritableFolder;

    /// New Unit Starts a Hidden or Temporary Program.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/new_unit_starts_a_hidden_or_temporary_program.yml")]
    pub struct NewUnitStartsAHiddenOrTemporaryProgram;

    /// Second Root Account Created.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/second_root_account_created.yml")]
    pub struct SecondRootAccountCreated;

    /// SSH Keys Written by a Network Service.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/ssh_keys_written_by_a_network_service.yml")]
    pub struct SshKeysWrittenByANetworkService;

    /// Startup File Written by a Temporary Program.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/startup_file_written_by_a_temporary_program.yml")]
    pub struct StartupFileWrittenByATemporaryProgram;

    /// Web Server Runs Discovery Commands.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/persistence/web_server_runs_discovery_commands.yml")]
    pub struct WebServerRunsDiscoveryCommands;
}
