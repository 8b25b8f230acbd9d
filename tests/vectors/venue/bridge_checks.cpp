#include "vectors/registry.hpp"
#include "vectors/venue/json_text.hpp"
#include "venue/bridge/bridge_answers.hpp"
#include "venue/bridge/bridge_requests.hpp"
#include "venue/bridge/bridge_withdrawals.hpp"

#include <gtest/gtest.h>

#include <map>

namespace unrip::vectors {
namespace {

using nlohmann::json;

std::string build_supported_tokens(const std::string& id, const json& params) {
    return venue::supported_tokens_request(id, params.value("chains", std::vector<std::string>{}));
}

std::string build_deposit_address(const std::string& id, const json& params) {
    const auto mode = text_at(params, "deposit_mode");
    venue::DepositAddressQuery query{text_at(params, "account_id"), text_at(params, "chain")};
    if (mode == "MEMO") query.mode = venue::DepositMode::memo;
    if (mode == "SIMPLE") query.mode = venue::DepositMode::simple;
    return venue::deposit_address_request(id, query);
}

std::string build_recent_deposits(const std::string& id, const json& params) {
    venue::RecentDepositsQuery query;
    query.account_id = text_at(params, "account_id");
    query.chain = text_at(params, "chain");
    query.status = text_at(params, "status");
    if (params.contains("limit")) query.limit = params.at("limit").get<std::uint32_t>();
    if (params.contains("offset")) query.offset = params.at("offset").get<std::uint32_t>();
    return venue::recent_deposits_request(id, query);
}

std::string build_notify_deposit(const std::string& id, const json& params) {
    venue::DepositNotice notice;
    notice.chain = text_at(params, "chain");
    notice.deposit_address = text_at(params, "deposit_address");
    notice.tx_hash = text_at(params, "tx_hash");
    notice.near_sender_account = text_at(params, "near_sender_account");
    notice.memo = text_at(params, "memo");
    return venue::notify_deposit_request(id, notice);
}

std::string build_withdrawal_status(const std::string& id, const json& params) {
    return venue::withdrawal_status_request(id, text_at(params, "withdrawal_hash"));
}

std::string build_recent_withdrawals(const std::string& id, const json& params) {
    return venue::recent_withdrawals_request(
        id, text_at(params, "account_id"), text_at(params, "chain")
    );
}

std::string build_withdrawal_estimate(const std::string& id, const json& params) {
    return venue::withdrawal_estimate_request(
        id, text_at(params, "chain"), text_at(params, "token"), text_at(params, "address")
    );
}

void check_request(const Case& given) {
    using Build = std::string (*)(const std::string&, const json&);
    static const std::map<std::string, Build> builders{
        {"supported_tokens", build_supported_tokens},
        {"deposit_address", build_deposit_address},
        {"recent_deposits", build_recent_deposits},
        {"notify_deposit", build_notify_deposit},
        {"withdrawal_status", build_withdrawal_status},
        {"recent_withdrawals", build_recent_withdrawals},
        {"withdrawal_estimate", build_withdrawal_estimate},
    };
    const auto& wanted = given.data.at("json");
    const auto build = builders.at(given.data.at("method").get<std::string>());
    const auto text = build(wanted.at("id").get<std::string>(), wanted.at("params").at(0));
    EXPECT_EQ(parsed(text), wanted);
}

/// Compares a failed reading with the error that is expected of it.
void check_error(const Error& error, const json& expect) {
    ASSERT_TRUE(expect.contains("error")) << "not expected to fail with: " << error.detail;
    EXPECT_EQ(error.kind == Error::Kind::unavailable, expect.at("transient").get<bool>());
    const auto wanted = expect.at("error").get<std::string>();
    // Our own complaints about a broken answer are ours to word.
    if (wanted.rfind("invariant", 0) == 0) {
        EXPECT_EQ(error.kind, Error::Kind::malformed);
    } else {
        EXPECT_EQ(error.detail, wanted);
    }
}

/// True when the reading succeeded as it was expected to.
template <class T>
bool read_well(const Result<T>& read, const json& expect) {
    if (!read) {
        check_error(read.error(), expect);
        return false;
    }
    EXPECT_FALSE(expect.contains("error"));
    return !expect.contains("error");
}

void check_tokens(const std::string& raw, const json& expect, const Case& /*given*/) {
    const auto tokens = venue::decode_supported_tokens(raw);
    if (!read_well(tokens, expect)) return;
    auto shown = json::array();
    for (const auto& token : tokens->tokens) {
        shown.push_back({
            {"intents_token_id", token.id.text()},
            {"decimals", token.decimals},
            {"min_deposit", token.min_deposit.to_string()},
            {"min_withdrawal", token.min_withdrawal.to_string()},
            {"withdrawal_fee", token.withdrawal_fee.to_string()},
        });
    }
    EXPECT_EQ(shown, expect.at("tokens"));
}

void check_address(const std::string& raw, const json& expect, const Case& /*given*/) {
    const auto address = venue::decode_deposit_address(raw);
    if (!read_well(address, expect)) return;
    EXPECT_EQ(address->address, text_at(expect, "address"));
    EXPECT_EQ(address->chain, text_at(expect, "chain"));
    EXPECT_EQ(address->memo ? json(*address->memo) : json{}, expect.value("memo", json{}));
}

void check_deposits(const std::string& raw, const json& expect, const Case& /*given*/) {
    const auto deposits = venue::decode_recent_deposits(raw);
    if (!read_well(deposits, expect)) return;
    auto shown = json::array();
    for (const auto& deposit : deposits->deposits) {
        shown.push_back({
            {"status", venue::to_text(deposit.status)},
            {"final", venue::is_final(deposit.status)},
            {"amount", deposit.amount.to_string()},
            {"intents_token_id", deposit.asset.text()},
        });
    }
    EXPECT_EQ(shown, expect.at("deposits"));
    EXPECT_EQ(deposits->total, expect.at("total").get<std::uint64_t>());
}

void check_notified(const std::string& raw, const json& expect, const Case& /*given*/) {
    const auto notified = venue::decode_notify_deposit(raw);
    if (!read_well(notified, expect)) return;
    EXPECT_TRUE(expect.at("ok").get<bool>());
}

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json{};
}

void expect_withdrawal(const venue::BridgeWithdrawal& withdrawal, const json& expect) {
    const venue::WithdrawalReading reading;
    EXPECT_EQ(venue::to_text(withdrawal.status), text_at(expect, "status"));
    EXPECT_EQ(reading.is_final(withdrawal.status), expect.at("final").get<bool>());
    EXPECT_EQ(or_null(reading.succeeded(withdrawal.status)), expect.at("succeeded"));
    EXPECT_EQ(or_null(withdrawal.transfer_tx_hash), expect.at("transfer_tx_hash"));
    if (expect.contains("amount")) {
        ASSERT_TRUE(withdrawal.amount);
        EXPECT_EQ(withdrawal.amount->to_string(), text_at(expect, "amount"));
    }
}

/// Which token a case asks about: its note may say so.
std::string token_of(const Case& given) {
    constexpr std::string_view mark_word = "choose ";
    const auto note = text_at(given.data, "note");
    const auto mark = note.find(mark_word);
    if (mark == std::string::npos) return text_at(given.data, "near_token_id", "btc.omft.near");
    return note.substr(mark + mark_word.size());
}

void check_withdrawal(const std::string& raw, const json& expect, const Case& given) {
    const auto withdrawal = venue::decode_withdrawal_status(raw, token_of(given));
    if (!read_well(withdrawal, expect)) return;
    expect_withdrawal(*withdrawal, expect);
}

void check_withdrawals(const std::string& raw, const json& expect, const Case& /*given*/) {
    const auto withdrawals = venue::decode_recent_withdrawals(raw);
    if (!read_well(withdrawals, expect)) return;
    const auto& wanted = expect.at("withdrawals");
    ASSERT_EQ(withdrawals->withdrawals.size(), wanted.size());
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        expect_withdrawal(withdrawals->withdrawals[index], wanted[index]);
    }
}

void check_estimate(const std::string& raw, const json& expect, const Case& /*given*/) {
    const auto estimate = venue::decode_withdrawal_estimate(raw);
    if (!read_well(estimate, expect)) return;
    EXPECT_EQ(estimate->fee.to_string(), text_at(expect, "withdrawal_fee"));
    EXPECT_EQ(estimate->fee_decimals, expect.at("decimals").get<unsigned>());
}

void check_response(const Case& given) {
    using Check = void (*)(const std::string&, const json&, const Case&);
    static const std::map<std::string, Check> checks{
        {"supported_tokens", check_tokens},
        {"deposit_address", check_address},
        {"recent_deposits", check_deposits},
        {"notify_deposit", check_notified},
        {"withdrawal_status", check_withdrawal},
        {"recent_withdrawals", check_withdrawals},
        {"withdrawal_estimate", check_estimate},
    };
    const auto check_answer = checks.at(given.data.at("method").get<std::string>());
    check_answer(given.data.at("raw").get<std::string>(), given.data.at("expect"), given);
}

const bool kKnown = register_kind("bridge_messages", "request", check_request) &&
                    register_kind("bridge_messages", "response", check_response);

}  // namespace
}  // namespace unrip::vectors
