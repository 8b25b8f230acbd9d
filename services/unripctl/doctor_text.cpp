#include "doctor.hpp"
#include "figures.hpp"

#include <algorithm>

namespace unrip::unripctl {
namespace {

constexpr std::size_t kGradeWidth = 6;
constexpr std::size_t kNameWidth = 25;

std::string word_of(Diagnosis::Grade grade) {
    switch (grade) {
        case Diagnosis::Grade::ok:
            return "ok";
        case Diagnosis::Grade::warn:
            return "warn";
        case Diagnosis::Grade::fail:
            break;
    }
    return "fail";
}

}  // namespace

std::string doctor_text(const std::vector<Diagnosis>& all) {
    std::string text;
    for (const auto& one : all) {
        text += padded(word_of(one.grade), kGradeWidth) + padded(one.name, kNameWidth) + one.said +
                "\n";
        if (!one.fix.empty())
            text += padded("", kGradeWidth + kNameWidth) + "fix: " + one.fix + "\n";
    }
    const auto count = std::count_if(all.begin(), all.end(), [](const Diagnosis& one) {
        return one.grade != Diagnosis::Grade::ok;
    });
    if (count == 0) return text + "All is well.\n";
    return text + std::to_string(count) + (count == 1 ? " thing needs" : " things need") +
           " attention.\n";
}

std::string doctor_json(const std::vector<Diagnosis>& all) {
    Json list = Json::array();
    for (const auto& one : all) {
        Json json;
        json["check"] = one.name;
        json["grade"] = word_of(one.grade);
        json["said"] = one.said;
        json["fix"] = one.fix.empty() ? Json(nullptr) : Json(one.fix);
        list.push_back(std::move(json));
    }
    return list.dump(2) + "\n";
}

Diagnosis judge_disk(std::uint64_t bytes_free, const std::string& where) {
    constexpr std::uint64_t kGigabyte = 1'000'000'000;
    constexpr std::uint64_t kLittle = 10 * kGigabyte;
    constexpr std::uint64_t kTooLittle = 2 * kGigabyte;
    const auto tenths = bytes_free / (kGigabyte / 10);
    const auto said =
        std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB left on " + where;
    if (bytes_free >= kLittle) return {Diagnosis::Grade::ok, "disk", said, {}};
    const auto grade = bytes_free < kTooLittle ? Diagnosis::Grade::fail : Diagnosis::Grade::warn;
    return {grade, "disk", said, "free space, or lower `retention` in the policy file"};
}

Diagnosis judge_clock(std::int64_t behind_ms) {
    constexpr std::int64_t kAhead = -2'000;
    constexpr std::int64_t kBehind = 15'000;
    const auto size = age_text(Milliseconds{behind_ms < 0 ? -behind_ms : behind_ms});
    const auto said = size + (behind_ms < 0 ? " behind" : " ahead of") + " block time";
    if (behind_ms >= kAhead && behind_ms <= kBehind)
        return {Diagnosis::Grade::ok, "clock", said, {}};
    return {
        Diagnosis::Grade::fail,
        "clock",
        said,
        "let NTP set the clock (timedatectl), or use a NEAR node that keeps up"};
}

Diagnosis judge_durability(const std::string& word) {
    if (word.starts_with("synced")) return {Diagnosis::Grade::ok, "NATS", "JetStream " + word, {}};
    if (word.empty())
        return {
            Diagnosis::Grade::warn,
            "NATS",
            "no service tells how safe its records are",
            "unripctl status"};
    return {
        Diagnosis::Grade::warn,
        "NATS",
        word + ": what is acknowledged may be lost with the power; withdrawals are refused",
        "nats-server 2.10 or later with sync_interval: 1s, and NATS_SYNC=1s for the services"};
}

Diagnosis judge_schema(std::int64_t found, std::int64_t expected) {
    const auto said = "schema " + std::to_string(found);
    if (found == expected) return {Diagnosis::Grade::ok, "PostgreSQL", said, {}};
    return {
        Diagnosis::Grade::fail,
        "PostgreSQL",
        said + ", but this release is for " + std::to_string(expected),
        found < expected ? "run unrip-migrate (scripts/migrate)"
                         : "use the release that migrated it"};
}

Diagnosis judge_relay(const Json& relay) {
    const auto state = text_at(relay, "/state");
    const bool has_key = is_true_at(relay, "/has_api_key");
    if (state == "credential_refused") {
        return {
            Diagnosis::Grade::fail,
            "relay's API key",
            has_key ? "the relay refuses it" : "there is none, and the relay asks for one",
            "put the partner's token into NEAR_INTENTS_API_KEY_FILE of near-intents-ingest"};
    }
    if (state != "connected") {
        return {
            Diagnosis::Grade::warn,
            "relay's API key",
            "not known: the socket is " + (state.empty() ? "not shown" : state),
            "curl -s 127.0.0.1:8081/healthz says why"};
    }
    if (!is_true_at(relay, "/hears_quotes")) {
        return {
            Diagnosis::Grade::warn,
            "relay's API key",
            "let in, but the subscription to quotes is not granted yet",
            "curl -s 127.0.0.1:8081/healthz"};
    }
    return {
        Diagnosis::Grade::ok,
        "relay's API key",
        has_key ? "accepted: we are let in and subscribed" : "none, and none was asked for",
        {}};
}

Diagnosis judge_doors(const std::vector<Door>& doors) {
    std::string open;
    bool is_beyond = false;
    for (const auto& door : doors) {
        is_beyond = is_beyond || door.is_beyond_loopback;
        if (!door.is_beyond_loopback || !door.is_tokenless) continue;
        open += (open.empty() ? "" : ", ") + door.service + " (" + std::to_string(door.port) + ")";
    }
    if (!open.empty()) {
        return {
            Diagnosis::Grade::fail,
            "control ports",
            "open to the network without a token: " + open,
            "CONTROL_BIND=127.0.0.1, or set CONTROL_TOKEN_FILE"};
    }
    return {
        Diagnosis::Grade::ok,
        "control ports",
        is_beyond ? "those beyond this machine ask for a token" : "on this machine alone",
        {}};
}

Diagnosis judge_price(const std::string& pair, const std::string& mid, std::int64_t age_ms) {
    constexpr std::int64_t kOld = 5'000;
    const auto name = "price " + pair;
    if (mid.empty())
        return {
            Diagnosis::Grade::fail,
            name,
            "there is none",
            "curl -s 127.0.0.1:8082/state shows each source"};
    const auto said = figure(mid, 2) + ", " + age_text(Milliseconds{age_ms}) + " old";
    if (age_ms <= kOld) return {Diagnosis::Grade::ok, name, said, {}};
    return {Diagnosis::Grade::fail, name, said, "curl -s 127.0.0.1:8082/state shows each source"};
}

}  // namespace unrip::unripctl
