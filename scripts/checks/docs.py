#!/usr/bin/env python3
"""README and the operator's pages name only what there is.

    docs.py [root]    prints each file, link, script, variable, port, path of the control API, database view or
                      verb of unripctl that they name and that does not exist; exit code 1 when there is one
"""
import fnmatch
import pathlib
import re
import sys

import control_api
import layers

PAGES = ["README.md", "migrations/README.md", "proto/README.md", *(f"docs/{name}.md" for name in (
    "ARCHITECTURE", "CONTROL_API", "DEVELOPMENT", "OPERATOR_RUNBOOK", "SANDBOX", "SECURITY", "TROUBLESHOOTING", "UNRIPCTL", "UPGRADING"))]
TOPS = ("scripts/", "docs/", "deploy/", "libs/", "services/", "proto/", "migrations/", "tests/", "cmake/", ".env.example")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```")
PATH = re.compile(r"(?<![\w./<-])(?:\./)?((?:" + "|".join(re.escape(top) for top in TOPS) + r")[\w./*-]*)(?![\w#])")
VARIABLE = re.compile(r"\b(?:ALERT|UNRIP|CONTROL|NEAR|NATS|POSTGRES|REFERENCE|RELAY|STRATEGY|TRADING|VENUE_SANDBOX)_[A-Z0-9_]+\b")
PORT = re.compile(r"\b(?:127\.0\.0\.1|localhost):(\d+)(/[\w./-]+)?")
VERB = re.compile(r"\bunripctl ([a-z]+)(?: ([a-z]+))?")
TABLE = re.compile(r"\b(?:from|join) ([a-z_]+)")
BINARY = re.compile(r"build/release/bin/([\w-]+)")
# PostgreSQL, NATS and Prometheus; the ports of the processes are read from the code.
OTHER_PORTS = {"15432", "14222", "9090", "9093", "3000"}


def read(root, name):
    return (root / name).read_text(encoding="utf-8")


def sources(root, pattern):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(root.glob(pattern)))


class Known:
    """What the tree has, read from the tree."""

    def __init__(self, root):
        self.root = root
        self.variables = set(re.findall(r'"([A-Z][A-Z0-9_]+)"', read(root, "libs/runtime/variables.cpp")))
        self.variables |= {name + "_FILE" for name in self.variables}
        self.variables |= set(re.findall(r"\$\{?([A-Z_]+)", read(root, "docker-compose.yml")))
        self.variables |= set(re.findall(r'"(UNRIP_[A-Z_]+)"', sources(root, "tests/**/*.cpp")))
        table = read(root, "docs/CONTROL_API.md")
        self.ports = set(re.findall(r"^\| [a-z-]+ \| (\d{4}) \|", table, re.M)) | {"8091"} | OTHER_PORTS
        self.paths = set(re.findall(r'"(/[a-z][a-z/*-]*)"', sources(root, "services/**/*.cpp") + sources(root, "libs/runtime/*.cpp")))
        verbs = sources(root, "services/unripctl/*.cpp")
        self.verbs = set(re.findall(r"^\s+(\w+)_command\(\)", read(root, "services/unripctl/commands.cpp"), re.M))
        self.words = set(re.findall(r'"([a-z]+)"', verbs))
        self.words |= {word for said in re.findall(r'"([a-z|]+\|[a-z|]+)[" ]', verbs) for word in said.split("|")}
        tables = sources(root, "migrations/*.sql")
        self.tables = set(re.findall(r"create (?:table|view) (?:if not exists )?([a-z_]+)", tables))
        self.programs = {path.name for path in (root / "services").iterdir() if path.is_dir()}
        self.programs |= {"unrip-migrate", "unrip-streams"}
        self.headings = {}

    def answers(self, path):
        """A route's * stands for one part: /accounts/*/fund."""
        return any(fnmatch.fnmatchcase(path, route) and path.count("/") == route.count("/") for route in self.paths)

    def headings_of(self, path):
        if path not in self.headings:
            found = set()
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("#"):
                    words = re.sub(r"[^\w\s-]", "", line.lstrip("# ").lower())
                    found.add(words.replace(" ", "-"))
            self.headings[path] = found
        return self.headings[path]


def wrong_link(known, page, target):
    if re.match(r"[a-z]+:", target):
        return None
    name, _, heading = target.partition("#")
    path = (known.root / page).parent / name if name else known.root / page
    if not path.exists():
        return f"the link leads to {name}, which is not there"
    if heading and heading not in known.headings_of(path):
        return f"{path.name} has no heading #{heading}"
    return None


def wrong_words(known, text, is_code):
    for name in PATH.findall(text):
        name = name.rstrip(".")
        if not any(known.root.glob(name.rstrip("/"))):
            yield f"there is no {name}"
    for name in VARIABLE.findall(text):
        if name not in known.variables and f"{name} is not a variable" not in text:
            yield f"there is no variable {name}"
    for name in BINARY.findall(text):
        if name not in known.programs:
            yield f"no program is called {name}"
    for port, path in PORT.findall(text):
        if port not in known.ports:
            yield f"nothing listens on port {port}"
        if path and port.startswith("80") and not known.answers(path):
            yield f"no control port answers {path}"
    if not is_code:
        return
    for verb, word in VERB.findall(text):
        if verb not in known.verbs:
            yield f"unripctl has no verb {verb}"
        elif word and word not in known.words:
            yield f"unripctl {verb} knows no {word}"
    if "select " in text:
        for table in TABLE.findall(text):
            if table not in known.tables and table != "now":
                yield f"the database has no {table}"


def mistakes(known, page):
    in_fence = False
    for number, line in enumerate(read(known.root, page).splitlines(), 1):
        if FENCE.match(line):
            in_fence = not in_fence
            continue
        found = []
        if in_fence:
            found += wrong_words(known, line.split("  # ")[0], True)
        else:
            found += filter(None, (wrong_link(known, page, target) for target in LINK.findall(line)))
            for code in CODE.findall(line):
                found += wrong_words(known, code, True)
        for mistake in found:
            yield f"{page}:{number}: {mistake}"


def wrong_layers(root):
    """The drawing of who may know whom says what layers.py keeps: names, then what they know, two spaces apart."""
    drawing = re.search(r"## Who may know whom\n\n```\n(.*?)```", read(root, "docs/ARCHITECTURE.md"), re.S)[1]
    drawn = {}
    for line in drawing.splitlines():
        names, known, *_ = re.split(r"\s{2,}", line.strip())
        for name in names.split():
            drawn[name] = set() if known == "nobody" else set(known.split())
    for name, known in layers.MAY_KNOW.items():
        if drawn.get(name) != known:
            yield f"docs/ARCHITECTURE.md: {name} may know {' '.join(sorted(known)) or 'nobody'}; the drawing says otherwise"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    known = Known(root)
    found = [mistake for page in PAGES if (root / page).exists() for mistake in mistakes(known, page)]
    found += wrong_layers(root)
    found += control_api.mistakes(root)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
