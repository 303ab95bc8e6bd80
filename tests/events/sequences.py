"""Scenarios about order, time, join keys and state, and about how the same fields may be written."""

from stages import COMMANDS, Scenario, network, process, near_miss, true_case
from documents import GONE

P_N = [("p", "n")]
NC = COMMANDS["nc"]
TELNET = COMMANDS["telnet"]


def maxspan():
    yield true_case("1,000 ms", "maxspan is inclusive", n=dict(at_ms=1000))
    yield true_case("999 ms", "within maxspan", n=dict(at_ms=999))
    yield true_case(
        "1,000.999 ms", "times are cut to milliseconds before they are compared",
        dict(nanos=0, digits=9), dict(at_ms=1000, nanos=999_000, digits=9),
    )
    yield near_miss(
        "1,000.001 ms over the edge of a millisecond", "times are cut to milliseconds before they are compared: 1,001 ms",
        dict(nanos=999_999, digits=9), dict(at_ms=1001, nanos=999, digits=9),
    )
    yield Scenario(
        "too late, then again", "the late connection uses the partial up; a new start and connection alert",
        [process(), network(at=1001, label="late"), process(at=1300, label="p2"), network(at=2300, label="n2")], [("p2", "n2")],
    )
    yield Scenario(
        "excluded, then too late", "an excluded connection does not restart maxspan",
        [process(), network(at=600, ip="127.0.0.53", label="resolver"), network(at=1100)],
    )
    yield Scenario(
        "excluded, then in time", "an event that matches no stage leaves the partial alone",
        [process(), network(at=20, ip="127.0.0.53", label="resolver"), network(at=700)], P_N,
    )


def order():
    yield true_case("the connection comes to us first", "the time of the event counts, not its place", dict(delay_ms=3400))
    yield near_miss(
        "the process comes to us first, but is later", "the time of the event counts, not its place",
        n=dict(at_ms=-250, delay_ms=2600),
    )
    yield Scenario(
        "an older start comes last", "the newest start is the one with the greatest time",
        [process(label="old", delay_ms=3700), process(at=400), network(at=900)], P_N,
    )
    yield Scenario(
        "the start comes after two connections", "in order: start, connection, connection",
        [process(delay_ms=2900), network(at=300), network(at=600, label="second", delay_ms=100)], P_N,
    )
    yield true_case("same millisecond", "event.sequence puts the process first", n=dict(at_ms=0, sequence_shift=5))
    yield true_case(
        "same millisecond, other place", "event.sequence puts the process first, though it comes later",
        dict(delay_ms=40), dict(at_ms=0, sequence_shift=5),
    )
    yield true_case(
        "same millisecond, other nanoseconds", "within a millisecond event.sequence decides, not what follows it",
        dict(nanos=900_000, digits=9), dict(at_ms=0, nanos=100_000, digits=9, sequence_shift=5),
    )
    yield near_miss("same millisecond, connection first", "event.sequence puts the connection first", n=dict(at_ms=0, sequence_shift=-25))
    none = {"event.sequence": GONE}
    yield true_case("same millisecond, no sequences", "then the place in the input decides", dict(edits=none), dict(at_ms=0, edits=none))
    yield near_miss(
        "same millisecond, no sequences, connection first", "then the place in the input decides",
        dict(edits=none, delay_ms=30), dict(at_ms=0, edits=none),
    )
    yield near_miss("same millisecond, process without sequence", "a missing sequence is last", dict(edits=none), dict(at_ms=0))
    yield true_case(
        "same millisecond, connection without sequence", "a missing sequence is last, wherever it comes",
        dict(delay_ms=30), dict(at_ms=0, edits=none),
    )
    yield true_case("a time with an offset", "12:00+02:00 is 10:00Z", n=dict(time="offset"))
    yield true_case("times of other lengths", "whole seconds, and three digits", dict(at_ms=0, digits=0), dict(at_ms=999, digits=3))


def partials():
    yield Scenario(
        "fork, then exec", "the newest start wins: the alert names the exec",
        [process(label="fork", action="fork"), process(at=8), network(at=130)], P_N,
    )
    yield Scenario(
        "the shell forks, then execs", "the fork still has the name of the shell, the exec starts the sequence",
        [process("bash", ["bash"], label="fork", action="fork"), process(at=6), network(at=120)], P_N,
    )
    yield Scenario(
        "exec, then something else under the same id", "an event that matches no stage leaves the partial alone",
        [process(), process("sh", ["sh", "-i"], at=60, label="sh", parent="python3"), network(at=200)], P_N,
    )
    yield Scenario(
        "a newer start replaces the older", "1,500 ms after the first, 600 ms after the second",
        [process(label="old"), process(at=900), network(at=1500)], P_N,
    )
    yield Scenario(
        "a newer start replaces the older for good", "the second connection finds nothing",
        [process(label="old"), process(at=300), network(at=500), network(at=600, label="second")], P_N,
    )
    yield Scenario(
        "a second connection", "the first used the partial up",
        [process(), network(at=100), network(at=200, label="second"), network(at=900, label="third")], P_N,
    )
    yield Scenario(
        "twice in one process", "each start has its connection",
        [process(), network(at=100), process(at=150, label="p2"), network(at=260, label="n2")], [("p", "n"), ("p2", "n2")],
    )
    yield Scenario(
        "two alerts of one host", "two processes, one after the other",
        [process(), network(at=100), process("nc", NC, at=300, label="p2", entity="f"), network("nc", at=420, label="n2", entity="f")],
        [("p", "n"), ("p2", "n2")],
    )
    yield Scenario(
        "three processes interleaved", "alerts come in the order of their connections",
        [
            process(label="p1", entity="a"), process("nc", NC, at=30, label="p2", entity="b"),
            process("telnet", TELNET, at=60, label="p3", entity="c"),
            network("nc", at=200, label="n2", entity="b"), network(at=410, label="n1", entity="a"),
            network("telnet", at=650, label="n3", entity="c"),
        ],
        [("p2", "n2"), ("p1", "n1"), ("p3", "n3")],
    )
    many = "abcdefghijkl"
    yield Scenario(
        "twelve in flight", "the last to start connects first, every third not at all",
        [process("nc", NC, at=10 * at, label=f"p{at}", entity=many[at]) for at in range(12)]
        + [network("nc", at=900 - 20 * at, label=f"n{at}", entity=many[at]) for at in range(12) if at % 3],
        [(f"p{at}", f"n{at}") for at in reversed(range(12)) if at % 3],
    )
    yield Scenario(
        "the same document twice", "the copy replaces the first, the copied connection finds nothing",
        [process(label="original", key="twice p"), process(label="p", key="twice p", delay_ms=900), network(key="twice n"), network(label="copy", key="twice n", delay_ms=900)],
        P_N,
    )


