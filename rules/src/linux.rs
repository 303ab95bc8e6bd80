//! Rules for Linux. Written by `tests/catalogue.rs`.

/// Tactic TA0009, Collection.
pub mod collection {
    use detectors::Detector;

    /// Database Dumped into a Temporary or Web Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/collection/database_dumped_into_a_temporary_or_web_folder.yml")]
    pub struct DatabaseDumpedIntoATemporaryOrWebFolder;

    /// Screen or Keyboard Recorded by a Command.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/collection/screen_or_keyboard_recorded_by_a_command.yml")]
    pub struct ScreenOrKeyboardRecordedByACommand;

    /// System or User Data Packed with a Password.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/collection/system_or_user_data_packed_with_a_password.yml")]
    pub struct SystemOrUserDataPackedWithAPassword;
}

/// Tactic TA0011, Command and Control.
pub mod command_and_control {
    use detectors::Detector;

    /// Long DNS Questions in Quick Succession.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/command_and_control/long_dns_questions_in_quick_succession.yml")]
    pub struct LongDnsQuestionsInQuickSuccession;

    /// Program of a Temporary Folder Connects Out.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/command_and_control/program_of_a_temporary_folder_connects_out.yml")]
    pub struct ProgramOfATemporaryFolderConnectsOut;

    /// Reverse Tunnel Opened with SSH.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/command_and_control/reverse_tunnel_opened_with_ssh.yml")]
    pub struct ReverseTunnelOpenedWithSsh;

    /// Traffic Sent through Tor.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/command_and_control/traffic_sent_through_tor.yml")]
    pub struct TrafficSentThroughTor;

    /// Tunnelling Tool Started.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/command_and_control/tunnelling_tool_started.yml")]
    pub struct TunnellingToolStarted;
}

/// Tactic TA0006, Credential Access.
pub mod credential_access {
    use detectors::Detector;

    /// Browser Password Store Copied.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/browser_password_store_copied.yml")]
    pub struct BrowserPasswordStoreCopied;

    /// Cloud Credentials Fetched from Instance Metadata.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/cloud_credentials_fetched_from_instance_metadata.yml")]
    pub struct CloudCredentialsFetchedFromInstanceMetadata;

    /// Memory of Another Process Read through Proc.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/memory_of_another_process_read_through_proc.yml")]
    pub struct MemoryOfAnotherProcessReadThroughProc;

    /// Password Hashes Copied.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/password_hashes_copied.yml")]
    pub struct PasswordHashesCopied;

    /// Password Hashes Cracked or Prepared for It.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/password_hashes_cracked_or_prepared_for_it.yml")]
    pub struct PasswordHashesCrackedOrPreparedForIt;

    /// Private Keys Searched for.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/private_keys_searched_for.yml")]
    pub struct PrivateKeysSearchedFor;

    /// Several Credential Files Read in a Row.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/several_credential_files_read_in_a_row.yml")]
    pub struct SeveralCredentialFilesReadInARow;

    /// SSH Password Guessed.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/credential_access/ssh_password_guessed.yml")]
    pub struct SshPasswordGuessed;
}

/// Tactic TA0112, Defense Impairment.
pub mod defense_impairment {
    use detectors::Detector;

    /// Command History Switched Off.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/defense_impairment/command_history_switched_off.yml")]
    pub struct CommandHistorySwitchedOff;

    /// Firewall of the Host Opened.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/defense_impairment/firewall_of_the_host_opened.yml")]
    pub struct FirewallOfTheHostOpened;

    /// Kernel Auditing or Access Control Switched Off.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/defense_impairment/kernel_auditing_or_access_control_switched_off.yml")]
    pub struct KernelAuditingOrAccessControlSwitchedOff;

    /// Security Service Stopped and Not Started Again.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/defense_impairment/security_service_stopped_and_not_started_again.yml")]
    pub struct SecurityServiceStoppedAndNotStartedAgain;

    /// Startup or Account File Made Immutable.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/defense_impairment/startup_or_account_file_made_immutable.yml")]
    pub struct StartupOrAccountFileMadeImmutable;

    /// System Logs Cleared.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/defense_impairment/system_logs_cleared.yml")]
    pub struct SystemLogsCleared;
}

/// Tactic TA0007, Discovery.
pub mod discovery {
    use detectors::Detector;

    /// Burst of Host Discovery Commands.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/discovery/burst_of_host_discovery_commands.yml")]
    pub struct BurstOfHostDiscoveryCommands;

    /// Network Scanner Started.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/discovery/network_scanner_started.yml")]
    pub struct NetworkScannerStarted;

    /// Rights and Secrets of a Cluster Listed.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/discovery/rights_and_secrets_of_a_cluster_listed.yml")]
    pub struct RightsAndSecretsOfAClusterListed;

    /// Script That Searches for Ways to Root.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/discovery/script_that_searches_for_ways_to_root.yml")]
    pub struct ScriptThatSearchesForWaysToRoot;

    /// Setuid Programs or Capabilities Searched for.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/discovery/setuid_programs_or_capabilities_searched_for.yml")]
    pub struct SetuidProgramsOrCapabilitiesSearchedFor;
}

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

/// Tactic TA0010, Exfiltration.
pub mod exfiltration {
    use detectors::Detector;

    /// Archive Made and Uploaded.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/exfiltration/archive_made_and_uploaded.yml")]
    pub struct ArchiveMadeAndUploaded;

    /// File Uploaded to a Public Drop.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/exfiltration/file_uploaded_to_a_public_drop.yml")]
    pub struct FileUploadedToAPublicDrop;

    /// Sensitive File Sent by a Web Client.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/exfiltration/sensitive_file_sent_by_a_web_client.yml")]
    pub struct SensitiveFileSentByAWebClient;

