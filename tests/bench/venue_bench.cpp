// What the trade's path costs on the venue's side, each next to the bare thing it is measured by:
// reading a quote event by a bare JSON parse of the same text, answering by one bare signature.

#include "venue/price/kraken.hpp"
#include "venue/relay/relay_frame.hpp"
#include "venue/relay/relay_requests.hpp"
#include "venue/relay/signed_quote.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

namespace unrip::venue {
namespace {

const std::string kPlainQuote =
    R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"00000000-0000-0000-0000-00000000000a",)"
    R"("data":{"quote_id":"5b3d1c52-6a0e-4f7d-9d5b-0a9f0b7f1234","defuse_asset_identifier_in":)"
    R"("nep141:btc.omft.near","defuse_asset_identifier_out":)"
    R"("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",)"
    R"("exact_amount_in":"100000","min_deadline_ms":60000}}})";

const std::string kFullQuote =
    R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"00000000-0000-0000-0000-00000000000a",)"
    R"("data":{"quote_id":"5b3d1c52-6a0e-4f7d-9d5b-0a9f0b7f1234","defuse_asset_identifier_in":)"
    R"("nep141:btc.omft.near","defuse_asset_identifier_out":)"
    R"("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",)"
    R"("exact_amount_in":"100000","min_deadline_ms":60000,"min_wait_ms":1900,"max_wait_ms":3000,)"
    R"("protocol_fee_included":true,"trusted_metadata":{"source":"router","upstream_metadata":)"
    R"({"partner_id":"1click","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},)"
    R"("upstream_trusted_metadata":{"source":"1click","partner_id":"acme","quote_type":"main_quote",)"
    R"("quote_request_data":{"dry":true,"slippageTolerance":100}}}},"metadata":{"partner_id":)"
    R"("router-solver","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",)"
    R"("quote_timestamp":"2026-11-20T09:00:00.000Z"}}})";

const std::string& quote_text(const benchmark::State& state) {
    return state.range(0) == 0 ? kPlainQuote : kFullQuote;
}

void bare_json_parse(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(nlohmann::json::parse(quote_text(state)));
}
BENCHMARK(bare_json_parse)->Arg(0)->Arg(1);

void read_quote_event(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(decode_relay_frame(quote_text(state)));
}
BENCHMARK(read_quote_event)->Arg(0)->Arg(1);

near::SecretKey key() {
    return near::SecretKey::from_seed(std::array<std::uint8_t, 32>{7});
}

void bare_signature(benchmark::State& state) {
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    const std::array<unsigned char, 32> message{1};
    if (sodium_init() < 0 || crypto_sign_keypair(public_key.data(), secret.data()) != 0) {
        state.SkipWithError("libsodium does not work here");
    }
    for (auto _ : state) {
        crypto_sign_detached(
            signature.data(), nullptr, message.data(), message.size(), secret.data()
        );
        benchmark::DoNotOptimize(signature);
    }
}
BENCHMARK(bare_signature);

void build_sign_and_write_answer(benchmark::State& state) {
    const auto signer = key();
    QuoteAnswer answer;
    answer.quote_id = QuoteId{"5b3d1c52-6a0e-4f7d-9d5b-0a9f0b7f1234"};
    answer.asset_in = *AssetId::parse("nep141:btc.omft.near");
    answer.asset_out =
        *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near");
    answer.amount_in = "100000";
    answer.amount_out = "81234567890123456789";
    answer.signer_id = "solver-a.near";
    answer.verifier = "intents.near";
    answer.deadline = from_unix_ms(1'795'165'270'000);
    for (auto _ : state) {
        const auto signed_quote = sign_quote(answer, signer);
        benchmark::DoNotOptimize(quote_response_request(7, signed_quote->params));
    }
}
BENCHMARK(build_sign_and_write_answer);

void read_kraken_ticker(benchmark::State& state) {
    const KrakenWire wire{{}};
    const std::string text =
        R"({"channel":"ticker","type":"update","data":[{"symbol":"BTC/EUR","bid":81234.1,)"
        R"("bid_qty":0.5,"ask":81234.2,"ask_qty":1.25,"last":81234.1,"volume":812.3,"vwap":81000.1,)"
        R"("low":80000.0,"high":82000.0,"change":-12.1,"change_pct":-0.01,)"
        R"("timestamp":"2026-11-20T09:00:00.123456Z"}]})";
    for (auto _ : state)
        benchmark::DoNotOptimize(wire.parse(text));
}
BENCHMARK(read_kraken_ticker);

}  // namespace
}  // namespace unrip::venue
