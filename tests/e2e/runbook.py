#!/usr/bin/env python3
"""Runs the commands that README and the operator's pages print, as they are printed, against a house that is open.

    runbook.py    prints each that failed, with what it said; exit code 1 when one did

Blocks and commands that stand in a sentence are run in the page's order. The environment is that of unripctl:
<SERVICE>_PORT, POSTGRES_URL and so on. In the commands only ports and names of one's own are put in their place; the
exports at the top of the runbook are what the environment has already. It runs in a throw-away folder.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The sandbox's page last: it moves prices and makes faults.
PAGES = ("README.md", "docs/OPERATOR_RUNBOOK.md", "docs/UNRIPCTL.md", "docs/TROUBLESHOOTING.md", "docs/UPGRADING.md",
         "docs/CONTROL_API.md", "docs/SANDBOX.md")
SERVICES = {
    "8081": "NEAR_INTENTS_INGEST_PORT", "8082": "MARKET_REFERENCE_INGEST_PORT", "8083": "INVENTORY_SYNC_PORT",
    "8084": "LIQUIDITY_MANAGER_PORT", "8085": "HISTORY_WRITER_PORT", "8086": "STRATEGY_ENGINE_PORT",
    "8087": "TRADE_EXECUTOR_PORT", "8090": "VENUE_SANDBOX_PORT",
}
# They would start a second house, want a chain that is none of ours, or a server of their own.
LEFT_OUT = ("export ", "./scripts/", "near ", "createdb ", "POSTGRES_URL=postgresql://unrip@127.0.0.1:15432/",
            "build/release/bin/venue-sandbox", "build/release/bin/unrip-streams")
RUNNABLE = re.compile(r"(?:build/release/bin/)?(?:unripctl|curl|psql|scripts/ops/)\b")
PLACEHOLDER = re.compile(r"<|VERB|^\S*unripctl(?: why)?$")
# An answer that the page itself announces: something was found; a watch without an end; nobody is there to say yes.
FINE = {"unripctl doctor": {0, 3}, "unripctl status": {0, 3}, "unripctl watch": {0, 124}, "unripctl keys check": {3},
        "unripctl replay": {0, 3}, "unripctl arm": {4}, "unripctl withdraw unfreeze": {4},
        "unripctl withdraw send": {4}, "unripctl withdraw estimate": {0, 3}}
ASSIGNMENT = re.compile(r"[A-Z]+='[^']*'$")
ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
KEY = "ed25519:11111111111111111111111111111112"
SECONDS = 60


PIECE = re.compile(r"^```(sh)?\n(.*?)^```$|^```.*?^```$|`([^`\n]+)`", re.M | re.S)


def commands_of(page):
    """In the page's order, each with the assignments of its block before it. Blocks that are not sh hold answers too."""
    for is_shell, block, sentence in PIECE.findall((ROOT / page).read_text(encoding="utf-8")):
        if sentence:
            if RUNNABLE.match(sentence) and not sentence.startswith(LEFT_OUT) and not PLACEHOLDER.search(sentence):
                yield "", sentence
            continue
        settings = "\n".join(filter(ASSIGNMENT.match, block.splitlines()))
        for line in block.splitlines():
            is_command = is_shell or RUNNABLE.match(line)
            if line and is_command and not line.startswith(LEFT_OUT) and not ASSIGNMENT.match(line):
                yield settings, line


def in_place(command, quote):
    for port, name in SERVICES.items():
        command = re.sub(rf"\b{port}\b", os.environ[name], command)
    command = command.removeprefix("build/release/bin/")
    command = re.sub(r"unripctl why \S+", f"unripctl why {quote}", command)
    command = re.sub(r"(withdraw (?:estimate|send) btc 0\.001)$", rf"\1 {ADDRESS}", command)
    command = command.replace("ed25519:...", KEY)
    return re.sub(r"^unripctl watch(?!.*--once)", "timeout 3 unripctl watch", command)


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
    name = command.removeprefix("build/release/bin/")
    fine = next((codes for start, codes in FINE.items() if name.startswith(start)), {0})
    if "--help" in command:
        fine = {0}
    if done.returncode not in fine:
        return f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    if '"error":{' in done.stdout or (command.startswith("curl") and not done.stdout):
        return done.stdout or "no answer"
    return None


def main():
    failed = 0
    ran = set()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("scripts", "build", "deploy"):
            (pathlib.Path(folder) / name).symlink_to(ROOT / name)
        (pathlib.Path(folder) / "var").mkdir()
        quote = a_quote()
        for page in PAGES:
            for settings, line in commands_of(page):
                command = line.split("  ")[0]
                if command in ran or any(command in whole.split(" && ") for whole in ran):
                    continue
                ran.add(command)
                wrong = run(line, settings, folder, quote)
                if wrong:
                    failed += 1
                    print(f"{page}: {line}\n    {wrong}")
    print(f"{len(ran)} commands, {failed} failed")
    return 1 if failed or len(ran) < 80 else 0


if __name__ == "__main__":
    sys.exit(main())
