#!/usr/bin/env python3
"""Builds the matcher of all public rules and says what that costs: CPU seconds and peak memory.

    .ci/corpus_build.py [OUT.json]

The dependencies are built first and do not count; nor does what turns the rules of others into rule files.
"""
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIB = ROOT / "tests/corpus/src/lib.rs"
BUILD = ["cargo", "build", "--release", "-p", "detector-corpus", "--lib", "--config", "profile.release.debug=0"]


def main() -> None:
    subprocess.run(BUILD, cwd=ROOT, check=True)
    os.utime(LIB)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(BUILD, cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The largest child so far: rustc of this crate, as the others are much smaller.
    figures = {"build_cpu_s": round(cpu, 1), "build_rss_mib": after.ru_maxrss // 1024}
    print(f"the matcher of the corpus: {figures['build_cpu_s']} CPU-seconds, {figures['build_rss_mib']} MiB at most")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).parent.mkdir(parents=True, exist_ok=True)
        Path(sys.argv[1]).write_text(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
