// Connections and what is said on them.

#include "relay/relay.hpp"

#include "near/hash.hpp"
#include "relay/json_rpc.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace unrip::sandbox {

using nlohmann::json;

namespace {

constexpr std::string_view kQuotes = "quote";
constexpr std::string_view kStatus = "quote_status";
constexpr std::string_view kExtended = "quote_status_extended";
constexpr auto kNoGuarantee = "guaranteed delivery is not available to this partner";
constexpr auto kGuaranteeElsewhere =
    "guaranteed delivery is only available on quote_status and shield_status";

/// False when something else stands there.
bool read_tokens(const json& filter, const char* name, std::unordered_set<std::string>& into) {
    const auto found = filter.find(name);
    if (found == filter.end() || found->is_null()) return true;
    if (!found->is_array()) return false;
    for (const auto& token : *found) {
        if (!token.is_string()) return false;
        into.insert(token.get<std::string>());
    }
    return true;
}

std::optional<TokenFilter> read_filter(const json& params) {
    TokenFilter filter;
    if (params.size() < 2 || params[1].is_null()) return filter;
    if (!params[1].is_object() || !read_tokens(params[1], "tokens_in", filter.tokens_in) ||
        !read_tokens(params[1], "tokens_out", filter.tokens_out)) {
        return std::nullopt;
    }
    return filter;
}

/// Like the ids of the real relay, and the same in every run of one seed.
std::string id_from(const std::string& text) {
    const auto hash = near::sha256(near::as_bytes(text));
    auto id = near::to_hex({hash.data(), 16});
    for (const std::size_t dash : {20U, 16U, 12U, 8U})
        id.insert(dash, "-");
    return id;
}

}  // namespace

bool TokenFilter::passes(const QuoteRequest& request) const {
    if (!tokens_in.empty() && !tokens_in.contains(request.asset_in)) return false;
    return tokens_out.empty() || tokens_out.contains(request.asset_out);
}

Relay::Relay(
    boost::asio::any_io_executor executor,
    const Clock& clock,
    Chain& chain,
    RelayRules rules,
    std::uint64_t seed
)
    : executor_{std::move(executor)},
      clock_{clock},
      chain_{chain},
      rules_{std::move(rules)},
      seed_{seed},
      settlements_{
          chain,
          [this](const auto& event, StatusKind kind, const Offer& offer, auto why) {
              settled(event, kind, offer, why);
          }},
      owed_{[this](std::uint32_t account) {
          ++stats_.all.invalid["signature_invalid"];
          stats_.of(accounts_.at(account)).count_invalid("signature_invalid");
      }} {
    name_subscriptions();
}

Relay::~Relay() = default;

void Relay::name_subscriptions() {
    const auto run = std::to_string(seed_) + " " + std::to_string(restarts_) + " ";
    for (const auto stream : {kQuotes, kStatus, kExtended}) {
        const std::string name{stream};
        subscriptions_.insert_or_assign(name, id_from(run + name));
    }
}

std::optional<net::ServedAnswer> Relay::refuse_socket(const net::ServedRequest& request) {
    if (has_key(request)) return std::nullopt;
    net::ServedAnswer refusal;
    refusal.status = request.count("authorization") == 0 ? 401 : 403;
    ++stats_.handshakes_refused;
    return refusal;
}

bool Relay::has_key(const net::ServedRequest& request) const {
    if (!rules_.bearer) return true;
    constexpr std::string_view kScheme = "Bearer ";
    const auto authorization = request.header("authorization");
    auto token = request.header("x-api-key");
    if (authorization.starts_with(kScheme)) token = authorization.substr(kScheme.size());
    return rules_.bearer_token.empty() ? !token.empty() : token == rules_.bearer_token;
}

