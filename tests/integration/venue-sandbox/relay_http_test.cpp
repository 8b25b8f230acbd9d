#include "integration/venue-sandbox/relay_visitors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using testing::HasSubstr;

constexpr auto kWanted = R"({"defuse_asset_identifier_in":"nep141:usdt.tether-token.near",
    "defuse_asset_identifier_out":"nep141:wrap.near","exact_amount_in":"100","quote_id":"q-1",
    "min_deadline_ms":30000})";

class RelayHttp : public testing::Test {
  protected:
    net::HttpResponse post(const std::string& body) {
        auto request =
            net::http_post_json(port.url("http", "/rpc?method=x"), body, std::chrono::seconds{10});
        auto answer = test::run_task(port.venue.loop, client.request(std::move(request)));
        if (!answer) throw std::runtime_error{answer.error().detail};
        return *std::move(answer);
    }
    Json call(const std::string& method, const std::string& parameter) {
        const auto answer = post(
            R"({"jsonrpc":"2.0","id":"1","method":")" + method + R"(","params":[)" + parameter +
            "]}"
        );
        EXPECT_EQ(answer.status, 200U);
        return Json::parse(answer.body);
    }
    /// Somebody inside answers as soon as the request is out.
    void answer_with(const Draft& draft) {
        port.venue.relay.add_inside_solver([this, draft](const QuoteRequest& request, Instant) {
            inside = port.venue.relay.answer_from_inside(answer_of(draft, request.quote_id));
        });
    }
    std::string publish(const Draft& user, const std::string& hash) {
        return R"({"quote_hashes":[")" + hash + R"("],"signed_data":)" + signed_json(user) + "}";
    }
    std::string status_of(const std::string& intent_hash) {
        return call("get_status", R"({"intent_hash":")" + intent_hash + R"("})")
            .at("result")
            .at("status");
    }

    RelayPort port;
    net::HttpClient client{port.venue.loop.get_executor()};
    std::string inside = "not asked";
};

TEST_F(RelayHttp, NobodyAnsweredIsNull) {
    EXPECT_EQ(call("quote", kWanted), Json::parse(R"({"jsonrpc":"2.0","id":"1","result":null})"));
}

TEST_F(RelayHttp, QuotesAreListedAndCanBeTakenAndFollowed) {
    answer_with(offering(200));
    const auto offers = call("quote", kWanted).at("result");
    EXPECT_EQ(inside, "");
    ASSERT_EQ(offers.size(), 1U);
    EXPECT_EQ(offers[0].at("amount_in"), "100");
    EXPECT_EQ(offers[0].at("amount_out"), "200");
    EXPECT_EQ(offers[0].at("defuse_asset_identifier_in"), "nep141:usdt.tether-token.near");
    EXPECT_EQ(offers[0].at("solver_id"), "maker.near");
    EXPECT_THAT(offers[0].at("expiration_time").get<std::string>(), HasSubstr("Z"));

    const auto user = ChainWorld::counterpart();
    const auto result =
        call("publish_intent", publish(user, offers[0].at("quote_hash"))).at("result");
    EXPECT_EQ(result.at("status"), "OK");
    const auto intent_hash = result.at("intent_hash").get<std::string>();
    EXPECT_EQ(intent_hash, signed_intent(user).hash);
    port.wait([&] { return port.venue.relay.stats().all.settled == 1; });
    const auto settled = call("get_status", R"({"intent_hash":")" + intent_hash + R"("})");
    EXPECT_EQ(settled.at("result").at("status"), "SETTLED");
    EXPECT_FALSE(settled.at("result").at("data").at("hash").get<std::string>().empty());

    const auto again = call("publish_intent", publish(user, offers[0].at("quote_hash")));
    EXPECT_EQ(again.at("result").at("status"), "FAILED");
}

