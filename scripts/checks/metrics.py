#!/usr/bin/env python3
"""Alerts and dashboards name only metrics that the code has, and are whole.

    metrics.py [root]    prints what is wrong, one line each; exit code 1 when anything is

Where Debian's package `prometheus` is installed, promtool also reads the configuration and runs the tests of the alerts.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

NAMED = re.compile(r"\bunrip_[a-z0-9_]+")
LITERAL = re.compile(r'"([a-z_][a-z0-9_]*)"')
OF_HISTOGRAMS = ("_bucket", "_count", "_sum")
RUNBOOK = "docs/OPERATOR_RUNBOOK.md"


def literals(root):
    """Every name that the code could give to a metric: those of its string literals that look like one."""
    found = set()
    for top in ("libs", "services"):
        for path in (root / top).rglob("*.cpp"):
            text = path.read_text(encoding="utf-8")
            if "metrics" in text:
                found.update(LITERAL.findall(text))
    return found


def known_metrics(root):
    """history-writer puts its names together: a beginning, the stream, an end."""
    names = literals(root)
    streams = json.loads((root / "deploy/nats/streams.json").read_text(encoding="utf-8"))["streams"]
    endings = [name for name in names if name.startswith("_")]
    for stream in streams:
        names.update(f"history_{stream['name'].lower()}{ending}" for ending in endings)
    return {f"unrip_{name}" for name in names}


def is_known(name, known):
    return name in known or any(name.endswith(end) and name[: -len(end)] in known for end in OF_HISTOGRAMS)


def unknown_metrics(root, known):
    for path in sorted([*root.glob("deploy/prometheus/*.yml"), *root.glob("deploy/grafana/dashboards/*.json")]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name in NAMED.findall(line):
                if not is_known(name, known):
                    yield f"{path.relative_to(root)}:{number}: no process has the metric {name}"


def panels_of(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def dashboard_mistakes(root):
    uids = {}
    for path in sorted(root.glob("deploy/grafana/dashboards/*.json")):
        name = path.relative_to(root)
        dashboard = json.loads(path.read_text(encoding="utf-8"))
        for key in ("uid", "title", "panels", "schemaVersion", "time"):
            if key not in dashboard:
                yield f"{name}: a dashboard needs {key}"
        if dashboard.get("uid") in uids:
            yield f"{name}: {uids[dashboard['uid']]} has the same uid"
        uids[dashboard.get("uid")] = name
        ids = set()
        for panel in panels_of(dashboard):
            where = f"{name}: panel \"{panel.get('title')}\""
            if panel["id"] in ids:
                yield f"{where}: another one has its id"
            ids.add(panel["id"])
            place = panel.get("gridPos", {})
            if not {"x", "y", "w", "h"} <= place.keys() or place["x"] + place["w"] > 24:
                yield f"{where}: has no place on the grid of 24 columns"
            if panel["type"] != "row" and not panel.get("targets"):
                yield f"{where}: asks nothing"


def pages(root):
    """The alerts' pages are headings of the runbook."""
    headings = set()
    for line in (root / RUNBOOK).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            words = re.sub(r"[^\w\s-]", "", line.lstrip("# ").lower())
            headings.add(words.replace(" ", "-"))
    alerts = (root / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8")
    rules, named = alerts.count("- alert:"), re.findall(r"page: (\S+)", alerts)
    if rules != len(named):
        yield f"deploy/prometheus/alerts.yml: {rules} alerts, {len(named)} pages of the runbook"
    for page in sorted(set(named) - headings):
        yield f"deploy/prometheus/alerts.yml: {RUNBOOK} has no page {page}"


def promtool(root):
    if not shutil.which("promtool"):
        return
    folder = root / "deploy/prometheus"
    for words in (["check", "config", "prometheus.yml"], ["test", "rules", "alerts_test.yml"]):
        done = subprocess.run(["promtool", *words], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield f"promtool {' '.join(words)}:\n{done.stdout}{done.stderr}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = [*unknown_metrics(root, known_metrics(root)), *dashboard_mistakes(root), *pages(root), *promtool(root)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
