// What people ask on the control ports, where reading it is a function of its own.

#include "requests.hpp"

#include "limits.hpp"
#include "policy/policy.hpp"
#include "rubbish/spoil.hpp"
#include "runtime/control_door.hpp"
#include "valuation_text.hpp"
#include "wire/limits_text.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

namespace unrip::test {
namespace {

constexpr std::size_t kPerRequest = 3'000;

struct Request {
    std::string name;
    std::string valid;
    /// Nothing: it was taken.
    std::function<std::optional<std::string>(const std::string&)> refusal_of;
};

template <class Read>
auto refusal_by(Read read) {
    return [read](const std::string& body) -> std::optional<std::string> {
        // As on its way in: what the door refuses comes no further.
        if (auto refusal = runtime::refuse_body("application/json", body)) return refusal->body;
        const auto asked = read(body);
        if (asked) return std::nullopt;
        return asked.error().detail;
    };
}

strategy::Policy a_policy() {
    auto file = policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json");
    return file->strategy();
}

std::vector<Request> requests(const strategy::Policy& policy) {
    using namespace liquidity_manager;
    return {
        {"withdraw",
         R"({"asset_id":"nep141:btc.omft.near","amount":"100000","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"})",
         refusal_by(read_withdraw)},
        {"track",
         R"({"withdrawal_hash":"8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj",)"
         R"("asset_id":"nep141:btc.omft.near","chain":"btc:mainnet","amount":"100000"})",
         refusal_by(read_track)},
        {"freeze", R"({"frozen":false,"reason":"morning"})", refusal_by(read_freeze)},
        {"limits",
         R"({"max_notional_eure":5,"reason":"as agreed","pairs":{"btc-eure":{"quotes_per_second":2,)"
         R"("notional_max_eure":"5","base_max":"0.1","quote_max":"7","deadline_max_ms":1000}}})",
         refusal_by([&policy](const std::string& body) {
             return strategy_engine::read_limits_request(body, policy);
         })},
    };
}

TEST(RubbishRequests, AreReadOrRefusedWithASentence) {
    const auto plan = rubbish_plan("requests");
    const auto policy = a_policy();
    const auto before = wire::limits_text(policy);
    std::size_t tried = 0;
    std::size_t refused = 0;
    for (const auto& request : requests(policy)) {
        ASSERT_FALSE(request.refusal_of(request.valid)) << *request.refusal_of(request.valid);
        const Spoiler spoiler{request.valid};
        Dice dice{plan.seed + tried};
        for (std::size_t i = 0; i < plan.of(kPerRequest); ++i, ++tried) {
            const auto body = spoiler.spoilt(dice);
            const auto refusal = request.refusal_of(body);
            if (!refusal) continue;
            ++refused;
            ASSERT_GT(refusal->size(), 10U) << request.name << " " << i << ": " << shown(body);
            ASSERT_LT(refusal->size(), 1'000U) << request.name << " " << i << ": " << shown(body);
        }
    }
    EXPECT_EQ(wire::limits_text(policy), before);
    tell_tried("requests", tried, refused);
    EXPECT_GT(refused, tried / 2);
}

TEST(RubbishRequests, WordsInHeadersAndQueriesAreJudgedWithoutHarm) {
    const auto plan = rubbish_plan("words");
    Dice dice{plan.seed};
    const std::size_t inputs = plan.of(6'000);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < inputs; ++i) {
        const auto word = odd_word(dice);
        const bool is_key = liquidity_manager::is_idempotency_key(word);
        const bool is_window = history_writer::parse_window(word).has_value();
        if (is_key) {
            EXPECT_LE(word.size(), 128U) << shown(word);
        }
        if (!is_key || !is_window) ++refused;
    }
    tell_tried("words", inputs, refused);
}

}  // namespace
}  // namespace unrip::test
