// Answers that others have computed and signed: the relay takes each of them as it is.

#include "relay/relay.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

namespace unrip::sandbox {
namespace {

using Json = nlohmann::json;

Json cases() {
    std::ifstream file{UNRIP_SOURCE_DIR "/tests/vectors/data/quote_response.json"};
    return Json::parse(file).at("cases");
}

Instant instant(const Json& milliseconds) {
    return from_unix_ms(std::stoll(milliseconds.get<std::string>()));
}

TEST(RelayVectors, AreAllTakenAndHaveTheHashThatWasExpected) {
    for (const auto& one : cases()) {
        const auto& solver = one.at("solver");
        const auto now = instant(one.at("now_ms"));
        boost::asio::io_context loop;
        ManualClock clock{now};
        ChainSettings settings;
        settings.verifier.contract_id = solver.at("contract");
        settings.verifier.first_salt =
            *near::parse_salt(one.at("nonce").at("salt_hex").get<std::string>());
        Chain chain{settings, now};
        const auto account = solver.at("account_id").get<std::string>();
        const auto key = near::PublicKey::parse(solver.at("public_key").get<std::string>());
        auto request = read_quote_request(one.at("quote"));
        ASSERT_TRUE(key && request) << one.at("id");
        chain.register_key(account, *key);
        chain.set_balance(account, request->asset_out, static_cast<u128>(kI128Max));
        chain.set_balance("somebody.near", request->asset_in, 1);

        Relay relay{loop.get_executor(), clock, chain, {}, 1};
        std::string best;
        relay.ask(*request, [&best](AuctionResult& result) {
            if (!result.offers.empty()) best = result.offers.front().intent.hash;
        });
        const auto params = one.at("expect").at("params").dump();
        EXPECT_EQ(relay.answer_from_inside(params), "") << one.at("id");
        clock.advance(Milliseconds{600});
        relay.advance();
        EXPECT_EQ(best, one.at("expect").at("quote_hash")) << one.at("id");
    }
}

}  // namespace
}  // namespace unrip::sandbox