Task<void> Relay::converse(std::shared_ptr<net::ServerSocket> socket) {
    const auto id = ++sessions_made_;
    auto session = std::make_unique<Session>();
    session->id = id;
    session->socket = socket;
    ++stats_.connections;
    sessions_.emplace(id, std::move(session));
    // Also when it is cancelled, nobody talks to a socket that is gone.
    const auto forget = [this, id](const void*) { sessions_.erase(id); };
    const std::unique_ptr<const void, decltype(forget)> forgetting{this, forget};
    while (true) {
        const auto frame = co_await socket->receive();
        if (!frame) break;
        hear(*sessions_.at(id), *frame);
    }
}

void Relay::hear(Session& session, std::string_view frame) {
    const auto request = json::parse(frame, nullptr, false);
    std::string reply;
    if (request.is_discarded() || !request.is_object()) {
        ++stats_.malformed_frames;
        reply = rpc_error("null", kParseError, "Parse error");
    } else {
        reply = reply_to(session, request);
    }
    tell(session, std::make_shared<const std::string>(std::move(reply)));
}

std::string Relay::reply_to(Session& session, const json& request) {
    const auto id = id_of(request);
    const auto method = request.find("method");
    if (method == request.end() || !method->is_string()) {
        ++stats_.malformed_frames;
        return rpc_error(id, kInvalidParams, "method must be a text");
    }
    const auto& name = method->get_ref<const std::string&>();
    if (name == "quote_response") {
        const auto* parameter = only_parameter(request);
        if (parameter == nullptr) {
            ++stats_.malformed_frames;
            return rpc_error(id, kInvalidParams, "params must be an array of one object");
        }
        const auto refusal = take_answer(session, *parameter);
        return refusal.empty() ? rpc_result(id, "\"OK\"") : rpc_error(id, kServerError, refusal);
    }
    if (name == "subscribe") return subscribe(session, request);
    if (name == "unsubscribe") return unsubscribe(session, request);
    return rpc_error(id, kMethodNotFound, "Method not found: " + name);
}

std::string Relay::subscribe(Session& session, const json& request) {
    const auto id = id_of(request);
    const auto params = request.find("params");
    if (params == request.end() || !params->is_array() || params->empty() ||
        !params->front().is_string()) {
        return rpc_error(id, kInvalidParams, "params must begin with the name of a stream");
    }
    const auto stream = params->front().get<std::string>();
    const auto subscription = subscriptions_.find(stream);
    if (subscription == subscriptions_.end()) {
        return rpc_error(id, kServerError, "unknown stream " + stream);
    }
    if (params->size() > 2 && (*params)[2] == true) {
        const auto* why = stream == kStatus ? kNoGuarantee : kGuaranteeElsewhere;
        return rpc_error(id, kServerError, why);
    }
    if (stream == kQuotes) {
        auto filter = read_filter(*params);
        if (!filter) {
            return rpc_error(id, kInvalidParams, "tokens_in and tokens_out must list asset ids");
        }
        session.filter = *std::move(filter);
        session.hears_quotes = true;
    }
    if (stream == kStatus) session.hears_status = true;
    if (stream == kExtended) session.hears_extended = true;
    return rpc_result(id, "\"" + subscription->second + "\"");
}

std::string Relay::unsubscribe(Session& session, const json& request) {
    const auto id = id_of(request);
    const auto params = request.find("params");
    const bool has_name = params != request.end() && params->is_array() && params->size() == 1 &&
                          params->front().is_string();
    if (!has_name) return rpc_error(id, kInvalidParams, "params must be one subscription id");
    const auto& wanted = params->front().get_ref<const std::string&>();
    for (const auto& [stream, subscription] : subscriptions_) {
        bool& hears = stream == kQuotes   ? session.hears_quotes
                      : stream == kStatus ? session.hears_status
                                          : session.hears_extended;
        if (subscription != wanted || !hears) continue;
        hears = false;
        return rpc_result(id, "\"OK\"");
    }
    return rpc_error(id, kServerError, "subscription not found");
}

void Relay::restart() {
    for (const auto& [id, session] : sessions_)
        session->socket->drop();
    ++restarts_;
    name_subscriptions();
    auctions_.end_all();
    offered_.clear();
    offered_order_.clear();
}

}  // namespace unrip::sandbox
