// GET /stats: how the maker did, as the venue and the hidden truth see it.
// GET /invalid-answers: which signed answers no transaction could have carried, and why.

#include "control/answers.hpp"
#include "control/routes.hpp"
#include "sandbox.hpp"

namespace unrip::sandbox {
namespace {

using Json = nlohmann::ordered_json;

Json profit_of(const Sandbox& sandbox, const std::string& account) {
    const auto profit = sandbox.chain().profit(account);
    return {
        {"trades", profit.trades},
        {"true_pnl_at_trade", profit.at_trade},
        {"true_pnl_now", profit.value},
        {"turnover", profit.turnover},
        {"tokens_without_a_price", profit.unpriced}};
}

Json breaches_of(const Chain& chain) {
    Json latest = Json::array();
    for (const auto& breach : chain.auditor().breaches()) {
        latest.push_back(
            {{"at_ms", to_unix_ms(breach.at)},
             {"account", breach.account_id},
             {"token", breach.token},
             {"committed", to_text(breach.committed)},
             {"balance", to_text(breach.balance)},
             {"cause", breach.cause}}
        );
        if (latest.size() > 20) latest.erase(latest.begin());
    }
    return latest;
}

Json chain_of(const ChainStats& stats) {
    Json reasons = Json::object();
    for (const auto& [reason, count] : stats.failed_by_reason)
        reasons[reason] = count;
    return {
        {"height", stats.height},
        {"final_height", stats.final_height},
        {"block_time_ms", to_unix_ms(stats.block_time)},
        {"transactions", stats.transactions},
        {"settlements", stats.settlements},
        {"settlements_failed", stats.settlements_failed},
        {"failed_by_reason", reasons},
        {"withdrawals", stats.withdrawals},
        {"used_nonces", stats.used_nonces}};
}

Json shown(const InvalidAnswer& answer) {
    Json all{
        {"at_ms", to_unix_ms(answer.at)},
        {"reason", answer.reason},
        {"quote_hash", answer.quote_hash}};
    if (answer.nonce_used_at) all["nonce_used_at_ms"] = to_unix_ms(*answer.nonce_used_at);
    return all;
}

}  // namespace

std::string stats_json(Sandbox& sandbox) {
    const auto chain = sandbox.chain().stats();
    const auto& maker = sandbox.world().scenario().maker.id;
    Json all{
        {"relay", Json::parse(sandbox.relay().stats().json())},
        {"takers", Json::parse(sandbox.takers().stats_json())},
        {"chain", chain_of(chain)},
        {"over_commitment",
         {{"breaches", chain.auditor.breaches},
          {"signatures_seen", chain.auditor.signatures},
          {"live_nonces", chain.auditor.live_nonces},
          {"latest", breaches_of(sandbox.chain())}}},
        {"maker", profit_of(sandbox, maker)}};
    all["maker"]["account"] = maker;
    const auto& competitor = sandbox.competitor();
    all["competitor"] = profit_of(sandbox, competitor.account());
    all["competitor"]["account"] = competitor.account();
    all["competitor"]["answered"] = competitor.answered();
    return all.dump();
}

void add_stats_routes(runtime::Control& control, Sandbox& sandbox) {
    control.route_now("GET", "/stats", [&](const runtime::ControlRequest&) {
        return runtime::ControlResponse::json(stats_json(sandbox));
    });
    control.route_now("GET", "/invalid-answers", [&](const runtime::ControlRequest&) {
        Json all = Json::array();
        for (const auto& invalid : sandbox.relay().stats().invalid_answers)
            all.push_back(shown(invalid));
        return answer({{"invalid_answers", all}});
    });
}

}  // namespace unrip::sandbox
