#include "exchanges/wording.hpp"

#include "near/rfc3339.hpp"
#include "world/random.hpp"

namespace unrip::sandbox {

std::string microsecond_text(Instant at) {
    auto text = near::to_rfc3339(at);
    const auto within =
        std::chrono::floor<std::chrono::microseconds>(at.time_since_epoch()).count() % 1'000;
    auto digits = std::to_string(1'000 + within).substr(1);
    text.insert(text.size() - 1, digits);
    return text;
}

std::string quoted(std::string_view name, std::string_view value) {
    std::string text{"\""};
    text += name;
    text += "\":\"";
    text += value;
    text += '"';
    return text;
}

bool trade_at(std::uint64_t seed, std::string_view place, std::uint64_t count) {
    return Random::at(seed, std::string{place} + "|trade", count).chance(1, 2);
}

}  // namespace unrip::sandbox
