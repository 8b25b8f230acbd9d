#include "near/withdraw.hpp"

#include "near/withdraw_outcome.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

using State = WithdrawOutcome::State;

const BridgeTerms kTerms{Amount{1500}, Amount{700}};

Result<BridgeWithdrawal> of_bitcoin(u128 amount, BridgeFee fee_is) {
    return bridge_withdrawal("btc.omft.near", "bc1q", "", Amount{amount}, fee_is, kTerms);
}

TEST(Withdraw, CallsATransferOnlyWhenAMessageIsMeant) {
    const FtWithdraw plain{"wrap.near", "a.near", Amount{1}, {}, {}};
    EXPECT_EQ(
        direct_call_args(plain), R"({"token":"wrap.near","receiver_id":"a.near","amount":"1"})"
    );
    auto with_message = plain;
    with_message.msg = "";
    EXPECT_NE(direct_call_args(with_message).find(R"("msg":"")"), std::string::npos);
}

TEST(Withdraw, IntentCarriesGasOnlyWhenGiven) {
    const FtWithdraw plain{"wrap.near", "a.near", Amount{1}, {}, {}};
    EXPECT_EQ(intent_json(plain, {}).find("min_gas"), std::string::npos);
    EXPECT_NE(
        intent_json(plain, kBridgeWithdrawGas).find(R"("min_gas":"17050000000000")"),
        std::string::npos
    );
}

TEST(BridgeWithdrawal, PaysTheFeeInsideOrOnTop) {
    const auto inside = of_bitcoin(10'000, BridgeFee::inside);
    const auto on_top = of_bitcoin(10'000, BridgeFee::on_top);
    ASSERT_TRUE(inside && on_top);
    EXPECT_EQ(inside->call.amount, Amount{10'000});
    EXPECT_EQ(inside->arrives, Amount{8'500});
    EXPECT_EQ(on_top->call.amount, Amount{11'500});
    EXPECT_EQ(on_top->arrives, Amount{10'000});
}

TEST(BridgeWithdrawal, LetsNothingArriveBelowTheMinimum) {
    EXPECT_TRUE(of_bitcoin(700, BridgeFee::on_top));
    EXPECT_FALSE(of_bitcoin(699, BridgeFee::on_top));
    EXPECT_TRUE(of_bitcoin(2'200, BridgeFee::inside));
    EXPECT_FALSE(of_bitcoin(2'199, BridgeFee::inside));
    EXPECT_FALSE(of_bitcoin(1'499, BridgeFee::inside));  // Less than the fee itself.
    EXPECT_FALSE(of_bitcoin(kU128Max, BridgeFee::on_top));
}

TEST(BridgeWithdrawal, KeepsTheAddressButForThePrefixOfBitcoinCash) {
    EXPECT_EQ(withdraw_memo("BitcoinCash:qABC"), "WITHDRAW_TO:qABC");
    EXPECT_EQ(withdraw_memo("rABC", "12"), "WITHDRAW_TO:rABC:12");
    EXPECT_FALSE(
        bridge_withdrawal("btc.omft.near", "\xff", "", Amount{10'000}, BridgeFee::inside, kTerms)
    );
}

TEST(ChainOfToken, IsKnownForTheBridgesOwnTokensOnly) {
    EXPECT_EQ(chain_of_token("zec.omft.near"), "zec:mainnet");
    EXPECT_EQ(chain_of_token("gnosis-0x42.omft.near"), "eth:100");
    for (const char* bad :
         {"wrap.near", "nbtc.bridge.near", "eth.bridge.near", "x.omft.near", ""}) {
        EXPECT_FALSE(chain_of_token(bad)) << bad;
    }
}

TransactionOutcome success(std::string value) {
    TransactionOutcome outcome;
    outcome.state = TransactionOutcome::State::success;
    outcome.success_value = std::move(value);
    return outcome;
}

TEST(WithdrawOutcome, IsReadFromTheValueNotFromSuccess) {
    EXPECT_EQ(withdraw_outcome(success("\"100\""), Amount{100}).state, State::withdrawn);
    EXPECT_EQ(withdraw_outcome(success("\"0\""), Amount{100}).state, State::refunded);
    const auto part = withdraw_outcome(success("\"40\""), Amount{100});
    EXPECT_EQ(part.state, State::partly_refunded);
    EXPECT_EQ(part.withdrawn, Amount{40});
    EXPECT_EQ(part.refunded, Amount{60});
}

TEST(WithdrawOutcome, IsUnclearWhenTheValueMakesNoSense) {
    for (const char* value : {"", "100", "\"101\"", "\"-1\"", "null", "{", "\"1e2\""}) {
        EXPECT_EQ(withdraw_outcome(success(value), Amount{100}).state, State::unclear) << value;
    }
}

TransactionOutcome failure(std::vector<bool> receipts_that_succeeded) {
    TransactionOutcome outcome;
    outcome.state = TransactionOutcome::State::failure;
    for (const bool succeeded : receipts_that_succeeded) {
        Receipt receipt;
        receipt.succeeded = succeeded;
        outcome.receipts.push_back(std::move(receipt));
    }
    return outcome;
}

TEST(WithdrawOutcome, IsFailedOnlyWhereTheContractItselfRefused) {
    EXPECT_EQ(withdraw_outcome(failure({}), Amount{100}).state, State::failed);
    EXPECT_EQ(withdraw_outcome(failure({false, true}), Amount{100}).state, State::failed);
}

TEST(WithdrawOutcome, IsUnclearWhenItFailedAfterTheContractHadTakenTheTokens) {
    EXPECT_EQ(withdraw_outcome(failure({true, true, false}), Amount{100}).state, State::unclear);
}

TEST(WithdrawOutcome, WaitsWhileTheTransactionDoes) {
    EXPECT_EQ(withdraw_outcome({}, Amount{100}).state, State::pending);
}

}  // namespace
}  // namespace unrip::near
