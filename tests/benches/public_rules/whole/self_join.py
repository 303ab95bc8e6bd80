"""What a database does for the first rule: a log of documents joined with itself.

    self_join.py LOG

The query asks less than the rule does: netcat alone of all programs, and no wildcards. Prints the pairs found, the CPU seconds (the start
of Python does not count) and the version; fails where DuckDB is not installed.
"""
import json
import sys
import time

begin = time.process_time()
import duckdb

COLUMNS = {
    "@timestamp": "TIMESTAMP",
    "event": "STRUCT(action VARCHAR, category VARCHAR[], type VARCHAR[])",
    "host": "STRUCT(id VARCHAR, os STRUCT(type VARCHAR))",
    "process": "STRUCT(name VARCHAR, entity_id VARCHAR, args VARCHAR[], args_count INTEGER, parent STRUCT(name VARCHAR))",
    "destination": "STRUCT(ip VARCHAR)",
}
QUERY = r"""
WITH netcat AS MATERIALIZED (
    SELECT "@timestamp" AS at, event, host, process, destination.ip AS ip
    FROM read_json($log, format = 'newline_delimited', columns = {columns})
    WHERE process.name IN ('nc', 'ncat') AND host.os.type = 'linux' AND list_contains(event.type, 'start')
)
SELECT count(*)
FROM netcat AS started JOIN netcat AS connected
    ON started.host.id = connected.host.id AND started.process.entity_id = connected.process.entity_id
    AND connected.at BETWEEN started.at AND started.at + INTERVAL 1 SECOND
WHERE list_contains(started.event.category, 'process') AND started.event.action IN ('exec', 'fork')
    AND list_contains(started.process.args, '-e') AND started.process.args_count >= 3
    AND started.process.parent.name IN ('bash', 'sh', 'dash', 'zsh', 'ash')
    AND list_contains(connected.event.category, 'network') AND connected.event.action = 'connection_attempted'
    AND NOT regexp_matches(connected.ip, '^(127\.|169\.254\.|22[4-9]\.|23[0-9]\.)')
"""

columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items()) + "}"
database = duckdb.connect()
database.execute("SET threads = 1")
(found,) = database.execute(QUERY.replace("{columns}", columns), {"log": sys.argv[1]}).fetchone()
print(json.dumps({"found": found, "cpu_s": round(time.process_time() - begin, 2), "version": duckdb.__version__}))
