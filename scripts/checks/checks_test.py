#!/usr/bin/env python3
"""The checks must bite: each is shown what it is there to find."""
import pathlib
import tempfile
import unittest
import xml.etree.ElementTree as ET

import coawait
import control_api
import docs
import hardening
import layers
import leaks
import metrics
import summary


def breaches_in(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(layers.breaches(root))


class Hardening(unittest.TestCase):
    headers = """
  Type:                              DYN (Position-Independent Executable file)
  LOAD           0x000000 0x0000000000000000 0x0000000000000000 0x0a0000 0x0a0000 R E 0x1000
  GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0x1
  GNU_RELRO      0x000000 0x00000000003fa020 0x00000000003fa020 0x006f90 0x006fe0 R   0x1
 0x000000000000001e (FLAGS)              BIND_NOW
 0x000000006ffffffb (FLAGS_1)            Flags: NOW PIE
"""
    symbols = "FUNC GLOBAL DEFAULT UND __memcpy_chk@GLIBC_2.3.4\nFUNC GLOBAL DEFAULT UND __stack_chk_fail@GLIBC_2.4\n"

    def test_finds_nothing_in_what_is_hardened(self):
        self.assertEqual([], hardening.lacks(self.headers, self.symbols))

    def test_names_each_thing_that_is_missing(self):
        for old, new, word in (
            ("DYN (Position-Independent Executable file)", "EXEC (Executable file)", "position independent"),
            ("GNU_RELRO", "GNU_OTHER", "read-only relocations"),
            ("0x000000 RW  0x1", "0x000000 RWE 0x1", "executable stack"),
            ("0x0a0000 R E 0x1000", "0x0a0000 RWE 0x1000", "writable and executable"),
            (" 0x000000000000001e (FLAGS)", " 0x1d (RUNPATH) [/opt]\n 0x1e (FLAGS)", "rpath"),
            (" 0x000000000000001e (FLAGS)", " 0x16 (TEXTREL)\n 0x1e (FLAGS)", "relocates its code"),
        ):
            found = hardening.lacks(self.headers.replace(old, new), self.symbols)
            self.assertEqual(1, len(found), f"{word}: {found}")
            self.assertIn(word, found[0])
        lazy = self.headers.replace("BIND_NOW", "").replace("NOW PIE", "PIE")
        self.assertIn("binds lazily", hardening.lacks(lazy, self.symbols)[0])
        self.assertIn("stack protector", hardening.lacks(self.headers, "__memcpy_chk@GLIBC")[0])
        self.assertIn("fortified", hardening.lacks(self.headers, "memcpy@GLIBC __stack_chk_fail@GLIBC")[0])


class Layers(unittest.TestCase):
    def assert_breach(self, name, text, expected):
        found = breaches_in({name: text})
        self.assertTrue(any(expected in line for line in found), f"{expected!r} not in {found}")

    def test_allows_what_the_house_allows(self):
        self.assertEqual([], breaches_in({
            "libs/core/amount.cpp": '#include "core/amount.hpp"\n#include <boost/multiprecision/cpp_int.hpp>\n',
            "libs/strategy/engine.cpp": '#include "core/amount.hpp"\n#include <map>\n',
            "libs/bus/connection.cpp": '#include "messages/envelope.hpp"\n#include <nats/nats.h>\n',
            "libs/net/https.cpp": "#include <boost/beast/http.hpp>\n",
            "libs/net/connection.cpp": "#include <boost/asio/ssl.hpp>\n",
            "services/strategy-engine/main.cpp": '#include "settings.hpp"\n#include "bus/connection.hpp"\n',
        }))

    def test_core_knows_nobody(self):
        self.assert_breach("libs/core/a.hpp", '#include "net/task.hpp"\n', "core may not know net")

    def test_strategy_knows_only_core(self):
        self.assert_breach("libs/strategy/a.cpp", '#include "messages/envelope.hpp"\n', "may not know messages")

    def test_core_and_strategy_are_pure(self):
        for header in ("nlohmann/json.hpp", "boost/asio.hpp", "fstream", "thread", "unistd.h", "random"):
            self.assert_breach("libs/strategy/a.cpp", f"#include <{header}>\n", "strategy is pure")
            self.assert_breach("libs/core/a.cpp", f"#include <{header}>\n", "core is pure")
        self.assert_breach("libs/strategy/a.cpp", "auto t = std::chrono::system_clock::now();\n", "pure")
        self.assert_breach("libs/core/a.cpp", 'auto v = std::getenv("X");\n', "pure")

    def test_heavy_headers_stand_in_their_places(self):
        self.assert_breach("libs/venue/relay.cpp", "#include <boost/beast/websocket.hpp>\n", "belongs in")
        self.assert_breach("libs/near/rpc.cpp", "#include <boost/asio/ssl/context.hpp>\n", "belongs in")
        self.assert_breach("libs/runtime/log.cpp", "#include <pqxx/pqxx>\n", "belongs in")
        self.assert_breach("services/a/main.cpp", "#include <nats/nats.h>\n", "only through its libraries")

    def test_no_drawers_and_no_climbing(self):
        self.assert_breach("libs/net/util/text.hpp", "\n", "fills up")
        self.assert_breach("libs/common/a.hpp", "\n", "not a library")
        self.assert_breach("libs/net/a.cpp", '#include "../core/amount.hpp"\n', "climbs out")


class CoAwait(unittest.TestCase):
    def assert_trap(self, statement):
        self.assertTrue(list(coawait.traps(f"void f() {{\n    {statement}\n}}\n")), statement)

    def assert_fine(self, statement):
        self.assertFalse(list(coawait.traps(f"void f() {{\n    {statement}\n}}\n")), statement)

    def test_finds_what_the_compiler_destroys_twice(self):
        self.assert_trap("co_await send(Request{a, b});")
        self.assert_trap("co_await send({a, b});")
        self.assert_trap("if (auto r = co_await send(Request{a}); !r) return;")
        self.assert_trap("co_await with([state] { return state; });")
        self.assert_trap("Request r{co_await name(), x};")
        self.assert_trap("while (co_await more()) work();")
        self.assert_trap("while (!co_await done()) work();")
        self.assert_trap("auto r = ready ? co_await get(key) : co_await make(key);")
        self.assert_trap("auto r = ready ? co_await get() : co_await make();")

    def test_leaves_the_rest_alone(self):
        self.assert_fine("co_await send(std::move(request));")
        self.assert_fine("co_await send(make_request(a, b));")
        self.assert_fine("co_return Request{a, b};")
        self.assert_fine("co_await wait(ready ? kShort : kLong);")
        self.assert_fine("while (true) co_await work();")
        self.assert_fine("while (size() < 3) into.push_back(co_await work());")
        self.assert_fine("if (ready && !co_await done()) return;")
        self.assert_fine("co_await with([&] { return state; });")
        self.assert_fine("// co_await send(Request{a});")
        self.assert_fine('log("co_await send(Request{a})");')


class Leaks(unittest.TestCase):
    def test_finds_what_must_not_be_committed(self):
        key = "ed25519:" + "3" * 87
        self.assertTrue(list(leaks.findings("deploy/a.env", f"KEY={key}\n")))
        self.assertTrue(list(leaks.findings("a.txt", "-----BEGIN " + "EC PRIVATE KEY-----\n")))
        self.assertTrue(list(leaks.findings("a.env", "POSTGRES_URL=postgres://bob:" + "Zx81@db/unrip\n")))

    def test_leaves_public_keys_and_vectors_alone(self):
        self.assertFalse(list(leaks.findings("a.md", "ed25519:" + "3" * 44 + "\n")))
        self.assertFalse(list(leaks.findings("tests/vectors/data/keys.json", "ed25519:" + "3" * 87)))
        self.assertFalse(list(leaks.findings("a.md", "postgres://unrip:password@127.0.0.1/unrip\n")))


class Summary(unittest.TestCase):
    def test_a_skip_names_its_reason(self):
        entry = ET.fromstring(
            '<testcase status="notrun"><skipped message="SKIP_RETURN_CODE=77"/>'
            "<system-out>looking\nskipped: no npm\n</system-out></testcase>"
        )
        self.assertEqual(summary.skip_reason(entry), "no npm")
        entry.find("system-out").text = ""
        self.assertEqual(summary.skip_reason(entry), "SKIP_RETURN_CODE=77")


class Docs(unittest.TestCase):
    known = docs.Known(pathlib.Path(__file__).resolve().parents[2])

    def assert_wrong(self, words):
        self.assertTrue(list(docs.wrong_words(self.known, words, True)), words)

    def test_finds_what_is_not_there(self):
        for words in (
            "scripts/nowhere", "deploy/policy/nobody.json", "NATS_ULR", "curl 127.0.0.1:8099/healthz",
            "curl 127.0.0.1:8084/withdraws", "unripctl frobnicate", "unripctl withdraw sennd",
            "select * from v_quote", "build/release/bin/strategy",
        ):
            self.assert_wrong(words)

    def test_leaves_alone_what_is_there(self):
        for words in (
            "./scripts/up --detach", "NATS_URL", "curl -s 127.0.0.1:8084/withdraw", "unripctl withdraw send btc 0.001",
            "select ended from v_quotes", "build/release/bin/unripctl", "NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE",
        ):
            self.assertEqual([], list(docs.wrong_words(self.known, words, True)), words)

    def test_follows_links(self):
        self.assertIsNone(docs.wrong_link(self.known, "README.md", "docs/SANDBOX.md#what-it-does-not-model"))
        self.assertIsNotNone(docs.wrong_link(self.known, "README.md", "docs/SANDBOX.md#nothing"))
        self.assertIsNotNone(docs.wrong_link(self.known, "README.md", "docs/NOTHING.md"))


class ControlApi(unittest.TestCase):
    def test_finds_what_the_page_leaves_out(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name in ("docs", "libs/runtime", "services/a"):
                (root / name).mkdir(parents=True)
            page = root / "docs/CONTROL_API.md"
            page.write_text("`GET /things/<id>` or 404 `not_found`\n", encoding="utf-8")
            (root / "services/a/routes.cpp").write_text(
                'control.route("GET", "/things/*", f);\nreturn ControlResponse::error(404, "not_found", "");\n',
                encoding="utf-8")
            self.assertEqual([], list(control_api.mistakes(root)))
            (root / "services/a/more.cpp").write_text(
                'control.route_now("POST", "/things", f);\nreturn error(409, "too_late", "");\n', encoding="utf-8")
            found = "\n".join(control_api.mistakes(root))
            self.assertIn("does not tell of /things", found)
            self.assertIn("does not tell of the error too_late", found)


class Metrics(unittest.TestCase):
    known = metrics.known_metrics(pathlib.Path(__file__).resolve().parents[2])

    def test_knows_what_the_code_has(self):
        for name in ("unrip_armed", "unrip_history_trades_lag", "unrip_relay_verdict_seconds_bucket"):
            self.assertTrue(metrics.is_known(name, self.known), name)
        for name in ("unrip_armd", "unrip_history_trade_lag", "unrip_armed_by"):
            self.assertFalse(metrics.is_known(name, self.known), name)


if __name__ == "__main__":
    unittest.main()
