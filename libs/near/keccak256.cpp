#include "near/hash.hpp"

#include <bit>

namespace unrip::near {
namespace {

constexpr std::size_t kRate = 136;  // Bytes absorbed at a time: 1600 bits less twice 256.
constexpr std::size_t kLanes = 25;

using State = std::array<std::uint64_t, kLanes>;

constexpr std::array<std::uint64_t, 24> kRoundConstants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

// The walk of the rho and pi steps through the lanes: where each goes and how far it turns.
constexpr std::array<std::uint8_t, 24> kTargets{10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                                15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
constexpr std::array<std::uint8_t, 24> kTurns{1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                              27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};

void theta(State& state) {
    std::array<std::uint64_t, 5> parity{};
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        parity[lane % 5] ^= state[lane];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const std::size_t column = lane % 5;
        state[lane] ^= parity[(column + 4) % 5] ^ std::rotl(parity[(column + 1) % 5], 1);
    }
}

void rho_pi(State& state) {
    std::uint64_t carried = state[1];
    for (std::size_t step = 0; step < kTargets.size(); ++step) {
        std::swap(carried, state[kTargets[step]]);
        state[kTargets[step]] = std::rotl(state[kTargets[step]], kTurns[step]);
    }
}

void chi(State& state) {
    for (std::size_t row = 0; row < kLanes; row += 5) {
        std::array<std::uint64_t, 5> lanes{};
        for (std::size_t column = 0; column < 5; ++column)
            lanes[column] = state[row + column];
        for (std::size_t column = 0; column < 5; ++column) {
            state[row + column] ^= ~lanes[(column + 1) % 5] & lanes[(column + 2) % 5];
        }
    }
}

void permute(State& state) {
    for (const auto constant : kRoundConstants) {
        theta(state);
        rho_pi(state);
        chi(state);
        state[0] ^= constant;
    }
}

void absorb(State& state, std::size_t position, std::uint8_t byte) {
    state[position / 8] ^= std::uint64_t{byte} << (position % 8 * 8U);
}

}  // namespace

Hash keccak256(ByteView bytes) {
    State state{};
    std::size_t position = 0;
    for (const auto byte : bytes) {
        absorb(state, position, byte);
        if (++position == kRate) {
            permute(state);
            position = 0;
        }
    }
    absorb(state, position, 0x01);
    absorb(state, kRate - 1, 0x80);
    permute(state);

    Hash hash{};
    for (std::size_t at = 0; at < hash.size(); ++at) {
        hash.at(at) = static_cast<std::uint8_t>(state[at / 8] >> (at % 8 * 8U));
    }
    return hash;
}

}  // namespace unrip::near
