#include "relay/quote_request.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

using Json = nlohmann::json;

constexpr Instant kPublished = from_unix_ms(1'763'629'200'000);

QuoteRequest full_request() {
    QuoteRequest request;
    request.quote_id = "5b3d1c52-6a0e-4f7d-9d5b-0a9f0b7f1234";
    request.asset_in = "nep141:ft1.near";
    request.asset_out = "nep141:ft2.near";
    request.exact_in = 1000;
    request.min_wait = Milliseconds{1'900};
    request.max_wait = Milliseconds{3'000};
    request.is_sub_leg = true;
    request.trusted_metadata = R"({"source":"1click"})";
    request.partner_id = "router-solver";
    return request;
}

TEST(RelayEvents, AQuoteInTheLiveEnvelopeIsAsSolversParseIt) {
    const auto text = quote_event_text(full_request(), {false, "sub-1"}, kPublished);
    EXPECT_EQ(
        Json::parse(text),
        Json::parse(R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"sub-1","data":{
            "quote_id":"5b3d1c52-6a0e-4f7d-9d5b-0a9f0b7f1234",
            "defuse_asset_identifier_in":"nep141:ft1.near",
            "defuse_asset_identifier_out":"nep141:ft2.near","exact_amount_in":"1000",
            "min_deadline_ms":60000,"min_wait_ms":1900,"max_wait_ms":3000,
            "protocol_fee_included":true,"trusted_metadata":{"source":"1click"}},
            "metadata":{"partner_id":"router-solver","quote_timestamp":"2025-11-20T09:00:00.000Z"}}})"
        )
    );
}

TEST(RelayEvents, AQuoteInTheDocumentedEnvelopeLiesFlat) {
    auto request = full_request();
    request.exact_in.reset();
    request.exact_out = 7;
    const auto event = Json::parse(quote_event_text(request, {true, "sub-1"}, kPublished));
    EXPECT_EQ(event.at("method"), "subscribe");
    EXPECT_EQ(event.at("params").at("subscription"), "sub-1");
    EXPECT_EQ(event.at("params").at("exact_amount_out"), "7");
    EXPECT_FALSE(event.at("params").contains("data"));
    EXPECT_FALSE(event.at("params").contains("exact_amount_in"));
}

TEST(RelayEvents, StatusesAreAsInTheSamples) {
    const StatusEvent status{"quote", "intent", "tx"};
    const auto fields = Json{{"quote_hash", "quote"}, {"intent_hash", "intent"}, {"tx_hash", "tx"}};
    const auto live = Json::parse(status_event_text(status, StatusKind::plain, {false, "s"}));
    EXPECT_EQ(live.at("params").at("data"), fields);
    EXPECT_EQ(live.at("params").at("subscription"), "s");
    const auto flat = Json::parse(status_event_text(status, StatusKind::plain, {true, "s"}));
    EXPECT_EQ(flat.at("params"), fields);
    for (const auto& [kind, word] :
         {std::pair{StatusKind::ready_to_settle, "quote_ready_to_settle"},
          {StatusKind::settled, "quote_settle_successful"},
          {StatusKind::failed, "quote_settle_failed"}}) {
        const auto event = Json::parse(status_event_text(status, kind, {false, "s"}));
        EXPECT_EQ(event.at("params").at("data").at("event_type"), word);
    }
}

TEST(RelayEvents, ARequestIsReadBackFromItsOwnFields) {
    const auto read = read_quote_request(Json::parse(
        R"({"defuse_asset_identifier_in":"a:1","defuse_asset_identifier_out":"a:2",
            "exact_amount_out":"12","min_deadline_ms":1000,"max_wait_ms":500,
            "trusted_metadata":{"source":"x"}})"
    ));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read->exact_out, 12U);
    EXPECT_EQ(read->min_deadline, Milliseconds{1'000});
    EXPECT_EQ(read->max_wait, Milliseconds{500});
    EXPECT_EQ(read->trusted_metadata, R"({"source":"x"})");
}

TEST(RelayEvents, ARequestThatMakesNoSenseIsRefused) {
    const std::string assets =
        R"("defuse_asset_identifier_in":"a:1","defuse_asset_identifier_out":"a:2")";
    for (const auto& fields :
         {assets,
          assets + R"(,"exact_amount_in":"1","exact_amount_out":"1")",
          assets + R"(,"exact_amount_in":"0")",
          assets + R"(,"exact_amount_in":1)",
          assets + R"(,"exact_amount_in":"1.5")",
          assets + R"(,"exact_amount_in":"1","min_wait_ms":-1)",
          assets + R"(,"exact_amount_in":"1","trusted_metadata":"no")",
          std::string{R"("defuse_asset_identifier_in":"a:1","exact_amount_in":"1")"},
          std::string{R"("defuse_asset_identifier_in":"a:1","defuse_asset_identifier_out":"a:1",
                         "exact_amount_in":"1")"}}) {
        EXPECT_FALSE(read_quote_request(Json::parse("{" + fields + "}"))) << fields;
    }
}

}  // namespace
}  // namespace unrip::sandbox
