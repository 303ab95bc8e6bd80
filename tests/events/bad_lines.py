#!/usr/bin/env python3
"""Makes `bad_lines.ndjson`, lines that must be refused among good ones, and `bad_lines.expected.json`.

    python3 bad_lines.py            writes both files
    python3 bad_lines.py --check    fails if they differ from what would be written, or if `oracle.py` finds another
                                    alert in the good lines than the one declared

A refused line takes no part in any sequence. Most stand where they would change the one alert if they did: a start that
would replace the good one, a connection that would use it up. Reasons: `not_json`, `trailing` (something follows the
object), `not_utf8`, `not_an_object`, `mismatch` (a field that the rule reads has a value that its type in the schema
cannot take; `field` names it). Lines count from 1.
"""

import sys

sys.dont_write_bytecode = True

import json
from dataclasses import replace
from pathlib import Path

import oracle
from documents import HOSTS, Event, render
from reverse_shell import RULE_ID, as_text
from stages import COMMANDS, network, process

FOLDER = Path(__file__).resolve().parent


def start(label, **more):
    return process("nc", COMMANDS["nc"], label=label, **more)


def connection(label, **more):
    return network("nc", label=label, **more)


def line_of(event, number):
    event = replace(event, host=HOSTS[0], scenario="bad lines", at_ms=event.at_ms + 60_000, key=f"bad lines/{event.label}", sequence=70_000 + 10 * number)
    return event, render(event).encode()


def broken(line, old, new):
    assert old in line
    return line.replace(old, new, 1)


def rows():
    """(event or None, bytes, reason or None, field or None)"""
    ordinary = [Event("process", at * 40, name, f"ordinary {at}", entity=f"o{at}", args=[name]) for at, name in enumerate(["ls", "cat", "id"])]
    table = [
        (ordinary[0], None, None, None),
        (start("p", at=100), None, None, None),
        (None, b"Mar  2 08:01:00 web-01 nc[2114]: started", "not_json", None),
        (None, b'["process", {"name": "nc"}]', "not_an_object", None),
        (None, b"42", "not_an_object", None),
        (None, b'"process"', "not_an_object", None),
        (None, b"null", "not_an_object", None),
        (start("truncated", at=110), lambda line: line[: len(line) // 2], "not_json", None),
        (start("no end", at=111), lambda line: line[:-1], "not_json", None),
        (connection("two in a line", at=112), lambda line: line + line, "trailing", None),
        (start("single quotes", at=113), lambda line: line.replace(b'"', b"'"), "not_json", None),
        (connection("trailing comma", at=114), lambda line: line[:-1] + b",}", "not_json", None),
        (start("lone byte", at=120), lambda line: broken(line, b'"nc"', b'"nc","title":"\xff"'), "not_utf8", None),
        (connection("cut character", at=121), lambda line: broken(line, b'"name":"nc"', b'"name":"nc\xe2\x82"'), "not_utf8", None),
        (ordinary[1], None, None, None),
        (start("count", at=130, edits={"process.args_count": "many"}), None, "mismatch", "process.args_count"),
        (start("count of flags", at=131, edits={"process.args_count": [5, True]}), None, "mismatch", "process.args_count"),
        (connection("name", at=132, edits={"process.name": {"short": "nc"}}), None, "mismatch", "process.name"),
        (connection("ip", at=133, ip="203.0.113.999"), None, "mismatch", "destination.ip"),
        (connection("one ip of two", at=134, ip=["203.0.113.9", "localhost"]), None, "mismatch", "destination.ip"),
        (connection("date", at=135, edits={"@timestamp": "yesterday"}), None, "mismatch", "@timestamp"),
        (connection("no such day", at=136, edits={"@timestamp": "2026-02-30T08:01:00.136Z"}), None, "mismatch", "@timestamp"),
        (ordinary[2], None, None, None),
        (connection("n", at=300), None, None, None),
        (connection("second", at=310), None, None, None),
    ]
    for number, (event, change, reason, field) in enumerate(table, 1):
        if event is None:
            yield None, change, reason, field
        else:
            event, line = line_of(event, number)
            yield event, change(line) if change else line, reason, field


def made():
    table = list(rows())
    refused = [{"line": number, "reason": reason} | ({"field": field} if field else {}) for number, (_, _, reason, field) in enumerate(table, 1) if reason]
    of = {event.label: (number, event) for number, (event, _, _, _) in enumerate(table, 1) if event}
    last = of["n"][1]
    alert = {
        "rule_id": RULE_ID, "host.id": last.host.id, "process.entity_id": last.entities()[0], "timestamp": last.timestamp(),
        "events": [{"line": of[label][0], "id": of[label][1].id} for label in ["p", "n"]],
    }
    text = f'{{\n"lines": {len(table)},\n"refused": {as_text(refused).rstrip()},\n"alerts": {as_text([alert]).rstrip()}\n}}\n'
    return b"".join(line + b"\n" for _, line, _, _ in table), text, refused, alert


def check(data, refused, alert):
    bad = {entry["line"]: entry for entry in refused}
    good = []
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        reason = bad.get(number, {}).get("reason")
        assert reason == reason_seen(line) or reason == "mismatch", f"line {number} is {reason_seen(line)}, not {reason}"
        if reason is None:
            good.append((number, json.loads(line)))
    found = [[start, end] for _, start, end in oracle.alerts(good)]
    assert found == [[event["line"] for event in alert["events"]]], found


def reason_seen(line):
    """What is wrong with a line, its fields aside."""
    try:
        value = json.loads(line.decode())
    except UnicodeDecodeError:
        return "not_utf8"
    except json.JSONDecodeError as error:
        return "trailing" if error.msg == "Extra data" else "not_json"
    return None if isinstance(value, dict) else "not_an_object"


def main():
    data, text, refused, alert = made()
    files = {"bad_lines.ndjson": data, "bad_lines.expected.json": text.encode()}
    for name, content in files.items():
        if sys.argv[1:] == ["--check"]:
            assert (FOLDER / name).read_bytes() == content, f"{name} is not what the table gives; run without --check"
        else:
            (FOLDER / name).write_bytes(content)
    json.loads(text)
    check(data, refused, alert)
    print(f"{len(list(rows()))} lines, {len(refused)} refused")


if __name__ == "__main__":
    main()
