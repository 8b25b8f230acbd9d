// POST /rpc.

#include "near/json_text.hpp"
#include "near/rfc3339.hpp"
#include "net/event.hpp"
#include "relay/json_rpc.hpp"
#include "relay/relay.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace unrip::sandbox {

using nlohmann::json;

namespace {

net::ServedAnswer with_body(std::string body) {
    net::ServedAnswer answer;
    answer.body = std::move(body);
    return answer;
}

std::string offer_json(const Offer& offer, const QuoteRequest& request) {
    near::JsonObject object;
    object.text("quote_hash", offer.intent.hash)
        .text("defuse_asset_identifier_in", request.asset_in)
        .text("defuse_asset_identifier_out", request.asset_out)
        .text("amount_in", to_text(offer.amount_in))
        .text("amount_out", to_text(offer.amount_out))
        .text("expiration_time", near::to_rfc3339(offer.intent.deadline))
        .text("solver_id", offer.intent.signer_id);
    return std::move(object).str();
}

/// Offers and refusals in one list; null when nobody has answered at all.
std::string quote_result(const AuctionResult& result) {
    if (result.offers.empty() && result.refusals.empty()) return "null";
    std::string list;
    const auto add = [&list](std::string_view item) {
        list.append(list.empty() ? "[" : ",").append(item);
    };
    for (const auto& offer : result.offers)
        add(offer_json(offer, result.request));
    for (const auto& refusal : result.refusals)
        add(refusal);
    return list + "]";
}

std::string publish_result(const Verdict& verdict, const std::string& intent_hash) {
    near::JsonObject object;
    object.text("status", verdict.ok() ? "OK" : "FAILED");
    if (!verdict.ok()) {
        const bool again = verdict.detail == "already processed";
        object.text("reason", again ? verdict.detail : panic_text(verdict));
    }
    object.text("intent_hash", intent_hash);
    return std::move(object).str();
}

std::string status_result(const std::string& intent_hash, const Settlements::Known* known) {
    using Stage = Settlements::Stage;
    near::JsonObject object;
    object.text("intent_hash", intent_hash);
    const auto stage = known == nullptr ? Stage::failed : known->stage;
    switch (stage) {
        case Stage::pending:
            object.text("status", "PENDING");
            break;
        case Stage::broadcasted:
            object.text("status", "TX_BROADCASTED");
            break;
        case Stage::settled:
            object.text("status", "SETTLED");
            break;
        case Stage::failed:
            object.text("status", "NOT_FOUND_OR_NOT_VALID");
            break;
    }
    if (known != nullptr && stage == Stage::failed) object.text("status_details", "FAILED");
    if (known != nullptr && !known->tx_hash.empty()) {
        near::JsonObject data;
        data.text("hash", known->tx_hash);
        object.raw("data", std::move(data).str());
    }
    return std::move(object).str();
}

}  // namespace

/// The methods, with a look into the relay's books.
class RelayRpc {
  public:
    explicit RelayRpc(Relay& relay) : relay_{relay} {}

    Task<net::ServedAnswer> answer(net::ServedRequest request);

  private:
    Task<std::string> quote(std::string id, QuoteRequest request);
    std::string publish(const std::string& id, const json& parameter);
    std::string status(const std::string& id, const json& parameter);
    /// Nothing when one of them is not known.
    std::optional<std::vector<Offer>> named_offers(const json& parameter);

    Relay& relay_;
};

Task<net::ServedAnswer> Relay::answer_http(net::ServedRequest request) {
    RelayRpc rpc{*this};
    co_return co_await rpc.answer(std::move(request));
}

Task<net::ServedAnswer> RelayRpc::answer(net::ServedRequest request) {
    net::ServedAnswer refusal;
    refusal.status = request.method != "POST" ? 405 : 401;
    if (refusal.status == 405 || !relay_.has_key(request)) co_return refusal;

    const auto asked = json::parse(request.body, nullptr, false);
    if (asked.is_discarded() || !asked.is_object()) {
        co_return with_body(rpc_error("null", kParseError, "Parse error"));
    }
    const auto id = id_of(asked);
    const auto* parameter = only_parameter(asked);
    if (parameter == nullptr) {
        co_return with_body(rpc_error(id, kInvalidParams, "params must be an array of one object"));
    }
    const auto method = asked.value("method", json{});
    if (method == "quote") {
        auto wanted = read_quote_request(*parameter);
        if (!wanted) co_return with_body(rpc_error(id, kInvalidParams, wanted.error().detail));
        auto body = co_await quote(id, *std::move(wanted));
        co_return with_body(std::move(body));
    }
    if (method == "publish_intent") co_return with_body(publish(id, *parameter));
    if (method == "get_status") co_return with_body(status(id, *parameter));
    co_return with_body(rpc_error(id, kMethodNotFound, "Method not found"));
}

Task<std::string> RelayRpc::quote(std::string id, QuoteRequest request) {
    if (request.quote_id.empty()) {
        request.quote_id = "rpc-" + std::to_string(++relay_.ids_given_);
    }
    // Held by both: a caller may leave before the auction ends.
    struct Waiting {
        explicit Waiting(const boost::asio::any_io_executor& executor) : over{executor} {}
        net::Event over;
        std::string result;
    };
    const auto waiting = std::make_shared<Waiting>(relay_.executor_);
    const auto decided = [&relay = relay_, waiting](AuctionResult& result) {
        relay.remember(result);
        waiting->result = quote_result(result);
        waiting->over.set();
    };
    if (!relay_.ask(std::move(request), decided)) {
        co_return rpc_error(id, kServerError, "this quote_id is open already, or too many are");
    }
    co_await waiting->over.wait();
    co_return rpc_result(id, waiting->result);
}

std::optional<std::vector<Offer>> RelayRpc::named_offers(const json& parameter) {
    std::vector<Offer> offers;
    const auto hashes = parameter.find("quote_hashes");
    if (hashes == parameter.end() || !hashes->is_array()) return std::nullopt;
    for (const auto& hash : *hashes) {
        const auto* text = hash.get_ptr<const std::string*>();
        const auto found = text == nullptr ? relay_.offered_.end() : relay_.offered_.find(*text);
        if (found == relay_.offered_.end()) return std::nullopt;
        offers.push_back(found->second);
    }
    return offers;
}

std::string RelayRpc::publish(const std::string& id, const json& parameter) {
    auto offers = named_offers(parameter);
    if (!offers) return rpc_error(id, kInvalidParams, "quote_hashes must be hashes of offers");
    const auto signed_data = parameter.find("signed_data");
    if (signed_data == parameter.end()) {
        return rpc_error(id, kInvalidParams, "signed_data is missing");
    }
    auto user = read_signed_intent(*signed_data);
    if (!user.intent) return rpc_error(id, kInvalidParams, panic_text(user.verdict));
    const auto hash = user.intent->hash;
    auto verdict = user.verdict;
    if (verdict.ok()) verdict = relay_.publish(*std::move(user.intent), *std::move(offers));
    return rpc_result(id, publish_result(verdict, hash));
}

std::string RelayRpc::status(const std::string& id, const json& parameter) {
    const auto hash = parameter.find("intent_hash");
    if (hash == parameter.end() || !hash->is_string()) {
        return rpc_error(id, kInvalidParams, "intent_hash must be a text");
    }
    const auto text = hash->get<std::string>();
    return rpc_result(id, status_result(text, relay_.settlements_.find(text)));
}

}  // namespace unrip::sandbox
