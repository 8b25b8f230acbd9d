#include "near/rpc_requests.hpp"

#include "near/base64.hpp"
#include "near/json_text.hpp"

namespace unrip::near {
namespace {

std::string request(std::string_view method, std::string_view params) {
    JsonObject object;
    object.text("jsonrpc", "2.0").text("id", "1").text("method", method).raw("params", params);
    return std::move(object).str();
}

/// The reference is a member and stands before the others.
std::string with_block(const BlockRef& block, std::string_view other_members) {
    return "{" + std::string{block.json()} + "," + std::string{other_members.substr(1)};
}

}  // namespace

BlockRef BlockRef::hash(std::string_view block_hash) {
    std::string json = R"("block_id":)";
    append_json_text(json, block_hash);
    return BlockRef{std::move(json)};
}

std::string_view to_text(WaitUntil wait) {
    switch (wait) {
        case WaitUntil::none:
            return "NONE";
        case WaitUntil::included:
            return "INCLUDED";
        case WaitUntil::executed_optimistic:
            return "EXECUTED_OPTIMISTIC";
        case WaitUntil::included_final:
            return "INCLUDED_FINAL";
        case WaitUntil::executed:
            return "EXECUTED";
        case WaitUntil::final:
            break;
    }
    return "FINAL";
}

std::string call_function_request(
    std::string_view contract,
    std::string_view method,
    std::string_view args_json,
    const BlockRef& block
) {
    JsonObject params;
    params.text("request_type", "call_function")
        .text("account_id", contract)
        .text("method_name", method)
        .text("args_base64", to_base64(as_bytes(args_json)));
    return request("query", with_block(block, std::move(params).str()));
}

std::string view_access_key_request(
    std::string_view account_id, std::string_view public_key, const BlockRef& block
) {
    JsonObject params;
    params.text("request_type", "view_access_key")
        .text("account_id", account_id)
        .text("public_key", public_key);
    return request("query", with_block(block, std::move(params).str()));
}

std::string send_tx_request(std::string_view signed_tx_base64, WaitUntil wait) {
    JsonObject params;
    params.text("signed_tx_base64", signed_tx_base64).text("wait_until", to_text(wait));
    return request("send_tx", std::move(params).str());
}

std::string tx_request(std::string_view tx_hash, std::string_view sender_id, WaitUntil wait) {
    JsonObject params;
    params.text("tx_hash", tx_hash)
        .text("sender_account_id", sender_id)
        .text("wait_until", to_text(wait));
    return request("tx", std::move(params).str());
}

std::string block_request(const BlockRef& block) {
    return request("block", "{" + std::string{block.json()} + "}");
}

}  // namespace unrip::near
