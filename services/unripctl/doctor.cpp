// doctor: what is wrong, and what to do about it.

#include "doctor.hpp"

#include "doors.hpp"
#include "figures.hpp"
#include "history.hpp"
#include "house.hpp"
#include "keys.hpp"
#include "runtime/env.hpp"
#include "store/tables/tables.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

namespace unrip::unripctl {
namespace {

using Grade = Diagnosis::Grade;
using Findings = std::vector<Diagnosis>;

constexpr auto kHistory = R"(
select json_build_object(
    'schema', (select max(version) from schema_migrations),
    'behind_ms', (select (observed_at_ns - block_time_ns) / 1000000
        from intent_inventory_snapshots order by sent_at desc limit 1),
    'salt_age_s', (select extract(epoch from now() - sent_at)::bigint
        from venue_states order by sent_at desc limit 1),
    'is_locked', (select is_account_locked from venue_states order by sent_at desc limit 1),
    'alerts', (select coalesce(json_agg(json_build_object('summary', summary, 'fix', fix,
            'severity', severity)), '[]')
        from (select distinct on (key) * from alerts where sent_at > now() - interval '10 minutes'
            order by key, sent_at desc) as newest where state = 'raised')))";

void look_at_ports(const HouseLook& house, Findings& found) {
    for (const auto& service : house.services) {
        const auto grade = grade_of(service);
        if (!service.is_there) {
            found.push_back(
                {Grade::fail,
                 service.name,
                 "does not answer at " + service.address + ": " + service.why_not,
                 "./scripts/up, or docker compose up -d"}
            );
            continue;
        }
        std::string troubles;
        const Json::json_pointer where{"/health/checks"};
        if (service.state.contains(where)) {
            for (const auto& check : service.state.at(where)) {
                if (text_at(check, "/status") == "ok") continue;
                troubles += (troubles.empty() ? "" : "; ") + text_at(check, "/name") + ": " +
                            text_at(check, "/sentence");
            }
        }
        const auto level = grade == "ok"         ? Grade::ok
                           : grade == "degraded" ? Grade::warn
                                                 : Grade::fail;
        found.push_back({level, service.name, troubles.empty() ? grade : troubles, {}});
    }
}

void look_at_bus(const HouseLook& house, Findings& found) {
    std::string word;
    for (const auto& service : house.services) {
        if (word.empty()) word = text_at(service.state, "/durability");
    }
    found.push_back(judge_durability(word));
}

void look_at_disk(Findings& found) {
    for (const auto* place : {"var", "/var/lib", "."}) {
        std::error_code error;
        const auto space = std::filesystem::space(place, error);
        if (error) continue;
        found.push_back(
            judge_disk(space.available, std::filesystem::absolute(place, error).string())
        );
        return;
    }
}

void look_at_history(const Json& facts, Findings& found) {
    found.push_back(judge_schema(number_at(facts, "/schema").value_or(0), store::kSchemaVersion));
    if (const auto behind = number_at(facts, "/behind_ms")) found.push_back(judge_clock(*behind));
    constexpr std::int64_t salt_age_max = 60;
    if (const auto age = number_at(facts, "/salt_age_s")) {
        const bool is_old = *age > salt_age_max;
        found.push_back(
            {is_old ? Grade::fail : Grade::ok,
             "salt",
             "heard " + age_text(std::chrono::seconds{*age}) + " ago",
             is_old ? "inventory-sync reads it: unripctl refresh inventory-sync" : ""}
        );
    }
    if (is_true_at(facts, "/is_locked")) {
        found.push_back(
            {Grade::fail,
             "account",
             "the Verifier has locked it",
             "ask the venue; nothing can be traded or withdrawn"}
        );
    }
    for (const auto& alert : facts.at("alerts")) {
        const auto level = text_at(alert, "/severity") == "critical" ? Grade::fail : Grade::warn;
        found.push_back({level, "alert", text_at(alert, "/summary"), text_at(alert, "/fix")});
    }
}

void look_at_market(const HouseLook& house, Findings& found) {
    if (house.facts.is_null()) return;
    for (const auto& price : house.facts.at("prices")) {
        found.push_back(judge_price(
            text_at(price, "/pair"), text_at(price, "/mid"), number_at(price, "/age_ms").value_or(0)
        ));
    }
    if (house.facts.at("prices").empty()) {
        found.push_back(
            {Grade::fail,
             "prices",
             "none in the last ten minutes",
             "is market-reference-ingest running? unripctl status"}
        );
    }
    for (const auto& token : house.facts.at("held")) {
        const auto amount = text_at(token, "/spendable");
        const auto symbol = text_at(token, "/symbol");
        const bool is_empty = amount.empty() || amount == "0";
        found.push_back(
            {is_empty ? Grade::warn : Grade::ok,
             "balance " + symbol,
             amount_text(amount, symbol),
             is_empty ? "nothing to give on that side: unripctl deposits" : ""}
        );
    }
}

void look_at_relay(const HouseLook& house, Findings& found) {
    const auto* const ingest = house.find("near-intents-ingest");
    const Json::json_pointer where{"/detail/relay"};
    if (ingest == nullptr || !ingest->is_there || !ingest->state.contains(where)) return;
    found.push_back(judge_relay(ingest->state.at(where)));
}

Task<void> look_at_doors(Tools& tools, const HouseLook& house, Findings& found) {
    std::vector<Door> doors;
    for (const auto& service : house.services) {
        if (!service.is_there) continue;
        Door door{service.name, tools.ports.port(service.name), false, false};
        door.is_beyond_loopback = listens_beyond_loopback(door.port);
        if (door.is_beyond_loopback)
            door.is_tokenless = co_await tools.ports.is_tokenless(service.name);
        doors.push_back(std::move(door));
    }
    if (!doors.empty()) found.push_back(judge_doors(doors));
}

Diagnosis judge_key(const std::string& name, bool is_registered, Tools& tools) {
    if (is_registered)
        return {Grade::ok, "signer key", short_id(name.substr(8)) + " is registered", {}};
    const auto account =
        tools.env.optional_text("NEAR_INTENTS_ACCOUNT_ID").value_or("ACCOUNT.near");
    return {
        Grade::fail,
        "signer key",
        name + " is not registered for " + account,
        registration_command(name, account, tools.env.text("NEAR_INTENTS_CONTRACT"))};
}

/// What trade-executor has read of the key that it signs with.
std::optional<Diagnosis> judge_executors_key(const HouseLook& house, Tools& tools) {
    const auto* const executor = house.find("trade-executor");
    if (executor == nullptr || !executor->is_there) return std::nullopt;
    const auto name = text_at(executor->state, "/detail/key/public_key");
    const Json::json_pointer where{"/detail/key/is_registered"};
    const bool is_known = executor->state.contains(where) && executor->state.at(where).is_boolean();
    if (!is_known || !name.starts_with("ed25519:")) return std::nullopt;
    return judge_key(name, executor->state.at(where).get<bool>(), tools);
}

Task<void> look_at_key(Tools& tools, const HouseLook& house, Findings& found) {
    const auto key = signer_key(tools);
    if (key && !*key) {
        if (auto told = judge_executors_key(house, tools)) {
            found.push_back(std::move(*told));
            co_return;
        }
    }
    if (!key || !*key) {
        found.push_back(
            {Grade::warn,
             "signer key",
             key ? "not checked: NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE is not set here"
                 : key.error().detail,
             "unripctl keys check FILE"}
        );
        co_return;
    }
    auto asked = **key;
    const auto name = asked.to_string();
    const auto known = co_await is_registered(tools, std::move(asked));
    if (!known) {
        found.push_back(
            {Grade::warn, "signer key", "not checked: " + known.error().detail, "see NEAR_RPC_URLS"}
        );
    } else {
        found.push_back(judge_key(name, *known, tools));
    }
}

Task<void> look_at_limits(Tools& tools, const HouseLook& house, Findings& found) {
    const auto limits = co_await tools.ports.get("strategy-engine", "/limits");
    if (!limits || !limits->is_ok()) co_return;
    const auto most = text_at(limits->body, "/max_notional_eure");
    const auto value = text_at(house.portfolio, "/value_eure");
    const auto read = Amount::parse_tokens(most, 18);
    const auto held = Amount::parse_tokens(value, 18);
    const bool is_large = read && held && *read > *held;
    found.push_back(
        {is_large ? Grade::warn : Grade::ok,
         "limits",
         "at most " + figure(most, 2) + " EURe a quote" +
             (is_large ? ", which is more than the " + figure(value, 2) + " EURe that are held" : ""
             ),
         is_large ? "unripctl limits set max_notional_eure=..." : ""}
    );
}

Task<int> run_doctor(Tools& tools, Arguments arguments) {
    Findings found;
    const auto house = co_await look_at_house(tools);
    look_at_ports(house, found);
    co_await look_at_doors(tools, house, found);
    look_at_relay(house, found);
    look_at_bus(house, found);
    look_at_disk(found);
    const auto history = co_await tools.history.rows(kHistory);
    if (history) {
        look_at_history(history->front(), found);
    } else {
        found.push_back(
            {Grade::fail,
             "PostgreSQL",
             history.error().detail,
             "set POSTGRES_URL, or start it: ./scripts/up"}
        );
    }
    look_at_market(house, found);
    co_await look_at_key(tools, house, found);
    co_await look_at_limits(tools, house, found);
    tools.out << (arguments.has("--json") ? doctor_json(found) : doctor_text(found));
    const bool is_well = std::all_of(found.begin(), found.end(), [](const Diagnosis& one) {
        return one.grade == Grade::ok;
    });
    co_return is_well ? kDone : kAttention;
}

constexpr auto kTeaches =
    "Looks at every service and who may reach its control port, whether the relay accepts us, "
    "NATS and\n"
    "how safe its records are, disk, PostgreSQL and its schema, our clock against block time, the "
    "salt,\n"
    "prices, balances, limits, alerts, and whether the signer key is registered. What is not well "
    "comes\n"
    "with what to do about it.\n"
    "\n"
    "exit code 3: something needs attention.\n";

}  // namespace

Command doctor_command() {
    return {
        "doctor",
        "[--json]",
        "what is wrong, and what to do about it",
        kTeaches,
        {0, 0, {}, {"--json"}},
        run_doctor};
}

}  // namespace unrip::unripctl
