#include "strategy/slot_facts.hpp"

#include "core/check.hpp"

#include <array>
#include <charconv>

namespace unrip::strategy {
namespace {

constexpr auto kTexts = std::to_array<std::string_view>({
    "matched",
    "making_room",
    "salt_replaced",
    "nonce_deadline_near",
    "clean_stop",
    "refused",
    "nonce_used",
    "nonce_deadline_passed",
    "quote_deadlines_passed",
    "never_used",
});

}  // namespace

std::string_view to_text(SlotChangeReason reason) {
    const auto index = static_cast<std::size_t>(reason);
    check(index < kTexts.size(), "a slot change without a text");
    return kTexts.at(index);
}

void append(
    std::vector<SlotChange>& changes,
    const std::string& batch,
    std::uint32_t index,
    SlotChangeReason reason,
    std::optional<std::uint64_t> block_height
) {
    if (!changes.empty()) {
        auto& last = changes.back();
        const bool continues = last.batch == batch && last.reason == reason &&
                               last.block_height == block_height &&
                               last.slots.first + last.slots.count == index;
        if (continues) {
            ++last.slots.count;
            return;
        }
    }
    changes.push_back(SlotChange{batch, SlotRange{index, 1}, reason, block_height});
}

SlotId slot_id(const std::string& batch, std::uint32_t index) {
    return SlotId{batch + "/" + std::to_string(index)};
}

std::optional<SlotName> parse_slot_id(const SlotId& id) {
    const std::string_view text = id.text();
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;

    SlotName name{text.substr(0, slash), 0};
    const auto digits = text.substr(slash + 1);
    const auto* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, name.index);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return name;
}

}  // namespace unrip::strategy
