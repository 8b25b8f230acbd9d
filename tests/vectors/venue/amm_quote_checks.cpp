// The price of the official sample solver, x * y = k with a margin. We do not price like that; the
// vectors hold core's wide products and its rounding against another implementation's.

#include "core/int128.hpp"
#include "vectors/registry.hpp"
#include "vectors/venue/json_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace unrip::vectors {
namespace {

constexpr u128 kOne = 10'000;

struct Pool {
    u128 reserve_in = 0;
    u128 reserve_out = 0;
    u128 kept = kOne;  ///< What the margin leaves, in ten-thousandths.
};

/// The vectors stay far from the limits of 128 bits; a product that does not fit fails the case.
u128 value_of(const Result<u128>& result) {
    EXPECT_TRUE(result) << result.error().detail;
    return result ? *result : 0;
}

u128 number_at(const nlohmann::json& data, const char* name) {
    return value_of(parse_u128(data.at(name).get<std::string>()));
}

Pool pool_of(const nlohmann::json& data) {
    // The sample computes its margin in floating point, so the vectors do too.
    const auto margin = std::floor(data.at("margin_percent").get<double>() * 100);
    return {
        number_at(data, "reserve_in"),
        number_at(data, "reserve_out"),
        kOne - static_cast<u128>(margin),
    };
}

/// An amount, or the name of what is wrong.
std::string amount_out(const Pool& pool, u128 amount_in) {
    if (amount_in == 0) return "INSUFFICIENT_INPUT_AMOUNT";
    if (pool.reserve_in == 0 || pool.reserve_out == 0) return "INSUFFICIENT_LIQUIDITY";
    const u128 with_margin = value_of(multiply(amount_in, pool.kept));
    const u128 depth = value_of(add(value_of(multiply(pool.reserve_in, kOne)), with_margin));
    return to_text(value_of(mul_div(pool.reserve_out, with_margin, depth, Rounding::down)));
}

std::string amount_in(const Pool& pool, u128 amount_out) {
    if (amount_out == 0) return "INSUFFICIENT_OUTPUT_AMOUNT";
    if (pool.reserve_in == 0 || pool.reserve_out <= amount_out) return "INSUFFICIENT_LIQUIDITY";
    const u128 left = value_of(multiply(pool.reserve_out - amount_out, pool.kept));
    const u128 wide = value_of(multiply(pool.reserve_in, kOne));
    return to_text(value_of(mul_div(wide, amount_out, left, Rounding::up)));
}

std::string wanted_of(const nlohmann::json& data, const char* amount) {
    return text_at(data, "expect", text_at(data, amount));
}

void check_amount_out(const Case& given) {
    const auto got = amount_out(pool_of(given.data), number_at(given.data, "amount_in"));
    EXPECT_EQ(got, wanted_of(given.data, "amount_out"));
}

void check_amount_in(const Case& given) {
    const auto got = amount_in(pool_of(given.data), number_at(given.data, "amount_out"));
    EXPECT_EQ(got, wanted_of(given.data, "amount_in"));
}

const bool kKnown = register_kind("amm_quote", "amount_out", check_amount_out) &&
                    register_kind("amm_quote", "amount_in", check_amount_in);

}  // namespace
}  // namespace unrip::vectors
