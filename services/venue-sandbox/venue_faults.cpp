#include "venue_faults.hpp"

#include "near/bytes.hpp"
#include "world/reading.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace unrip::sandbox {
namespace {

constexpr std::array<std::string_view, 16> kKnown{
    "halt_blocks",
    "block_time",
    "drop_settlements",
    "fail_transfers",
    "pause",
    "fee",
    "lock_account",
    "rotate_salt",
    "clean_up_nonces",
    "restart_relay",
    "withdrawals_end",
    "stall_deposits",
    // At the NEAR node.
    "stale_blocks",
    "not_synced",
    "sends_time_out",
    "sends_get_lost",
};
constexpr Milliseconds kDay{86'400'000};

}  // namespace

bool VenueFaults::knows(std::string_view what) {
    return std::find(kKnown.begin(), kKnown.end(), what) != kKnown.end();
}

std::string VenueFaults::carry_out_at_node(
    const std::string& what, Reading& from, std::function<void()>& undo
) {
    auto& faults = node_.faults();
    if (what == "stale_blocks") {
        std::uint32_t blocks = 50;
        from.count("blocks", blocks, 1, 10'000);
        faults.stale_blocks = blocks;
        undo = [&faults] { faults.stale_blocks = 0; };
        return "the node is " + std::to_string(blocks) + " blocks behind";
    }
    if (what == "not_synced") {
        faults.not_synced = true;
        undo = [&faults] { faults.not_synced = false; };
        return "the node says that it is not synced";
    }
    if (what == "sends_time_out") {
        faults.sends_time_out = true;
        undo = [&faults] { faults.sends_time_out = false; };
        return "transactions take effect and are said to have timed out";
    }
    faults.sends_get_lost = true;
    undo = [&faults] { faults.sends_get_lost = false; };
    return "transactions get lost";
}

std::string VenueFaults::carry_out(
    const std::string& what, Reading& from, std::function<void()>& undo
) {
    auto& chain = chain_;
    if (what == "halt_blocks") {
        chain.faults().halted = true;
        undo = [&chain] { chain.faults().halted = false; };
        return "no blocks are made";
    }
    if (what == "block_time") {
        Milliseconds offset{0};
        from.milliseconds("offset_ms", offset, -kDay, kDay);
        chain.faults().time_offset = offset;
        undo = [&chain] { chain.faults().time_offset = Milliseconds{0}; };
        return "blocks carry a time that is off by " + std::to_string(offset.count()) + " ms";
    }
    if (what == "drop_settlements") {
        chain.faults().settlements_dropped = true;
        undo = [&chain] { chain.faults().settlements_dropped = false; };
        return "settlements are taken and never happen";
    }
    if (what == "fail_transfers") {
        std::string token;
        from.text("contract", token);
        if (token.empty()) from.mistake("contract", "name a token's contract");
        chain.faults().failing_transfers.insert(token);
        undo = [&chain, token] { chain.faults().failing_transfers.erase(token); };
        return "transfers of " + token + " fail";
    }
    if (what == "pause") {
        chain.set_paused(true);
        undo = [&chain] { chain.set_paused(false); };
        return "the Verifier is paused";
    }
    if (what == "fee") {
        std::uint32_t pips = 0;
        from.count("pips", pips, 0, 1'000'000);
        const auto former = chain.verifier().fee_pips();
        chain.set_fee(pips);
        undo = [&chain, former] { chain.set_fee(former); };
        return "the fee is " + std::to_string(pips) + " pips";
    }
    if (what == "lock_account") {
        std::string account;
        from.text("account", account);
        if (account.empty()) from.mistake("account", "name an account");
        chain.set_locked(account, true);
        undo = [&chain, account] { chain.set_locked(account, false); };
        return account + " is locked";
    }
    if (what == "rotate_salt") {
        bool invalidate = false;
        from.flag("invalidate_former", invalidate);
        const auto salt = chain.rotate_salt(invalidate);
        return "the salt is " + near::to_hex(salt) +
               (invalidate ? ", the former is void" : ", the former is still good");
    }
    if (what == "clean_up_nonces") {
        return std::to_string(chain.clean_up_nonces()) + " used nonces are forgotten";
    }
    if (what == "restart_relay") {
        relay_.restart();
        return "the relay was started anew";
    }
    if (what == "withdrawals_end") {
        from.one_of(
            "how",
            {"completed", "returned", "rejected", "failed", "stalled"},
            [this](std::size_t place) { bridge_.set_fate(static_cast<WithdrawalFate>(place)); }
        );
        if (!from.has("how"))
            from.mistake("how", "be completed, returned, rejected, failed or stalled");
        undo = [this] { bridge_.set_fate(WithdrawalFate::completed); };
        return "withdrawals from now on end otherwise";
    }
    if (what == "stall_deposits") {
        bridge_.set_deposits_stalled(true);
        undo = [this] { bridge_.set_deposits_stalled(false); };
        return "deposits that arrive from now on stay pending";
    }
    return carry_out_at_node(what, from, undo);
}

Result<std::string> VenueFaults::order(const nlohmann::json& order, Instant now) {
    std::vector<std::string> mistakes;
    Reading from{order, "", mistakes};
    std::string what;
    from.text("what", what);
    Milliseconds lasts{60'000};
    from.milliseconds("for_ms", lasts, Milliseconds{1}, kDay);
    // Of one kind the newest counts, except where several accounts or tokens can be struck.
    if (what != "lock_account" && what != "fail_transfers") end(what);
    std::function<void()> undo;
    auto done = carry_out(what, from, undo);
    from.nothing_else();
    if (!mistakes.empty()) {
        if (undo) undo();
        return fail(Error::Kind::malformed, mistakes.front());
    }
    if (undo) undos_.push_back({what, now + lasts, std::move(undo)});
    return done;
}

void VenueFaults::expire(Instant now) {
    for (const auto& one : undos_) {
        if (one.until <= now) one.undo();
    }
    std::erase_if(undos_, [&](const Undo& one) { return one.until <= now; });
}

void VenueFaults::end(std::string_view what) {
    for (const auto& one : undos_) {
        if (one.what == what) one.undo();
    }
    std::erase_if(undos_, [&](const Undo& one) { return one.what == what; });
}

std::size_t VenueFaults::end_all() {
    for (const auto& one : undos_)
        one.undo();
    return std::exchange(undos_, {}).size();
}

std::vector<VenueFaults::InForce> VenueFaults::in_force() const {
    std::vector<InForce> all;
    for (const auto& one : undos_)
        all.push_back({one.what, one.until});
    return all;
}

}  // namespace unrip::sandbox
