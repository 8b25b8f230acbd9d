#include "node.hpp"

namespace unrip::inventory_sync {
namespace {

/// One node that is slow must not hold up a count for long: the next one asks it again.
near::RpcSettings settings_for(std::string url) {
    near::RpcSettings settings;
    settings.nodes = {std::move(url)};
    settings.attempt_deadline = Milliseconds{3'000};
    settings.deadline = Milliseconds{4'000};
    settings.attempts_max = 2;
    settings.rest = {Milliseconds{100}, Milliseconds{3'000}};
    return settings;
}

}  // namespace

Node::Node(net::HttpClient& http, const Clock& clock, std::string url, const std::string& contract)
    : rpc_{settings_for(std::move(url)), near::RpcOutside::real(http, clock)},
      verifier_{rpc_, contract} {}

Task<void> Node::ask_header(std::optional<near::BlockHeader>& answer) {
    const auto header = co_await rpc_.block(near::BlockRef::final_block());
    if (!header) {
        use_ = NodeUse::unreachable;
        co_return;
    }
    newest_ = *header;
    answer = *header;
}

Task<void> Node::ask_snapshot(
    std::optional<near::VerifierSnapshot>& answer,
    near::BlockHeader block,
    std::string account_id,
    std::vector<AssetId> tokens
) {
    const bool may_not_know_it = newest_ && newest_->height < block.height;
    auto snapshot =
        co_await verifier_.snapshot_at(std::move(block), std::move(account_id), std::move(tokens));
    if (snapshot) {
        answer = *std::move(snapshot);
    } else {
        use_ = may_not_know_it ? NodeUse::late : NodeUse::unreachable;
    }
}

Task<Result<Rules>> Node::ask_rules(
    std::string account_id, std::string block_hash, std::vector<near::Salt> earlier_salts
) {
    const auto at = near::BlockRef::hash(block_hash);
    Rules rules;
    auto keys = co_await verifier_.public_keys(account_id, at);
    if (!keys) co_return keys.failure();
    rules.public_keys = std::move(keys->value);
    const auto accepts = co_await verifier_.accepts_predecessor(account_id, at);
    if (!accepts) co_return accepts.failure();
    rules.accepts_predecessor = accepts->value;
    for (const auto& salt : earlier_salts) {
        const auto is_valid = co_await verifier_.is_valid_salt(salt, at);
        if (!is_valid) co_return is_valid.failure();
        rules.earlier_salts.emplace_back(salt, is_valid->value);
    }
    co_return rules;
}

}  // namespace unrip::inventory_sync
