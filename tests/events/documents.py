"""Documents in the shape of Elastic Defend, built from a few facts each.

An `Event` says what happened and when; `render` turns it into one line of JSON. All that looks random comes from
hashes of names (`Dice`), so that the same tables always give the same bytes.
"""

import base64
import copy
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

START_MS = 1772438400000  # 2026-03-02T08:00:00Z
GONE = object()  # As the value of an edit: remove the field.


class Dice:
    """Repeatable numbers for one name."""

    def __init__(self, name):
        self.name, self.count = name, 0

    def below(self, bound):
        self.count += 1
        digest = hashlib.sha256(f"{self.name}#{self.count}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % bound

    def pick(self, items):
        return items[self.below(len(items))]


def hexadecimal(text, length):
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def uuid(text):
    digits = hexadecimal(text, 32)
    return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])


def entity_id(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()[:30]).decode()


@dataclass(frozen=True)
class Host:
    name: str
    address: str
    os_type: str = "linux"
    os_name: str = "Ubuntu"
    os_version: str = "24.04.2"

    @property
    def id(self):
        return hexadecimal(f"host {self.name}", 32)

    def document(self):
        digits = hexadecimal(f"mac {self.name}", 10)
        mac = "-".join(["02"] + [digits[at : at + 2] for at in range(0, 10, 2)])
        system = {"name": self.os_name, "version": self.os_version, "type": self.os_type}
        addresses = [self.address, "127.0.0.1", "::1"]
        return {
            "hostname": self.name, "name": self.name, "id": self.id, "architecture": "x86_64",
            "ip": addresses, "mac": [mac], "os": system,
        }


HOSTS = [
    Host("web-01", "10.20.0.11"),
    Host("web-02", "10.20.0.12", os_name="Debian GNU/Linux", os_version="12"),
    Host("db-01", "10.20.0.21", os_name="Rocky Linux", os_version="9.5"),
    Host("build-07", "10.20.0.37"),
    Host("jump-01", "10.20.0.5", os_name="Debian GNU/Linux", os_version="12"),
]
MAC = Host("mbp-rh", "10.20.4.50", "macos", "macOS", "15.3")
WINDOWS = Host("ws-114", "10.20.4.114", "windows", "Windows", "11 24H2")


@dataclass
class Event:
    """One event. `at_ms` counts from the start of its scenario, later from `START_MS`."""

    kind: str  # process, network, file, dns
    at_ms: int
    name: str
    label: str = ""
    host: object = None  # a Host, or the letter of one within the scenario
    entity: object = "e"  # label of the process within the scenario; a list gives the field several values
    action: str = "exec"
    args: list = None
    parent: str = "bash"
    ip: object = None
    port: int = 443
    edits: dict = field(default_factory=dict)  # dotted path → value, applied to the nested document
    shape: str = "nested"  # nested, dotted, mixed, hit
    text: list = field(default_factory=list)  # replacements in the line itself
    delay_ms: int = 0  # how much later than it happened it comes
    sequence_shift: int = 0  # moves event.sequence among those of the host, 10 a step
    time: str = "utc"  # utc, offset
    digits: int = 7  # fractional digits of the time
    nanos: int = None  # nanoseconds within the millisecond
    key: str = ""  # what makes the ids of the event its own
    sequence: int = 0
    scenario: str = ""

    @property
    def id(self):
        # Ids of Elastic Defend have 16 characters, then plus signs.
        return base64.b64encode(hashlib.sha256(f"event {self.key}".encode()).digest())[:16].decode() + "+++++" + hexadecimal(self.key, 4)

    def entities(self):
        labels = self.entity if isinstance(self.entity, list) else [self.entity]
        return [entity_id(f"{self.scenario}/{label}") for label in labels]

    def timestamp(self):
        moment = datetime.fromtimestamp(0, timezone.utc) + timedelta(milliseconds=START_MS + self.at_ms)
        zone = "Z"
        if self.time == "offset":
            moment, zone = moment + timedelta(hours=2), "+02:00"
        text = moment.strftime("%Y-%m-%dT%H:%M:%S")
        if self.digits == 0:
            assert moment.microsecond == 0, self.key
            return text + zone
        nanos = self.nanos if self.nanos is not None else Dice(f"nanos {self.key}").below(1_000_000)
        fraction = f"{moment.microsecond // 1000:03}{nanos:06}"[: self.digits]
        return f"{text}.{fraction}{zone}"


def person(event):
    if Dice(f"user {event.scenario}{event.name}").below(3) == 0:
        return {"id": "0", "name": "root"}
    return {"id": "1000", "name": "deploy"}


