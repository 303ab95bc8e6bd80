/// Matches Potential Reverse Shell via Suspicious Child Process
///
/// Finds a shell that a suspicious chain of processes hands to somebody else. A scripting language or network utility starts below a shell or an interpreter, with arguments that are typical of a reverse shell, and within a second the same process connects to, or accepts a connection from, another machine. Attackers open reverse shells to keep a foothold on a system that they have entered.
///
/// - TA0002 Execution, T1059 Command and Scripting Interpreter, T1059.004 Unix Shell
/// - TA0011 Command and Control, T1071 Application Layer Protocol
///
/// ```text
/// sequence by host.id, process.entity_id with maxspan=1s
///   [process where host.os.type == "linux" and event.type == "start" and event.action in ("exec", "fork") and (
///     (process.name : "python*" and process.args : "-c" and process.args : (
///      "*import*pty*spawn*", "*import*subprocess*call*"
///     )) or
///     (process.name : "perl*" and process.args : "-e" and process.args : "*socket*" and process.args : (
///      "*exec*", "*system*"
///     )) or
///     (process.name : "ruby*" and process.args : ("-e", "-rsocket") and process.args : (
///      "*TCPSocket.new*", "*TCPSocket.open*"
///      )) or
///     (process.name : "lua*" and process.args : "-e" and process.args : "*socket.tcp*" and process.args : (
///      "*io.popen*", "*os.execute*"
///     )) or
///     (process.name : "php*" and process.args : "-r" and process.args : "*fsockopen*" and process.args : "*/bin/*sh*") or
///     (process.name : ("awk", "gawk", "mawk", "nawk") and process.args : "*/inet/tcp/*") or
///     (process.name : "openssl" and process.args : "-connect") or
///     (process.name : ("nc", "ncat", "netcat") and process.args == "-e" and process.args_count >= 3 and not process.args == "-z") or
///     (process.name : "telnet" and process.args_count >= 3)
///   ) and process.parent.name : (
///     "bash", "dash", "sh", "tcsh", "csh", "zsh", "ksh", "fish", "python*", "php*", "perl", "ruby", "lua*", "openssl", "nc", "netcat", "ncat", "telnet", "awk"
///   )]
///   [network where host.os.type == "linux" and event.type == "start" and event.action in ("connection_attempted", "connection_accepted") and
///    process.name : ("python*", "php*", "perl", "ruby", "lua*", "openssl", "nc", "netcat", "ncat", "telnet", "awk") and destination.ip != null and
///    not cidrmatch(destination.ip, "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::1")]
/// ```
///
/// `CAPACITY` is the number of events that unfinished sequences can hold at a time.
#[derive(::core::fmt::Debug)]
pub struct ExampleMatcher<const CAPACITY: ::core::primitive::usize> {
    pool: ::detectors::sequence::Pool<CAPACITY, 1, 0usize>,
    counters: ::detectors::Counters,
}
#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
const _: () = {
    use ::detectors as detectors;
    #[allow(unused_imports)]
    use ::core::primitive::{
        bool, char, f32, f64, i32, i64, i128, str, u8, u16, u32, u64, u128, usize,
    };
    const TIMESTAMP: u64 = detectors::field_id("@timestamp");
    const DESTINATION_IP: u64 = detectors::field_id("destination.ip");
    const EVENT_ACTION: u64 = detectors::field_id("event.action");
    const EVENT_CATEGORY: u64 = detectors::field_id("event.category");
    const EVENT_TYPE: u64 = detectors::field_id("event.type");
    const HOST_ID: u64 = detectors::field_id("host.id");
    const HOST_OS_TYPE: u64 = detectors::field_id("host.os.type");
    const PROCESS_ARGS: u64 = detectors::field_id("process.args");
    const PROCESS_ARGS_COUNT: u64 = detectors::field_id("process.args_count");
    const PROCESS_ENTITY_ID: u64 = detectors::field_id("process.entity_id");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_PARENT_NAME: u64 = detectors::field_id("process.parent.name");
    static LITERALS_0: detectors::pattern::LiteralSet = detectors::pattern::LiteralSet {
        min: 2usize,
        max: 7usize,
        seed: 0u64,
        displacements: &[3u16, 7u16],
        slots: &[
            "ncat",
            "ruby",
            "",
            "",
            "telnet",
            "",
            "netcat",
            "awk",
            "",
            "nc",
            "",
            "perl",
            "",
            "",
            "",
            "openssl",
        ],
    };
    static LITERALS_1: detectors::pattern::LiteralSet = detectors::pattern::LiteralSet {
        min: 2usize,
        max: 7usize,
        seed: 0u64,
        displacements: &[2u16, 4u16, 0u16, 2u16],
        slots: &[
            "bash",
            "tcsh",
            "dash",
            "",
            "nc",
            "ksh",
            "sh",
            "",
            "openssl",
            "",
            "zsh",
            "",
            "",
            "",
            "csh",
            "fish",
            "ruby",
            "",
            "",
            "",
            "",
            "",
            "",
            "ncat",
            "",
            "",
            "awk",
            "",
            "",
            "telnet",
            "perl",
            "netcat",
        ],
    };
    static ATTACK_2: detectors::rule::Reference = detectors::rule::Reference {
        id: "TA0002",
        name: "Execution",
        reference: "https://attack.mitre.org/tactics/TA0002/",
    };
    static ATTACK_3: detectors::rule::Reference = detectors::rule::Reference {
        id: "T1059.004",
        name: "Unix Shell",
        reference: "https://attack.mitre.org/techniques/T1059/004/",
    };
    static ATTACK_4: detectors::rule::Reference = detectors::rule::Reference {
        id: "T1059",
        name: "Command and Scripting Interpreter",
        reference: "https://attack.mitre.org/techniques/T1059/",
    };
    static ATTACK_5: detectors::rule::Reference = detectors::rule::Reference {
        id: "TA0011",
        name: "Command and Control",
        reference: "https://attack.mitre.org/tactics/TA0011/",
    };
    static ATTACK_6: detectors::rule::Reference = detectors::rule::Reference {
        id: "T1071",
        name: "Application Layer Protocol",
        reference: "https://attack.mitre.org/techniques/T1071/",
    };
    /// event.category == "network"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "network"))
    }
    /// destination.ip exists
    #[inline]
    fn has_destination_ip<E: detectors::Event>(event: &E) -> bool {
        event.any::<DESTINATION_IP>(|_| true)
    }
    /// host.os.type == "linux"
    #[inline]
    fn has_host_os_type<E: detectors::Event>(event: &E) -> bool {
        event.any::<HOST_OS_TYPE>(|value| value.with_text(|text| text == "linux"))
    }
    /// event.action like [="connection_attempted", ="connection_accepted"]
    #[inline]
    fn has_event_action<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                EVENT_ACTION,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals(text, "connection_attempted")
                            || detectors::pattern::equals(text, "connection_accepted")
                    })
            })
    }
    /// event.type == "start"
    #[inline]
    fn has_event_type<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_TYPE>(|value| value.with_text(|text| text == "start"))
    }
    /// destination.ip in blocks [127.0.0.0/8, 169.254.0.0/16, 224.0.0.0/4, ::1/128]
    #[inline]
    fn has_destination_ip__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                DESTINATION_IP,
            >(|value| {
                value
                    .as_ip()
                    .is_some_and(|address| detectors::net::in_any(
                        address,
                        const {
                            &[
                                detectors::net::Block::new(0xffff7f000000, 104u8),
                                detectors::net::Block::new(0xffffa9fe0000, 112u8),
                                detectors::net::Block::new(0xffffe0000000, 100u8),
                                detectors::net::Block::new(0x1, 128u8),
                            ]
                        },
                    ))
            })
    }
    /// process.name like~ ["python*", "php*", ="perl", ="ruby", "lua*", ="openssl", ="nc", ="netcat", ="ncat", ="telnet", ="awk"]
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        LITERALS_0.contains_folded(text)
                            || detectors::pattern::starts_with_folded(text, "python")
                            || detectors::pattern::starts_with_folded(text, "php")
                            || detectors::pattern::starts_with_folded(text, "lua")
                    })
            })
    }
    /// event.category == "process"
    #[inline]
    fn has_event_category__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// event.action like [="exec", ="fork"]
    #[inline]
    fn has_event_action__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                EVENT_ACTION,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals(text, "exec")
                            || detectors::pattern::equals(text, "fork")
                    })
            })
    }
    /// process.parent.name like~ [="bash", ="dash", ="sh", ="tcsh", ="csh", ="zsh", ="ksh", ="fish", "python*", "php*", ="perl", ="ruby", "lua*", ="openssl", ="nc", ="netcat", ="ncat", ="telnet", ="awk"]
    #[inline]
    fn has_process_parent_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PARENT_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        LITERALS_1.contains_folded(text)
                            || detectors::pattern::starts_with_folded(text, "python")
                            || detectors::pattern::starts_with_folded(text, "php")
                            || detectors::pattern::starts_with_folded(text, "lua")
                    })
            })
    }
    /// process.args_count >= 3
    #[inline]
    fn has_process_args_count<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS_COUNT,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::greater_or_equal(
                        number,
                        detectors::number::Number::Int(3i64),
                    ))
            })
    }
    /// process.name like~ [="telnet"]
    #[inline]
    fn has_process_name__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value.with_text(|text| detectors::pattern::equals_folded(text, "telnet"))
            })
    }
    /// process.name like~ [="openssl"]
    #[inline]
    fn has_process_name__3<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::equals_folded(text, "openssl"))
            })
    }
    /// process.args like~ [="-connect"]
    #[inline]
    fn has_process_args<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::equals_folded(
                        text,
                        "-connect",
                    ))
            })
    }
    /// process.name like~ [="nc", ="ncat", ="netcat"]
    #[inline]
    fn has_process_name__4<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals_folded(text, "nc")
                            || detectors::pattern::equals_folded(text, "ncat")
                            || detectors::pattern::equals_folded(text, "netcat")
                    })
            })
    }
    /// process.args == "-e"
    #[inline]
    fn has_process_args__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_ARGS>(|value| value.with_text(|text| text == "-e"))
    }
    /// process.args == "-z"
    #[inline]
    fn has_process_args__3<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_ARGS>(|value| value.with_text(|text| text == "-z"))
    }
    /// process.name like~ [="awk", ="gawk", ="mawk", ="nawk"]
    #[inline]
    fn has_process_name__5<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals_folded(text, "awk")
                            || detectors::pattern::equals_folded(text, "gawk")
                            || detectors::pattern::equals_folded(text, "mawk")
                            || detectors::pattern::equals_folded(text, "nawk")
                    })
            })
    }
    /// process.args like~ ["*/inet/tcp/*"]
    #[inline]
    fn has_process_args__4<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::contains_folded(
                        text,
                        "/inet/tcp/",
                    ))
            })
    }
    /// process.name like~ ["ruby*"]
    #[inline]
    fn has_process_name__6<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::starts_with_folded(
                        text,
                        "ruby",
                    ))
            })
    }
    /// process.args like~ [="-e", ="-rsocket"]
    #[inline]
    fn has_process_args__5<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals_folded(text, "-e")
                            || detectors::pattern::equals_folded(text, "-rsocket")
                    })
            })
    }
    /// process.args like~ ["*TCPSocket.new*", "*TCPSocket.open*"]
    #[inline]
    fn has_process_args__6<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::contains_folded(text, "tcpsocket.new")
                            || detectors::pattern::contains_folded(
                                text,
                                "tcpsocket.open",
                            )
                    })
            })
    }
    /// process.name like~ ["php*"]
    #[inline]
    fn has_process_name__7<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::starts_with_folded(
                        text,
                        "php",
                    ))
            })
    }
    /// process.args like~ [="-r"]
    #[inline]
    fn has_process_args__7<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value.with_text(|text| detectors::pattern::equals_folded(text, "-r"))
            })
    }
    /// process.args like~ ["*fsockopen*"]
    #[inline]
    fn has_process_args__8<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::contains_folded(
                        text,
                        "fsockopen",
                    ))
            })
    }
    /// process.args like~ ["*/bin/*sh*"]
    #[inline]
    fn has_process_args__9<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::ordered_folded(
                        text,
                        &["", "/bin/", "sh", ""],
                    ))
            })
    }
    /// process.name like~ ["python*"]
    #[inline]
    fn has_process_name__8<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::starts_with_folded(
                        text,
                        "python",
                    ))
            })
    }
    /// process.args like~ [="-c"]
    #[inline]
    fn has_process_args__10<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value.with_text(|text| detectors::pattern::equals_folded(text, "-c"))
            })
    }
    /// process.args like~ ["*import*pty*spawn*", "*import*subprocess*call*"]
    #[inline]
    fn has_process_args__11<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::ordered_folded(
                            text,
                            &["", "import", "pty", "spawn", ""],
                        )
                            || detectors::pattern::ordered_folded(
                                text,
                                &["", "import", "subprocess", "call", ""],
                            )
                    })
            })
    }
    /// process.name like~ ["perl*"]
    #[inline]
    fn has_process_name__9<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::starts_with_folded(
                        text,
                        "perl",
                    ))
            })
    }
    /// process.args like~ [="-e"]
    #[inline]
    fn has_process_args__12<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value.with_text(|text| detectors::pattern::equals_folded(text, "-e"))
            })
    }
    /// process.args like~ ["*socket*"]
    #[inline]
    fn has_process_args__13<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::contains_folded(
                        text,
                        "socket",
                    ))
            })
    }
    /// process.args like~ ["*exec*", "*system*"]
    #[inline]
    fn has_process_args__14<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::contains_folded(text, "exec")
                            || detectors::pattern::contains_folded(text, "system")
                    })
            })
    }
    /// process.name like~ ["lua*"]
    #[inline]
    fn has_process_name__10<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::starts_with_folded(
                        text,
                        "lua",
                    ))
            })
    }
    /// process.args like~ ["*socket.tcp*"]
    #[inline]
    fn has_process_args__15<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::contains_folded(
                        text,
                        "socket.tcp",
                    ))
            })
    }
    /// process.args like~ ["*io.popen*", "*os.execute*"]
    #[inline]
    fn has_process_args__16<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::contains_folded(text, "io.popen")
                            || detectors::pattern::contains_folded(text, "os.execute")
                    })
            })
    }
    /// [network where host.os.type == "linux" and event.type == "start" and event.action in ("connection_attempted", "connection_accepted") and process.name : ("python*", "php*", "perl", "ruby", "lua*", "openssl", "nc", "netcat", "ncat", "telnet", "awk") and destination.ip != null and not cidrmatch(destination.ip, "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::1")]
    #[inline]
    fn term_1<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_destination_ip(event) && has_host_os_type(event)
            && has_event_action(event) && has_event_type(event)
            && !has_destination_ip__2(event) && has_process_name(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_1<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 2usize],
        ),
    ) {
        detectors::computed::each_key::<
            HOST_ID,
            E,
        >(
            event,
            false,
            &mut |value_0| {
                let key = match value_0 {
                    ::core::option::Option::Some(value) => key.with_keyword(value),
                    ::core::option::Option::None => key.with_null(),
                };
                detectors::computed::each_key::<
                    PROCESS_ENTITY_ID,
                    E,
                >(
                    event,
                    false,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        found(
                            key.finish(),
                            &[
                                detectors::JoinKey {
                                    field: "host.id",
                                    value: value_0,
                                },
                                detectors::JoinKey {
                                    field: "process.entity_id",
                                    value: value_1,
                                },
                            ],
                        );
                    },
                );
            },
        );
    }
    /// [process where host.os.type == "linux" and event.type == "start" and event.action in ("exec", "fork") and (process.name : "python*" and process.args : "-c" and process.args : ("*import*pty*spawn*", "*import*subprocess*call*") or process.name : "perl*" and process.args : "-e" and process.args : "*socket*" and process.args : ("*exec*", "*system*") or process.name : "ruby*" and process.args : ("-e", "-rsocket") and process.args : ("*TCPSocket.new*", "*TCPSocket.open*") or process.name : "lua*" and process.args : "-e" and process.args : "*socket.tcp*" and process.args : ("*io.popen*", "*os.execute*") or process.name : "php*" and process.args : "-r" and process.args : "*fsockopen*" and process.args : "*/bin/*sh*" or process.name : ("awk", "gawk", "mawk", "nawk") and process.args : "*/inet/tcp/*" or process.name : "openssl" and process.args : "-connect" or process.name : ("nc", "ncat", "netcat") and process.args == "-e" and process.args_count >= 3 and not process.args == "-z" or process.name : "telnet" and process.args_count >= 3) and process.parent.name : ("bash", "dash", "sh", "tcsh", "csh", "zsh", "ksh", "fish", "python*", "php*", "perl", "ruby", "lua*", "openssl", "nc", "netcat", "ncat", "telnet", "awk")]
    #[inline]
    fn term_0<E: detectors::Event>(event: &E) -> bool {
        has_event_category__2(event) && has_host_os_type(event)
            && has_event_action__2(event) && has_event_type(event)
            && has_process_parent_name(event)
            && ((has_process_args_count(event) && has_process_name__2(event))
                || (has_process_name__3(event) && has_process_args(event))
                || (has_process_args_count(event) && has_process_name__4(event)
                    && has_process_args__2(event) && !has_process_args__3(event))
                || (has_process_name__5(event) && has_process_args__4(event))
                || (has_process_name__6(event) && has_process_args__5(event)
                    && has_process_args__6(event))
                || (has_process_name__7(event) && has_process_args__7(event)
                    && has_process_args__8(event) && has_process_args__9(event))
                || (has_process_name__8(event) && has_process_args__10(event)
                    && has_process_args__11(event))
                || (has_process_name__9(event) && has_process_args__12(event)
                    && has_process_args__13(event) && has_process_args__14(event))
                || (has_process_name__10(event) && has_process_args__12(event)
                    && has_process_args__15(event) && has_process_args__16(event)))
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_0<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 2usize],
        ),
    ) {
        detectors::computed::each_key::<
            HOST_ID,
            E,
        >(
            event,
            false,
            &mut |value_0| {
                let key = match value_0 {
                    ::core::option::Option::Some(value) => key.with_keyword(value),
                    ::core::option::Option::None => key.with_null(),
                };
                detectors::computed::each_key::<
                    PROCESS_ENTITY_ID,
                    E,
                >(
                    event,
                    false,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        found(
                            key.finish(),
                            &[
                                detectors::JoinKey {
                                    field: "host.id",
                                    value: value_0,
                                },
                                detectors::JoinKey {
                                    field: "process.entity_id",
                                    value: value_1,
                                },
                            ],
                        );
                    },
                );
            },
        );
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 18usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "process"))),
            shapes
                .may_have(
                    "host.os.type",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "event.action",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "event.type",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.parent.name",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.args_count",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.name",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.args",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.entity_id",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes.may_be(::core::option::Option::Some(("event.category", "network"))),
            shapes
                .may_have(
                    "destination.ip",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "host.os.type",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "event.action",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "event.type",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "process.name",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "process.entity_id",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `host.os.type` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `event.action` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `event.type` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `process.parent.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            ((answers[5usize] && answers[6usize]) || (answers[6usize] && answers[7usize])
            || (answers[5usize] && answers[6usize] && answers[7usize] && true) ||
            (answers[6usize] && answers[7usize]) || (answers[6usize] && answers[7usize]
            && answers[7usize]) || (answers[6usize] && answers[7usize] && answers[7usize]
            && answers[7usize]) || (answers[6usize] && answers[7usize] &&
            answers[7usize]) || (answers[6usize] && answers[7usize] && answers[7usize] &&
            answers[7usize]) || (answers[6usize] && answers[7usize] && answers[7usize] &&
            answers[7usize])),
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `process.args_count`, `process.name`, `process.args` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[8usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `host.id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[9usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `process.entity_id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[10usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: no event of this type can be a `network` event\nhelp: leave the rule out, or add events with `#[event(category = \"network\")]`"
        );
        ::core::assert!(
            answers[11usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `destination.ip` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[12usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `host.os.type` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[13usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `event.action` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[14usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `event.type` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `destination.ip` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[15usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `process.name` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[16usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `host.id` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[17usize],
            "rule `Potential Reverse Shell via Suspicious Child Process` can never match: it needs `process.entity_id` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Potential Reverse Shell via Suspicious Child Process
    ///
    /// Finds a shell that a suspicious chain of processes hands to somebody else. A scripting language or network utility starts below a shell or an interpreter, with arguments that are typical of a reverse shell, and within a second the same process connects to, or accepts a connection from, another machine. Attackers open reverse shells to keep a foothold on a system that they have entered.
    ///
    /// - TA0002 Execution, T1059 Command and Scripting Interpreter, T1059.004 Unix Shell
    /// - TA0011 Command and Control, T1071 Application Layer Protocol
    ///
    /// ```text
    /// sequence by host.id, process.entity_id with maxspan=1s
    ///   [process where host.os.type == "linux" and event.type == "start" and event.action in ("exec", "fork") and (
    ///     (process.name : "python*" and process.args : "-c" and process.args : (
    ///      "*import*pty*spawn*", "*import*subprocess*call*"
    ///     )) or
    ///     (process.name : "perl*" and process.args : "-e" and process.args : "*socket*" and process.args : (
    ///      "*exec*", "*system*"
    ///     )) or
    ///     (process.name : "ruby*" and process.args : ("-e", "-rsocket") and process.args : (
    ///      "*TCPSocket.new*", "*TCPSocket.open*"
    ///      )) or
    ///     (process.name : "lua*" and process.args : "-e" and process.args : "*socket.tcp*" and process.args : (
    ///      "*io.popen*", "*os.execute*"
    ///     )) or
    ///     (process.name : "php*" and process.args : "-r" and process.args : "*fsockopen*" and process.args : "*/bin/*sh*") or
    ///     (process.name : ("awk", "gawk", "mawk", "nawk") and process.args : "*/inet/tcp/*") or
    ///     (process.name : "openssl" and process.args : "-connect") or
    ///     (process.name : ("nc", "ncat", "netcat") and process.args == "-e" and process.args_count >= 3 and not process.args == "-z") or
    ///     (process.name : "telnet" and process.args_count >= 3)
    ///   ) and process.parent.name : (
    ///     "bash", "dash", "sh", "tcsh", "csh", "zsh", "ksh", "fish", "python*", "php*", "perl", "ruby", "lua*", "openssl", "nc", "netcat", "ncat", "telnet", "awk"
    ///   )]
    ///   [network where host.os.type == "linux" and event.type == "start" and event.action in ("connection_attempted", "connection_accepted") and
    ///    process.name : ("python*", "php*", "perl", "ruby", "lua*", "openssl", "nc", "netcat", "ncat", "telnet", "awk") and destination.ip != null and
    ///    not cidrmatch(destination.ip, "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::1")]
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Finds a shell that a suspicious chain of processes hands to somebody else. A scripting language or network utility starts below a shell or an interpreter, with arguments that are typical of a reverse shell, and within a second the same process connects to, or accepts a connection from, another machine. Attackers open reverse shells to keep a foothold on a system that they have entered.",
            severity: detectors::rule::Severity::Medium,
            risk_score: 47u8,
            version: 9u32,
            author: &["Elastic"],
            license: "Elastic License v2",
            tags: &[
                "Domain: Endpoint",
                "OS: Linux",
                "Use Case: Threat Detection",
                "Tactic: Execution",
                "Data Source: Elastic Defend",
            ],
            threat: &[
                detectors::rule::Threat {
                    framework: "MITRE ATT&CK",
                    tactic: &ATTACK_2,
                    techniques: &[
                        detectors::rule::Technique {
                            technique: &ATTACK_4,
                            subtechniques: &[&ATTACK_3],
                        },
                    ],
                },
                detectors::rule::Threat {
                    framework: "MITRE ATT&CK",
                    tactic: &ATTACK_5,
                    techniques: &[
                        detectors::rule::Technique {
                            technique: &ATTACK_6,
                            subtechniques: &[],
                        },
                    ],
                },
            ],
            interval_ms: 300000u64,
            from_ms: 540000u64,
            max_signals: 100u32,
            enabled: true,
            building_block: false,
            pipes: &[],
            missing_stages: &[],
            ..detectors::Rule::new(
                "76e4d92b-61c1-4a95-ab61-5fd94179a1ee",
                "Potential Reverse Shell via Suspicious Child Process",
            )
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "sequence by host.id, process.entity_id with maxspan=1s\n  [process where host.os.type == \"linux\" and event.type == \"start\" and event.action in (\"exec\", \"fork\") and (\n    (process.name : \"python*\" and process.args : \"-c\" and process.args : (\n     \"*import*pty*spawn*\", \"*import*subprocess*call*\"\n    )) or\n    (process.name : \"perl*\" and process.args : \"-e\" and process.args : \"*socket*\" and process.args : (\n     \"*exec*\", \"*system*\"\n    )) or\n    (process.name : \"ruby*\" and process.args : (\"-e\", \"-rsocket\") and process.args : (\n     \"*TCPSocket.new*\", \"*TCPSocket.open*\"\n     )) or\n    (process.name : \"lua*\" and process.args : \"-e\" and process.args : \"*socket.tcp*\" and process.args : (\n     \"*io.popen*\", \"*os.execute*\"\n    )) or\n    (process.name : \"php*\" and process.args : \"-r\" and process.args : \"*fsockopen*\" and process.args : \"*/bin/*sh*\") or\n    (process.name : (\"awk\", \"gawk\", \"mawk\", \"nawk\") and process.args : \"*/inet/tcp/*\") or\n    (process.name : \"openssl\" and process.args : \"-connect\") or\n    (process.name : (\"nc\", \"ncat\", \"netcat\") and process.args == \"-e\" and process.args_count >= 3 and not process.args == \"-z\") or\n    (process.name : \"telnet\" and process.args_count >= 3)\n  ) and process.parent.name : (\n    \"bash\", \"dash\", \"sh\", \"tcsh\", \"csh\", \"zsh\", \"ksh\", \"fish\", \"python*\", \"php*\", \"perl\", \"ruby\", \"lua*\", \"openssl\", \"nc\", \"netcat\", \"ncat\", \"telnet\", \"awk\"\n  )]\n  [network where host.os.type == \"linux\" and event.type == \"start\" and event.action in (\"connection_attempted\", \"connection_accepted\") and\n   process.name : (\"python*\", \"php*\", \"perl\", \"ruby\", \"lua*\", \"openssl\", \"nc\", \"netcat\", \"ncat\", \"telnet\", \"awk\") and destination.ip != null and\n   not cidrmatch(destination.ip, \"127.0.0.0/8\", \"169.254.0.0/16\", \"224.0.0.0/4\", \"::1\")]",
            index: &["logs-endpoint.events.*"],
            references: &[],
            false_positives: &[],
            note: "",
            setup: "The rule reads the process and network events of Elastic Defend on Linux.\n\nElastic Defend is an integration of the Elastic Agent, and agents get their integrations through Fleet. So there must\nbe a Fleet Server; add Elastic Defend to an agent policy there, let the policy collect process and network events, and\nenrol the Linux hosts in it. Events of other sources serve as well if they fill the same fields.\n",
            ..detectors::Guide::NONE
        };
        const REQUIREMENTS: &'static [detectors::event::Requirement] = &[
            detectors::event::Requirement {
                field: "event.category",
                category: ::core::option::Option::None,
                message: "rule `Potential Reverse Shell via Suspicious Child Process` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "host.os.type",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `host.os.type` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.os.type\")]`, or say `#[event(missing = \"host.os.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.action",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `event.action` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.action\")]`, or say `#[event(missing = \"event.action\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.type",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `event.type` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.type\")]`, or say `#[event(missing = \"event.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.parent.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `process.parent.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.parent.name\")]`, or say `#[event(missing = \"process.parent.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.args_count",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `process.args_count` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.args_count\")]`, or say `#[event(missing = \"process.args_count\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.args",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `process.args` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.args\")]`, or say `#[event(missing = \"process.args\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` joins events by `host.id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` joins events by `process.entity_id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` takes the time from `@timestamp` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "destination.ip",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `destination.ip` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"destination.ip\")]`, or say `#[event(missing = \"destination.ip\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.os.type",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `host.os.type` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.os.type\")]`, or say `#[event(missing = \"host.os.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.action",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `event.action` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.action\")]`, or say `#[event(missing = \"event.action\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.type",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `event.type` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.type\")]`, or say `#[event(missing = \"event.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` reads `process.name` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` joins events by `host.id` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` joins events by `process.entity_id` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Potential Reverse Shell via Suspicious Child Process` takes the time from `@timestamp` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.entity_id", detectors::SlotKind::Str),
            detectors::SlotField::new("host.id", detectors::SlotKind::Str),
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("event.type", detectors::SlotKind::Str),
            detectors::SlotField::new("destination.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("host.os.type", detectors::SlotKind::Str),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("process.parent.name", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("process.args_count", detectors::SlotKind::Int),
            detectors::SlotField::new("event.action", detectors::SlotKind::Str),
            detectors::SlotField::new("process.args", detectors::SlotKind::Str),
        ];
    }
    impl Example {
        /// A matcher with nothing seen yet, and with room for `CAPACITY` events in unfinished sequences.
        ///
        /// Its hash of join keys is not secret: where an attacker can choose join keys, see `matcher_with_seed`.
        pub const fn matcher<const CAPACITY: usize>() -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 2usize,
                    "the matcher's CAPACITY has to be at least 2, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
                );
            }
            ExampleMatcher {
                pool: detectors::sequence::Pool::with_seed([0, 0]),
                counters: detectors::Counters::new(),
            }
        }
        /// A matcher whose hash of join keys is keyed by `seed`: a random number that nobody else knows.
        pub const fn matcher_with_seed<const CAPACITY: usize>(
            seed: [u64; 2],
        ) -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 2usize,
                    "the matcher's CAPACITY has to be at least 2, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
                );
            }
            ExampleMatcher {
                pool: detectors::sequence::Pool::with_seed(seed),
                counters: detectors::Counters::new(),
            }
        }
    }
    impl<const CAPACITY: usize> ExampleMatcher<CAPACITY> {
        /// Judges one event; `sink` gets each alert.
        #[inline]
        pub fn observe<E: detectors::Event>(
            &mut self,
            event: &E,
            mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            const {
                E::SHAPES.require(<Example as detectors::Detector>::REQUIREMENTS);
                reach(&E::SHAPES);
            }
            let rule = <Example as detectors::Detector>::RULE;
            self.counters.observed = self.counters.observed.saturating_add(1);
            let Self { pool, counters } = self;
            let matched_1 = term_1(event);
            let matched_0 = term_0(event);
            if matched_1 || matched_0 {
                let timestamp = detectors::computed::timestamp::<TIMESTAMP, E>(event);
                const SEQUENCE: detectors::sequence::Sequence = detectors::sequence::Sequence {
                    id: 0u16,
                    span_ms: ::core::option::Option::Some(1000u64),
                };
                if let ::core::option::Option::Some(mut step) = pool
                    .step::<2usize>(SEQUENCE, timestamp, event.handle())
                {
                    if matched_1 {
                        if step.is_holding() {
                            keys_1(
                                event,
                                step.key(),
                                &mut |key, join_keys| {
                                    step
                                        .complete(
                                            key,
                                            |events| {
                                                counters.matched = counters.matched.saturating_add(1);
                                                sink(
                                                    &detectors::Alert {
                                                        rule,
                                                        events,
                                                        join_keys,
                                                    },
                                                );
                                            },
                                        )
                                },
                            );
                        }
                    }
                    if matched_0 {
                        keys_0(event, step.key(), &mut |key, _| step.start(key));
                    }
                }
            }
        }
        /// Time has passed: lets go of what can no longer be completed at `now`. `sink` gets alerts that waited for it.
        pub fn advance(
            &mut self,
            now: detectors::Timestamp,
            sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            self.decide(::core::option::Option::Some(now), sink);
        }
        /// No event will follow: `sink` gets the alerts that only had to wait.
        pub fn finish(&mut self, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
            self.decide(::core::option::Option::None, sink);
        }
        #[allow(unused_mut, unused_variables)]
        fn decide(
            &mut self,
            now: ::core::option::Option<detectors::Timestamp>,
            mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            if let ::core::option::Option::Some(now) = now {
                self.pool.advance(now);
            }
        }
        /// What has been done and given up so far.
        pub fn counters(&self) -> detectors::Counters {
            #[allow(unused_mut)]
            let mut counters = self.counters;
            self.pool.tally().add_to(&mut counters);
            counters
        }
        /// The event that was observed first among those that unfinished sequences still hold.
        pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            self.pool.oldest_live_handle()
        }
        /// Forgets all that was seen, counters too, and keys the hash of join keys by `seed`: for a matcher in a `static`,
        /// which is there before a random number is.
        pub fn reseed(&mut self, seed: [u64; 2]) {
            self.pool.reseed(seed);
            self.counters = detectors::Counters::new();
        }
        /// What became of the rule's unfinished sequences.
        pub fn tally(&self) -> detectors::sequence::Tally {
            self.pool.tally()
        }
    }
    #[automatically_derived]
    impl<const CAPACITY: usize> detectors::Matcher for ExampleMatcher<CAPACITY> {
        #[inline]
        fn observe<E: detectors::Event>(
            &mut self,
            event: &E,
            sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            Self::observe(self, event, sink)
        }
        fn advance(
            &mut self,
            now: detectors::Timestamp,
            sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            Self::advance(self, now, sink)
        }
        fn finish(&mut self, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
            Self::finish(self, sink)
        }
        fn counters(&self) -> detectors::Counters {
            Self::counters(self)
        }
        fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            Self::oldest_live_handle(self)
        }
    }
};
