#!/usr/bin/python3
"""The message contract as others see it: schemas, examples, and what a schema must refuse.

The C++ side is tests/contract: it walks the same files and refuses the same things by name. This one needs
python3-jsonschema. It prints what is wrong, one line each, and ends with 1 when anything was.
"""

import copy
import json
import os
import re
import sys
import warnings
from fractions import Fraction
from math import ceil, floor

warnings.simplefilter("ignore", DeprecationWarning)
from jsonschema import Draft202012Validator, RefResolver  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PROTO = os.path.join(ROOT, "proto")
EXAMPLES = os.path.join(PROTO, "examples")
NOT_MESSAGES = {"envelope", "policy", "sandbox-scenario"}  # What all share, and the operator's own files.
SEALED = ("additionalProperties", "unevaluatedProperties")

problems = []
tried = 0


def complain(where, what):
    problems.append(f"{where}: {what}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def load_schemas():
    schemas = {}
    for file in sorted(os.listdir(PROTO)):
        if not file.endswith(".schema.json"):
            continue
        name = file[: -len(".schema.json")]
        if name in NOT_MESSAGES - {"envelope"}:
            continue
        schemas[name] = json.loads(read(os.path.join(PROTO, file)))
        if schemas[name].get("$id") != file:
            complain(file, "$id must be the file's name")
        Draft202012Validator.check_schema(schemas[name])
    return schemas


def load_examples():
    """{file: (subject, text)}; a variant of an example is called <subject>@<what>."""
    return {
        file[: -len(".json")]: (file[: -len(".json")].split("@")[0], read(os.path.join(EXAMPLES, file)))
        for file in sorted(os.listdir(EXAMPLES))
        if file.endswith(".json")
    }


def follow(schema, envelope):
    """The schema with what its $ref points to; what stands beside a $ref goes first."""
    if "$ref" not in schema:
        return schema
    target = envelope
    for step in schema["$ref"].partition("#")[2].strip("/").split("/"):
        target = target[step] if step else target
    target = follow(target, envelope)
    merged = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    if "properties" in schema and "properties" in target:
        merged["properties"] = {**target["properties"], **schema["properties"]}
        merged["required"] = sorted({*target.get("required", []), *schema.get("required", [])})
    return merged


def check_style(name, schema, envelope):
    """Everything is described, units stand last in names, and nothing is closed to later fields."""

    def walk(node, where):
        for word in SEALED:
            if word in node:
                complain(where, f"{word} would break readers when a message grows")
        for field, inner in node.get("properties", {}).items():
            place = f"{where}.{field}"
            if not inner.get("description"):
                complain(place, "has no description")
            if not re.fullmatch(r"[a-z][a-z0-9_]*", field):
                complain(place, "is not lower_case_with_underscores")
            reference = inner.get("$ref", "")
            for unit, ending in (("time_ns", "_ns"), ("time_ms", "_ms"), ("ppm", "_ppm")):
                if reference.endswith("/" + unit) and not field.endswith(ending) and field != "ppm":
                    complain(place, f"must end in {ending}")
            if field.endswith(("_amount", "_eure")) and follow(inner, envelope).get("type") not in ("string", None):
                complain(place, "an amount must be a string")
            walk(inner, place)
        if isinstance(node.get("items"), dict):
            walk(node["items"], where + "[]")

    walk(schema, name)


def places(schema, message, envelope, path=()):
    """(path, schema, is required, is present) of every place that the schema knows in this message."""
    schema = follow(schema, envelope)
    for field, inner in schema.get("properties", {}).items():
        inner = follow(inner, envelope)
        here = path + (field,)
        present = field in message
        yield here, inner, field in schema.get("required", []), present
        if present and "properties" in inner:
            yield from places(inner, message[field], envelope, here)
        if present and "items" in inner:
            item = follow(inner["items"], envelope)
            for index, entry in enumerate(message[field]):
                if "properties" in item:
                    yield from places(item, entry, envelope, here + (index,))
                else:
                    yield here + (index,), item, True, True


def wrong_values(schema):
    """The same list as in tests/contract/refusal_test.cpp."""
    kind = "string" if "const" in schema else schema["type"]
    wrong = [None, 1.5]
    wrong += [value for name, value in (("string", "7"), ("integer", 7), ("boolean", True), ("object", {}), ("array", [])) if name != kind]
    if "pattern" in schema:
        wrong += ["", "x", " 1", "1e3", "0x10", "1,5", "+1", "--1"]
    if "enum" in schema:
        wrong.append("no_such_word")
    if "const" in schema:
        wrong.append("another.schema/9")
    if schema.get("minLength"):
        wrong.append("")
    if schema.get("minimum") == 0:
        wrong.append(-1)
    return wrong


def put(message, path, value):
    changed = copy.deepcopy(message)
    place = changed
    for step in path[:-1]:
        place = place[step]
    if value is DROPPED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return changed


DROPPED = object()


def check_refusals(file, validator, message, schema, envelope):
    global tried
    for path, inner, required, present in places(schema, message, envelope):
        mutants = list(wrong_values(inner))
        if required and present and isinstance(path[-1], str):
            mutants.append(DROPPED)
        if present and "39}$" in inner.get("pattern", ""):
            mutants.append(int(message_at(message, path)))
        for wrong in mutants:
            tried += 1
            if validator.is_valid(put(message, path, wrong)):
                shown = "dropped" if wrong is DROPPED else repr(wrong)
                complain(file, f"the schema takes {'.'.join(map(str, path))} = {shown}")


def message_at(message, path):
    for step in path:
        message = message[step]
    return message


def check_growth(file, validator, message):
    """Fields of the future at every level change nothing."""

    def grow(node):
        if isinstance(node, dict):
            return {**{key: grow(value) for key, value in node.items()}, "zz_from_the_future": {"deep": [1, None]}}
        return [grow(entry) for entry in node] if isinstance(node, list) else node

    if not validator.is_valid(grow(message)):
        complain(file, "the schema refuses fields that it does not know")


def check_story(messages):
    """The examples are one story: a cause is never later than what it caused, and the numbers agree."""
    said = {message["id"]: message for message in messages.values() if "id" in message}
    for file, message in messages.items():
        cause = said.get(message.get("cause"))
        if cause and cause["sent_at_ms"] > message["sent_at_ms"]:
            complain(file, "is said before its cause")

    def body(name):
        return messages[name]["body"]

    chain = ["norm.swap_demand", "decision.trade_decision", "cmd.execute_trade", "exec.quote_signed", "exec.trade_result", "exec.trade_settlement"]
    for before, after in zip(chain, chain[1:]):
        if messages[after].get("cause") != messages[before]["id"]:
            complain(after, f"its cause must be {before}")

    reference, spread = Fraction(60000), Fraction(75, 10000)
    ask, bid, btc, eure = reference * (1 + spread), reference * (1 - spread), 10**8, 10**18
    golden = {
        ("user gives 10000 sat", "5955000000000000000"): floor(Fraction(10000, btc) * bid * eure),
        ("user wants 5 EURe", "8397"): ceil(Fraction(5) / bid * btc),
        ("user gives 5 EURe", "8271"): floor(Fraction(5) / ask * btc),
        ("user wants 10000 sat", "6045000000000000000"): ceil(Fraction(10000, btc) * ask * eure),
    }
    for (what, expected), computed in golden.items():
        if str(computed) != expected:
            complain("golden numbers", f"{what}: {computed}, not {expected}")
    for name, given, got in (("decision.trade_decision", "5000000000000000000", "8271"),
                             ("decision.trade_decision@declined", "10000", "5955000000000000000")):
        if (body(name)["amount_in"], body(name)["amount_out"]) != (given, got):
            complain(name, "does not hold the golden amounts")
    command, signed, settled = body("cmd.execute_trade"), body("exec.quote_signed"), body("exec.trade_settlement")
    for field in ("nonce", "deadline", "asset_in", "delta_in", "asset_out", "delta_out", "slot"):
        if command[field] != signed[field]:
            complain("exec.quote_signed", f"{field} is not what was commanded")
    if {entry["asset"]: entry["delta"] for entry in settled["realised"]} != {command[f"asset_{side}"]: command[f"delta_{side}"] for side in ("in", "out")}:
        complain("exec.trade_settlement", "did not realise what was commanded")
    metrics = body("state.portfolio_metrics")
    moved = {asset["symbol"]: int(asset["fills_delta"]) for asset in metrics["assets"]}
    for figure, price in (("trade_pnl_eure", 60000), ("mark_to_market_pnl_eure", 61000)):
        if int(metrics[figure]) != moved["EURe"] + Fraction(moved["BTC"] * price * eure, btc):
            complain("state.portfolio_metrics", f"{figure} is not the sum of its fills")
    if int(metrics["price_move_pnl_eure"]) != int(metrics["mark_to_market_pnl_eure"]) - int(metrics["trade_pnl_eure"]):
        complain("state.portfolio_metrics", "price_move_pnl_eure is not the difference of the two")


def check_operator_files(name, *place):
    """The files that are delivered keep to their schema, which says something about every field."""
    schema = json.loads(read(os.path.join(PROTO, name + ".schema.json")))
    Draft202012Validator.check_schema(schema)
    folder = os.path.join(ROOT, *place)
    files = sorted(file for file in os.listdir(folder) if file.endswith(".json"))
    for file in files:
        for error in Draft202012Validator(schema).iter_errors(json.loads(read(os.path.join(folder, file)))):
            complain(f"{'/'.join(place)}/{file}", f"{'.'.join(map(str, error.path))}: {error.message[:200]}")

    def walk(node, where):
        for field, inner in node.get("properties", {}).items():
            if not inner.get("description"):
                complain(f"{where}.{field}", "has no description")
            walk(inner, f"{where}.{field}")
        if "items" in node:
            walk(node["items"], where + "[]")

    walk(schema, name)
    return len(files)


def main():
    policies = check_operator_files("policy", "deploy", "policy")
    scenarios = check_operator_files("sandbox-scenario", "deploy", "sandbox", "scenarios")
    schemas = load_schemas()
    envelope = schemas.pop("envelope")
    store = {"envelope.schema.json": envelope, **{name + ".schema.json": schema for name, schema in schemas.items()}}
    check_style("envelope", envelope, envelope)
    for name, schema in schemas.items():
        check_style(name, schema, envelope)

    examples = load_examples()
    for name in sorted(set(schemas) - set(examples)):
        complain(name, "has a schema and no example")
    messages = {}
    for file, (name, text) in examples.items():
        if name not in schemas:
            complain(file, "is an example of no schema")
            continue
        message = messages[file] = json.loads(text)
        if text != json.dumps(message, separators=(",", ":"), ensure_ascii=False) + "\n":
            complain(file, "is not one compact line")
        validator = Draft202012Validator(schemas[name], resolver=RefResolver("", schemas[name], store=store))
        for error in validator.iter_errors(message):
            complain(file, f"{'.'.join(map(str, error.path))}: {error.message[:200]}")
        check_growth(file, validator, message)
        check_refusals(file, validator, message, schemas[name], envelope)
    check_story(messages)

    for problem in problems:
        print(problem)
    print(f"{len(schemas)} schemas, {len(messages)} examples, {policies} policies, {scenarios} scenarios, {tried} wrong values refused, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
