"""Compares the alerts that the program printed with the expected ones: events, in order."""
import json
import sys

with open(sys.argv[1]) as printed, open(sys.argv[2]) as expected:
    found = [[event["line"] for event in json.loads(line)["events"]] for line in printed]
    wanted = [[event["line"] for event in alert["events"]] for alert in json.load(expected)]
if found != wanted:
    sys.exit(f"{len(found)} alerts, expected {len(wanted)}: {[pair for pair in zip(found, wanted) if pair[0] != pair[1]][:3]}")
print(f"{len(found)} alerts, as expected")
