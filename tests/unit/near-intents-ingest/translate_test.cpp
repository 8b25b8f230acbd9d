#include "translate.hpp"

#include <gtest/gtest.h>

namespace unrip::near_intents_ingest {
namespace {

constexpr Instant kReceived = from_unix_ms(1'795'176'000'000) + Nanoseconds{10'000};
const Hearer kHearer{"ingest-1"};

venue::HeardQuote hear(std::string_view frame) {
    auto decoded = venue::decode_relay_frame(frame);
    return {std::get<venue::RelayQuoteEvent>(std::move(decoded)), 3, kReceived, Tick{}};
}

/// A request as the relay sends it, so that each test changes one thing of it.
constexpr std::string_view kFrame =
    R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"s1","data":{)"
    R"("quote_id":"q-1","defuse_asset_identifier_in":"nep141:eure.omft.near",)"
    R"("defuse_asset_identifier_out":"nep141:btc.omft.near","exact_amount_in":"5000000000000000000",)"
    R"("min_deadline_ms":60000,"min_wait_ms":300,"max_wait_ms":1900,"protocol_fee_included":false,)"
    R"("trusted_metadata":{"source":"1click","partner_id":"wallet","quote_type":"main_quote",)"
    R"("quote_request_data":{"dry":true,"slippageTolerance":100}}},)"
    R"("metadata":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",)"
    R"("partner_id":"1click","quote_timestamp":"2026-11-20T11:59:59.988Z"}}})";

std::string without(std::string_view part) {
    std::string frame{kFrame};
    const auto at = frame.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return frame.erase(at, part.size());
}

TEST(TranslateQuote, KeepsWhatTheRelaySaid) {
    const auto envelope = translate(kHearer, hear(kFrame));
    EXPECT_EQ(envelope.id.text(), "dem-ingest-1-q-1");
    EXPECT_EQ(envelope.source, "near-intents-ingest/ingest-1");
    EXPECT_EQ(envelope.trace, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    EXPECT_EQ(envelope.sent_at_ms, 1'795'176'000'000);

    const auto& demand = envelope.body;
    EXPECT_EQ(demand.quote_id.text(), "q-1");
    EXPECT_EQ(demand.asset_in.text(), "nep141:eure.omft.near");
    EXPECT_EQ(demand.asset_out.text(), "nep141:btc.omft.near");
    EXPECT_EQ(demand.exact_amount_in->to_string(), "5000000000000000000");
    EXPECT_FALSE(demand.exact_amount_out);
    EXPECT_EQ(demand.min_deadline_ms, 60'000);
    EXPECT_EQ(demand.min_wait_ms, 300);
    EXPECT_EQ(demand.max_wait_ms, 1'900);
    EXPECT_EQ(demand.protocol_fee_included, false);
    EXPECT_EQ(demand.quote_type, "main_quote");
    EXPECT_EQ(demand.is_dry, true);
    EXPECT_EQ(demand.quote_timestamp, "2026-11-20T11:59:59.988Z");
    EXPECT_EQ(demand.connection_id, "ingest-1-3");
    EXPECT_EQ(demand.received_ns, to_unix_ns(kReceived));
}

TEST(TranslateQuote, FillsTheSideThatTheUserFixed) {
    std::string frame{kFrame};
    frame.replace(frame.find("exact_amount_in"), 15, "exact_amount_out");
    const auto demand = translate(kHearer, hear(frame)).body;
    EXPECT_FALSE(demand.exact_amount_in);
    EXPECT_EQ(demand.exact_amount_out->to_string(), "5000000000000000000");
}

TEST(TranslateQuote, PrefersTheRelaysOwnWordForThePartner) {
    EXPECT_EQ(translate(kHearer, hear(kFrame)).body.partner_id, "1click");
    EXPECT_EQ(
        translate(kHearer, hear(without(R"("partner_id":"1click",)"))).body.partner_id, "wallet"
    );
}

TEST(TranslateQuote, AssumesTheRelaysDefaultDeadline) {
    EXPECT_EQ(
        translate(kHearer, hear(without(R"("min_deadline_ms":60000,)"))).body.min_deadline_ms,
        60'000
    );
}

TEST(TranslateQuote, GivesTheSameEventTheSameIdAndAnotherIngestAnotherOne) {
    EXPECT_EQ(translate(kHearer, hear(kFrame)), translate(kHearer, hear(kFrame)));
    EXPECT_NE(translate({"ingest-2"}, hear(kFrame)).id, translate(kHearer, hear(kFrame)).id);
}

TEST(TranslateStatus, NamesTheStepOfTheExtendedStream) {
    venue::HeardStatus heard;
    heard.event.quote_hash = QuoteHash{"hash"};
    heard.event.intent_hash = "intent";
    heard.event.tx_hash = "tx";
    heard.connection = 3;
    heard.received_at = kReceived;
    const auto plain = translate(kHearer, heard);
    EXPECT_EQ(plain.id.text(), "qst-ingest-1-hash-tx");
    EXPECT_FALSE(plain.body.event);

    heard.connection = 4;
    EXPECT_EQ(translate(kHearer, heard).id, plain.id) << "delivered again, it is the same event";

    heard.event.step = venue::SettlementStep::settle_failed;
    const auto failed = translate(kHearer, heard);
    EXPECT_EQ(failed.body.event, messages::QuoteStatusEvent::settle_failed);
    EXPECT_NE(failed.id, plain.id);
}

}  // namespace
}  // namespace unrip::near_intents_ingest
