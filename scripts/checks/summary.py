#!/usr/bin/env python3
"""Adds up what CTest and GoogleTest reported and prints the one line that counts.

    summary.py FOLDER    FOLDER/<preset>.xml is CTest's report, FOLDER/<preset>/*.xml are GoogleTest's

A CTest entry that wrote a GoogleTest report counts with its cases, any other as one. A binary that died
counts as one failure on top. A skip names its reason, a failure the first lines of what was wrong. Exit code 1
when something failed or nothing ran.
"""
import pathlib
import sys
import xml.etree.ElementTree as ET


LINES_OF_A_FAILURE = 12


class Tally:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], []

    def add_case(self, where, case):
        name = f"{where} {case.get('classname', '')}.{case.get('name', '')}"
        skipped = case.find("skipped")
        failure = case.find("failure")
        if failure is not None:
            self.failed.append(with_first_lines(name, failure.text or failure.get("message") or ""))
        elif skipped is not None or case.get("result") == "skipped":
            reason = (skipped.get("message") if skipped is not None else "") or "no reason given"
            self.skipped.append(f"{name}: {' '.join(reason.split())}")
        elif case.get("status") != "notrun":
            self.passed += 1


def with_first_lines(name, said):
    lines = [line[:300] for line in said.splitlines() if line.strip()]
    return "\n         ".join([name, *lines[:LINES_OF_A_FAILURE]])


def skip_reason(entry):
    """What the entry said last; CTest itself only knows the exit code that means a skip."""
    said = (entry.findtext("system-out") or "").split("\n")
    lines = [line.strip() for line in said if line.strip()]
    skipped = entry.find("skipped")
    if lines:
        return lines[-1].removeprefix("skipped: ")
    return skipped.get("message") if skipped is not None else entry.get("status")


def add_preset(tally, report, cases_folder):
    preset = report.stem
    for entry in ET.parse(report).getroot().iter("testcase"):
        name, status = entry.get("name"), entry.get("status")
        cases = cases_folder / f"{name}.xml"
        died = status not in ("run", "notrun", "disabled")
        if cases.exists():
            failed_before = len(tally.failed)
            for case in ET.parse(cases).getroot().iter("testcase"):
                tally.add_case(f"{preset} {name}", case)
            if died and len(tally.failed) == failed_before:
                tally.failed.append(f"{preset} {name}: the binary ended badly after its cases")
        elif died:
            tally.failed.append(f"{preset} {name}")
        elif status == "run":
            tally.passed += 1
        else:
            tally.skipped.append(f"{preset} {name}: {skip_reason(entry)}")


def main():
    folder = pathlib.Path(sys.argv[1])
    tally = Tally()
    for report in sorted(folder.glob("*.xml")):
        add_preset(tally, report, folder / report.stem)
    for name in tally.skipped:
        print(f"skipped  {name}")
    for name in tally.failed:
        print(f"FAILED   {name}")
    print(f"{tally.passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped")
    return 0 if tally.passed and not tally.failed else 1


if __name__ == "__main__":
    sys.exit(main())
