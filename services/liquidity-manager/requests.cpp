#include "requests.hpp"

#include "near/base58.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace unrip::liquidity_manager {
namespace {

using Json = nlohmann::json;

Failure wrong(std::string sentence) {
    return fail(Error::Kind::malformed, std::move(sentence));
}

Result<Json> read_object(std::string_view body, std::initializer_list<std::string_view> known) {
    auto json = Json::parse(body, nullptr, false);
    if (!json.is_object()) return wrong("The body must be a JSON object.");
    for (const auto& [name, value] : json.items()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string names;
        for (const auto one : known)
            names += (names.empty() ? "" : ", ") + std::string{one};
        return wrong("There is a field that is not known here; known are " + names + ".");
    }
    return json;
}

Result<std::string> text(const Json& body, const std::string& name) {
    constexpr std::size_t longest = 256;
    const auto found = body.find(name);
    if (found == body.end() || !found->is_string() ||
        found->get_ref<const std::string&>().empty() ||
        found->get_ref<const std::string&>().size() > longest) {
        return wrong(name + " must be a text of 1 to 256 bytes.");
    }
    return found->get<std::string>();
}

Result<AssetId> asset_of(const Json& body) {
    const auto given = text(body, "asset_id");
    if (!given) return given.failure();
    const auto asset = AssetId::parse(*given);
    if (!asset) return wrong(R"(asset_id must be a token's id, such as "nep141:btc.omft.near".)");
    return *asset;
}

/// A number would do up to 2^53 and then silently be another one.
Result<Amount> amount_of(const Json& body) {
    const auto sentence =
        R"(amount must be a text of digits, base units above zero, such as "100000".)";
    const auto given = text(body, "amount");
    if (!given) return wrong(sentence);
    const auto amount = Amount::parse(*given);
    if (!amount || amount->is_zero()) return wrong(sentence);
    return *amount;
}

}  // namespace

Result<WithdrawRequest> read_withdraw(std::string_view body) {
    const auto json = read_object(body, {"asset_id", "amount", "destination_address"});
    if (!json) return json.failure();
    const auto asset = asset_of(*json);
    if (!asset) return asset.failure();
    const auto amount = amount_of(*json);
    if (!amount) return amount.failure();
    WithdrawRequest request{*asset, *amount, std::nullopt};
    if (json->contains("destination_address")) {
        const auto address = text(*json, "destination_address");
        if (!address) return address.failure();
        request.address = *address;
    }
    return request;
}

Result<TrackRequest> read_track(std::string_view body) {
    const auto json = read_object(body, {"withdrawal_hash", "asset_id", "chain", "amount"});
    if (!json) return json.failure();
    const auto asset = asset_of(*json);
    if (!asset) return asset.failure();
    const auto amount = amount_of(*json);
    if (!amount) return amount.failure();
    const auto chain = text(*json, "chain");
    if (!chain) return chain.failure();
    const auto hash = text(*json, "withdrawal_hash");
    if (!hash) return hash.failure();
    if (!near::parse_hash(*hash)) {
        return wrong("withdrawal_hash must be the hash of a NEAR transaction: base58 of 32 bytes.");
    }
    return TrackRequest{*hash, *asset, *chain, *amount};
}

Result<FreezeRequest> read_freeze(std::string_view body) {
    const auto json = read_object(body, {"frozen", "reason"});
    if (!json) return json.failure();
    const auto frozen = json->find("frozen");
    if (frozen == json->end() || !frozen->is_boolean()) {
        return wrong("frozen must be true or false.");
    }
    FreezeRequest request{frozen->get<bool>(), {}};
    if (json->contains("reason")) {
        const auto reason = text(*json, "reason");
        if (!reason) return reason.failure();
        request.reason = *reason;
    }
    return request;
}

bool is_idempotency_key(std::string_view text) {
    constexpr std::size_t longest = 128;
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

}  // namespace unrip::liquidity_manager
