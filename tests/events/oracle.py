"""The rule again, by hand: a second opinion on what the events alert, for `--check`.

Reads documents, knows nothing of the tables that they were made from. Order: time in milliseconds, `event.sequence`
(missing last), line. State: one slot a key, the newest start wins, a connection takes it.
"""

import ipaddress
import itertools
import re
from datetime import datetime

MAXSPAN_MS = 1000
PARENTS = "bash dash sh tcsh csh zsh ksh fish python* php* perl ruby lua* openssl nc netcat ncat telnet awk".split()
CONNECTING = "python* php* perl ruby lua* openssl nc netcat ncat telnet awk".split()
EXCLUDED = [ipaddress.ip_network(block) for block in ["127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::1"]]
UPPER_TO_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def values(document):
    """Dotted path → its values: arrays flat, nulls not at all, an object in an array by its path."""
    result = {}

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for inner in value:
                walk(inner, path)
        elif value is not None:
            result.setdefault(path, []).append(value)

    walk(document.get("_source", document), "")
    return result


def like(candidates, *patterns):
    """The `:` of EQL on strings."""
    for pattern in patterns:
        parts = [re.escape(part) for part in pattern.translate(UPPER_TO_LOWER).split("*")]
        expression = re.compile(".*".join(parts), re.DOTALL)
        if any(expression.fullmatch(value.translate(UPPER_TO_LOWER)) for value in candidates):
            return True
    return False


def starts(fields):
    name, args = fields.get("process.name", []), fields.get("process.args", [])
    counted = any(count >= 3 for count in fields.get("process.args_count", []))
    return (
        "process" in fields.get("event.category", [])
        and "linux" in fields.get("host.os.type", [])
        and "start" in fields.get("event.type", [])
        and any(action in ("exec", "fork") for action in fields.get("event.action", []))
        and like(fields.get("process.parent.name", []), *PARENTS)
        and (
            like(name, "python*") and like(args, "-c") and like(args, "*import*pty*spawn*", "*import*subprocess*call*")
            or like(name, "perl*") and like(args, "-e") and like(args, "*socket*") and like(args, "*exec*", "*system*")
            or like(name, "ruby*") and like(args, "-e", "-rsocket") and like(args, "*TCPSocket.new*", "*TCPSocket.open*")
            or like(name, "lua*") and like(args, "-e") and like(args, "*socket.tcp*") and like(args, "*io.popen*", "*os.execute*")
            or like(name, "php*") and like(args, "-r") and like(args, "*fsockopen*") and like(args, "*/bin/*sh*")
            or like(name, "awk", "gawk", "mawk", "nawk") and like(args, "*/inet/tcp/*")
            or like(name, "openssl") and like(args, "-connect")
            or like(name, "nc", "ncat", "netcat") and "-e" in args and counted and "-z" not in args
            or like(name, "telnet") and counted
        )
    )


def excluded(text):
    address = ipaddress.ip_address(text)
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in block for block in EXCLUDED)


def connects(fields):
    addresses = fields.get("destination.ip", [])
    return (
        "network" in fields.get("event.category", [])
        and "linux" in fields.get("host.os.type", [])
        and "start" in fields.get("event.type", [])
        and any(action in ("connection_attempted", "connection_accepted") for action in fields.get("event.action", []))
        and like(fields.get("process.name", []), *CONNECTING)
        and bool(addresses)
        and not any(excluded(address) for address in addresses)
    )


def milliseconds(text):
    seconds, fraction, zone = re.fullmatch(r"([^.Z+]*)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", text).groups()
    whole = datetime.fromisoformat(seconds + zone.replace("Z", "+00:00"))
    return int(whole.timestamp()) * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def alerts(documents):
    """`documents`: pairs of line and parsed JSON. Gives (key, line of the start, line of the connection), in order."""
    ordered = []
    for line, document in documents:
        fields = values(document)
        if "@timestamp" in fields:
            time = milliseconds(fields["@timestamp"][0])
            ordered.append((time, fields.get("event.sequence", [float("inf")])[0], line, fields))
    ordered.sort(key=lambda entry: entry[:3])
    slots, found = {}, []
    for time, _, line, fields in ordered:
        keys = sorted(set(itertools.product(fields.get("host.id", []), fields.get("process.entity_id", []))))
        if connects(fields):
            for key in keys:
                begun = slots.pop(key, None)
                if begun and time - begun[0] <= MAXSPAN_MS:
                    found.append((key, begun[1], line))
        if starts(fields):
            slots.update({key: (time, line) for key in keys})
    return found
