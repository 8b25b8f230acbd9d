"""The migrations on a real PostgreSQL: the golden story goes in, and the views tell it."""

import glob
import json
import os
import re
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from throw_away_postgres import ThrowAwayPostgres  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
TABLES = {
    "norm.swap_demand": "swap_demand_events",
    "norm.quote_status": "quote_status_events",
    "ref.market_price": "market_price_events",
    "state.intent_inventory": "intent_inventory_snapshots",
    "state.venue": "venue_states",
    "state.portfolio_metrics": "portfolio_metrics_snapshots",
    "decision.trade_decision": "trade_decisions",
    "decision.slots": "slot_events",
    "cmd.execute_trade": "execute_trade_commands",
    "exec.quote_signed": "signed_quotes",
    "exec.trade_result": "trade_execution_results",
    "exec.trade_settlement": "trade_settlements",
    "ops.liquidity_action": "liquidity_actions",
    "ops.service_control": "service_control_events",
    "ops.alert": "alerts",
    "ops.dead_letter": "dead_letters",
}
QUOTE = "0c1f5a6e-7d1b-4a0e-9a77-2f3f6c1b7f3a"


def goldens():
    for path in sorted(glob.glob(os.path.join(ROOT, "proto", "examples", "*.json"))):
        with open(path, encoding="utf-8") as file:
            message = json.load(file)
        table = TABLES.get(message["schema"].split("/")[0])
        if table:
            yield table, message


def literal(value):
    return "'" + value.replace("'", "''") + "'"


def row_of(table, message, columns):
    """The rule of migrations/README.md: a column has the name of the field that it comes from."""
    body = message["body"]
    row = {name: message[name] for name in ("id", "cause", "source", "pair", "trace") if name in message}
    for name, value in body.items():
        if name == "block":
            row |= {"block_" + part: inner for part, inner in value.items()}
        elif name == "payload_hex":
            row["payload"] = "\\x" + value
        elif name in columns:
            row[name] = value
    if "body" in columns:
        row["body"] = body
    return row


