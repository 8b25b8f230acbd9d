#!/usr/bin/env python3
"""Of the file names on stdin, prints those that the given compile_commands.json knows how to compile."""
import json
import os
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        known = {os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in json.load(file)}
    for name in sys.stdin.read().split("\n"):
        if name and os.path.realpath(name) in known:
            print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
