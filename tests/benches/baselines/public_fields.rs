//! A document as a struct of just the fields that the 1,081 public rules read, for serde.
//!
//! The fields are those of `public_fields.tsv`, a row each; the bench checks that both find the same values.

#[macro_use]
#[path = "document.rs"]
mod document;

use document::Leaf;
use serde::Deserialize;

objects! {
    Document {
        "@timestamp" timestamp, "Effective_process" effective_process: EffectiveProcess, "Persistence" persistence: Persistence,
        "agent" agent: Agent, "auditd" auditd: Auditd, "aws" aws: Aws, "azure" azure: Azure, "blocklist_label" blocklist_label,
        "container" container: Container, "data_stream" data_stream: DataStream, "destination" destination: Destination,
        "dll" dll: Dll, "dns" dns: Dns, "event" event: Event, "file" file: File, "flow" flow: Flow,
        "fortinet" fortinet: Fortinet, "github" github: Github, "google_workspace" google_workspace: GoogleWorkspace,
        "group" group: Group, "host" host: Host, "http" http: Http, "kibana" kibana: Kibana,
        "kubernetes" kubernetes: Kubernetes, "network" network: Network, "network_traffic" network_traffic: NetworkTraffic,
        "o365" o365: O365, "observer" observer: Observer, "okta" okta: Okta, "orchestrator" orchestrator: Orchestrator,
        "problemchild" problemchild: Problemchild, "process" process: Process, "processor" processor: Processor,
        "registry" registry: Registry, "related" related: Related, "rule" rule: Rule, "signal" signal: Signal,
        "source" source: Source, "url" url: Url, "user" user: User, "user_agent" user_agent: UserAgent, "winlog" winlog: Winlog,
    }
    EffectiveProcess { "executable" executable, "name" name }
    Persistence { "name" name }
    Agent { "id" id }
    Auditd { "data" data: AuditdData, "result" result }
    AuditdData {
        "a0" a0, "a1" a1, "a2" a2, "addr" addr, "class" class, "socket" socket: AuditdDataSocket, "syscall" syscall,
        "terminal" terminal,
    }
    AuditdDataSocket { "family" family }
    Aws { "cloudtrail" cloudtrail: AwsCloudtrail }
    AwsCloudtrail {
        "recipient_account_id" recipient_account_id, "request_parameters" request_parameters,
        "resources" resources: AwsCloudtrailResources, "session_credential_from_console" session_credential_from_console,
        "user_identity" user_identity: AwsCloudtrailUserIdentity,
    }
    AwsCloudtrailResources { "arn" arn }
    AwsCloudtrailUserIdentity { "access_key_id" access_key_id, "arn" arn, "type" type_ }
    Azure {
        "activitylogs" activitylogs: AzureActivitylogs, "auditlogs" auditlogs: AzureAuditlogs, "correlation_id" correlation_id,
        "identityprotection" identityprotection: AzureIdentityprotection, "signinlogs" signinlogs: AzureSigninlogs,
        "tenant_id" tenant_id,
    }
    AzureActivitylogs { "identity" identity: AzureActivitylogsIdentity, "operation_name" operation_name }
    AzureActivitylogsIdentity { "claims" claims: AzureActivitylogsIdentityClaims }
    AzureActivitylogsIdentityClaims { "appid" appid }
    AzureAuditlogs { "identity" identity, "operation_name" operation_name, "properties" properties: AzureAuditlogsProperties }
    AzureAuditlogsProperties {
        "additional_details" additional_details: AzureAuditlogsPropertiesAdditionalDetails,
        "initiated_by" initiated_by: AzureAuditlogsPropertiesInitiatedBy,
        "target_resources" target_resources: AzureAuditlogsPropertiesTargetResources,
    }
    AzureAuditlogsPropertiesAdditionalDetails { "value" value }
    AzureAuditlogsPropertiesInitiatedBy { "user" user: AzureAuditlogsPropertiesInitiatedByUser }
    AzureAuditlogsPropertiesInitiatedByUser { "id" id, "userPrincipalName" user_principal_name }
    AzureAuditlogsPropertiesTargetResources { "0" n0: AzureAuditlogsPropertiesTargetResources0 }
    AzureAuditlogsPropertiesTargetResources0 {
        "display_name" display_name,
        "modified_properties" modified_properties: AzureAuditlogsPropertiesTargetResources0ModifiedProperties,
    }
    AzureAuditlogsPropertiesTargetResources0ModifiedProperties {
        "1" n1: AzureAuditlogsPropertiesTargetResources0ModifiedProperties1,
        "2" n2: AzureAuditlogsPropertiesTargetResources0ModifiedProperties2,
    }
    AzureAuditlogsPropertiesTargetResources0ModifiedProperties1 { "display_name" display_name, "new_value" new_value }
    AzureAuditlogsPropertiesTargetResources0ModifiedProperties2 { "new_value" new_value }
    AzureIdentityprotection { "properties" properties: AzureIdentityprotectionProperties }
    AzureIdentityprotectionProperties { "user_principal_name" user_principal_name }
    AzureSigninlogs {
        "category" category, "properties" properties: AzureSigninlogsProperties, "result_signature" result_signature,
    }
    AzureSigninlogsProperties {
        "app_display_name" app_display_name, "app_id" app_id, "authentication_protocol" authentication_protocol,
        "device_detail" device_detail: AzureSigninlogsPropertiesDeviceDetail, "incoming_token_type" incoming_token_type,
        "is_interactive" is_interactive, "original_transfer_method" original_transfer_method,
        "resource_display_name" resource_display_name, "resource_id" resource_id,
        "status" status: AzureSigninlogsPropertiesStatus,
        "token_protection_status_details" token_protection_status_details: AzureSigninlogsPropertiesTokenProtectionStatusDetails,
        "user_id" user_id, "user_type" user_type,
    }
    AzureSigninlogsPropertiesDeviceDetail { "device_id" device_id, "is_managed" is_managed, "trust_type" trust_type }
    AzureSigninlogsPropertiesStatus { "error_code" error_code }
    AzureSigninlogsPropertiesTokenProtectionStatusDetails { "sign_in_session_status" sign_in_session_status }
    Container { "id" id, "security_context" security_context: ContainerSecurityContext }
    ContainerSecurityContext { "privileged" privileged }
    DataStream { "dataset" dataset, "namespace" namespace }
    Destination { "address" address, "domain" domain, "ip" ip, "port" port }
    Dll {
        "Ext" ext: DllExt, "code_signature" code_signature: DllCodeSignature, "hash" hash: DllHash, "name" name, "path" path,
        "pe" pe: DllPe,
    }
    DllExt {
        "device" device: DllExtDevice, "relative_file_creation_time" relative_file_creation_time,
        "relative_file_name_modify_time" relative_file_name_modify_time,
    }
    DllExtDevice { "product_id" product_id }
    DllCodeSignature { "exists" exists, "status" status, "subject_name" subject_name, "trusted" trusted }
    DllHash { "sha256" sha256 }
    DllPe { "original_file_name" original_file_name }
    Dns { "question" question: DnsQuestion }
    DnsQuestion { "name" name }
    Event {
        "action" action, "category" category, "code" code, "dataset" dataset, "kind" kind, "module" module, "outcome" outcome,
        "provider" provider, "severity" severity, "type" type_,
    }
    File {
        "Ext" ext: FileExt, "code_signature" code_signature: FileCodeSignature, "extension" extension, "hash" hash: FileHash,
        "name" name, "origin_referrer_url" origin_referrer_url, "origin_url" origin_url, "path" path, "pe" pe: FilePe,
        "size" size,
    }
    FileExt {
        "entropy" entropy, "header_bytes" header_bytes, "original" original: FileExtOriginal, "windows" windows: FileExtWindows,
    }
    FileExtOriginal { "extension" extension, "name" name, "path" path }
    FileExtWindows { "zone_identifier" zone_identifier }
    FileCodeSignature { "status" status }
    FileHash { "sha256" sha256 }
    FilePe { "imphash" imphash, "original_file_name" original_file_name }
    Flow { "final" final_ }
    Fortinet { "firewall" firewall: FortinetFirewall }
    FortinetFirewall { "action" action, "cfgattr" cfgattr, "cfgpath" cfgpath, "method" method, "ui" ui }
    Github { "category" category, "operation_type" operation_type, "permission" permission, "visibility" visibility }
    GoogleWorkspace {
        "device" device: GoogleWorkspaceDevice, "drive" drive: GoogleWorkspaceDrive, "token" token: GoogleWorkspaceToken,
    }
    GoogleWorkspaceDevice { "account_state" account_state }
    GoogleWorkspaceDrive {
        "copy_type" copy_type, "file" file: GoogleWorkspaceDriveFile, "owner_is_team_drive" owner_is_team_drive,
        "visibility" visibility,
    }
    GoogleWorkspaceDriveFile { "type" type_ }
    GoogleWorkspaceToken { "client" client: GoogleWorkspaceTokenClient }
    GoogleWorkspaceTokenClient { "id" id }
    Group { "Ext" ext: GroupExt, "id" id, "name" name }
    GroupExt { "real" real: GroupExtReal }
    GroupExtReal { "id" id }
    Host { "hostname" hostname, "id" id, "ip" ip, "name" name, "os" os: HostOs }
    HostOs { "type" type_ }
    Http { "request" request: HttpRequest, "response" response: HttpResponse }
    HttpRequest { "body" body: HttpRequestBody, "method" method }
    HttpRequestBody { "content" content }
    HttpResponse { "body" body: HttpResponseBody, "status_code" status_code }
    HttpResponseBody { "content" content }
    Kibana { "alert" alert: KibanaAlert }
    KibanaAlert { "risk_score" risk_score, "rule" rule: KibanaAlertRule, "severity" severity }
    KibanaAlertRule { "name" name, "rule_id" rule_id }
    Kubernetes { "audit" audit: KubernetesAudit }
    KubernetesAudit {
        "annotations" annotations: KubernetesAuditAnnotations, "level" level, "objectRef" object_ref: KubernetesAuditObjectRef,
        "requestURI" request_uri, "stage" stage, "user" user: KubernetesAuditUser, "verb" verb,
    }
    KubernetesAuditAnnotations { "authorization_k8s_io/decision" authorization_k8s_io_decision }
    KubernetesAuditObjectRef { "name" name, "namespace" namespace, "resource" resource, "subresource" subresource }
    KubernetesAuditUser { "extra" extra: KubernetesAuditUserExtra, "groups" groups, "username" username }
    KubernetesAuditUserExtra { "authentication" authentication: KubernetesAuditUserExtraAuthentication }
    KubernetesAuditUserExtraAuthentication { "kubernetes" kubernetes: KubernetesAuditUserExtraAuthenticationKubernetes }
    KubernetesAuditUserExtraAuthenticationKubernetes { "io/pod-name" io_pod_name }
    Network { "application" application, "direction" direction, "protocol" protocol, "transport" transport, "type" type_ }
    NetworkTraffic {
        "cassandra" cassandra: NetworkTrafficCassandra, "mysql" mysql: NetworkTrafficMysql, "pgsql" pgsql: NetworkTrafficPgsql,
        "redis" redis: NetworkTrafficRedis,
    }
    NetworkTrafficCassandra { "request" request: NetworkTrafficCassandraRequest }
    NetworkTrafficCassandraRequest { "query" query }
    NetworkTrafficMysql { "query" query }
    NetworkTrafficPgsql { "query" query }
    NetworkTrafficRedis { "query" query }
    O365 { "audit" audit: O365Audit }
    O365Audit {
        "AffectedItems" affected_items: O365AuditAffectedItems,
        "ExtendedProperties" extended_properties: O365AuditExtendedProperties, "Parameters" parameters: O365AuditParameters,
        "SearchQueryText" search_query_text, "UserType" user_type,
    }
    O365AuditAffectedItems { "Subject" subject }
    O365AuditExtendedProperties { "RequestType" request_type, "ResultStatusDetail" result_status_detail }
    O365AuditParameters {
        "BlindCopyTo" blind_copy_to, "ForwardAsAttachmentTo" forward_as_attachment_to, "ForwardTo" forward_to,
        "ForwardingAddress" forwarding_address, "ForwardingSmtpAddress" forwarding_smtp_address,
        "RedirectMessageTo" redirect_message_to, "RedirectTo" redirect_to, "RedirectToRecipients" redirect_to_recipients,
    }
    Observer { "name" name }
    Okta {
        "actor" actor: OktaActor, "debug_context" debug_context: OktaDebugContext, "event_type" event_type,
        "outcome" outcome: OktaOutcome, "target" target: OktaTarget,
    }
    OktaActor { "id" id }
    OktaDebugContext { "debug_data" debug_data: OktaDebugContextDebugData }
    OktaDebugContextDebugData { "factor" factor }
    OktaOutcome { "reason" reason, "result" result }
    OktaTarget { "id" id }
    Orchestrator { "resource" resource: OrchestratorResource }
    OrchestratorResource { "name" name }
    Problemchild { "prediction" prediction, "prediction_probability" prediction_probability }
    Process {
        "Ext" ext: ProcessExt, "args" args, "args_count" args_count, "code_signature" code_signature: ProcessCodeSignature,
        "command_line" command_line, "entity_id" entity_id, "entry_leader" entry_leader: ProcessEntryLeader,
        "env_vars" env_vars, "executable" executable, "exit_code" exit_code, "group" group: ProcessGroup,
        "group_leader" group_leader: ProcessGroupLeader, "hash" hash: ProcessHash, "interactive" interactive, "name" name,
        "parent" parent: ProcessParent, "pe" pe: ProcessPe, "pid" pid, "previous" previous: ProcessPrevious,
        "real_group" real_group: ProcessRealGroup, "real_user" real_user: ProcessRealUser,
        "session_leader" session_leader: ProcessSessionLeader, "thread" thread: ProcessThread, "user" user: ProcessUser,
        "working_directory" working_directory,
    }
    ProcessExt {
        "ancestry" ancestry, "api" api: ProcessExtApi, "device" device: ProcessExtDevice,
        "effective_parent" effective_parent: ProcessExtEffectiveParent, "load_module" load_module: ProcessExtLoadModule,
        "relative_file_creation_time" relative_file_creation_time,
        "relative_file_name_modify_time" relative_file_name_modify_time, "token" token: ProcessExtToken,
    }
    ProcessExtApi { "name" name, "parameters" parameters: ProcessExtApiParameters }
    ProcessExtApiParameters { "consumer_type" consumer_type }
    ProcessExtDevice { "bus_type" bus_type, "product_id" product_id }
    ProcessExtEffectiveParent { "entity_id" entity_id, "executable" executable, "name" name }
    ProcessExtLoadModule { "taint_flags" taint_flags }
    ProcessExtToken { "integrity_level_name" integrity_level_name }
    ProcessCodeSignature {
        "exists" exists, "signing_id" signing_id, "status" status, "subject_name" subject_name, "trusted" trusted,
    }
    ProcessEntryLeader {
        "args" args, "entity_id" entity_id, "entry_meta" entry_meta: ProcessEntryLeaderEntryMeta, "executable" executable,
        "same_as_process" same_as_process,
    }
    ProcessEntryLeaderEntryMeta { "type" type_ }
    ProcessGroup { "id" id }
    ProcessGroupLeader { "name" name }
    ProcessHash { "sha256" sha256 }
    ProcessParent {
        "Ext" ext: ProcessParentExt, "args" args, "args_count" args_count,
        "code_signature" code_signature: ProcessParentCodeSignature, "command_line" command_line, "entity_id" entity_id,
        "executable" executable, "group" group: ProcessParentGroup, "interactive" interactive, "name" name, "pid" pid,
        "user" user: ProcessParentUser, "working_directory" working_directory,
    }
    ProcessParentExt { "real" real: ProcessParentExtReal }
    ProcessParentExtReal { "pid" pid }
    ProcessParentCodeSignature { "exists" exists, "status" status, "subject_name" subject_name, "trusted" trusted }
    ProcessParentGroup { "id" id }
    ProcessParentUser { "id" id }
    ProcessPe { "original_file_name" original_file_name }
    ProcessPrevious { "executable" executable }
    ProcessRealGroup { "id" id }
    ProcessRealUser { "id" id }
    ProcessSessionLeader { "entity_id" entity_id, "name" name, "same_as_process" same_as_process }
    ProcessThread { "capabilities" capabilities: ProcessThreadCapabilities }
    ProcessThreadCapabilities { "effective" effective, "permitted" permitted }
    ProcessUser { "id" id }
    Processor { "name" name }
    Registry { "data" data: RegistryData, "hive" hive, "key" key, "path" path, "value" value }
    RegistryData { "strings" strings }
    Related { "user" user }
    Rule { "name" name }
    Signal { "rule" rule: SignalRule }
    SignalRule { "threat" threat: SignalRuleThreat }
    SignalRuleThreat { "tactic" tactic: SignalRuleThreatTactic }
    SignalRuleThreatTactic { "name" name }
    Source {
        "address" address, "as" as_: SourceAs, "domain" domain, "ip" ip, "packets" packets, "port" port,
        "user" user: SourceUser,
    }
    SourceAs { "number" number }
    SourceUser { "email" email }
    Url { "extension" extension, "fragment" fragment, "original" original, "path" path, "query" query }
    User {
        "Ext" ext: UserExt, "domain" domain, "effective" effective: UserEffective, "id" id, "name" name,
        "target" target: UserTarget,
    }
    UserExt { "real" real: UserExtReal }
    UserExtReal { "id" id }
    UserEffective { "id" id }
    UserTarget { "domain" domain, "group" group: UserTargetGroup }
    UserTargetGroup { "domain" domain }
    UserAgent { "original" original }
    Winlog {
        "computer_name" computer_name, "event_data" event_data: WinlogEventData, "logon" logon: WinlogLogon,
        "process" process: WinlogProcess,
    }
    WinlogEventData {
        "AccessList" access_list, "AccessMask" access_mask, "AccessMaskDescription" access_mask_description,
        "AllowedToDelegateTo" allowed_to_delegate_to, "AttributeLDAPDisplayName" attribute_ldapdisplay_name,
        "AttributeValue" attribute_value, "AuthenticationPackageName" authentication_package_name, "CallTrace" call_trace,
        "ClientProcessId" client_process_id, "Consumer" consumer, "DnsHostName" dns_host_name, "ElevatedToken" elevated_token,
        "EnabledPrivilegeList" enabled_privilege_list, "GrantedAccess" granted_access, "ImagePath" image_path,
        "IntegrityLevel" integrity_level, "LogonProcessName" logon_process_name, "NewTargetUserName" new_target_user_name,
        "NewUACList" new_uaclist, "ObjectClass" object_class, "ObjectDN" object_dn, "OldTargetUserName" old_target_user_name,
        "Operation" operation, "OperationType" operation_type, "ParentProcessId" parent_process_id, "PreAuthType" pre_auth_type,
        "PrivilegeList" privilege_list, "ProcessName" process_name, "Properties" properties,
        "RelativeTargetName" relative_target_name, "Resource" resource, "RpcCallClientLocality" rpc_call_client_locality,
        "SchemaFriendlyName" schema_friendly_name, "ServiceAccount" service_account, "ServiceFileName" service_file_name,
        "ServiceName" service_name, "ServiceSid" service_sid, "ShareName" share_name, "Status" status,
        "SubjectLogonId" subject_logon_id, "SubjectUserName" subject_user_name, "SubjectUserSid" subject_user_sid,
        "TargetImage" target_image, "TargetLogonId" target_logon_id, "TargetProcessGUID" target_process_guid,
        "TargetSid" target_sid, "TargetUserName" target_user_name, "TargetUserSid" target_user_sid, "TaskName" task_name,
        "TicketOptions" ticket_options,
    }
    WinlogLogon { "id" id, "type" type_ }
    WinlogProcess { "pid" pid }
}
