#include "net/backoff.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

namespace unrip::net {

Backoff::Backoff(BackoffSettings settings, Random random)
    : settings_{settings}, random_{std::move(random)}, limit_{settings.first} {
    check(settings.first.count() > 0, "a backoff that does not wait");
    check(settings.first <= settings.cap, "a backoff that starts above its cap");
}

Milliseconds Backoff::next() {
    const auto half = limit_ / 2;
    const auto spread = static_cast<double>((limit_ - half).count());
    const auto wait = half + Milliseconds{static_cast<std::int64_t>(spread * random_())};
    // Compared before doubling, so that no cap is large enough to overflow.
    limit_ = limit_ > settings_.cap / 2 ? settings_.cap : limit_ * 2;
    ++failures_;
    return std::clamp(wait, Milliseconds{1}, settings_.cap);
}

void Backoff::reset() {
    limit_ = settings_.first;
    failures_ = 0;
}

Backoff::Random Backoff::system_random() {
    auto engine = std::make_shared<std::mt19937_64>(std::random_device{}());
    return [engine] { return std::generate_canonical<double, 53>(*engine); };
}

}  // namespace unrip::net
