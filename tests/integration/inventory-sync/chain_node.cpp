#include "integration/inventory-sync/chain_node.hpp"

#include "near/base58.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

std::string hash_of(std::uint64_t height) {
    std::array<std::uint8_t, 32> bytes{1};
    for (std::size_t place = 0; place < 8; ++place)
        bytes.at(31 - place) = static_cast<std::uint8_t>(height >> (8 * place));
    return near::to_base58(bytes);
}

std::string unknown_block() {
    return R"({"jsonrpc":"2.0","id":"1","error":{"name":"HANDLER_ERROR","cause":)"
           R"({"name":"UNKNOWN_BLOCK","info":{}},"code":-32000,"message":"Server error","data":""}})";
}

}  // namespace

void Chain::set_balances(std::string json) {
    const std::lock_guard lock{guard_};
    balances_ = std::move(json);
}
std::string Chain::balances() const {
    const std::lock_guard lock{guard_};
    return balances_;
}
void Chain::set_salt(std::string salt) {
    const std::lock_guard lock{guard_};
    salt_ = std::move(salt);
}
std::string Chain::salt() const {
    const std::lock_guard lock{guard_};
    return salt_;
}

void ChainNode::play(ScriptedPeer& peer) {
    while (true) {
        const auto body = peer.read_body_of_request();
        if (body.empty()) return;
        const auto said = fails_ ? std::string{} : answer(body);
        const std::string status = fails_ ? "500 Broken" : "200 OK";
        peer.write(
            "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
            std::to_string(said.size()) + "\r\n\r\n" + said
        );
    }
}

std::string ChainNode::answer(const std::string& body) const {
    const auto request = Json::parse(body);
    const auto& params = request.at("params");
    const auto height = chain_.height() - lag_;
    Json result;
    if (request.at("method") == "block") {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
        result["header"] = {
            {"height", height},
            {"hash", hash_of(height)},
            {"timestamp", ns},
            {"timestamp_nanosec", std::to_string(ns)}};
    } else {
        // Whatever was read from another block would not fit together.
        if (params.at("block_id") != hash_of(height)) return unknown_block();
        const auto value = viewed(params.at("method_name").get<std::string>());
        result = {
            {"result", std::vector<std::uint8_t>(value.begin(), value.end())},
            {"logs", Json::array()},
            {"block_height", height},
            {"block_hash", hash_of(height)}};
    }
    return Json{{"jsonrpc", "2.0"}, {"id", "1"}, {"result", result}}.dump();
}

std::string ChainNode::viewed(const std::string& method) const {
    if (method == "mt_batch_balance_of")
        return lies_ ? R"(["9000000","900000000000000000000"])" : chain_.balances();
    if (method == "current_salt") return "\"" + chain_.salt() + "\"";
    if (method == "fee") return "1";
    if (method == "is_account_locked") return "false";
    if (method == "public_keys_of")
        return R"(["ed25519:GKRY2rqGFAXf2LWvXQFszfkMtuDEDhUS3yc2XvXMNzKe"])";
    return "true";  // is_valid_salt, is_auth_by_predecessor_id_enabled
}

}  // namespace unrip::test
