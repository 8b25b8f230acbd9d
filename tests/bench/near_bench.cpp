// What a signed quote costs, next to the one thing in it that can't be made cheaper: a bare
// crypto_sign_detached over 32 bytes.

#include "near/base58.hpp"
#include "near/intents.hpp"
#include "near/nep413.hpp"
#include "near/transaction.hpp"

#include <benchmark/benchmark.h>
#include <sodium.h>

namespace unrip::near {
namespace {

const Instant kDeadline = from_unix_ms(1'795'165'270'000);

SecretKey key() {
    return SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
}

TokenDiff trade() {
    return {
        {{*AssetId::parse("nep141:btc.omft.near"), 10'000},
         {*AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near"),
          -5'955'000'000'000'000'000}},
        {},
        {}};
}

Nep413Payload payload() {
    return {
        *token_diff_message("solver.near", kDeadline, trade()),
        encode({Salt{1}, kDeadline, NonceRandom{2}}),
        "intents.near",
        {}};
}

void bare_crypto_sign_detached(benchmark::State& state) {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_key{};
    const std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{1};
    crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed.data());
    const Hash hash = prehash(payload());
    std::array<std::uint8_t, crypto_sign_BYTES> signature{};
    for (auto _ : state) {
        crypto_sign_detached(
            signature.data(), nullptr, hash.data(), hash.size(), secret_key.data()
        );
        benchmark::DoNotOptimize(signature);
    }
}
BENCHMARK(bare_crypto_sign_detached);

void sign_with_guarded_key(benchmark::State& state) {
    const auto guarded = key();
    const Hash hash = prehash(payload());
    for (auto _ : state)
        benchmark::DoNotOptimize(guarded.sign(hash));
}
BENCHMARK(sign_with_guarded_key);

void build_sign_and_serialise_a_quote(benchmark::State& state) {
    const auto guarded = key();
    const auto intent = trade();
    const auto nonce = payload().nonce;
    for (auto _ : state) {
        auto message = token_diff_message("solver.near", kDeadline, intent);
        const auto quote = sign({*std::move(message), nonce, "intents.near", {}}, guarded);
        benchmark::DoNotOptimize(to_json(quote));
        benchmark::DoNotOptimize(quote_hash(quote.payload));
    }
}
BENCHMARK(build_sign_and_serialise_a_quote);

void verify_a_quote(benchmark::State& state) {
    const auto quote = sign(payload(), key());
    for (auto _ : state)
        benchmark::DoNotOptimize(verify(quote));
}
BENCHMARK(verify_a_quote);

void build_message(benchmark::State& state) {
    const auto intent = trade();
    for (auto _ : state) {
        benchmark::DoNotOptimize(token_diff_message("solver.near", kDeadline, intent));
    }
}
BENCHMARK(build_message);

void borsh_and_hash_of_a_payload(benchmark::State& state) {
    const auto quote = payload();
    for (auto _ : state)
        benchmark::DoNotOptimize(prehash(quote));
}
BENCHMARK(borsh_and_hash_of_a_payload);

void borsh_of_a_transaction(benchmark::State& state) {
    const Transaction transaction{
        "solver.near",
        key().public_key(),
        130'000'000'000'000,
        "intents.near",
        Hash{1},
        {FunctionCall{"ft_withdraw", std::string(150, 'a'), 100 * kTeragas, Amount{1}}}};
    for (auto _ : state)
        benchmark::DoNotOptimize(to_borsh(transaction));
}
BENCHMARK(borsh_of_a_transaction);

void base58_of_bytes(benchmark::State& state) {
    const Bytes bytes(static_cast<std::size_t>(state.range(0)), 0xa5);
    for (auto _ : state)
        benchmark::DoNotOptimize(to_base58(bytes));
}
BENCHMARK(base58_of_bytes)->Arg(32)->Arg(64);

void bytes_of_base58(benchmark::State& state) {
    const auto text = to_base58(Bytes(static_cast<std::size_t>(state.range(0)), 0xa5));
    for (auto _ : state)
        benchmark::DoNotOptimize(parse_base58(text));
}
BENCHMARK(bytes_of_base58)->Arg(32)->Arg(64);

}  // namespace
}  // namespace unrip::near
