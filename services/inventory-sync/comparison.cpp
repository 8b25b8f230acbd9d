#include "comparison.hpp"

#include <algorithm>
#include <array>

namespace unrip::inventory_sync {
namespace {

constexpr std::array<std::string_view, 6> kUseTexts = {
    "not_asked", "used", "unreachable", "behind", "late", "disagrees"};

/// A few seconds: worth it to have the nodes compared, and no age to speak of.
constexpr std::uint64_t kCloseBlocks = 3;

std::uint64_t newest_height(const Headers& headers) {
    std::uint64_t newest = 0;
    for (const auto& header : headers)
        newest = std::max(newest, header ? header->height : 0);
    return newest;
}

bool same(const near::VerifierSnapshot& one, const near::VerifierSnapshot& other) {
    return one.balances == other.balances && one.salt == other.salt && one.fee == other.fee &&
           one.account_locked == other.account_locked;
}

}  // namespace

std::string_view to_text(NodeUse use) {
    return kUseTexts.at(static_cast<std::size_t>(use));
}

bool is_behind(const near::BlockHeader& header, const Headers& headers, std::uint64_t blocks_max) {
    return newest_height(headers) - header.height > blocks_max;
}

std::optional<near::BlockHeader> choose_block(const Headers& headers, std::uint64_t floor) {
    const auto newest = newest_height(headers);
    std::optional<near::BlockHeader> oldest_close;
    std::optional<near::BlockHeader> oldest_above_floor;
    for (const auto& header : headers) {
        if (!header || newest - header->height > kCloseBlocks) continue;
        const auto is_older = [&](const std::optional<near::BlockHeader>& chosen) {
            return !chosen || header->height < chosen->height;
        };
        if (is_older(oldest_close)) oldest_close = header;
        if (header->height > floor && is_older(oldest_above_floor)) oldest_above_floor = header;
    }
    return oldest_above_floor ? oldest_above_floor : oldest_close;
}

std::vector<std::size_t> agreeing(const Snapshots& snapshots) {
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t node = 0; node < snapshots.size(); ++node) {
        if (!snapshots[node]) continue;
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) {
            return same(*snapshots[one.front()], *snapshots[node]);
        });
        if (group != groups.end()) {
            group->push_back(node);
        } else {
            groups.push_back({node});
        }
    }
    std::stable_sort(groups.begin(), groups.end(), [](const auto& one, const auto& other) {
        return one.size() > other.size();
    });
    if (groups.empty()) return {};
    const bool is_tied = groups.size() > 1 && groups[0].size() == groups[1].size();
    return is_tied ? std::vector<std::size_t>{} : groups.front();
}

}  // namespace unrip::inventory_sync
