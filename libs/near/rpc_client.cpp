#include "near/rpc_client.hpp"

#include "net/sleep.hpp"

#include <algorithm>

namespace unrip::near {
namespace {

/// The node is to blame: another may do better.
bool is_about_the_node(RpcError::Kind kind) {
    return kind == RpcError::Kind::node || kind == RpcError::Kind::rate_limit ||
           kind == RpcError::Kind::timeout;
}

RpcError from_transport(const Error& error) {
    const bool is_unknown = error.kind == Error::Kind::timed_out;
    return {is_unknown ? RpcError::Kind::timeout : RpcError::Kind::node, error.detail, {}};
}

std::optional<Milliseconds> wished_rest(const net::HttpResponse& response, Instant now) {
    const auto header = net::find_header(response.headers, "Retry-After");
    if (!header) return std::nullopt;
    return net::parse_retry_after(*header, now);
}

}  // namespace

RpcOutside RpcOutside::real(net::HttpClient& http, const Clock& clock) {
    RpcOutside outside;
    outside.request = [&http](net::HttpRequest asked) { return http.request(std::move(asked)); };
    outside.sleep = [](Nanoseconds duration) { return net::sleep_for(duration); };
    outside.clock = &clock;
    outside.random = net::Backoff::system_random();
    return outside;
}

RpcClient::RpcClient(RpcSettings settings, RpcOutside outside)
    : settings_{std::move(settings)},
      outside_{std::move(outside)},
      nodes_{settings_.nodes, settings_.rest, outside_.random} {}

Task<RpcResult<ViewAnswer>> RpcClient::view(
    std::string contract, std::string method, std::string args_json, BlockRef block
) {
    auto body = call_function_request(contract, method, args_json, block);
    co_return co_await ask(std::move(body), decode_view, Repeat::freely);
}

Task<RpcResult<AccessKey>> RpcClient::access_key(
    std::string account_id, std::string public_key, BlockRef block
) {
    auto body = view_access_key_request(account_id, public_key, block);
    co_return co_await ask(std::move(body), decode_access_key, Repeat::freely);
}

Task<RpcResult<BlockHeader>> RpcClient::block(BlockRef block) {
    auto body = block_request(block);
    co_return co_await ask(std::move(body), decode_block, Repeat::freely);
}

Task<RpcResult<TransactionOutcome>> RpcClient::transaction(
    std::string tx_hash, std::string sender_id, WaitUntil wait
) {
    auto body = tx_request(tx_hash, sender_id, wait);
    co_return co_await ask(std::move(body), decode_transaction, Repeat::freely);
}

Task<RpcResult<TransactionOutcome>> RpcClient::send(std::string signed_tx_base64, WaitUntil wait) {
    auto body = send_tx_request(signed_tx_base64, wait);
    // Sent twice under one name, the second could be told that its nonce is used: by the first.
    co_return co_await ask(std::move(body), decode_transaction, Repeat::never);
}

template <class T>
Task<RpcResult<T>> RpcClient::ask(std::string body, Decode<T> decode, Repeat repeat) {
    const Tick ends_at = outside_.clock->tick() + settings_.deadline;
    RpcResult<T> last = RpcError{RpcError::Kind::node, "no node could be asked in time", {}};

    const bool may_repeat = repeat == Repeat::freely;
    const unsigned attempts_max = may_repeat ? settings_.attempts_max : 1;
    for (unsigned tried = 0; tried < attempts_max; ++tried) {
        const Tick now = outside_.clock->tick();
        const std::size_t node = nodes_.choose(now);
        const Nanoseconds rest = nodes_.rest_left(node, now);
        if (now + rest >= ends_at) break;
        if (rest > Nanoseconds{0}) co_await outside_.sleep(rest);

        const auto left = std::chrono::ceil<Milliseconds>(ends_at - outside_.clock->tick());
        if (left <= Milliseconds{0}) break;
        const auto deadline = std::min(left, settings_.attempt_deadline);
        last = co_await attempt(node, body, decode, deadline, may_repeat);
        if (last || !is_about_the_node(last.error().kind)) break;
    }
    co_return last;
}

template <class T>
Task<RpcResult<T>> RpcClient::attempt(
    std::size_t node,
    const std::string& body,
    Decode<T> decode,
    Milliseconds deadline,
    bool may_repeat
) {
    auto request = net::http_post_json(nodes_.url(node), body, deadline);
    request.may_repeat = may_repeat;
    const auto response = co_await outside_.request(std::move(request));
    if (!response) {
        const auto error = from_transport(response.error());
        remember(node, error, std::nullopt);
        co_return error;
    }
    auto answer = decode(static_cast<int>(response->status), response->body);
    if (!answer && is_about_the_node(answer.error().kind)) {
        remember(node, answer.error(), wished_rest(*response, outside_.clock->now()));
    } else {
        nodes_.succeeded(node);
    }
    co_return answer;
}

void RpcClient::remember(
    std::size_t node, const RpcError& error, std::optional<Milliseconds> retry_after
) {
    if (error.kind == RpcError::Kind::rate_limit) nodes_.limited_us(node);
    auto problem = std::string{to_text(error.kind)} + ": " + error.detail.substr(0, 200);
    nodes_.failed(node, outside_.clock->tick(), retry_after, std::move(problem));
}

}  // namespace unrip::near
