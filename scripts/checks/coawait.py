#!/usr/bin/env python3
"""Finds what g++ 12 destroys twice: a braced temporary or a capturing lambda in a statement that awaits.

    coawait.py FILE...    prints each such statement; exit code 1 when there is one

Errs on the strict side: naming the temporary on the line above is always right.
See docs/STYLE.md, "Coroutines".
"""
import re
import sys

BRACED = re.compile(r"[\w>]\s*\{\s*[^}\s]|[(,]\s*\{")  # Name{x}  f({x})  -- but not Name{}
LAMBDA = re.compile(r"\[(?!\s*\]|&\s*\]|this\s*\]|\[)[^\]]*\]\s*(?:\(|\{|mutable)")
INSIDE = re.compile(r"\w(?<!\belse)(?<!\btry)(?<!\bdo)(?<!\bconst)(?<!\bnoexcept)(?<!\boverride)(?<!\bfinal)(?<!\bmutable)\s*\{$")
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"', re.S)
HEAD = re.compile(r"^\s*(?:if|while|switch)\s*\(")


def blank(match):
    """The same text with every character replaced, so that line numbers stay."""
    return re.sub(r"[^\n]", "_", match[0])


def end_of_statement(text, start):
    depth = 0
    for end in range(start, len(text)):
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(text[end], 0)
        if depth < 0 or (depth == 0 and text[end] == ";"):
            return end
    return len(text)


def awaiting_statements(text):
    """(line, the 40 characters before, the statement) for each statement with a co_await."""
    text = NOISE.sub(blank, text)
    for found in re.finditer(r"co_await\b", text):
        start = max(text.rfind(c, 0, found.start()) for c in ";{}") + 1
        end = end_of_statement(text, found.end())
        yield text.count("\n", 0, found.start()) + 1, text[max(start - 40, 0):start], text[start:end]


def traps(text):
    for line, before, statement in awaiting_statements(text):
        head = HEAD.sub("", statement)
        if BRACED.search(head) or LAMBDA.search(head) or INSIDE.search(before):
            yield line, " ".join(head.split())[:80]


def main():
    found = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for line, statement in traps(file.read()):
                found += 1
                print(f"{path}:{line}: name the temporary first, then move it in: {statement}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
