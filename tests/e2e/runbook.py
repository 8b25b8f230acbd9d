#!/usr/bin/env python3
"""Runs the commands of the operator's runbook as they are printed, against a house that is open.

    runbook.py    prints each that failed, with what it said; exit code 1 when one did

The environment is that of unripctl: <SERVICE>_PORT, POSTGRES_URL and so on. In the commands only the ports are put in
their place; the exports at the top of the page are what the environment has already. It runs in a throw-away folder.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/OPERATOR_RUNBOOK.md"
SERVICES = {
    "8081": "NEAR_INTENTS_INGEST_PORT", "8082": "MARKET_REFERENCE_INGEST_PORT", "8083": "INVENTORY_SYNC_PORT",
    "8084": "LIQUIDITY_MANAGER_PORT", "8085": "HISTORY_WRITER_PORT", "8086": "STRATEGY_ENGINE_PORT",
    "8087": "TRADE_EXECUTOR_PORT",
}
# They would start a second house, want a chain that is none of ours, or a server of their own.
LEFT_OUT = ("export ", "./scripts/", "near ", "createdb ", "POSTGRES_URL=postgresql://unrip@127.0.0.1:15432/")
# An answer that the page itself announces: unripctl has found something; a watch without an end.
FINE = {"unripctl doctor": {0, 3}, "unripctl status": {0, 3}, "unripctl watch": {0, 124}}
ASSIGNMENT = re.compile(r"[A-Z]+='[^']*'$")
SECONDS = 60


def blocks():
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def in_place(command, quote):
    for port, name in SERVICES.items():
        command = re.sub(rf"\b{port}\b", os.environ[name], command)
    command = re.sub(r"unripctl why \S+", f"unripctl why {quote}", command)
    return re.sub(r"^unripctl watch", "timeout 3 unripctl watch", command)


def a_quote():
    said = subprocess.run(
        ["psql", "-XAtc", "select quote_id from v_quotes limit 1", os.environ["POSTGRES_URL"]],
        capture_output=True, text=True, check=True,
    )
    return said.stdout.strip()


def run(command, settings, folder, quote):
    """What went wrong, or nothing."""
    done = subprocess.run(
        ["bash", "-c", f"{settings}\n{in_place(command, quote)}"], cwd=folder, timeout=SECONDS, check=False,
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )
    fine = next((codes for start, codes in FINE.items() if command.startswith(start)), {0})
    if done.returncode not in fine:
        return f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    if '"error":{' in done.stdout or (command.startswith("curl") and not done.stdout):
        return done.stdout or "no answer"
    return None


def main():
    failed = 0
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("scripts", "build", "deploy"):
            (pathlib.Path(folder) / name).symlink_to(ROOT / name)
        (pathlib.Path(folder) / "var").mkdir()
        quote = a_quote()
        for block in blocks():
            settings = "\n".join(filter(ASSIGNMENT.match, block.splitlines()))
            for line in block.splitlines():
                if not line or line.startswith(LEFT_OUT) or ASSIGNMENT.match(line):
                    continue
                count += 1
                wrong = run(line, settings, folder, quote)
                if wrong:
                    failed += 1
                    print(f"{line}\n    {wrong}")
    print(f"{count} commands, {failed} failed")
    return 1 if failed or count < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