def process_fields(event, pid):
    entities = event.entities()
    executable = f"/usr/bin/{event.name}"
    parent_entity = entity_id(f"{event.scenario}/parent")
    fields = {
        "entity_id": entities if isinstance(event.entity, list) else entities[0],
        "name": event.name, "executable": executable, "pid": pid,
        "entry_leader": {"entity_id": entity_id(f"leader {event.host.name}"), "parent": {"entity_id": entity_id(f"init {event.host.name}")}},
    }
    if event.kind != "process":
        return fields | {"parent": {"entity_id": parent_entity}}
    args = event.args if event.args is not None else [event.name]
    flat = args if isinstance(args, list) else [args]
    return fields | {
        "args": args, "args_count": len(flat), "command_line": " ".join(str(arg) for arg in flat),
        "interactive": event.parent == "bash", "working_directory": "/",
        "parent": {"entity_id": parent_entity, "name": event.parent, "executable": f"/usr/bin/{event.parent}", "pid": pid - 1},
    }


def event_fields(event):
    dataset = {"process": "process", "file": "file"}.get(event.kind, "network")
    ended = event.action in ("end", "disconnect_received")
    kinds = {"file": "creation"}.get(event.kind, "end" if ended else "start")
    if event.kind == "dns":
        kinds = ["protocol", "info"]
    return {
        "action": event.action, "category": [dataset], "created": event.timestamp(), "dataset": f"endpoint.events.{dataset}",
        "id": event.id, "kind": "event", "module": "endpoint", "outcome": "unknown", "sequence": event.sequence,
        "type": kinds if isinstance(kinds, list) else [kinds],
    }


def document(event):
    """The nested document, edits applied."""
    dice = Dice(f"document {event.key}")
    of_event = event_fields(event)
    agent = uuid(f"agent {event.host.name}")
    result = {
        "@timestamp": of_event["created"],
        "agent": {"id": agent, "type": "endpoint", "version": "9.0.3"},
        "data_stream": {"dataset": of_event["dataset"], "namespace": "default", "type": "logs"},
        "ecs": {"version": "8.10.0"},
        "elastic": {"agent": {"id": agent}},
        "event": of_event,
        "host": event.host.document(),
        "message": {"process": "Endpoint process event", "file": "Endpoint file event"}.get(event.kind, "Endpoint network event"),
        "process": process_fields(event, 2000 + Dice(f"pid {event.scenario}").below(60000)),
        "user": person(event),
    }
    if event.kind == "network":
        result |= connection(event, dice)
    if event.kind == "file":
        path = f"/var/tmp/{event.name}.{dice.below(10000)}"
        result["file"] = {"path": path, "name": path.rsplit("/", 1)[1], "size": dice.below(90000)}
    if event.kind == "dns":
        result["dns"] = {"question": {"name": dice.pick(["deb.debian.org", "registry.npmjs.org", "db-01.internal"]), "type": "A"}}
    for path, value in event.edits.items():
        edit(result, path.split("."), value)
    return result


def connection(event, dice):
    first = event.ip[0] if isinstance(event.ip, list) and event.ip else event.ip
    destination = {"address": first, "ip": event.ip, "port": event.port}
    incoming = event.action == "connection_accepted"
    return {
        "destination": destination,
        "source": {"address": event.host.address, "ip": event.host.address, "port": 32768 + dice.below(28000)},
        "network": {"direction": "ingress" if incoming else "egress", "transport": "tcp", "type": "ipv6" if ":" in str(first) else "ipv4"},
    }


def edit(at, path, value):
    for name in path[:-1]:
        at = at[name]
    if value is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = value


def flat(tree, prefix=""):
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def shaped(event, nested):
    """The document as one of the ways in which shippers write the same fields."""
    if event.shape == "dotted":
        return dict(flat(nested))
    if event.shape == "mixed":
        result = copy.deepcopy(nested)
        result |= flat(result.pop("process"), "process.")
        result["host"] = dict(flat(result["host"]))
        return result
    if event.shape == "hit":
        index = f".ds-logs-{nested['data_stream']['dataset']}-default-2026.03.02-000007"
        return {"_index": index, "_id": hexadecimal(f"hit {event.key}", 20), "_source": nested}
    return nested


def render(event):
    """One line, without its end."""
    line = json.dumps(shaped(event, document(event)), ensure_ascii=False, separators=(",", ":"))
    for old, new in event.text:
        assert old in line, (event.key, old)
        line = line.replace(old, new)
    return line
