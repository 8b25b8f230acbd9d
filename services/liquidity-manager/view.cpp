#include "view.hpp"

#include "action_life.hpp"
#include "runtime/utc_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::liquidity_manager {
namespace {

using Json = nlohmann::ordered_json;
using messages::LiquidityKind;

constexpr std::size_t kShown = 100;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(const Page& page) {
    auto json = Json::parse(messages::encode_body(page.action));
    json.erase("signed_tx_base64");
    json["since"] = runtime::utc_text(page.since);
    json["is_over"] = is_over(page.action);
    json["is_recorded"] = page.is_said;
    return json;
}

template <class Wanted>
Json newest(const Book& book, const Wanted& wanted) {
    std::vector<const Page*> found;
    for (const auto& [name, page] : book.pages()) {
        if (wanted(page.action)) found.push_back(&page);
    }
    std::sort(found.begin(), found.end(), [](const Page* left, const Page* right) {
        const bool is_left_over = is_over(left->action);
        const bool is_right_over = is_over(right->action);
        if (is_left_over != is_right_over) return is_right_over;
        return left->revision > right->revision;
    });
    Json list = Json::array();
    for (const auto* page : found) {
        if (list.size() >= kShown && is_over(page->action)) break;
        list.push_back(to_json(*page));
    }
    return list;
}

Json withdrawals(const Book& book) {
    return newest(book, [](const messages::LiquidityAction& action) {
        return action.kind == LiquidityKind::withdrawal;
    });
}

Json addresses(const BridgeWatch& watch) {
    Json list = Json::array();
    for (const auto& [chain, told] : watch.addresses()) {
        Json one;
        one["chain"] = chain;
        one["address"] = told.address;
        one["memo"] = told.memo ? Json(*told.memo) : Json(nullptr);
        list.push_back(std::move(one));
    }
    return list;
}

Json tokens(const BridgeWatch& watch, const Terms& terms) {
    Json list = Json::array();
    for (const auto& token : terms.tokens()) {
        const auto* known = watch.token(token.asset);
        const auto text = [](Amount amount) { return Json(amount.to_string()); };
        Json one;
        one["asset_id"] = token.asset.text();
        one["symbol"] = token.symbol;
        one["decimals"] = token.decimals;
        one["chain"] = token.chain;
        one["min_deposit_amount"] = known != nullptr ? text(known->min_deposit) : Json(nullptr);
        one["min_withdrawal_amount"] =
            known != nullptr ? text(known->min_withdrawal) : Json(nullptr);
        one["withdrawal_fee"] = known != nullptr ? text(known->withdrawal_fee) : Json(nullptr);
        one["default_address"] =
            token.default_address ? Json(*token.default_address) : Json(nullptr);
        one["is_restricted"] = token.allowed.has_value();
        list.push_back(std::move(one));
    }
    return list;
}

Json nodes(const Chain& chain) {
    Json list = Json::array();
    for (const auto& node : chain.stats()) {
        Json one;
        one["origin"] = node.origin;
        one["attempts"] = node.attempts;
        one["failures"] = node.failures;
        one["last_problem"] = node.last_problem;
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace

std::string action_json(const Page& page) {
    return dump(to_json(page));
}

std::string withdrawals_json(const Book& book) {
    Json json;
    json["withdrawals"] = withdrawals(book);
    return dump(json);
}

std::string detail_json(
    const Book& book,
    const BridgeWatch& watch,
    const Chain& chain,
    const Locks& locks,
    const Terms& terms
) {
    const auto lock = locked(locks);
    Json json;
    json["account_id"] = chain.account_id();
    json["frozen"] = locks.frozen;
    json["has_account_key"] = locks.has_key;
    json["withdrawals_locked_by"] = lock ? Json(lock->code) : Json(nullptr);
    json["deposit_addresses"] = addresses(watch);
    json["tokens"] = tokens(watch, terms);
    json["pending_deposits"] = newest(book, [](const messages::LiquidityAction& action) {
        return action.kind == LiquidityKind::deposit && !is_over(action);
    });
    json["withdrawals"] = withdrawals(book);
    json["executions"] = newest(book, [](const messages::LiquidityAction& action) {
        return action.kind == LiquidityKind::execution;
    });
    json["near_nodes"] = nodes(chain);
    return dump(json);
}

}  // namespace unrip::liquidity_manager
