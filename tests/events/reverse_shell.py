#!/usr/bin/env python3
"""Makes `reverse_shell.ndjson` and `reverse_shell.expected.json`: the events of the scenarios in `stages.py` and
`sequences.py` among the ordinary ones of `background.py`, and the alerts that the scenarios declare.

    python3 reverse_shell.py            writes both files
    python3 reverse_shell.py --check    fails if they differ from what would be written, if `oracle.py` finds other
                                        alerts in them, or if a near miss stays silent without its change

A place in `events` counts lines from 1. Alerts are in the order of their last events.
"""

import sys

sys.dont_write_bytecode = True

import json
from dataclasses import replace
from pathlib import Path

import background
import oracle
import sequences
import stages
from documents import HOSTS, START_MS, render

FOLDER = Path(__file__).resolve().parent
RULE_ID = "76e4d92b-61c1-4a95-ab61-5fd94179a1ee"
APART_MS = 9000
LATENESS_MAX_MS = 5000
BACKGROUND_LIVES = 210


def scenarios():
    """All scenarios, mixed so that a kind is not in one stretch of time."""
    table = list(stages.scenarios()) + list(sequences.scenarios())
    names = [scenario.name for scenario in table]
    assert len(set(names)) == len(names), "two scenarios have one name"
    stride = 89
    assert len(table) % stride, "the stride must not divide the number of scenarios"
    return [table[at * stride % len(table)] for at in range(len(table))]


def placed(table):
    """Every event with its host, time, key and sequence, in the order of the file."""
    events = []
    for number, scenario in enumerate(table):
        hosts = {"b": HOSTS[(number + 1) % len(HOSTS)]}
        for event in scenario.events:
            event.host = hosts.get(event.host, HOSTS[number % len(HOSTS)])
            event.at_ms += 5000 + number * APART_MS
            event.key = event.key or f"{scenario.name}/{event.label}"
            events.append(event)
    for event in background.events(BACKGROUND_LIVES):
        event.key = f"{event.scenario}/{event.label}"
        events.append(event)
    number_events(events)
    return sorted(events, key=lambda event: event.at_ms + event.delay_ms)


def number_events(events):
    """`event.sequence` counts on each host in the order of time; a document that is there twice keeps its number."""
    last, known = {}, {}
    for event in sorted(events, key=lambda event: event.at_ms):
        count = last[event.host.name] = last.get(event.host.name, 40_000) + 10
        event.sequence = known.setdefault(event.key, count) + event.sequence_shift


def expected(table, events):
    lines = {id(event): line for line, event in enumerate(events, 1)}
    found = []
    for scenario in table:
        by_label = {event.label: event for event in scenario.events}
        for start, connection, *entity in scenario.alerts:
            pair = [by_label[start], by_label[connection]]
            key = entity[0] if entity else pair[1].entities()[0]
            last = pair[1]
            sequence = float("inf") if "event.sequence" in last.edits else last.sequence
            order = (last.at_ms, sequence, lines[id(last)], last.host.id, key)
            found.append((order, {
                "scenario": scenario.name, "rule_id": RULE_ID, "host.id": last.host.id, "process.entity_id": key,
                "timestamp": last.timestamp(), "events": [{"line": lines[id(event)], "id": event.id} for event in pair],
            }))
    return [alert for _, alert in sorted(found, key=lambda entry: entry[0])]


def as_text(alerts):
    """One alert a line."""
    return "[\n" + ",\n".join(json.dumps(alert, ensure_ascii=False) for alert in alerts) + "\n]\n"


def check(table, events, alerts):
    lines = (FOLDER / "reverse_shell.ndjson").read_text("utf-8").split("\n")[:-1]
    documents = [(line, json.loads(text)) for line, text in enumerate(lines, 1)]
    declared = [((a["host.id"], a["process.entity_id"]), a["events"][0]["line"], a["events"][1]["line"]) for a in alerts]
    found = oracle.alerts(documents)
    for alert in declared:
        assert alert in found, f"declared, but not found: {alert}: {events[alert[2] - 1].scenario}"
    for alert in found:
        assert alert in declared, f"found, but not declared: {alert}: {events[alert[2] - 1].scenario}"
    assert found == declared, "the order of alerts differs"
    check_lateness(documents)
    check_near_misses(table)


def check_lateness(documents):
    newest = 0
    for line, document in documents:
        time = oracle.values(document).get("@timestamp")
        if time:
            newest = max(newest, oracle.milliseconds(time[0]))
            assert newest - oracle.milliseconds(time[0]) < LATENESS_MAX_MS, f"line {line} is too late"


def check_near_misses(table):
    for scenario in table:
        if scenario.without_change:
            events = [replace(event, host=HOSTS[0], key=f"{scenario.name}/{event.label}/unchanged") for event in scenario.without_change]
            documents = [(line, json.loads(render(event))) for line, event in enumerate(events, 1)]
            assert len(oracle.alerts(documents)) == 1, f"misses for another reason: {scenario.name}"


def main():
    table = scenarios()
    events = placed(table)
    alerts = expected(table, events)
    files = {"reverse_shell.ndjson": "".join(render(event) + "\n" for event in events), "reverse_shell.expected.json": as_text(alerts)}
    if sys.argv[1:] == ["--check"]:
        for name, text in files.items():
            assert (FOLDER / name).read_bytes() == text.encode(), f"{name} is not what the tables give; run without --check"
        check(table, events, alerts)
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        for name, text in files.items():
            (FOLDER / name).write_bytes(text.encode())
    minutes = (events[-1].at_ms + START_MS - events[0].at_ms - START_MS) // 60_000
    print(f"{len(table)} scenarios, {len(events)} events in {minutes} minutes, {len(alerts)} alerts")


if __name__ == "__main__":
    main()
