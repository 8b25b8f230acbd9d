#include "doors.hpp"

#include "action_life.hpp"
#include "names.hpp"
#include "runtime/arming.hpp"
#include "runtime/arming_routes.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityAction;
using messages::LiquidityKind;
using messages::LiquidityState;
using runtime::ControlRequest;
using runtime::ControlResponse;

constexpr std::string_view kWithdrawals = "/withdrawals/";

ControlResponse answer(const Refusal& refusal) {
    return ControlResponse::error(refusal.status, refusal.code, refusal.message);
}

ControlResponse wrong_field(const Error& error) {
    return ControlResponse::error(400, "wrong_field", error.detail);
}

ControlResponse not_read_yet() {
    return ControlResponse::error(
        503, "starting", "What was begun before is not read yet from the bucket LIQUIDITY."
    );
}

ControlResponse other_body(std::string_view action_id) {
    return ControlResponse::error(
        409,
        "key_in_use",
        "This was asked for before with another body: it is " + std::string{action_id} + "."
    );
}

std::optional<std::string> idempotency_key(const ControlRequest& request) {
    const auto found = request.headers.find("idempotency-key");
    if (found == request.headers.end()) return std::nullopt;
    return found->second;
}

std::string estimate_json(
    const TokenTerms& token, Amount amount, const std::string& address, const Estimate& estimate
) {
    nlohmann::ordered_json json;
    json["asset_id"] = token.asset.text();
    json["chain"] = token.chain;
    json["destination_address"] = address;
    json["amount"] = amount.to_string();
    json["fee"] = estimate.fee.to_string();
    json["arrives"] = nullptr;
    if (estimate.arrives) json["arrives"] = estimate.arrives->to_string();
    json["min_withdrawal_amount"] = estimate.min_withdrawal.to_string();
    json["acceptable"] = !estimate.problem.has_value();
    json["reason"] = nullptr;
    if (estimate.problem) json["reason"] = estimate.problem->message;
    return json.dump();
}

}  // namespace

Doors::Doors(
    runtime::Service& service,
    Book& book,
    const Chain& chain,
    venue::BridgeClient& bridge,
    BridgeWatch& watch,
    const Terms& terms,
    World world
)
    : service_{service},
      book_{book},
      chain_{chain},
      bridge_{bridge},
      watch_{watch},
      terms_{terms},
      world_{std::move(world)} {
    auto& control = service.control();
    control.route("POST", "/withdrawal-estimate", [this](Request request) {
        return estimate_withdrawal(std::move(request));
    });
    control.route("POST", "/withdraw", [this](Request request) {
        return withdraw(std::move(request));
    });
    control.route("POST", "/track-withdrawal", [this](Request request) {
        return track(std::move(request));
    });
    control.route_now("POST", "/freeze-withdrawals", [this](const Request& request) {
        return freeze(request);
    });
    control.route_now("GET", "/withdrawals", [this](const Request&) {
        return Response::json(withdrawals_json(book_));
    });
    control.route_now("GET", "/withdrawals/*", [this](const Request& request) {
        return show_one(request);
    });
    control.route_now("POST", "/refresh", [this](const Request&) {
        watch_.refresh();
        return Response::json(R"({"refreshing":true})");
    });
    service.state().show_detail([this] {
        return detail_json(book_, watch_, chain_, world_.locks(), terms_);
    });
}

Task<ControlResponse> Doors::estimate_withdrawal(Request request) {
    const auto asked = read_withdraw(request.body);
    if (!asked) co_return wrong_field(asked.error());
    const auto examined = examine(*asked);
    if (const auto* refusal = std::get_if<Refusal>(&examined)) co_return answer(*refusal);
    const auto wanted = std::get<Wanted>(examined);
    const auto told = co_await ask_bridge(wanted);
    if (const auto* refusal = std::get_if<Refusal>(&told)) co_return answer(*refusal);
    auto result = std::get<Estimate>(told);
    const auto asked_for = asked_already(asked->asset);
    const auto now = service_.clock().now();
    auto lack = check_balance(world_.counted(), now, *wanted.token, wanted.amount, asked_for);
    // That nothing was counted yet says nothing of the amount.
    const bool is_too_much = lack && lack->code == "balance_too_small";
    if (is_too_much && !result.problem) result.problem = std::move(lack);
    co_return Response::json(estimate_json(*wanted.token, wanted.amount, wanted.address, result));
}

/// Whatever was asked before under the same key is answered again, frozen or not; only what is new
/// is examined.
Task<ControlResponse> Doors::withdraw(Request request) {
    const auto asked = read_withdraw(request.body);
    if (!asked) co_return wrong_field(asked.error());
    const auto key = idempotency_key(request);
    if (key && !is_idempotency_key(*key)) {
        co_return Response::error(
            400, "wrong_field", "Idempotency-Key must be 1 to 128 printable letters, no spaces."
        );
    }
    if (auto again = answer_again(*asked, key)) co_return std::move(*again);
    if (const auto lock = locked(world_.locks())) co_return answer(*lock);
    if (!book_.is_loaded()) co_return not_read_yet();

    const auto examined = examine(*asked);
    if (const auto* refusal = std::get_if<Refusal>(&examined)) co_return answer(*refusal);
    const auto wanted = std::get<Wanted>(examined);
    const auto told = co_await ask_bridge(wanted);
    if (const auto* refusal = std::get_if<Refusal>(&told)) co_return answer(*refusal);
    const auto& estimate = std::get<Estimate>(told);
    if (estimate.problem) co_return answer(*estimate.problem);

    // Nothing is waited for between these and the writing: what was asked for meanwhile counts.
    if (auto again = answer_again(*asked, key)) co_return std::move(*again);
    if (const auto lock = locked(world_.locks())) co_return answer(*lock);
    const auto already = asked_already(asked->asset);
    const auto now = service_.clock().now();
    if (const auto refusal =
            check_balance(world_.counted(), now, *wanted.token, wanted.amount, already)) {
        co_return answer(*refusal);
    }
    auto first = first_of(*asked, request);
    first.chain = wanted.token->chain;
    first.address = wanted.address;
    first.fee = estimate.fee;
    co_return co_await begin(std::move(first));
}

