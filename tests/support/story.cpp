#include "support/story.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace unrip::test {
namespace {

using Json = nlohmann::ordered_json;

Json example(const std::string& file) {
    const auto path = std::string{UNRIP_SOURCE_DIR} + "/proto/examples/" + file + ".json";
    std::ifstream stream{path};
    if (!stream) throw std::runtime_error{"no example at " + path};
    return Json::parse(stream);
}

void replace(Json& fields, const nlohmann::json& by) {
    for (const auto& [name, value] : by.items()) {
        if (value.is_null()) {
            fields.erase(name);
        } else {
            fields[name] = Json::parse(value.dump());
        }
    }
}

}  // namespace

Said retold(
    const std::string& file,
    const std::string& id,
    std::int64_t sent_at_ms,
    const nlohmann::json& body,
    const nlohmann::json& envelope
) {
    auto message = example(file);
    message["id"] = id;
    message["sent_at_ms"] = sent_at_ms;
    replace(message, envelope);
    replace(message["body"], body);
    return {file.substr(0, file.find('@')), id, message.dump()};
}

Said retold(const std::string& file, const std::string& id, std::int64_t sent_at_ms) {
    return retold(file, id, sent_at_ms, nlohmann::json::object(), nlohmann::json::object());
}

Said counted(
    std::uint64_t height, std::int64_t at_ms, const std::string& btc, const std::string& eure
) {
    auto body = nlohmann::json{
        {"block", {{"height", height}, {"hash", "6tGB"}, {"time_ns", at_ms * 1'000'000}}},
        {"balances",
         {{{"asset", kBtc}, {"symbol", "BTC"}, {"decimals", 8}, {"spendable", btc}},
          {{"asset", kEure}, {"symbol", "EURe"}, {"decimals", 18}, {"spendable", eure}}}}};
    const auto id = "inv-" + std::to_string(height);
    return retold("state.intent_inventory", id, at_ms, body, nlohmann::json::object());
}

Said priced(const std::string& id, std::int64_t at_ms, const std::string& mid) {
    return retold("ref.market_price", id, at_ms, {{"mid", mid}}, nlohmann::json::object());
}

Said commanded(const std::string& id, std::int64_t at_ms) {
    return retold("cmd.execute_trade", id, at_ms);
}

Said settled(
    const std::string& id,
    std::int64_t at_ms,
    std::uint64_t height,
    const std::string& btc_delta,
    const std::string& eure_delta
) {
    const nlohmann::json body{
        {"quote_hash", "hash-of-" + id},
        {"block", {{"height", height}, {"hash", "6tGB"}, {"time_ns", at_ms * 1'000'000}}},
        {"realised",
         {{{"asset", kBtc}, {"delta", btc_delta}}, {{"asset", kEure}, {"delta", eure_delta}}}}};
    return retold("exec.trade_settlement", id, at_ms, body, nlohmann::json::object());
}

Said moved(
    const std::string& id,
    std::int64_t at_ms,
    std::uint64_t height,
    const std::string& btc_delta,
    const std::string& fee
) {
    const nlohmann::json body{
        {"action_id", id}, {"block_height", height}, {"balance_delta", btc_delta}, {"fee", fee}};
    return retold("ops.liquidity_action", id, at_ms, body, nlohmann::json::object());
}

}  // namespace unrip::test
