#include "integration/liquidity/fake_venue.hpp"

#include "near/base64.hpp"
#include "near/transaction.hpp"

#include <stdexcept>

namespace unrip::test {
namespace {

using Json = nlohmann::json;

constexpr auto kContract = "intents.near";
constexpr auto kBlock = "8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj";
constexpr std::uint64_t kHeight = 131'200'100;
const Json kBusy = "busy";

std::string http(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

Json result(Json value) {
    return {{"jsonrpc", "2.0"}, {"id", "1"}, {"result", std::move(value)}};
}

Json error(const std::string& cause) {
    return {
        {"jsonrpc", "2.0"},
        {"id", "1"},
        {"error",
         {{"name", "HANDLER_ERROR"},
          {"cause", {{"name", cause}}},
          {"code", -32000},
          {"data", ""}}}};
}

Json final_outcome(Json status) {
    const Json receipt = {
        {"block_hash", kBlock},
        {"outcome", {{"executor_id", kContract}, {"logs", Json::array()}, {"status", status}}}};
    return {
        {"final_execution_status", "FINAL"},
        {"status", std::move(status)},
        {"receipts_outcome", Json::array({receipt})}};
}

Json success(const std::string& value) {
    return {{"SuccessValue", near::to_base64(near::as_bytes(value))}};
}

Json token(const std::string& contract, unsigned decimals, const std::string& min) {
    return {
        {"near_token_id", contract},
        {"intents_token_id", "nep141:" + contract},
        {"defuse_asset_identifier", "x"},
        {"asset_name", "X"},
        {"decimals", decimals},
        {"min_deposit_amount", "10000"},
        {"min_withdrawal_amount", min},
        {"withdrawal_fee", "1500"},
        {"standard", "nep141"}};
}

}  // namespace

FakeVenue::FakeVenue()
    : bridge_{[this](ScriptedPeer& peer) { serve(peer, &FakeVenue::answer_bridge); }},
      node_{[this](ScriptedPeer& peer) { serve(peer, &FakeVenue::answer_node); }} {}

FakeVenue::~FakeVenue() {
    bridge_.stop();
    node_.stop();
}

void FakeVenue::set(const std::function<void(Weather&)>& change) {
    const std::lock_guard lock{guard_};
    change(weather_);
}

std::vector<std::string> FakeVenue::sent() const {
    const std::lock_guard lock{guard_};
    return sent_;
}

std::vector<FakeVenue::Call> FakeVenue::calls() const {
    const std::lock_guard lock{guard_};
    return calls_;
}

void FakeVenue::add_mint(const std::string& tx_hash) {
    const std::lock_guard lock{guard_};
    outcomes_[tx_hash] = final_outcome(success("\"1\""));
}

void FakeVenue::serve(ScriptedPeer& peer, Json (FakeVenue::*answer)(const Json&)) {
    while (true) {
        const auto body = peer.read_body_of_request();
        if (body.empty()) return;
        Json said;
        {
            const std::lock_guard lock{guard_};
            said = (this->*answer)(Json::parse(body));
        }
        peer.write(said == kBusy ? http(503, "busy") : http(200, said.dump()));
    }
}

Json FakeVenue::answer_bridge(const Json& request) {
    const auto method = request.at("method").get<std::string>();
    const auto& params = request.at("params").at(0);
    if (method == "supported_tokens") {
        return result(
            {{"tokens",
              {token("btc.omft.near", weather_.btc_decimals, "700"),
               token("gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near", 18, "1")}}}
        );
    }
    if (method == "deposit_address") {
        const auto chain = params.at("chain").get<std::string>();
        return result({{"address", "deposit-to-" + chain}, {"chain", chain}});
    }
    if (method == "recent_deposits") {
        auto deposits = Json::array();
        for (const auto& deposit : weather_.deposits) {
            if (deposit.at("chain") == params.at("chain")) deposits.push_back(deposit);
        }
        return result({{"deposits", deposits}, {"total", deposits.size()}});
    }
    if (method == "withdrawal_estimate") {
        return result(
            {{"tokenAddress", "native"},
             {"userAddress", params.at("address")},
             {"withdrawalFee", "1500"},
             {"withdrawalFeeDecimals", 8},
             {"token", token("btc.omft.near", 8, "700")}}
        );
    }
    if (weather_.bridge_status.empty()) return {{"id", "1"}, {"error", "Withdrawals not found"}};
    const Json data = {
        {"tx_hash", params.at("withdrawal_hash")},
        {"transfer_tx_hash", "outside-tx"},
        {"chain", "btc:mainnet"},
        {"near_token_id", "btc.omft.near"},
        {"decimals", 8},
        {"amount", 100000}};
    return result({{"status", weather_.bridge_status}, {"data", data}});
}

Json FakeVenue::answer_node(const Json& request) {
    const auto method = request.at("method").get<std::string>();
    const auto& params = request.at("params");
    if (method == "query") {
        return result(
            {{"nonce", nonce_},
             {"permission", "FullAccess"},
             {"block_height", kHeight},
             {"block_hash", kBlock}}
        );
    }
    if (method == "block") {
        return result(
            {{"header",
              {{"height", kHeight}, {"hash", kBlock}, {"timestamp", 1'795'165'200'000'000'000}}}}
        );
    }
    if (method == "tx") return outcome(params.at("tx_hash"));
    if (method == "send_tx") return send(params.at("signed_tx_base64"));
    return error("PARSE_ERROR");
}

Json FakeVenue::send(const std::string& base64) {
    sent_.push_back(base64);
    if (!weather_.node_takes_bytes) return kBusy;
    const auto bytes = near::parse_base64(base64);
    const auto decoded = near::decode_signed_transaction(*bytes);
    if (!decoded) return error("PARSE_ERROR");
    const auto hash = near::SignedTransaction{{}, decoded->hash}.hash_text();
    if (!outcomes_.contains(hash)) {
        const auto& transaction = decoded->transaction;
        if (transaction.nonce <= nonce_) return error("INVALID_TRANSACTION");
        nonce_ = transaction.nonce;
        const auto& call = std::get<near::FunctionCall>(transaction.actions.at(0));
        calls_.push_back({hash, call.method, Json::parse(call.args), call.deposit.to_string()});
        const auto amount =
            call.method == "ft_withdraw" ? calls_.back().args.at("amount").get<std::string>() : "";
        if (weather_.contract_panics) {
            outcomes_[hash] =
                final_outcome({{"Failure", {{"ActionError", "insufficient balance or overflow"}}}});
        } else {
            outcomes_[hash] =
                final_outcome(success("\"" + (weather_.token_refuses ? "0" : amount) + "\""));
        }
    }
    return weather_.node_says_so ? outcome(hash) : kBusy;
}

Json FakeVenue::outcome(const std::string& tx_hash) const {
    const auto found = outcomes_.find(tx_hash);
    if (found == outcomes_.end()) return error("UNKNOWN_TRANSACTION");
    if (weather_.node_knows_results) return result(found->second);
    return result({{"final_execution_status", "INCLUDED"}, {"receipts_outcome", Json::array()}});
}

}  // namespace unrip::test