TEST_F(RelayHttp, RefusalsAreListedToo) {
    port.venue.relay.add_inside_solver([this](const QuoteRequest& request, Instant) {
        inside = port.venue.relay.answer_from_inside(
            R"({"quote_id":")" + request.quote_id +
            R"(","quote_output":{"type":"INSUFFICIENT_AMOUNT","min_amount":"5000"}})"
        );
    });
    EXPECT_EQ(
        call("quote", kWanted).at("result"),
        Json::parse(R"([{"type":"INSUFFICIENT_AMOUNT","min_amount":"5000"}])")
    );
}

TEST_F(RelayHttp, PublishingSaysWhyItFails) {
    answer_with(offering(200));
    const auto hash = call("quote", kWanted).at("result")[0].at("quote_hash").get<std::string>();
    auto user = ChainWorld::counterpart();
    user.salt = {1, 2, 3, 4};
    const auto result = call("publish_intent", publish(user, hash)).at("result");
    EXPECT_EQ(result.at("status"), "FAILED");
    EXPECT_THAT(result.at("reason").get<std::string>(), HasSubstr("invalid salt"));
    EXPECT_EQ(result.at("intent_hash"), signed_intent(user).hash);
    EXPECT_TRUE(
        call("publish_intent", publish(ChainWorld::counterpart(), "unknown")).contains("error")
    );
}

TEST_F(RelayHttp, AFailureOnTheChainIsFinal) {
    answer_with(offering(200));
    const auto hash = call("quote", kWanted).at("result")[0].at("quote_hash").get<std::string>();
    const auto user = ChainWorld::counterpart();
    call("publish_intent", publish(user, hash));
    port.venue.world.chain.set_balance("maker.near", kTake, 0);
    port.wait([&] { return port.venue.relay.stats().all.failed == 1; });
    const auto intent_hash = signed_intent(user).hash;
    const auto status = call("get_status", R"({"intent_hash":")" + intent_hash + R"("})");
    EXPECT_EQ(status.at("result").at("status"), "NOT_FOUND_OR_NOT_VALID");
    EXPECT_EQ(status.at("result").at("status_details"), "FAILED");
}

TEST_F(RelayHttp, WhatItDoesNotKnowIsNotFound) {
    EXPECT_EQ(status_of("5GpL6PsUQVHFYAk5FWEwBUaEQqcZkc2SjTvPYHgHAnx8"), "NOT_FOUND_OR_NOT_VALID");
}

TEST_F(RelayHttp, RefusesWhatMakesNoSense) {
    for (const auto* body :
         {"",
          "nonsense",
          "[]",
          R"({"id":"1","method":"quote"})",
          R"({"id":"1","method":"quote","params":[7]})",
          R"({"id":"1","method":"quote","params":[{}]})",
          R"({"id":"1","method":"dance","params":[{}]})",
          R"({"id":"1","method":7,"params":[{}]})",
          R"({"id":"1","method":"get_status","params":[{"intent_hash":7}]})",
          R"({"id":"1","method":"publish_intent","params":[{"quote_hashes":[7]}]})",
          R"({"id":"1","method":"publish_intent","params":[{"quote_hashes":[]}]})",
          R"({"id":"1","method":"publish_intent","params":[{"quote_hashes":[],"signed_data":7}]})"}) {
        const auto answer = post(body);
        EXPECT_EQ(answer.status, 200U);
        EXPECT_TRUE(Json::parse(answer.body).contains("error")) << body;
    }
}

TEST_F(RelayHttp, AsksForAKeyWhenItIsToldTo) {
    port.venue.relay.rules().bearer = true;
    EXPECT_EQ(post("{}").status, 401U);
    auto request = net::http_post_json(port.url("http", "/rpc"), "{}", std::chrono::seconds{5});
    request.headers.push_back({"X-API-Key", "any"});
    const auto answer = test::run_task(port.venue.loop, client.request(std::move(request)));
    EXPECT_EQ(answer->status, 200U);
}

}  // namespace
}  // namespace unrip::sandbox
