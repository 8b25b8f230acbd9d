#!/usr/bin/env python3
"""Counts the instructions that a quote takes in ingest, engine and executor, with valgrind.

    instructions.py <way_of_a_quote> [--record]    compares with docs/performance/instructions.json: exit code 1 when a
                                                   quote takes a third more, 77 when there is no valgrind
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

RECORD = pathlib.Path(__file__).resolve().parents[2] / "docs/performance/instructions.json"
FEW, MANY = 50, 250
BOUND = 1.33  # Other versions of compiler and libraries differ by some percent.


def total(program, who, quotes, more):
    said = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", program, who, str(quotes), *more],
                          capture_output=True, text=True, check=True).stderr
    return int(re.search(r"I\s+refs:\s+([\d,]+)", said).group(1).replace(",", ""))


def per_quote(program, who, *more):
    return round((total(program, who, MANY, more) - total(program, who, FEW, more)) / (MANY - FEW))


def main():
    program = sys.argv[1]
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: nothing was counted")
        return 77
    engine = {f"{pairs} pairs, {outstanding} outstanding": per_quote(program, "engine", str(pairs), str(outstanding))
              for pairs, outstanding in ((1, 10), (100, 10), (1, 10_000))}
    few, wide, deep = engine.values()
    counted = {
        "per_quote": {"ingest": per_quote(program, "ingest"), "engine": few, "executor": per_quote(program, "executor")},
        "engine": engine,
        "growth_percent": {"100 pairs": round(100 * (wide / few - 1), 1), "10,000 outstanding": round(100 * (deep / few - 1), 1)},
    }
    print(json.dumps(counted, indent=1))
    if "--record" in sys.argv:
        RECORD.write_text(json.dumps(counted, indent=1) + "\n")
        return 0
    known = json.loads(RECORD.read_text())["per_quote"]
    dearer = [f"{who}: {count:,} instructions a quote, {known[who]:,} are recorded" for who, count in counted["per_quote"].items()
              if count > known[who] * BOUND]
    dearer += [f"{what}: {growth} % more than with few" for what, growth in counted["growth_percent"].items() if growth > 15]
    print("\n".join(dearer))
    return 1 if dearer else 0


if __name__ == "__main__":
    sys.exit(main())