class History(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContextCompat(ThrowAwayPostgres())
        cls.server.run("create table schema_migrations (version integer primary key, name text, sha256 text,"
                       " applied_at timestamptz default now())")
        for path in sorted(glob.glob(os.path.join(ROOT, "migrations", "V*.sql"))):
            with open(path, encoding="utf-8") as file:
                cls.server.run(file.read())
        for role in ("writer", "reader"):
            cls.server.run(f"create role {role} login in role unrip_{role}")
        cls.columns = {}
        found = cls.server.run("select table_name, column_name from information_schema.columns"
                               " where table_schema = 'public' and table_name !~ '_([0-9]{8}|other)$'")
        for line in found.splitlines():
            table, column = line.split("|")
            cls.columns.setdefault(table, []).append(column)
        cls.inserted = "".join(cls.insert(table, message) for table, message in goldens())
        cls.server.run(cls.inserted, role="writer")

    @classmethod
    def enterClassContextCompat(cls, context):
        entered = context.__enter__()
        cls.addClassCleanup(context.__exit__, None, None, None)
        return entered

    @classmethod
    def insert(cls, table, message, received_at="now()"):
        row = row_of(table, message, cls.columns[table])
        names = [*row, "sent_at", "received_at"]
        cells = [f"(given.{name})" for name in row]
        cells += [f"to_timestamp({message['sent_at_ms']}::numeric / 1000)", received_at]
        return (f"insert into {table} ({', '.join(names)}) select {', '.join(cells)} from "
                f"jsonb_populate_record(null::{table}, {literal(json.dumps(row))}) as given on conflict do nothing;\n")

    def one(self, sql, role="reader"):
        return self.server.run(sql, role=role)

    # -- what was said is there

    def test_every_subject_has_a_table_and_every_golden_a_row(self):
        schemas = {os.path.basename(path)[:-len(".schema.json")]
                   for path in glob.glob(os.path.join(ROOT, "proto", "*.*.schema.json"))}
        recorded = {name for name in schemas if name.split(".")[0] in ("norm", "ref", "state", "decision", "cmd", "exec", "ops")}
        self.assertEqual(recorded, set(TABLES))
        for table, message in goldens():
            count = self.one(f"select count(*) from {table} where id = {literal(message['id'])}")
            self.assertEqual(count, "1", f"{message['id']} in {table}")

    def test_a_message_that_comes_again_changes_nothing(self):
        tables = sorted(set(TABLES.values()))
        counts = "select " + ", ".join(f"(select count(*) from {table})" for table in tables)
        before = self.one(counts)
        self.server.run(self.inserted, role="writer")
        self.assertEqual(self.one(counts), before)

    def test_every_field_of_a_golden_can_be_found_again(self):
        for table, message in goldens():
            if "body" in self.columns[table]:
                kept = self.one(f"select body from {table} where id = {literal(message['id'])}")
                self.assertEqual(json.loads(kept), message["body"], table)
                continue
            if table == "dead_letters":
                continue
            for name in message["body"]:
                self.assertIn(name, self.columns[table], f"{table} loses a field")

    def test_the_largest_amount_goes_in_and_a_larger_one_does_not(self):
        largest = str(2**128 - 1)
        self.assertEqual(self.one(f"select '{largest}'::base_units"), largest)
        for wrong in (str(2**128), "-1"):
            with self.assertRaises(ValueError):
                self.one(f"select '{wrong}'::base_units")
        self.assertEqual(self.one(f"select '-{2**127}'::base_units_change"), str(-(2**127)))
        with self.assertRaises(ValueError):
            self.one(f"select '{2**127}'::base_units_change")

    # -- the views tell the story

    def test_one_query_tells_the_whole_life_of_a_quote(self):
        told = self.one("select ended, side, amount_in, amount_out, mid, quoted_price, half_spread_bps, notional_eure,"
                        " slot, evidence, is_over, to_engine_us, deciding_us, to_executor_us, signing_us, to_socket_us, relay_us,"
                        f" reason is null, realised_pnl_eure from v_quotes where quote_id = '{QUOTE}'")
        self.assertEqual(told, "settled|sell|5|0.00008271|60000|60450|75.0000000000000000|5|7-1/0|transaction_logs|t"
                               "|111|3|102|25|120|410|t|0.0374")
        chain = self.one("select demand_id, decision_id, command_id, signed_id, result_id, settlement_id from v_quotes"
                         f" where quote_id = '{QUOTE}'").split("|")
        for id_, next_ in zip(chain[:4], chain[1:5]):
            table = {"dec": "trade_decisions", "cmd": "execute_trade_commands", "sig": "signed_quotes",
                     "res": "trade_execution_results"}[next_[:3]]
            self.assertEqual(self.one(f"select cause from {table} where id = '{next_}'"), id_)

    def test_a_declined_quote_says_why_in_numbers(self):
        told = self.one("select ended, reason, finding->>'value', finding->>'limit', amount_in, amount_out, quoted_price, command_id is null"
                        " from v_quotes where pair = 'btc-eure' and ended = 'declined'")
        self.assertEqual(told, "declined|over_notional_limit|6|5|0.0001|5.955|59550|t")

    def test_every_quote_has_one_row(self):
        self.assertEqual(self.one("select count(*), count(distinct quote_id) from v_quotes"), "2|2")

    def test_a_fill_shows_what_it_earned(self):
        told = self.one("select pair, side, base_delta, quote_delta, price, earned_quote, base_units, quote_units, is_as_promised from v_fills")
        self.assertEqual(told, "btc-eure|sell|-0.00008271|5|60452.182323781889|0.0374|-8271|5000000000000000000|t")

    def test_pnl_is_the_golden_one_and_nothing_before_the_first_command(self):
        told = self.one("select scope, fills, trade_pnl_eure, mark_to_market_pnl_eure, price_move_pnl_eure from v_pnl order by sent_at, scope desc")
        self.assertEqual(told.splitlines(), ["portfolio|0|||", "btc-eure|0|||", "portfolio|9|0.3|0.2|-0.1", "btc-eure|9|0.3|0.2|-0.1"])

    def ended(self, change):
        """How v_quotes ends the golden quote when `change` was done to its story, undone afterwards."""
        lift = "set local session_replication_role = replica;"  # No triggers: only a superuser can say this.
        told = self.server.run(f"begin; {lift} {change}; select ended from v_quotes where quote_id = '{QUOTE}'; rollback;",
                               one_transaction=False)
        return told.splitlines()[-1]

    def test_each_end_of_a_quote_has_its_word(self):
        no_settlement = "delete from trade_settlements"
        no_result = no_settlement + "; delete from trade_execution_results"
        no_command = no_result + "; delete from execute_trade_commands; delete from signed_quotes"
        only_matched = "delete from trade_settlements where state <> 'matched'"
        self.assertEqual(self.ended("select 1"), "settled")
        self.assertEqual(self.ended(only_matched), "matched")
        self.assertEqual(self.ended("update trade_settlements set state = 'failed' where state = 'settled'"), "failed")
        self.assertEqual(self.ended("update trade_settlements set state = 'expired' where state = 'settled'"), "expired")
        self.assertEqual(self.ended("update trade_settlements set state = 'unknown' where state = 'settled'"), "settlement_unknown")
        for outcome in ("accepted", "rejected", "refused", "unknown"):
            self.assertEqual(self.ended(f"{no_settlement}; update trade_execution_results set outcome = '{outcome}'"), outcome)
        self.assertEqual(self.ended(f"{no_result}; update execute_trade_commands set expires_at_ms = 0"), "executor_absent")
        later = "(extract(epoch from now()) * 1000 + 600000)::bigint"
        self.assertEqual(self.ended(f"{no_result}; update execute_trade_commands set expires_at_ms = {later}"), "commanded")
        self.assertEqual(self.ended(no_command), "not_commanded")
        self.assertEqual(self.ended(f"{no_command}; update trade_decisions set outcome = 'declined'"), "declined")
        self.assertEqual(self.ended(f"{no_command}; delete from trade_decisions"), "undecided")

    def test_a_demand_heard_twice_is_one_quote_by_its_best_decision(self):
        twice = "insert into swap_demand_events select (jsonb_populate_record(d, '{\"id\":\"dem-ingest-2-x\"}')).* from swap_demand_events d"
        declined = ("insert into trade_decisions select (jsonb_populate_record(d, '{\"id\":\"dec-9-9\",\"outcome\":\"declined\"}')).*"
                    f" from trade_decisions d where quote_id = '{QUOTE}'")
        self.assertEqual(self.ended(f"{twice} where quote_id = '{QUOTE}'; {declined}"), "settled")

    # -- nobody changes what was said

    def test_the_writer_adds_and_looks_and_nothing_else(self):
        for table in sorted(set(TABLES.values())):
            self.assertGreaterEqual(int(self.one(f"select count(*) from {table}", role="writer")), 1)
            for change in (f"update {table} set source = 'x'", f"delete from {table}", f"truncate {table}", f"drop table {table}"):
                with self.assertRaises((PermissionError, ValueError), msg=change):
                    self.server.run(change, role="writer")

    def test_the_reader_only_looks(self):
        with self.assertRaises(PermissionError):
            self.server.run("insert into alerts select * from alerts", role="reader")
        with self.assertRaises(PermissionError):
            self.server.run("select trim_history('alerts', now() - interval '2 days', 10)", role="reader")

    def test_the_tables_refuse_change_even_to_the_owner(self):
        for table in sorted(set(TABLES.values())):
            for change in (f"update {table} set source = 'x'", f"delete from {table}", f"truncate {table}"):
                with self.assertRaises(ValueError) as refused:
                    self.server.run(change)
                self.assertIn("append-only", str(refused.exception), change)

    def test_trimming_takes_a_chunk_of_the_oldest_and_nothing_young(self):
        old = "".join(self.insert("alerts", {"schema": "ops.alert/1", "id": f"old-{day}", "source": "s/a",
                                             "sent_at_ms": day * 86_400_000, "body": {
            "name": "n", "key": "k", "severity": "info", "state": "raised", "since_ms": 0, "repeats": 1, "summary": "s", "details": []}})
            for day in range(5))
        self.server.run(old, role="writer")
        trim = "select trim_history('alerts', '2020-01-01', 2)"
        self.assertEqual([self.one(trim, role="writer") for _ in range(4)], ["2", "2", "1", "0"])
        for refused in ("select trim_history('alerts', now(), 10)",
                        "select trim_history('liquidity_actions', '2020-01-01', 10)",
                        "select trim_history('schema_migrations', '2020-01-01', 10)",
                        "select trim_history('alerts; drop table alerts', '2020-01-01', 10)"):
            with self.assertRaises(ValueError):
                self.server.run(refused, role="writer")
        with self.assertRaises((PermissionError, ValueError)):
            self.server.run("set unrip.trimming = 'on'; delete from alerts", role="writer")

    def test_fills_and_their_decisions_are_never_trimmed(self):
        self.assertEqual(self.aged("trade_settlements"), ["1", "1"])  # The word `matched` goes.
        self.assertEqual(self.aged("trade_decisions"), ["1", "1"])  # The declined one goes.

    def aged(self, table):
        """[rows trimmed, fills left] when the table's story happened years ago; undone afterwards."""
        told = self.server.run("begin; set local session_replication_role = replica;"
                               f" update {table} set sent_at = sent_at - interval '10 years';"
                               " set local session_replication_role = origin;"
                               f" select trim_history('{table}', '2020-01-01', 100); select count(*) from v_fills; rollback;",
                               one_transaction=False)
        return told.splitlines()

    def test_what_the_writer_itself_puts_aside_is_named_by_its_place_in_the_stream(self):
        put = ("insert into dead_letters (stream, stream_seq, subject, reason, payload, received_at)"
               " values ('TRADES', 41, 'cmd.execute_trade', 'not JSON', '\\x00ff', now()) on conflict do nothing;")
        self.server.run(put + put, role="writer")
        self.assertEqual(self.one("select id, payload from dead_letters where stream_seq = 41"), "TRADES/41|\\x00ff")

    # -- days

    def test_days_are_made_once_and_a_stray_row_moves_to_its_day(self):
        message = next(message for table, message in goldens() if table == "market_price_events")
        stray = dict(message, id="px-stray")
        stray["sent_at_ms"] = int(self.one("select (extract(epoch from now()) * 1000)::bigint")) + 9 * 86_400_000
        self.server.run(self.insert("market_price_events", stray), role="writer")
        where = "select tableoid::regclass from market_price_events where id = 'px-stray'"
        self.assertEqual(self.one(where), "market_price_events_other")
        self.assertGreater(int(self.one("select ensure_partitions(10)", role="writer")), 0)
        self.assertRegex(self.one(where), "^market_price_events_[0-9]{8}$")
        self.assertEqual(self.one("select ensure_partitions(10)", role="writer"), "0")
        with self.assertRaises((PermissionError, ValueError)):
            self.server.run(f"delete from {self.one(where)}", role="writer")
        with self.assertRaises(ValueError):
            self.server.run(f"update {self.one(where)} set source = 'x'")

    def test_whole_days_are_dropped_only_when_old(self):
        old = ("select count(*) from pg_class where relkind = 'r' and relname ~ '_events_[0-9]{8}$'"
               " and (to_date(right(relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'utc' <= now() - interval '7 days'")
        before, dropped, left = self.server.run(f"{old}; select drop_partitions(now() - interval '7 days'); {old};", role="writer").splitlines()
        self.assertGreaterEqual(int(before), 2)  # A day of each of the two tables.
        self.assertEqual((dropped, left), (before, "0"))
        with self.assertRaises(ValueError):
            self.server.run("select drop_partitions(now())", role="writer")

    def test_the_days_of_one_table_are_dropped_alone(self):
        self.server.run("select ensure_partitions(1, 40)", role="writer")
        count = "select count(*) from pg_class where relkind = 'r' and relname ~ '^{}_events_[0-9]{{8}}$'"
        demands, prices = (int(self.one(count.format(name))) for name in ("swap_demand", "market_price"))
        dropped = int(self.one("select drop_partitions('swap_demand_events', now() - interval '20 days')", role="writer"))
        self.assertGreaterEqual(dropped, 19)
        self.assertEqual(int(self.one(count.format("swap_demand"))), demands - dropped)
        self.assertEqual(int(self.one(count.format("market_price"))), prices)
        for refused in ("select drop_partitions('alerts', '2020-01-01')", "select drop_partitions('swap_demand_events', now())"):
            with self.assertRaises(ValueError):
                self.server.run(refused, role="writer")

    def test_the_baseline_is_kept_and_a_fill_is_summed_once(self):
        self.server.run("insert into portfolio_baselines values ('maker.near', 'cmd-1', now(), 'inv-1', 1, now(), '[]', '[]')", role="writer")
        for change in ("update portfolio_baselines set block_height = 2", "delete from portfolio_baselines", "truncate portfolio_baselines"):
            with self.assertRaises(ValueError):
                self.server.run(change)
        twice = ("insert into trade_settlements select (jsonb_populate_record(t, '{\"id\":\"set-again\"}')).*"
                 " from trade_settlements t where state = 'settled'")
        told = self.server.run(f"begin; {twice}; select count(*), count(distinct settlement_id) from v_fill_deltas; rollback;",
                               one_transaction=False)
        self.assertIn("2|1", told.splitlines())

    # -- those who watch

    def test_watchers_are_told_once_per_statement(self):
        heard = self.server.run("listen unrip_events; insert into alerts select (jsonb_populate_record(a, jsonb_build_object('id', 'told-' || n))).*"
                                " from alerts a, generate_series(1, 3) n where a.id like 'alt-%';"
                                " insert into alerts select * from alerts on conflict do nothing;", one_transaction=False)
        told = re.findall(r'payload "(\{.*\})"', heard)
        self.assertEqual(len(told), 1, heard)
        news = json.loads(told[0])
        self.assertEqual((news["table"], news["rows"], news["id"]), ("alerts", 3, "told-3"))

    # -- the page that explains it

    def test_the_readme_names_every_table_and_column(self):
        with open(os.path.join(ROOT, "migrations", "README.md"), encoding="utf-8") as file:
            sections = re.split(r"^### ", file.read(), flags=re.M)
        named = {section.split("\n")[0]: set(re.findall(r"`([a-z0-9_]+)`", section)) for section in sections[1:]}
        common = set(re.findall(r"`([a-z0-9_]+)`", sections[0]))
        for table, columns in self.columns.items():
            if table == "schema_migrations":
                self.assertLessEqual(set(columns), common)
                continue
            self.assertIn(table, named)
            envelope = set() if table.startswith("v_") else common
            self.assertEqual(set(columns) - named[table] - envelope, set(), f"README says nothing about these columns of {table}")
        self.assertEqual(set(named) - set(self.columns), set())

    # -- the queries that are made all the time

    def plan(self, query, role="reader"):
        return self.one("set enable_seqscan = off; explain " + query, role=role)

    def test_the_main_queries_have_an_index_to_go_by(self):
        queries = {
            f"select * from v_quotes where quote_id = '{QUOTE}'": "trade_decisions_quote",
            "select * from v_quotes where said_at > now() - interval '1 minute' order by said_at": "trade_decisions_time",
            "select * from trade_settlements where quote_hash = 'h'": "trade_settlements_hash",
            "select * from signed_quotes where quote_hash = 'h'": "signed_quotes_hash",
            "select * from v_fills order by settled_at desc": "trade_settlements_settled",
            "select * from market_price_events where pair = 'btc-eure' order by sent_at desc limit 1": "_pair_sent_at_idx",
            "select * from liquidity_actions where action_id = 'a' order by step desc limit 1": "liquidity_actions_action",
            "select * from alerts where key = 'k' order by sent_at desc limit 1": "alerts_key",
            "select * from intent_inventory_snapshots where block_height >= 7 order by block_height limit 1": "intent_inventory_snapshots_height",
        }
        for query, index in queries.items():
            self.assertIn(index, self.plan(query), query)


if __name__ == "__main__":
    unittest.main(verbosity=2)