    /// Synchronisation to Cloud Storage from an Unusual Place.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/exfiltration/synchronisation_to_cloud_storage_from_an_unusual_place.yml")]
    pub struct SynchronisationToCloudStorageFromAnUnusualPlace;
}

/// Tactic TA0040, Impact.
pub mod impact {
    use detectors::Detector;

    /// Cryptocurrency Miner Started.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/cryptocurrency_miner_started.yml")]
    pub struct CryptocurrencyMinerStarted;

    /// Databases and Virtual Machines Stopped in a Row.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/databases_and_virtual_machines_stopped_in_a_row.yml")]
    pub struct DatabasesAndVirtualMachinesStoppedInARow;

    /// Disk or File System Overwritten.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/disk_or_file_system_overwritten.yml")]
    pub struct DiskOrFileSystemOverwritten;

    /// Documents Renamed in Bulk with an Added Ending.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/documents_renamed_in_bulk_with_an_added_ending.yml")]
    pub struct DocumentsRenamedInBulkWithAnAddedEnding;

    /// Ransom Notes Left in Several Folders.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/ransom_notes_left_in_several_folders.yml")]
    pub struct RansomNotesLeftInSeveralFolders;

    /// Root of the File System or All Data Deleted.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/root_of_the_file_system_or_all_data_deleted.yml")]
    pub struct RootOfTheFileSystemOrAllDataDeleted;

    /// Snapshots or Backups Deleted in a Row.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/impact/snapshots_or_backups_deleted_in_a_row.yml")]
    pub struct SnapshotsOrBackupsDeletedInARow;
}

/// Tactic TA0008, Lateral Movement.
pub mod lateral_movement {
    use detectors::Detector;

    /// Program Copied over SSH and Run.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/lateral_movement/program_copied_over_ssh_and_run.yml")]
    pub struct ProgramCopiedOverSshAndRun;

    /// SSH Client Started by a Service Account.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/lateral_movement/ssh_client_started_by_a_service_account.yml")]
    pub struct SshClientStartedByAServiceAccount;

    /// SSH Sessions to Many Hosts without Checking Their Keys.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/lateral_movement/ssh_sessions_to_many_hosts_without_checking_their_keys.yml")]
    pub struct SshSessionsToManyHostsWithoutCheckingTheirKeys;
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

/// Tactic TA0004, Privilege Escalation.
pub mod privilege_escalation {
    use detectors::Detector;

    /// Capability Equal to Root Given to a Program.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/capability_equal_to_root_given_to_a_program.yml")]
    pub struct CapabilityEqualToRootGivenToAProgram;

    /// Container Started with the Root of the Host.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/container_started_with_the_root_of_the_host.yml")]
    pub struct ContainerStartedWithTheRootOfTheHost;

    /// Debugger Makes Another Process Run a Command.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/debugger_makes_another_process_run_a_command.yml")]
    pub struct DebuggerMakesAnotherProcessRunACommand;

    /// Kernel Helper Path Rewritten.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/kernel_helper_path_rewritten.yml")]
    pub struct KernelHelperPathRewritten;

    /// Root Shell below an Unprivileged Program of a Writable Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/root_shell_below_an_unprivileged_program_of_a_writable_folder.yml")]
    pub struct RootShellBelowAnUnprivilegedProgramOfAWritableFolder;

    /// Setuid Bit Set on a Shell or in a Writable Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/setuid_bit_set_on_a_shell_or_in_a_writable_folder.yml")]
    pub struct SetuidBitSetOnAShellOrInAWritableFolder;

    /// Shell Entered into the Namespaces of Init.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/shell_entered_into_the_namespaces_of_init.yml")]
    pub struct ShellEnteredIntoTheNamespacesOfInit;

    /// Sudo Called as Exploits Call It.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/sudo_called_as_exploits_call_it.yml")]
    pub struct SudoCalledAsExploitsCallIt;

    /// Sudo Rule without a Password Added by a Command.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/privilege_escalation/sudo_rule_without_a_password_added_by_a_command.yml")]
    pub struct SudoRuleWithoutAPasswordAddedByACommand;
}

/// Tactic TA0005, Stealth.
pub mod stealth {
    use detectors::Detector;

    /// Encoded Text Decoded into an Interpreter.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/encoded_text_decoded_into_an_interpreter.yml")]
    pub struct EncodedTextDecodedIntoAnInterpreter;

    /// Hidden Program Runs in a Temporary Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/hidden_program_runs_in_a_temporary_folder.yml")]
    pub struct HiddenProgramRunsInATemporaryFolder;

    /// Preload List of the Dynamic Linker Written.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/preload_list_of_the_dynamic_linker_written.yml")]
    pub struct PreloadListOfTheDynamicLinkerWritten;

    /// Process Hidden by a Mount over Its Folder.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/process_hidden_by_a_mount_over_its_folder.yml")]
    pub struct ProcessHiddenByAMountOverItsFolder;

    /// Program Deletes Its Own File.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/program_deletes_its_own_file.yml")]
    pub struct ProgramDeletesItsOwnFile;

    /// Program Named as a Kernel Thread.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/program_named_as_a_kernel_thread.yml")]
    pub struct ProgramNamedAsAKernelThread;

    /// Program Runs from Memory.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/program_runs_from_memory.yml")]
    pub struct ProgramRunsFromMemory;

    /// Times of a System File Copied to Another.
    #[derive(Debug, Detector)]
    #[detector(rule = "../linux/stealth/times_of_a_system_file_copied_to_another.yml")]
    pub struct TimesOfASystemFileCopiedToAnother;
}