Task<ControlResponse> Doors::track(Request request) {
    const auto asked = read_track(request.body);
    if (!asked) co_return wrong_field(asked.error());
    if (!book_.is_loaded()) co_return not_read_yet();
    for (const auto& [name, page] : book_.pages()) {
        if (page.action.tx_hash != asked->withdrawal_hash) continue;
        if (page.action.asset != asked->asset) continue;
        if (page.action.amount != asked->amount) co_return other_body(name);
        LookAgain again;
        auto next = after(page.action, again);
        if (!next) co_return shown(name, 200);
        co_return co_await begin(std::move(*next));
    }
    LiquidityAction first;
    first.action_id = name_of(
        "trk", chain_.account_id() + "\n" + asked->withdrawal_hash + "\n" + asked->asset.text()
    );
    first.kind = LiquidityKind::withdrawal;
    first.state = LiquidityState::sent;
    first.step = 1;
    first.account_id = chain_.account_id();
    first.asset = asked->asset;
    first.amount = asked->amount;
    first.chain = asked->chain;
    first.requested_by = request.who;
    first.tx_hash = asked->withdrawal_hash;
    first.detail = "made elsewhere, followed here";
    co_return co_await begin(std::move(first));
}

ControlResponse Doors::freeze(const Request& request) {
    const auto asked = read_freeze(request.body);
    if (!asked) return wrong_field(asked.error());
    runtime::ArmRequest change;
    change.who = request.who;
    change.why = asked->reason;
    if (asked->frozen) {
        service_.arming().disarm(change);
    } else if (const auto refusal = service_.arming().arm(change)) {
        return Response::error(409, refusal->code, refusal->message, refusal->details);
    }
    auto json = nlohmann::ordered_json::parse(runtime::arming_json(service_.arming()));
    json["frozen"] = !service_.arming().armed();
    return Response::json(json.dump());
}

ControlResponse Doors::show_one(const Request& request) const {
    const auto name = request.path.substr(kWithdrawals.size());
    if (const auto* page = book_.find(name)) return Response::json(action_json(*page));
    if (!book_.is_loaded()) return not_read_yet();
    return Response::error(404, "not_found", "There is no withdrawal of that name.");
}

Task<ControlResponse> Doors::begin(LiquidityAction first) {
    const auto name = first.action_id;
    const auto meant = first;
    const auto written = co_await book_.write(std::move(first));
    if (written) co_return shown(name, 202);
    if (const auto* page = book_.find(name)) {
        const bool is_same = page->action.asset == meant.asset &&
                             page->action.amount == meant.amount &&
                             page->action.address == meant.address;
        co_return is_same ? shown(name, 202) : other_body(name);
    }
    co_return Response::error(
        503,
        "not_recorded",
        "It may have been recorded or not: " + written.error().detail +
            ". Ask again with the same Idempotency-Key, or look at /withdrawals."
    );
}

LiquidityAction Doors::first_of(const WithdrawRequest& asked, const Request& request) const {
    const auto key = idempotency_key(request);
    const auto identity =
        key ? "key\n" + *key
            : "time\n" + std::to_string(to_unix_ns(service_.clock().now())) + service_.instance();
    LiquidityAction first;
    first.action_id = name_of("wd", chain_.account_id() + "\n" + identity);
    first.kind = LiquidityKind::withdrawal;
    first.state = LiquidityState::requested;
    first.step = 1;
    first.account_id = chain_.account_id();
    first.asset = asked.asset;
    first.amount = asked.amount;
    first.requested_by = request.who;
    first.idempotency_key = key;
    return first;
}

/// Without a key, the same body means the same withdrawal until that one is over.
std::optional<ControlResponse> Doors::answer_again(
    const WithdrawRequest& asked, const std::optional<std::string>& key
) const {
    const auto* token = terms_.find(asked.asset);
    const auto address = asked.address || token == nullptr ? asked.address : token->default_address;
    for (const auto& [name, page] : book_.pages()) {
        const auto& action = page.action;
        if (action.kind != LiquidityKind::withdrawal || action.idempotency_key != key) continue;
        const bool is_same = action.asset == asked.asset && action.amount == asked.amount &&
                             action.address == address;
        if (key) return is_same ? shown(name, is_over(action) ? 200 : 202) : other_body(name);
        const bool is_asked_here = name.starts_with("wd-");
        if (is_same && is_asked_here && !is_over(action)) return shown(name, 202);
    }
    return std::nullopt;
}

ControlResponse Doors::shown(std::string_view action_id, int status) const {
    const auto* page = book_.find(action_id);
    if (page == nullptr) return Response::error(404, "not_found", "There is none of that name.");
    return Response::json(status, action_json(*page));
}

}  // namespace unrip::liquidity_manager
