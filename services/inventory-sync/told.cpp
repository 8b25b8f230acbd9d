#include "told.hpp"

#include "core/check.hpp"

namespace unrip::inventory_sync {
namespace {

messages::Block block_of(const near::BlockHeader& header) {
    return {header.height, header.hash, to_unix_ns(header.time)};
}

}  // namespace

messages::IntentInventory inventory_of(
    const Account& account,
    const Count& count,
    const std::vector<policy::TokenEntry>& tokens,
    const PendingDeposits& pending
) {
    const auto& balances = count.snapshot.balances;
    check(balances.size() == tokens.size(), "a balance for each token, in their order");
    messages::IntentInventory inventory;
    inventory.account_id = account.id;
    inventory.contract = account.contract;
    inventory.block = block_of(count.snapshot.block);
    inventory.observed_at_ns = to_unix_ns(count.observed_at);
    inventory.trigger = count.trigger;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const auto& token = tokens[index].token;
        inventory.balances.push_back(
            {token.id, token.symbol, token.decimals, balances[index], pending.of(token.id)}
        );
    }
    inventory.nodes_asked = count.nodes_asked;
    inventory.nodes_agreed = count.nodes_agreed;
    return inventory;
}

messages::Venue venue_of(const Account& account, const Count& count, const Rules& rules) {
    messages::Venue venue;
    venue.account_id = account.id;
    venue.contract = account.contract;
    venue.block = block_of(count.snapshot.block);
    venue.observed_at_ns = to_unix_ns(count.observed_at);
    venue.trigger = count.trigger;
    venue.current_salt = near::to_text(count.snapshot.salt);
    venue.salts.push_back({venue.current_salt, true});
    for (const auto& [salt, is_valid] : rules.earlier_salts)
        venue.salts.push_back({near::to_text(salt), is_valid});
    venue.fee_ppm = count.snapshot.fee.count();
    venue.is_account_locked = count.snapshot.account_locked;
    venue.is_auth_by_predecessor_enabled = rules.accepts_predecessor;
    for (const auto& key : rules.public_keys)
        venue.public_keys.push_back(key.to_string());
    venue.nodes_asked = count.nodes_asked;
    venue.nodes_agreed = count.nodes_agreed;
    return venue;
}

}  // namespace unrip::inventory_sync
