// Quotes come for months. Reading them and answering them must leave nothing behind on the heap.

#include "venue/relay/relay_frame.hpp"
#include "venue/relay/relay_requests.hpp"
#include "venue/relay/signed_quote.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

namespace unrip::venue {
namespace {

constexpr std::uint64_t kMessages = 1'000'000;
constexpr std::uint64_t kWarmUp = 10'000;
constexpr std::uint64_t kAnswerEvery = 4;  ///< Most quotes are not for us.

/// One byte kept for every fifteen messages would show.
constexpr std::int64_t kSlackBytes = 65'536;

std::int64_t heap_bytes_in_use() {
    const auto heap = mallinfo2();
    return static_cast<std::int64_t>(heap.uordblks + heap.hblkhd);
}

std::string quote_event(std::uint64_t number) {
    return R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"s","data":{"quote_id":")"
           "5b3d1c52-6a0e-4f7d-9d5b-" +
           std::to_string(100'000'000'000 + number) +
           R"(","defuse_asset_identifier_in":"nep141:btc.omft.near","defuse_asset_identifier_out":)"
           R"("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",)"
           R"("exact_amount_in":")" +
           std::to_string(1000 + number) +
           R"(","min_deadline_ms":60000,"metadata":{"partner_id":"router-solver"}}}})";
}

/// One maker's work of reading quotes and answering some of them.
struct Maker {
    near::SecretKey key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{7});
    std::uint64_t messages = 0;

    /// Reads the `number`-th quote, and answers it when its turn has come.
    void serve(std::uint64_t number) {
        const auto frame = decode_relay_frame(quote_event(number));
        const auto* quote = std::get_if<RelayQuoteEvent>(&frame);
        ASSERT_NE(quote, nullptr);
        ++messages;
        if (number % kAnswerEvery == 0) answer(*quote, number);
    }

    void answer(const RelayQuoteEvent& quote, std::uint64_t number) {
        near::VersionedNonce nonce;
        nonce.deadline = from_unix_ms(1'795'165'330'000);
        nonce.random[0] = static_cast<std::uint8_t>(number);
        QuoteAnswer given;
        given.quote_id = quote.request.quote_id;
        given.asset_in = quote.request.asset_in;
        given.asset_out = quote.request.asset_out;
        given.amount_in = std::to_string(1000 + number);
        given.amount_out = std::to_string(81'234'567'890 + number);
        given.signer_id = "solver-a.near";
        given.verifier = "intents.near";
        given.deadline = from_unix_ms(1'795'165'270'000);
        given.nonce = near::encode(nonce);
        const auto signed_quote = sign_quote(given, key);
        ASSERT_TRUE(signed_quote);
        ASSERT_FALSE(quote_response_request(number, signed_quote->params).empty());
        ++messages;
    }
};

TEST(HeapGrowth, AMillionMessagesLeaveNothingBehind) {
    Maker maker;
    std::uint64_t number = 0;
    while (maker.messages < kWarmUp && !HasFatalFailure())
        maker.serve(number++);

    const auto before = heap_bytes_in_use();
    maker.messages = 0;
    while (maker.messages < kMessages && !HasFatalFailure())
        maker.serve(number++);
    const auto growth = heap_bytes_in_use() - before;

    RecordProperty("growth_bytes", std::to_string(growth));
    EXPECT_LT(growth, kSlackBytes);
}

/// So that the test above can fail.
TEST(HeapGrowth, IsSeenWhenSomethingIsKept) {
    const auto before = heap_bytes_in_use();
    std::vector<std::unique_ptr<std::string>> kept;
    for (std::uint64_t number = 0; number < kWarmUp; ++number)
        kept.push_back(std::make_unique<std::string>(quote_event(number)));
    EXPECT_GT(heap_bytes_in_use() - before, kSlackBytes);
}

}  // namespace
}  // namespace unrip::venue
