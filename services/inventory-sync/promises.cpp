#include "promises.hpp"

#include <algorithm>

namespace unrip::inventory_sync {
namespace {

std::int64_t whole_seconds(Instant time) {
    return std::chrono::ceil<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

/// Whole seconds: thousands of quotes that end together are one end.
void Promises::end_at(Instant time) {
    if (ends_.size() >= kEndsMax) ends_.erase(ends_.begin());
    ends_.insert(whole_seconds(time));
}

void Promises::quote_ends(Instant deadline) {
    end_at(deadline);
}

void Promises::hear(const messages::Commitments& commitments) {
    nonce_lifetime_max_ =
        std::max(nonce_lifetime_max_, Milliseconds{commitments.nonce_lifetime_max_ms});
    for (const auto& batch : commitments.batches) {
        const Instant deadline{Nanoseconds{batch.nonce_deadline_ns}};
        end_at(deadline);
        if (const auto salt = near::parse_salt(batch.salt)) remember_salt(*salt, deadline);
    }
}

void Promises::remember_salt(const near::Salt& salt, Instant until) {
    auto& known = salts_.try_emplace(salt, until).first->second;
    known = std::max(known, until);
}

bool Promises::ended_since(Instant counted, Instant now, Milliseconds within) const {
    const auto after = std::max(counted, now - within);
    const auto end = ends_.lower_bound(whole_seconds(after));
    return end != ends_.end() && *end <= whole_seconds(now) - 1;
}

std::optional<Instant> Promises::next_end(Instant now) const {
    const auto end = ends_.upper_bound(whole_seconds(now) - 1);
    if (end == ends_.end()) return std::nullopt;
    return Instant{std::chrono::seconds{*end}};
}

std::vector<near::Salt> Promises::earlier_salts(const near::Salt& current, Instant now) {
    if (current_ && *current_ != current) remember_salt(*current_, now + nonce_lifetime_max_);
    current_ = current;
    std::erase_if(salts_, [&](const auto& entry) { return entry.second < now; });
    while (salts_.size() > kSaltsMax) {
        salts_.erase(std::min_element(
            salts_.begin(),
            salts_.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; }
        ));
    }
    std::vector<near::Salt> earlier;
    for (const auto& [salt, until] : salts_) {
        if (salt != current) earlier.push_back(salt);
    }
    return earlier;
}

void Promises::forget_before(Instant time) {
    ends_.erase(ends_.begin(), ends_.lower_bound(whole_seconds(time)));
}

}  // namespace unrip::inventory_sync
