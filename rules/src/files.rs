//! The rule files as they are. Written by `tests/catalogue.rs`.

use crate::RuleFile;

/// All rule files, in the order of their paths.
pub const FILES: &[RuleFile] = &[
    RuleFile {
        rule_id: "57b503f8-5050-42de-9fe1-1bed4fe601de",
        path: "linux/collection/database_dumped_into_a_temporary_or_web_folder.yml",
        text: include_str!("../linux/collection/database_dumped_into_a_temporary_or_web_folder.yml"),
    },
    RuleFile {
        rule_id: "56691d33-66e0-4e64-b82a-2cadaf5b3d54",
        path: "linux/collection/screen_or_keyboard_recorded_by_a_command.yml",
        text: include_str!("../linux/collection/screen_or_keyboard_recorded_by_a_command.yml"),
    },
    RuleFile {
        rule_id: "9d5ffb51-ba5a-4053-8aa3-a793eb053f9d",
        path: "linux/collection/system_or_user_data_packed_with_a_password.yml",
        text: include_str!("../linux/collection/system_or_user_data_packed_with_a_password.yml"),
    },
    RuleFile {
        rule_id: "5506ea28-c4a3-4b6d-9013-861446d3aef0",
        path: "linux/command_and_control/long_dns_questions_in_quick_succession.yml",
        text: include_str!("../linux/command_and_control/long_dns_questions_in_quick_succession.yml"),
    },
    RuleFile {
        rule_id: "c925f447-3a93-41db-bae5-64b67e5c73c1",
        path: "linux/command_and_control/program_of_a_temporary_folder_connects_out.yml",
        text: include_str!("../linux/command_and_control/program_of_a_temporary_folder_connects_out.yml"),
    },
    RuleFile {
        rule_id: "57701136-18d0-40ba-8f6f-bd33fe1f610e",
        path: "linux/command_and_control/reverse_tunnel_opened_with_ssh.yml",
        text: include_str!("../linux/command_and_control/reverse_tunnel_opened_with_ssh.yml"),
    },
    RuleFile {
        rule_id: "f6d36a19-11f7-4c82-87dd-17df8597c928",
        path: "linux/command_and_control/traffic_sent_through_tor.yml",
        text: include_str!("../linux/command_and_control/traffic_sent_through_tor.yml"),
    },
    RuleFile {
        rule_id: "c55fd7c8-61a5-4bf8-bfc6-94616830d5c3",
        path: "linux/command_and_control/tunnelling_tool_started.yml",
        text: include_str!("../linux/command_and_control/tunnelling_tool_started.yml"),
    },
    RuleFile {
        rule_id: "50f06f09-93b6-4558-86bd-33aad197ac5a",
        path: "linux/credential_access/browser_password_store_copied.yml",
        text: include_str!("../linux/credential_access/browser_password_store_copied.yml"),
    },
    RuleFile {
        rule_id: "d3972156-36b7-4251-a120-f70f8aff757f",
        path: "linux/credential_access/cloud_credentials_fetched_from_instance_metadata.yml",
        text: include_str!("../linux/credential_access/cloud_credentials_fetched_from_instance_metadata.yml"),
    },
    RuleFile {
        rule_id: "f52cbdb7-e72b-4cd0-905a-a14144dcc64a",
        path: "linux/credential_access/memory_of_another_process_read_through_proc.yml",
        text: include_str!("../linux/credential_access/memory_of_another_process_read_through_proc.yml"),
    },
    RuleFile {
        rule_id: "010902ab-9c50-4de9-b33d-f403a2a3892a",
        path: "linux/credential_access/password_hashes_copied.yml",
        text: include_str!("../linux/credential_access/password_hashes_copied.yml"),
    },
    RuleFile {
        rule_id: "248f82a3-99da-4cf2-8ffb-5e0ad91d8302",
        path: "linux/credential_access/password_hashes_cracked_or_prepared_for_it.yml",
        text: include_str!("../linux/credential_access/password_hashes_cracked_or_prepared_for_it.yml"),
    },
    RuleFile {
        rule_id: "f7cdf9dc-4c5f-4fff-b489-e9a4868d9621",
        path: "linux/credential_access/private_keys_searched_for.yml",
        text: include_str!("../linux/credential_access/private_keys_searched_for.yml"),
    },
    RuleFile {
        rule_id: "03ec17f1-8fbe-4aab-8aae-916a828a5e9d",
        path: "linux/credential_access/several_credential_files_read_in_a_row.yml",
        text: include_str!("../linux/credential_access/several_credential_files_read_in_a_row.yml"),
    },
    RuleFile {
        rule_id: "693296bd-8e93-4114-bd7c-7217f51fa1ea",
        path: "linux/credential_access/ssh_password_guessed.yml",
        text: include_str!("../linux/credential_access/ssh_password_guessed.yml"),
    },
    RuleFile {
        rule_id: "c20eef84-9c70-4605-8a5c-fcb863a3ca6f",
        path: "linux/defense_impairment/command_history_switched_off.yml",
        text: include_str!("../linux/defense_impairment/command_history_switched_off.yml"),
    },
    RuleFile {
        rule_id: "693d2af3-5125-4662-9ef8-cc14e132f9cf",
        path: "linux/defense_impairment/firewall_of_the_host_opened.yml",
        text: include_str!("../linux/defense_impairment/firewall_of_the_host_opened.yml"),
    },
    RuleFile {
        rule_id: "84251b96-3227-4971-aa20-f8f70babb0ec",
        path: "linux/defense_impairment/kernel_auditing_or_access_control_switched_off.yml",
        text: include_str!("../linux/defense_impairment/kernel_auditing_or_access_control_switched_off.yml"),
    },
    RuleFile {
        rule_id: "0def3cfa-f8b2-43a1-90c6-cb17cd441482",
        path: "linux/defense_impairment/security_service_stopped_and_not_started_again.yml",
        text: include_str!("../linux/defense_impairment/security_service_stopped_and_not_started_again.yml"),
    },
    RuleFile {
        rule_id: "f1d66b85-8a23-4019-a375-648cc35a5ff0",
        path: "linux/defense_impairment/startup_or_account_file_made_immutable.yml",
        text: include_str!("../linux/defense_impairment/startup_or_account_file_made_immutable.yml"),
    },
    RuleFile {
        rule_id: "ef37ee21-c05e-4ff4-9a65-53a8bec26174",
        path: "linux/defense_impairment/system_logs_cleared.yml",
        text: include_str!("../linux/defense_impairment/system_logs_cleared.yml"),
    },
    RuleFile {
        rule_id: "5277da3a-1a7a-4429-abda-33d2736f09af",
        path: "linux/discovery/burst_of_host_discovery_commands.yml",
        text: include_str!("../linux/discovery/burst_of_host_discovery_commands.yml"),
    },
    RuleFile {
        rule_id: "ff8c0e67-4662-44d1-9c30-268a41c5da26",
        path: "linux/discovery/network_scanner_started.yml",
        text: include_str!("../linux/discovery/network_scanner_started.yml"),
    },
    RuleFile {
        rule_id: "274cc7bd-2bab-4d44-8264-9bf343ccf215",
        path: "linux/discovery/rights_and_secrets_of_a_cluster_listed.yml",
        text: include_str!("../linux/discovery/rights_and_secrets_of_a_cluster_listed.yml"),
    },
    RuleFile {
        rule_id: "1de2874b-50e9-4ce7-9102-cd8373671a97",
        path: "linux/discovery/script_that_searches_for_ways_to_root.yml",
        text: include_str!("../linux/discovery/script_that_searches_for_ways_to_root.yml"),
    },
    RuleFile {
        rule_id: "b9bbacf0-44a2-418f-8a1d-4112d453ce62",
        path: "linux/discovery/setuid_programs_or_capabilities_searched_for.yml",
        text: include_str!("../linux/discovery/setuid_programs_or_capabilities_searched_for.yml"),
    },
    RuleFile {
        rule_id: "75b052f3-c6f9-4045-b187-d7c3a72f7be3",
        path: "linux/execution/downloaded_program_runs_from_a_temporary_folder.yml",
        text: include_str!("../linux/execution/downloaded_program_runs_from_a_temporary_folder.yml"),
    },
    RuleFile {
        rule_id: "92aafb51-5e35-416e-8013-d384af9eedab",
        path: "linux/execution/interactive_shell_over_dev_tcp.yml",
        text: include_str!("../linux/execution/interactive_shell_over_dev_tcp.yml"),
    },
    RuleFile {
        rule_id: "8988237f-3356-4217-a448-130d874caae7",
        path: "linux/execution/interpreter_runs_text_that_it_decodes_itself.yml",
        text: include_str!("../linux/execution/interpreter_runs_text_that_it_decodes_itself.yml"),
    },
    #[cfg(feature = "elastic")]
    RuleFile {
        rule_id: "76e4d92b-61c1-4a95-ab61-5fd94179a1ee",
        path: "linux/execution/reverse_shell_via_suspicious_child_process.yml",
        text: include_str!("../linux/execution/reverse_shell_via_suspicious_child_process.yml"),
    },
    RuleFile {
        rule_id: "dc28ed51-9400-4249-90ae-7d0d8fef6ea2",
        path: "linux/execution/script_of_a_bare_ip_address_piped_into_an_interpreter.yml",
        text: include_str!("../linux/execution/script_of_a_bare_ip_address_piped_into_an_interpreter.yml"),
    },
    RuleFile {
        rule_id: "3ea7a9ea-280a-4359-bc13-aa72fa6ac577",
        path: "linux/execution/transient_unit_runs_a_shell_or_a_temporary_program.yml",
        text: include_str!("../linux/execution/transient_unit_runs_a_shell_or_a_temporary_program.yml"),
    },
    RuleFile {
        rule_id: "4af998c8-d0e5-4f62-baf1-ab9017387668",
        path: "linux/exfiltration/archive_made_and_uploaded.yml",
        text: include_str!("../linux/exfiltration/archive_made_and_uploaded.yml"),
    },
    RuleFile {
        rule_id: "baa5bcf0-5d53-4e12-ab11-0de7d287b2f1",
        path: "linux/exfiltration/file_uploaded_to_a_public_drop.yml",
        text: include_str!("../linux/exfiltration/file_uploaded_to_a_public_drop.yml"),
    },
    RuleFile {
        rule_id: "69942603-9074-4e30-b158-a42d3ee57a1d",
        path: "linux/exfiltration/sensitive_file_sent_by_a_web_client.yml",
        text: include_str!("../linux/exfiltration/sensitive_file_sent_by_a_web_client.yml"),
    },
    RuleFile {
        rule_id: "804a30c2-77ed-4259-9c1a-b498c042854c",
        path: "linux/exfiltration/synchronisation_to_cloud_storage_from_an_unusual_place.yml",
        text: include_str!("../linux/exfiltration/synchronisation_to_cloud_storage_from_an_unusual_place.yml"),
    },
    RuleFile {
        rule_id: "ee237888-5144-481c-a7a5-f6f2d1e97b11",
        path: "linux/impact/cryptocurrency_miner_started.yml",
        text: include_str!("../linux/impact/cryptocurrency_miner_started.yml"),
    },
    RuleFile {
        rule_id: "d6ba0ee3-8026-4259-b0a5-6a4d467159ab",
        path: "linux/impact/databases_and_virtual_machines_stopped_in_a_row.yml",
        text: include_str!("../linux/impact/databases_and_virtual_machines_stopped_in_a_row.yml"),
    },
    RuleFile {
        rule_id: "a9cd7758-51ea-46d0-a771-bb7ab8f13f02",
        path: "linux/impact/disk_or_file_system_overwritten.yml",
        text: include_str!("../linux/impact/disk_or_file_system_overwritten.yml"),
    },
    RuleFile {
        rule_id: "cfbb1fad-f448-4589-ae1d-5536081c8599",
        path: "linux/impact/documents_renamed_in_bulk_with_an_added_ending.yml",
        text: include_str!("../linux/impact/documents_renamed_in_bulk_with_an_added_ending.yml"),
    },
    RuleFile {
        rule_id: "39d2959b-d553-44dc-93d7-2a4ddf36d2e1",
        path: "linux/impact/ransom_notes_left_in_several_folders.yml",
        text: include_str!("../linux/impact/ransom_notes_left_in_several_folders.yml"),
    },
    RuleFile {
        rule_id: "0d4620a6-2ff1-4f61-9347-e5140041685f",
        path: "linux/impact/root_of_the_file_system_or_all_data_deleted.yml",
        text: include_str!("../linux/impact/root_of_the_file_system_or_all_data_deleted.yml"),
    },
    RuleFile {
        rule_id: "91394a15-1bf9-469e-b422-96a560f2692a",
        path: "linux/impact/snapshots_or_backups_deleted_in_a_row.yml",
        text: include_str!("../linux/impact/snapshots_or_backups_deleted_in_a_row.yml"),
    },
    RuleFile {
        rule_id: "fa890c37-d448-4fb9-a7cd-8992357bd441",
        path: "linux/lateral_movement/program_copied_over_ssh_and_run.yml",
        text: include_str!("../linux/lateral_movement/program_copied_over_ssh_and_run.yml"),
    },
    RuleFile {
        rule_id: "e222d525-4576-4b9e-85d2-a847c5327f30",
        path: "linux/lateral_movement/ssh_client_started_by_a_service_account.yml",
        text: include_str!("../linux/lateral_movement/ssh_client_started_by_a_service_account.yml"),
    },
    RuleFile {
        rule_id: "55fe1c04-19ac-415e-ac9b-97cc0c753b12",
        path: "linux/lateral_movement/ssh_sessions_to_many_hosts_without_checking_their_keys.yml",
        text: include_str!("../linux/lateral_movement/ssh_sessions_to_many_hosts_without_checking_their_keys.yml"),
    },
    RuleFile {
        rule_id: "968d9f43-f87a-4dde-8369-23d937af90ea",
        path: "linux/persistence/account_created_and_made_administrator.yml",
        text: include_str!("../linux/persistence/account_created_and_made_administrator.yml"),
    },
    RuleFile {
        rule_id: "0f2b2b88-83c8-4bac-9c76-e09f0b863ed8",
        path: "linux/persistence/authentication_module_written_without_a_package_manager.yml",
        text: include_str!("../linux/persistence/authentication_module_written_without_a_package_manager.yml"),
    },
    RuleFile {
        rule_id: "f02bf010-23c0-4038-b065-6049b639bd98",
        path: "linux/persistence/boot_script_written_without_a_package_manager.yml",
        text: include_str!("../linux/persistence/boot_script_written_without_a_package_manager.yml"),
    },
    RuleFile {
        rule_id: "d07faf44-9028-401c-9912-7884507921b3",
        path: "linux/persistence/cron_job_that_downloads_or_decodes.yml",
        text: include_str!("../linux/persistence/cron_job_that_downloads_or_decodes.yml"),
    },
    RuleFile {
        rule_id: "42f894d5-f4fa-482e-a918-c39224c529bf",
        path: "linux/persistence/kernel_module_loaded_from_a_writable_folder.yml",
        text: include_str!("../linux/persistence/kernel_module_loaded_from_a_writable_folder.yml"),
    },
    RuleFile {
        rule_id: "d9715ecc-5a84-40a0-8f56-cc99c525b541",
        path: "linux/persistence/new_unit_starts_a_hidden_or_temporary_program.yml",
        text: include_str!("../linux/persistence/new_unit_starts_a_hidden_or_temporary_program.yml"),
    },
    RuleFile {
        rule_id: "77e0bf60-3542-4dee-948e-f49d99060605",
        path: "linux/persistence/second_root_account_created.yml",
        text: include_str!("../linux/persistence/second_root_account_created.yml"),
    },
    RuleFile {
        rule_id: "ade7a608-e18e-40d5-9e1e-01d10c9a2247",
        path: "linux/persistence/ssh_keys_written_by_a_network_service.yml",
        text: include_str!("../linux/persistence/ssh_keys_written_by_a_network_service.yml"),
    },
    RuleFile {
        rule_id: "2775fed2-1383-4bbd-8763-a5c2c47b31a3",
        path: "linux/persistence/startup_file_written_by_a_temporary_program.yml",
        text: include_str!("../linux/persistence/startup_file_written_by_a_temporary_program.yml"),
    },
    RuleFile {
        rule_id: "efb8a877-c116-48f1-a1ec-da767e277183",
        path: "linux/persistence/web_server_runs_discovery_commands.yml",
        text: include_str!("../linux/persistence/web_server_runs_discovery_commands.yml"),
    },
    RuleFile {
        rule_id: "16f344d6-b3a5-4b11-ba1c-a22f1f4042b3",
        path: "linux/privilege_escalation/capability_equal_to_root_given_to_a_program.yml",
        text: include_str!("../linux/privilege_escalation/capability_equal_to_root_given_to_a_program.yml"),
    },
    RuleFile {
        rule_id: "0aaa9d3a-acc0-4348-9106-275834a8b83f",
        path: "linux/privilege_escalation/container_started_with_the_root_of_the_host.yml",
        text: include_str!("../linux/privilege_escalation/container_started_with_the_root_of_the_host.yml"),
    },
    RuleFile {
        rule_id: "8e29af7c-9baf-49d6-a76d-831e0cf2654b",
        path: "linux/privilege_escalation/debugger_makes_another_process_run_a_command.yml",
        text: include_str!("../linux/privilege_escalation/debugger_makes_another_process_run_a_command.yml"),
    },
    RuleFile {
        rule_id: "0f589380-6baa-4c64-b23d-25e0323b16cb",
        path: "linux/privilege_escalation/kernel_helper_path_rewritten.yml",
        text: include_str!("../linux/privilege_escalation/kernel_helper_path_rewritten.yml"),
    },
    RuleFile {
        rule_id: "6bfe4847-ecd7-4c98-aef8-8f945d83f316",
        path: "linux/privilege_escalation/root_shell_below_an_unprivileged_program_of_a_writable_folder.yml",
        text: include_str!("../linux/privilege_escalation/root_shell_below_an_unprivileged_program_of_a_writable_folder.yml"),
    },
    RuleFile {
        rule_id: "6696438c-3f6b-4e86-97d6-393cdb8bd27d",
        path: "linux/privilege_escalation/setuid_bit_set_on_a_shell_or_in_a_writable_folder.yml",
        text: include_str!("../linux/privilege_escalation/setuid_bit_set_on_a_shell_or_in_a_writable_folder.yml"),
    },
    RuleFile {
        rule_id: "62eeca3f-a29f-41a5-bfa9-7d3347e93c68",
        path: "linux/privilege_escalation/shell_entered_into_the_namespaces_of_init.yml",
        text: include_str!("../linux/privilege_escalation/shell_entered_into_the_namespaces_of_init.yml"),
    },
    RuleFile {
        rule_id: "c08c5982-e6d3-4b3a-9c7c-c1bc7ee02c4d",
        path: "linux/privilege_escalation/sudo_called_as_exploits_call_it.yml",
        text: include_str!("../linux/privilege_escalation/sudo_called_as_exploits_call_it.yml"),
    },
    RuleFile {
        rule_id: "0ef487ae-41a8-4164-93be-cf38752f6666",
        path: "linux/privilege_escalation/sudo_rule_without_a_password_added_by_a_command.yml",
        text: include_str!("../linux/privilege_escalation/sudo_rule_without_a_password_added_by_a_command.yml"),
    },
    RuleFile {
        rule_id: "34ad39a9-9698-496f-99dd-f58f1688999e",
        path: "linux/stealth/encoded_text_decoded_into_an_interpreter.yml",
        text: include_str!("../linux/stealth/encoded_text_decoded_into_an_interpreter.yml"),
    },
    RuleFile {
        rule_id: "80431582-de07-4613-a31f-027aab4406e6",
        path: "linux/stealth/hidden_program_runs_in_a_temporary_folder.yml",
        text: include_str!("../linux/stealth/hidden_program_runs_in_a_temporary_folder.yml"),
    },
    RuleFile {
        rule_id: "e9cffc20-6813-4b8a-a3de-505bacacf2d7",
        path: "linux/stealth/preload_list_of_the_dynamic_linker_written.yml",
        text: include_str!("../linux/stealth/preload_list_of_the_dynamic_linker_written.yml"),
    },
    RuleFile {
        rule_id: "3e5f5218-9c07-4dd8-a944-262e9a161333",
        path: "linux/stealth/process_hidden_by_a_mount_over_its_folder.yml",
        text: include_str!("../linux/stealth/process_hidden_by_a_mount_over_its_folder.yml"),
    },
    RuleFile {
        rule_id: "780f760c-5d25-4e76-9367-4381da191867",
        path: "linux/stealth/program_deletes_its_own_file.yml",
        text: include_str!("../linux/stealth/program_deletes_its_own_file.yml"),
    },
    RuleFile {
        rule_id: "dca44f66-d5db-486a-b309-ea6bc18a38e1",
        path: "linux/stealth/program_named_as_a_kernel_thread.yml",
        text: include_str!("../linux/stealth/program_named_as_a_kernel_thread.yml"),
    },
    RuleFile {
        rule_id: "1faf1e83-f349-414b-8ce2-dbd866aeb037",
        path: "linux/stealth/program_runs_from_memory.yml",
        text: include_str!("../linux/stealth/program_runs_from_memory.yml"),
    },
    RuleFile {
        rule_id: "97c6718a-1dc4-410d-a1db-777792f38669",
        path: "linux/stealth/times_of_a_system_file_copied_to_another.yml",
        text: include_str!("../linux/stealth/times_of_a_system_file_copied_to_another.yml"),
    },
];
