#!/usr/bin/env python3
"""What scripts/bench found, as a table beside the targets; and, unless told otherwise, recorded in docs/performance.

    report.py <folder of results> [--no-record]
"""
import json
import pathlib
import re
import statistics
import sys

import machine
import plots

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs/performance"
SERVICES = ("near-intents-ingest", "market-reference-ingest", "inventory-sync", "liquidity-manager", "history-writer",
            "strategy-engine", "trade-executor")
COUNTED = (*SERVICES, "nats-server")
PLOTS = " ".join(f"![{name}]({name}.svg)" for name in ("latency", "ceiling", "stages", "cpu"))
BEGIN, END = "<!-- begin: measured -->", "<!-- end: measured -->"


def load(folder):
    found = {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
    instructions = DOCS / "instructions.json"
    if instructions.exists():
        found["instructions"] = json.loads(instructions.read_text())
    return found


def ratios(house, rates, quantile):
    """Of each pair, house by bare."""
    return [pair["house"][quantile] / pair["bare"][quantile]
            for rate in rates for pair in house["pairs"][rate] if pair["bare"][quantile]]


def spread(values, unit=""):
    return f"{statistics.median(values):.2f}{unit} ({min(values):.2f} to {max(values):.2f})"


def cpu(house, rate="1000"):
    """Seconds per 1,000 quotes by process; the median of the rounds."""
    rounds = [pair["house"]["cpu_s_per_1000"] for pair in house["pairs"][rate]]
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def anonymous_mb(memory):
    return {name: memory[name]["anonymous_kb"] / 1024 for name in SERVICES}


def top(house):
    return max(pair["house"]["per_second"] for pairs in house["ceiling"].values() for pair in pairs)


def by_name(engine):
    unit = {"ns": 1e-3, "us": 1.0, "ms": 1e3}
    return {one["name"]: one["cpu_time"] * unit[one["time_unit"]] for one in engine["benchmarks"]}


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, target, measured, is_met):
        self.rows.append((what, target, measured, "met" if is_met else "not met"))

    def markdown(self):
        lines = ["| what | target | measured | |", "|---|---|---|---|"]
        return "\n".join(lines + [f"| {' | '.join(row)} |" for row in self.rows])


def latency_rows(table, found):
    for key, name, p50_most, p99_most in (("house-own", "own socket", 1.25, 2.0), ("house-asking", "asking socket", 1.6, None)):
        if key not in found:
            continue
        for rate in ("100", "1000"):
            p50 = ratios(found[key], [rate], "p50_us")
            p99 = ratios(found[key], [rate], "p99_us")
            lowest = statistics.median(pair["house"]["p50_us"] for pair in found[key]["pairs"][rate])
            table.add(f"p50 at {rate}/s, {name}", f"<= {p50_most} x bare chain", f"{spread(p50, ' x')}; {lowest:.0f} us",
                      statistics.median(p50) <= p50_most)
            if p99_most:
                table.add(f"p99 at {rate}/s, {name}", f"<= {p99_most} x its p99", spread(p99, " x"), statistics.median(p99) <= p99_most)


def house_rows(table, found):
    houses = {key: found[key] for key in ("house-asking", "house-own") if key in found}
    best = max(houses, key=lambda key: top(houses[key]))
    table.add("ceiling, all on this machine", ">= 4,000 quotes/s; stretch 10,000",
              ", ".join(f"{top(house):,.0f}/s {house['answer_on']}" for house in houses.values()), top(houses[best]) >= 4000)
    for house in houses.values():
        each = cpu(house)
        total = sum(each[name] for name in COUNTED)
        table.add(f"CPU per 1,000 quotes at 1,000/s, {house['answer_on']}", "<= 0.40 s; stretch 0.25 s; PostgreSQL apart",
                  f"{total:.2f} s (PostgreSQL {each['postgres']:.2f} s)", total <= 0.40)
    house = next(iter(houses.values()))
    for when, most in (("memory_at_start", 6), ("memory_under_load", 15)):
        each = anonymous_mb(house[when])
        largest = max(each, key=each.get)
        table.add(f"RssAnon, {when.replace('memory_', '').replace('_', ' ')}", f"<= {most} MB each",
                  f"at most {each[largest]:.1f} MB ({largest}); " + ("all others within" if sum(v > most for v in each.values()) <= 1
                                                                     else f"{sum(v > most for v in each.values())} above"),
                  each[largest] <= most)
    starts = [start for house in houses.values() for start in house["start_ms"]]
    table.add("last exec() to first answer, sync 1s", "<= 400 ms and two sync intervals", f"{spread(starts, ' ms')}",
              statistics.median(starts) <= 2400)
    if "house-always" in found:
        starts = found["house-always"]["start_ms"]
        table.add("last exec() to first answer, sync always", "<= 400 ms", f"{spread(starts, ' ms')}", statistics.median(starts) <= 400)
    for house in houses.values():
        kept = house["recorded"]
        table.add(f"answered, signed and recorded, {house['answer_on']}", "every one",
                  f"{kept['answered']:,} answered; in PostgreSQL {kept['accepted']:,} accepted, {kept['different']:,} of them "
                  f"different, {kept['signed']:,} signed",
                  kept["signed"] >= kept["different"] and kept["accepted"] >= kept["answered"])


