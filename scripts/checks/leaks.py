#!/usr/bin/env python3
"""Looks for secrets in what git tracks: private keys, tokens, passwords in URLs.

    leaks.py    prints each line that looks like one; exit code 1 when there is one

What tests may hold is listed below, and a line that says `not a secret` is allowed anywhere.
"""
import re
import subprocess
import sys

PATTERNS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    # As long as a signature, which is public and named so where it stands.
    "a NEAR secret key": re.compile(r'(?<!"signature":")ed25519:[1-9A-HJ-NP-Za-km-z]{80,}'),
    "a signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "an NKey seed": re.compile(r"\bS[UAOCNX][A-Z2-7]{56}\b"),
    "a cloud or forge token": re.compile(r"\b(AKIA[0-9A-Z]{16}|gh[pousr]_\w{36,}|glpat-[\w-]{20,})\b"),
    "a password in a URL": re.compile(r"\b\w+://[^/\s:@\"'<>{}$]+:(?!\*|<|\$|\{)[^/\s:@\"'<>{}$]+@"),
}
# Tests speak of made-up servers, and of keys that everybody knows.
ALLOWED = {
    "a password in a URL": re.compile(r"^tests/"),
    "a NEAR secret key": re.compile(r"^tests/(vectors/data|fuzz/corpus|unit/near)/"),
}
HARMLESS = re.compile(r"not a secret|://(user|unrip|postgres|me)[\w]*:(secret|password|pw|hunter2|wrong)[\w-]*@")


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    )
    return [name for name in listed.stdout.split("\0") if name]


def findings(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        if HARMLESS.search(line):
            continue
        for what, pattern in PATTERNS.items():
            allowed = what in ALLOWED and ALLOWED[what].match(name)
            if pattern.search(line) and not allowed:
                yield f"{name}:{number}: looks like {what}"


def main():
    found = []
    for name in tracked():
        if name == "scripts/checks/leaks.py":
            continue
        try:
            with open(name, encoding="utf-8") as file:
                found += findings(name, file.read())
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
