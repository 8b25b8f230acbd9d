#include "integration/trade-executor/near_node.hpp"

#include "near/base64.hpp"
#include "near/bytes.hpp"

#include <chrono>

namespace unrip::test {
namespace {

constexpr auto kContract = "intents.near";
constexpr auto kBlockHash = "6tGBgmJKzwLvBz4XpxAjE3bQjVB9tQjx4qtUh1GvtnqX";

std::int64_t now_ns() {
    return to_unix_ns(SystemClock{}.now());
}

/// A height that grows with time.
std::uint64_t height_now() {
    return static_cast<std::uint64_t>(now_ns() / 1'000'000);
}

nlohmann::json bytes_of(const std::string& text) {
    auto bytes = nlohmann::json::array();
    for (const char letter : text)
        bytes.push_back(static_cast<unsigned char>(letter));
    return bytes;
}

}  // namespace

void NearNode::settle(
    const std::string& tx_hash,
    const std::string& account_id,
    const std::string& quote_hash,
    const std::map<std::string, std::string>& diff
) {
    const Json event{
        {"standard", "dip4"},
        {"version", "0.3.0"},
        {"event", "token_diff"},
        {"data", {{{"account_id", account_id}, {"intent_hash", quote_hash}, {"diff", diff}}}}};
    const Json receipt{
        {"block_hash", kBlockHash},
        {"outcome",
         {{"executor_id", kContract},
          {"status", {{"SuccessValue", ""}}},
          {"logs", {"EVENT_JSON:" + event.dump()}}}}};
    const std::scoped_lock lock{guard_};
    transactions_[tx_hash] = {
        {"final_execution_status", "FINAL"},
        {"status", {{"SuccessValue", ""}}},
        {"receipts_outcome", Json::array({receipt})}};
}

void NearNode::fail(const std::string& tx_hash, const std::string& words) {
    const Json failure{{"ActionError", {{"kind", {{"FunctionCallError", words}}}}}};
    const Json receipt{
        {"block_hash", kBlockHash},
        {"outcome",
         {{"executor_id", kContract},
          {"status", {{"Failure", failure}}},
          {"logs", Json::array()}}}};
    const std::scoped_lock lock{guard_};
    transactions_[tx_hash] = {
        {"final_execution_status", "FINAL"},
        {"status", {{"Failure", failure}}},
        {"receipts_outcome", Json::array({receipt})}};
}

void NearNode::use_nonce(const std::string& nonce) {
    const std::scoped_lock lock{guard_};
    used_nonces_.insert(nonce);
}

int NearNode::transactions_read() const {
    const std::scoped_lock lock{guard_};
    return transactions_read_;
}

void NearNode::play(ScriptedPeer& peer) {
    while (true) {
        const auto text = peer.read_body_of_request();
        if (text.empty()) return;
        const auto request = Json::parse(text);
        auto reply = answer(request);
        reply["jsonrpc"] = "2.0";
        reply["id"] = request.at("id");
        const auto body = reply.dump();
        peer.write(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body
        );
    }
}

nlohmann::json NearNode::answer(const Json& request) {
    const std::scoped_lock lock{guard_};
    const auto& method = request.at("method");
    const auto& params = request.at("params");
    if (method == "query") return call(params);
    if (method == "block") {
        return {
            {"result",
             {{"header",
               {{"height", height_now()},
                {"hash", kBlockHash},
                {"timestamp_nanosec", std::to_string(now_ns())}}}}}};
    }
    ++transactions_read_;
    const auto known = transactions_.find(params.at("tx_hash").get<std::string>());
    if (known != transactions_.end()) return {{"result", known->second}};
    return {
        {"error",
         {{"name", "HANDLER_ERROR"},
          {"cause", {{"name", "UNKNOWN_TRANSACTION"}, {"info", Json::object()}}},
          {"code", -32000},
          {"message", "Server error"},
          {"data", "Transaction not found"}}}};
}

nlohmann::json NearNode::call(const Json& params) {
    const auto text = near::parse_base64(params.at("args_base64").get<std::string>());
    const auto args = Json::parse(near::as_text(*text));
    const auto& method = params.at("method_name");
    std::string value = "true";
    if (method == "is_nonce_used") {
        value = used_nonces_.contains(args.at("nonce").get<std::string>()) ? "true" : "false";
    }
    return {
        {"result",
         {{"result", bytes_of(value)},
          {"block_height", height_now()},
          {"block_hash", kBlockHash},
          {"logs", Json::array()}}}};
}

}  // namespace unrip::test
