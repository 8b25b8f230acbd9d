#include "world/random.hpp"

#include "core/int128.hpp"

namespace unrip::sandbox {
namespace {

constexpr std::uint64_t kStride = 0x9E3779B97F4A7C15;

/// The finalizer of splitmix64: every bit of the input reaches every bit of the result.
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EB;
    return value ^ (value >> 31U);
}

/// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char letter : text) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x100000001B3;
    }
    return hash;
}

}  // namespace

Random Random::at(std::uint64_t seed, std::string_view name, std::uint64_t place) {
    const auto thing = mixed(seed + kStride) ^ hash_of(name);
    return Random{mixed(mixed(thing) + place * kStride)};
}

std::uint64_t Random::next() {
    state_ += kStride;
    return mixed(state_);
}

std::uint64_t Random::below(std::uint64_t limit) {
    return static_cast<std::uint64_t>((u128{next()} * limit) >> 64U);
}

bool Random::chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
}

std::int64_t Random::normal_q32() {
    // Twelve uniform numbers have a variance of one together.
    constexpr std::int64_t six = std::int64_t{6} << 32U;
    std::int64_t sum = -six;
    for (int pair = 0; pair < 6; ++pair) {
        const auto bits = next();
        sum += static_cast<std::int64_t>(bits >> 32U);
        sum += static_cast<std::int64_t>(bits & 0xFFFFFFFFU);
    }
    return sum;
}

std::int64_t Random::normal(std::int64_t scale) {
    return scale * normal_q32() / (std::int64_t{1} << 32U);
}

std::uint64_t Random::exponential(std::uint64_t mean) {
    // Von Neumann's way, which only compares: the length of a falling run decides whether its first
    // number is the fraction, or the whole part grows by one.
    constexpr unsigned kBits = 40;
    std::uint64_t whole = 0;
    while (true) {
        const auto first = next() >> (64U - kBits);
        auto last = first;
        unsigned length = 1;
        for (auto one = next() >> (64U - kBits); one < last; one = next() >> (64U - kBits)) {
            last = one;
            ++length;
        }
        if (length % 2 == 1) {
            return static_cast<std::uint64_t>(
                (u128{mean} * ((u128{whole} << kBits) + first)) >> kBits
            );
        }
        ++whole;
    }
}

}  // namespace unrip::sandbox
