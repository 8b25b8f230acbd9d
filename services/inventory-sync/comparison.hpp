#pragma once

#include "near/verifier.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace unrip::inventory_sync {

// Which block is counted, and which nodes are believed. Pure.

/// What became of a node in a count.
enum class NodeUse {
    not_asked,    ///< No count yet.
    used,         ///< It gave the answer that was taken.
    unreachable,  ///< No answer.
    behind,       ///< Too many blocks behind the others.
    late,         ///< It did not know the block yet.
    disagrees,    ///< It gave another answer about the same block than most.
};

std::string_view to_text(NodeUse use);

/// The newest final block of each node; nothing where there was no answer.
using Headers = std::vector<std::optional<near::BlockHeader>>;

/// Whether this node is too far behind the newest of them.
bool is_behind(const near::BlockHeader& header, const Headers& headers, std::uint64_t blocks_max);

/// The block that is counted: the oldest of those that are close to the newest, so that most nodes
/// know it, but newer than `floor` where that can be had. Nothing when no node answered.
std::optional<near::BlockHeader> choose_block(const Headers& headers, std::uint64_t floor);

/// The answers of the nodes about one block; nothing where there was none.
using Snapshots = std::vector<std::optional<near::VerifierSnapshot>>;

/// Indices of the nodes that gave the same answer as most. Empty when there was no answer, and when
/// two answers have as many nodes behind them: nobody can tell then which is right.
std::vector<std::size_t> agreeing(const Snapshots& snapshots);

}  // namespace unrip::inventory_sync