def part_rows(table, found):
    if "history" in found:
        share = found["history"]["share_of_copy"]
        table.add("history-writer beside COPY", ">= 60 %", f"{100 * share:.0f} %", share >= 0.6)
    if "replay" in found:
        rate = found["replay"]["events_per_core_second"]
        table.add("replay", ">= 300,000 events a core second", f"{rate:,.0f}", rate >= found["replay"]["target"])
    if "engine" in found:
        micros = {name: value for name, value in by_name(found["engine"]).items() if "/100/" in name}
        slowest = max(micros.values())
        table.add("decide at 100 pairs", "<= 3 us", f"{min(micros.values()):.2f} to {slowest:.2f} us", slowest <= 3)
    if "instructions" in found:
        growth = found["instructions"]["growth_percent"]
        table.add("instructions to decide, 1 to 100 pairs and 10 to 10,000 outstanding", "within 10 %",
                  ", ".join(f"{name} {value:+.1f} %" for name, value in growth.items()), max(growth.values()) <= 10)


def details(found):
    """What is behind the table, for the page."""
    text = []
    for key in ("house-asking", "house-own", "house-always"):
        if key not in found:
            continue
        house = found[key]
        text.append(f"\n### Answering on the {house['answer_on']}, sync_interval {house['sync']}\n")
        text.append("| quotes/s | bare p50 | bare p99 | house p50 | house p99 | answered |\n|---|---|---|---|---|---|")
        for rate in sorted(house["pairs"], key=int):
            pairs = house["pairs"][rate]
            each = [statistics.median(pair[who][quantile] for pair in pairs)
                    for who in ("bare", "house") for quantile in ("p50_us", "p99_us")]
            asked, answered = (sum(pair["house"][what] for pair in pairs) for what in ("asked", "answered"))
            text.append(f"| {int(rate):,} | " + " | ".join(f"{one:,.0f} us" for one in each) + f" | {answered:,} of {asked:,} |")
        text.append("\n| in flight | bare | house | CPU s per 1,000 |\n|---|---|---|---|")
        for in_flight in sorted(house["ceiling"], key=int):
            pair = house["ceiling"][in_flight][0]
            used = sum(pair["house"]["cpu_s_per_1000"][name] for name in COUNTED)
            text.append(f"| {in_flight} | {pair['bare']['per_second']:,.0f}/s | {pair['house']['per_second']:,.0f}/s | {used:.2f} |")
        text.append("\n| stage, at 1,000/s | p50 | p99 |\n|---|---|---|")
        for stage, at in sorted(house["stages"]["1000"].items()):
            text.append(f"| {stage} | {at['p50']:,.0f} us | {at['p99']:,.0f} us |")
        each = cpu(house)
        text.append("\n| process | CPU s per 1,000 quotes | RssAnon at start | under load | VmRSS under load |\n|---|---|---|---|---|")
        for name in (*COUNTED, "postgres"):
            start, load_ = house["memory_at_start"][name], house["memory_under_load"][name]
            text.append(f"| {name} | {each[name]:.3f} | {start['anonymous_kb'] / 1024:.1f} MB | {load_['anonymous_kb'] / 1024:.1f} MB | "
                        f"{load_['resident_kb'] / 1024:.1f} MB |")
    return "\n".join(text)


def record(found, table):
    DOCS.mkdir(exist_ok=True)
    plots.draw(found, DOCS, COUNTED, cpu)
    facts = machine.facts()
    kept = {key: value for key, value in found.items() if key != "instructions"}
    (DOCS / "results.json").write_text(json.dumps({"machine": facts, **kept}, indent=1) + "\n")
    page = DOCS / "README.md"
    body = f"{BEGIN}\nMeasured on {machine.sentence(facts)}\n\n{table.markdown()}\n\n{PLOTS}\n{details(found)}\n{END}"
    page.write_text(re.sub(re.escape(BEGIN) + ".*" + re.escape(END), lambda _: body, page.read_text(), flags=re.S))
    print(f"\nrecorded in {DOCS.relative_to(ROOT)}: README.md, results.json and the plots")


def main():
    found = load(pathlib.Path(sys.argv[1]))
    table = Table()
    latency_rows(table, found)
    house_rows(table, found)
    part_rows(table, found)
    widths = [max(len(row[i]) for row in table.rows) for i in range(4)]
    for row in table.rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    if "--no-record" not in sys.argv:
        record(found, table)


if __name__ == "__main__":
    main()
