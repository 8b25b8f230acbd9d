#!/usr/bin/env python3
"""Asks a real Prometheus, which scrapes an open house, every question of the dashboards and alerts.

    dashboards.py    prints each that it does not understand, or that is answered with nothing though the house trades

The ports are in <SERVICE>_PORT. Exit code 77, with the reason, where Debian's package `prometheus` is not installed.
"""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Nothing is the answer while all goes well: these count trouble, or a setting that an open house has not.
QUIET = re.compile(r"> 0|ALERTS|_failures_total|alert_notices|alert_troubles|postgres_reconnects|executor_re|vector\(0\)")
PATIENCE = 60


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def services():
    for name in (path.name for path in (ROOT / "services").iterdir()):
        port = os.environ.get(name.upper().replace("-", "_") + "_PORT")
        if port and name != "venue-sandbox":
            yield name, port


def configuration(folder):
    targets = [{"targets": [f"127.0.0.1:{port}"], "labels": {"service": name}} for name, port in services()]
    (folder / "targets.json").write_text(json.dumps(targets), encoding="utf-8")
    shutil.copy(ROOT / "deploy/prometheus/alerts.yml", folder)
    text = (ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8")
    (folder / "prometheus.yml").write_text(text.replace("_interval: 5s", "_interval: 1s"), encoding="utf-8")
    return len(targets)


def ask(address, question):
    """Its answer, or the reason why there is none."""
    url = f"http://{address}/api/v1/query?" + urllib.parse.urlencode({"query": question})
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)["data"]["result"], None
    except urllib.error.HTTPError as error:
        return None, json.load(error).get("error", str(error))
    except OSError as error:
        return None, str(error)


def comes_to(address, question, expected):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer, _ = ask(address, question)
        if answer and float(answer[0]["value"][1]) >= expected:
            return True
        time.sleep(0.2)
    return False


def questions():
    for path in sorted((ROOT / "deploy/grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                yield f"{path.name}, {panel['title']}", target["expr"]


def wrong(address):
    for where, question in questions():
        answer, why = ask(address, question)
        if answer is None:
            yield f"{where}: {question}\n    {why}"
        elif not answer and not QUIET.search(question):
            yield f"{where}: {question}\n    is answered with nothing"
    # The rules have been evaluated by now; one that fails says so.
    with urllib.request.urlopen(f"http://{address}/api/v1/rules", timeout=10) as answer:
        for group in json.load(answer)["data"]["groups"]:
            for rule in group["rules"]:
                if rule["health"] != "ok":
                    yield f"alert {rule['name']}: {rule.get('lastError', rule['health'])}"


def main():
    program = shutil.which("prometheus", path="/usr/bin:/usr/local/bin")
    if not program:
        print("skipped: prometheus is not installed")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        count = configuration(folder)
        address = f"127.0.0.1:{free_port()}"
        with (folder / "log").open("w", encoding="utf-8") as log:
            server = subprocess.Popen(
                [program, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                 f"--web.listen-address={address}"], stdout=log, stderr=log)
        try:
            # Rates need several samples, and rules a turn of their own.
            if not comes_to(address, "count(count_over_time(unrip_build_info[1m]) > 6)", count):
                print((folder / "log").read_text(encoding="utf-8")[-3000:])
                return 1
            found = list(wrong(address))
        finally:
            server.terminate()
            server.wait()
    print("\n".join(found))
    print(f"{len(list(questions()))} questions, {len(found)} answered wrongly")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
