#!/usr/bin/env python3
"""Finds what g++ 12 breaks in a statement that awaits: a braced temporary or a capturing lambda, which it
destroys twice, an await in an arm of `?:`, whose result it destroys twice, and an await in the condition of a
`while`, where it leaves an illegal instruction.

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
LOOP = re.compile(r"\bwhile\s*\(")
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
    """(line, 40 characters before, its part before the co_await, the statement) for each statement with a co_await."""
    text = NOISE.sub(blank, text)
    for found in re.finditer(r"co_await\b", text):
        start = max(text.rfind(c, 0, found.start()) for c in ";{}") + 1
        end = end_of_statement(text, found.end())
        line = text.count("\n", 0, found.start()) + 1
        yield line, text[max(start - 40, 0):start], text[start:found.start()], text[start:end]


def in_condition_of_a_loop(lead):
    """Whether the `(` of a while is still open at the end of what leads to the co_await."""
    for loop in LOOP.finditer(lead):
        depth = 1
        for character in lead[loop.end():]:
            depth += {"(": 1, ")": -1}.get(character, 0)
            if depth == 0:
                break
        if depth > 0:
            return True
    return False


def in_an_arm(lead):
    """Whether a `?` stands before the co_await in its statement."""
    return "?" in lead


def traps(text):
    for line, before, lead, statement in awaiting_statements(text):
        head = HEAD.sub("", statement)
        twice = BRACED.search(head) or LAMBDA.search(head) or INSIDE.search(before)
        if twice or in_an_arm(lead) or in_condition_of_a_loop(lead):
            yield line, " ".join(head.split())[:80]


def main():
    found = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for line, statement in traps(file.read()):
                found += 1
                print(f"{path}:{line}: name it on a line of its own first: {statement}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
