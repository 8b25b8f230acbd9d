#!/usr/bin/env python3
"""Who may know whom, read from the includes (docs/ARCHITECTURE.md has the drawing).

    layers.py [root]    prints each include that breaks a rule; exit code 1 when there is one
"""
import pathlib
import re
import sys

# A library's own headers are always allowed.
MAY_KNOW = {
    "core": set(),
    "strategy": {"core"},
    "messages": {"core"},
    "net": {"core"},
    "bus": {"core", "messages", "net"},
    "near": {"core", "net"},
    "policy": {"core", "strategy", "near"},
    "wire": {"core", "strategy", "messages", "near"},
    "replay": {"core", "strategy", "messages", "wire"},
    "venue": {"core", "net", "near"},
    "store": {"core", "messages", "net"},
    "runtime": {"core", "net"},
    "presence": {"core", "messages", "net", "bus", "runtime"},
}

# Heavy or dangerous headers stand in few places. A path ending in / is a folder.
ONLY_IN = {
    r"boost/beast(/|\.hpp)": {
        "libs/net/https.cpp", "libs/net/websocket_link.cpp", "libs/net/boost_beast.cpp",
        "libs/net/http_connection.cpp", "tests/support/",
    },
    r"boost/asio/ssl(/|\.hpp)": {
        "libs/net/connection.cpp", "libs/net/boost_asio.cpp", "tests/support/",
    },
    r"nats(/nats)?\.h$": {"libs/bus/", "tests/support/", "tests/bench/"},
    r"pqxx/": {"libs/store/", "tests/support/"},
    r"spdlog/": {"libs/runtime/"},
    r"prometheus/": {"libs/runtime/"},
    r"sodium(\.h|/)": {"libs/near/", "libs/runtime/", "tests/"},
    r"openssl/": {"libs/net/", "libs/store/sha256.cpp", "tests/support/"},
}

# core and strategy decide; they do no I/O, read no clock and start no thread.
PURE = {"core", "strategy"}
IMPURE_HEADERS = re.compile(
    r"^(nlohmann|boost/(?!multiprecision)|sys/|netinet/|unistd\.h|filesystem$|fstream$|iostream$|thread$|mutex$"
    r"|condition_variable$|future$|random$)"
)
IMPURE_CALLS = re.compile(r"\b(getenv|system_clock::now|steady_clock::now|std::rand|time\(nullptr\))")
CLOCK = "libs/core/time.hpp"  # The one place that asks the system for the time.

DRAWERS = {"common", "util", "utils", "misc", "helpers"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SOURCES = {".hpp", ".cpp", ".h"}


def files_of(root):
    for top in ("libs", "services", "tests"):
        yield from sorted(p for p in (root / top).rglob("*") if p.suffix in SOURCES)


def allowed_place(path, places):
    return any(path.startswith(place) if place.endswith("/") else path == place for place in places)


def breaches_of_include(path, quoted, header):
    parts = path.split("/")
    library = parts[1] if parts[0] == "libs" else None

    for pattern, places in ONLY_IN.items():
        if re.match(pattern, header) and not allowed_place(path, places):
            yield f"<{header}> belongs in {', '.join(sorted(places))}"
    if library in PURE and IMPURE_HEADERS.match(header):
        yield f"{library} is pure: no <{header}>"
    if ".." in header.split("/"):
        yield f'"{header}" climbs out of its folder'
    if quoted and library:
        target = header.split("/")[0]
        if target in MAY_KNOW and target != library and target not in MAY_KNOW.get(library, set()):
            yield f"{library} may not know {target}"
        if target not in MAY_KNOW:
            yield f'"{header}" names no library'
    if parts[0] == "services" and not quoted and re.match(r"(boost|nats|pqxx|spdlog|sodium|openssl)", header):
        yield f"a service reaches <{header}> only through its libraries"


def breaches(root):
    for path in files_of(root):
        name = path.relative_to(root).as_posix()
        parts = name.split("/")
        if DRAWERS & {part.split(".")[0] for part in parts}:
            yield f"{name}: a drawer called {parts[-2]} fills up; name it after what is in it"
        if parts[0] == "libs" and len(parts) > 2 and parts[1] not in MAY_KNOW:
            yield f"{name}: {parts[1]} is not a library of docs/ARCHITECTURE.md"
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            found = INCLUDE.match(line)
            if found:
                for breach in breaches_of_include(name, found[1] == '"', found[2]):
                    yield f"{name}:{number}: {breach}"
            code = line.split("//")[0]
            if parts[0] == "libs" and parts[1] in PURE and name != CLOCK and IMPURE_CALLS.search(code):
                yield f"{name}:{number}: {parts[1]} is pure: {IMPURE_CALLS.search(code)[0]}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(breaches(root))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
