#include "chain/nonce_rules.hpp"

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic{0x56, 0x28, 0xf6, 0xc6};
constexpr std::size_t kVersionAt = 4;
constexpr std::size_t kSaltAt = 5;
constexpr std::size_t kDeadlineAt = 9;

}  // namespace

std::optional<NonceParts> parts_of(const near::Nonce& nonce) {
    if (!std::equal(kMagic.begin(), kMagic.end(), nonce.begin()) || nonce[kVersionAt] != 0) {
        return std::nullopt;
    }
    NonceParts parts;
    std::copy_n(nonce.begin() + kSaltAt, parts.salt.size(), parts.salt.begin());
    std::uint64_t nanoseconds = 0;
    for (std::size_t byte = 8; byte-- > 0;)
        nanoseconds = (nanoseconds << 8U) | nonce[kDeadlineAt + byte];
    parts.deadline = Instant{Nanoseconds{static_cast<std::int64_t>(nanoseconds)}};
    return parts;
}

Verdict judge_nonce(
    const near::Nonce& nonce,
    Instant intent_deadline,
    Instant now,
    const Salts& salts,
    bool legacy_allowed
) {
    const auto parts = parts_of(nonce);
    if (!parts) return legacy_allowed ? Verdict{} : refuse(Refusal::nonce_legacy);
    if (!salts.is_valid(parts->salt, ~std::uint64_t{0})) {
        return refuse(Refusal::salt_unknown, near::to_text(parts->salt));
    }
    if (intent_deadline > parts->deadline) return refuse(Refusal::deadline_beyond_nonce);
    if (parts->deadline < now) return refuse(Refusal::nonce_expired);
    return {};
}

}  // namespace unrip::sandbox