def keys():
    yield Scenario(
        "one id on two hosts", "both keys must agree, and both do, on either host",
        [process(label="pa", host="a"), process(at=40, label="pb", host="b"), network(at=300, label="nb", host="b"), network(at=350, label="na", host="a")],
        [("pb", "nb"), ("pa", "na")],
    )
    yield near_miss(
        "ids that differ in case", "join keys mind case",
        p=dict(edits={"process.entity_id": "Abc"}), n=dict(edits={"process.entity_id": "abc"}),
    )
    yield Scenario(
        "a connection of two processes", "several values of a key count one by one; equal last events by key",
        [
            process(label="pa", edits={"process.entity_id": "two-a"}),
            process("nc", NC, at=25, label="pb", edits={"process.entity_id": ["two-b"]}),
            network("nc", at=200, edits={"process.entity_id": ["two-b", "two-a", "two-c"]}),
        ],
        [("pa", "n", "two-a"), ("pb", "n", "two-b")],
    )
    both = {"event.category": ["process", "network"], "event.action": ["exec", "connection_attempted"], "destination": {"ip": "203.0.113.9", "port": 4444}}
    yield Scenario(
        "events of both categories", "one event never fills both stages; the second ends what the first began, and begins anew",
        [process(label="both1", edits=both), process(at=100, label="both2", edits=both), network(at=180)],
        [("both1", "both2"), ("both2", "n")],
    )


def spelled():
    """The same fields as other shippers write them."""
    yield true_case("dotted keys", "one flat object", dict(shape="dotted"), dict(shape="dotted"))
    yield true_case("some dotted keys", "dotted keys beside and inside objects", dict(shape="mixed"), dict(shape="mixed"))
    yield true_case("dotted, then nested", "both mean the same", dict(shape="dotted"))
    yield true_case("as a search hit", "the event is under `_source`", dict(shape="hit"), dict(shape="hit"))
    yield true_case(
        "scalar category and type", "a scalar is an array of one",
        dict(edits={"event.category": "process", "event.type": "start"}), dict(edits={"event.category": "network", "event.type": "start"}),
    )
    yield true_case(
        "several categories and types", "any of them counts",
        dict(edits={"event.category": ["session", "process"], "event.type": ["change", "start"]}),
        dict(edits={"event.category": ["network", "session"], "event.type": ["start", "end", "protocol"]}),
    )
    yield true_case(
        "arrays of one", "an array of one is a scalar",
        dict(edits={"event.action": ["exec"], "host.os.type": ["linux"], "process.name": ["python3"], "process.parent.name": ["bash"]}),
        dict(edits={"process.name": ["python3"], "event.action": ["connection_attempted"], "host.os.type": ["linux"]}),
    )
    yield true_case(
        "arguments in nested arrays", "nested arrays count flat, nulls not at all",
        dict(name="nc", args=NC, edits={"process.args": [["nc", ["-e"]], None, ["/bin/sh"], []]}), dict(name="nc"),
    )
    yield true_case(
        "escaped name", "`n\\u0063` is nc", dict(name="nc", args=NC, text=[('"name":"nc"', '"name":"n\\u0063"')]),
        dict(name="nc", text=[('"name":"nc"', '"name":"\\u006e\\u0063"')]),
    )
    yield true_case(
        "escaped slashes", "`\\/` is /", dict(name="awk", args=COMMANDS["awk"], text=[("/inet/tcp/", "\\/inet\\/tcp\\/")]), dict(name="awk"),
    )
    yield true_case(
        "escaped keys", "a key may be escaped, too", dict(text=[('"process":{', '"pr\\u006fcess":{')]), dict(text=[('"ip":"203.0.113.9"', '"\\u0069p":"203.0.113.9"')]),
    )
    yield true_case(
        "escaped pair", "two escapes make one character",
        dict(args=["python3", "-c", "import pty #🐍\npty.spawn('sh')"], text=[("🐍", "\\ud83d\\udc0d")]),
    )


def scenarios():
    for group in [maxspan, order, partials, keys, spelled]:
        yield from group()
