#include "door/fault.hpp"

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;
constexpr std::array<std::string_view, 10> kTexts{
    "refuse",
    "cut",
    "delay",
    "lose",
    "lose_asked",
    "twice",
    "reorder",
    "garbage",
    "wrong_shape",
    "half_open",
};
static_assert(static_cast<std::size_t>(Fault::Kind::half_open) + 1 == kTexts.size());

}  // namespace

std::string_view to_text(Fault::Kind kind) {
    return kTexts.at(static_cast<std::size_t>(kind));
}

std::optional<Fault::Kind> fault_kind(std::string_view text) {
    const auto* const found = std::find(kTexts.begin(), kTexts.end(), text);
    if (found == kTexts.end()) return std::nullopt;
    return static_cast<Fault::Kind>(found - kTexts.begin());
}

std::uint64_t Faults::add(Fault fault) {
    fault.id = ++given_;
    faults_.push_back(std::move(fault));
    return given_;
}

std::size_t Faults::end(std::optional<std::uint64_t> id) {
    return std::erase_if(faults_, [&](const Fault& one) { return !id || one.id == *id; });
}

void Faults::expire(Instant now) {
    std::erase_if(faults_, [&](const Fault& one) { return one.until <= now; });
}

const Fault* Faults::in_force(Fault::Kind kind, std::string_view place, Instant now) const {
    const auto found = std::find_if(faults_.rbegin(), faults_.rend(), [&](const Fault& one) {
        return one.kind == kind && now < one.until && (one.place.empty() || one.place == place);
    });
    return found == faults_.rend() ? nullptr : &*found;
}

bool Faults::strikes(const Fault& fault) {
    if (!random_.chance(fault.share_ppm, kMillion)) return false;
    ++done_;
    return true;
}

const Fault* Faults::hits(Fault::Kind kind, std::string_view place, Instant now) {
    const auto* const fault = in_force(kind, place, now);
    return fault != nullptr && strikes(*fault) ? fault : nullptr;
}

}  // namespace unrip::sandbox
