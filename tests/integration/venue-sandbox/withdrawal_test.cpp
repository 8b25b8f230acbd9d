// A withdrawal from end to end: our sender on the chain, our client at the bridge.

#include "bridge/bridge.hpp"
#include "integration/venue-sandbox/near_doors.hpp"
#include "near/transaction_sender.hpp"
#include "near/withdraw.hpp"
#include "near/withdraw_outcome.hpp"
#include "venue/bridge/bridge_client.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

const std::string kBtc = "btc.omft.near";

BridgeToken btc() {
    return *bridge_token("nep141:" + kBtc, "BTC", 8);
}

class SandboxWithdrawalTest : public testing::Test {
  protected:
    SandboxWithdrawalTest() {
        doors_.world().chain.add_access_key("maker.near", key_of(1).public_key(), true);
        doors_.world().chain.set_balance("maker.near", "nep141:" + kBtc, 1'000'000);
        doors_.world().pass(4);
        boost::asio::co_spawn(doors_.loop(), drive(), boost::asio::detached);
    }

    Task<void> drive() {
        for (;;) {
            const Milliseconds block_time{2};
            co_await net::sleep_for(block_time);
            book_.advance(doors_.world().now);
        }
    }

    net::HttpServerHandlers handlers() {
        net::HttpServerHandlers handlers;
        handlers.on_request = [this](net::ServedRequest request) {
            return bridge_.serve(std::move(request));
        };
        return handlers;
    }

    venue::BridgeSettings client_settings() {
        venue::BridgeSettings settings;
        settings.url = open_on_loopback(server_) + "/rpc";
        return settings;
    }

    Result<near::SendReport> withdraw(const near::FtWithdraw& call) {
        near::FunctionCall function_call{
            "ft_withdraw", near::direct_call_args(call), 100 * near::kTeragas, Amount{1}};
        std::vector<near::Action> actions;
        actions.emplace_back(std::move(function_call));
        return doors_.run(sender_.execute("intents.near", std::move(actions), Remember{hash_}));
    }

    /// Asks again, as often as a patient client, until the bridge has made up its mind.
    Result<venue::BridgeWithdrawal> followed() {
        for (int asked = 0; asked < 2'000; ++asked) {
            auto status = doors_.run(client_.withdrawal_status(hash_, kBtc));
            if (status && status->status != venue::WithdrawalStatus::pending &&
                status->status != venue::WithdrawalStatus::returning) {
                return status;
            }
        }
        return fail(Error::Kind::timed_out, "the bridge did not come to an end");
    }

    Result<venue::BridgeDeposit> deposit_that_is(venue::DepositStatus wanted) {
        venue::RecentDepositsQuery query;
        query.account_id = "maker.near";
        for (int asked = 0; asked < 2'000; ++asked) {
            const auto listed = doors_.run(client_.recent_deposits(query));
            if (!listed) return listed.failure();
            if (!listed->deposits.empty() && listed->deposits[0].status == wanted) {
                return listed->deposits[0];
            }
        }
        return fail(Error::Kind::timed_out, "the deposit did not come so far");
    }

    /// Keeps the hash before anything leaves, as a service must.
    struct Remember {
        std::string& hash;
        Task<Result<void>> operator()(near::PreparedTransaction prepared) const {
            hash = prepared.tx_hash;
            co_return Result<void>{};
        }
    };

    std::string hash_;
    NearDoors doors_;
    BridgeBook book_{doors_.world().chain, {btc()}, {}, kStart};
    Bridge bridge_{book_};
    net::HttpServer server_{doors_.loop().get_executor(), doors_.clock(), handlers()};
    venue::BridgeClient client_{doors_.http(), client_settings()};
    near::SecretKey key_ = key_of(1);
    near::TransactionSender sender_{
        doors_.client(),
        doors_.outside(),
        "maker.near",
        key_,
        {Milliseconds{5}, Milliseconds{9'000}}};
};

TEST_F(SandboxWithdrawalTest, LeavesTheChainAndArrivesOnTheOther) {
    const auto planned = near::bridge_withdrawal(
        kBtc,
        "bc1qsomewhere",
        {},
        Amount{100'000},
        near::BridgeFee::on_top,
        {Amount{1'500}, Amount{700}}
    );
    ASSERT_TRUE(planned);
    const auto report = withdraw(planned->call);
    ASSERT_TRUE(report) << report.error().detail;
    const auto outcome = near::withdraw_outcome(report->outcome, planned->call.amount);
    EXPECT_EQ(outcome.state, near::WithdrawOutcome::State::withdrawn);

    const auto status = followed();
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_EQ(status->status, venue::WithdrawalStatus::completed);
    EXPECT_EQ(status->amount, Amount{101'500});
    EXPECT_EQ(status->address, "bc1qsomewhere");
    EXPECT_EQ(doors_.world().balance("maker.near", "nep141:" + kBtc), u128{1'000'000 - 101'500});
}

TEST_F(SandboxWithdrawalTest, ReturnsWhatCouldNotBeSent) {
    book_.set_fate(WithdrawalFate::returned);
    const near::FtWithdraw call{kBtc, kBtc, Amount{50'000}, "WITHDRAW_TO:bc1qclosed", {}};
    ASSERT_TRUE(withdraw(call));
    const auto status = followed();
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_EQ(status->status, venue::WithdrawalStatus::returned);
    doors_.run(net::sleep_for(Milliseconds{20}));  // The block in which it is credited.
    EXPECT_EQ(doors_.world().balance("maker.near", "nep141:" + kBtc), u128{1'000'000});
}

TEST_F(SandboxWithdrawalTest, ADepositIsSeenAndThenSpendable) {
    venue::DepositAddressQuery query;
    query.account_id = "maker.near";
    query.chain = "btc:mainnet";
    const auto address = doors_.run(client_.deposit_address(query));
    ASSERT_TRUE(address) << address.error().detail;
    book_.arrive("maker.near", kBtc, 70'000, true);
    const auto credited = deposit_that_is(venue::DepositStatus::credited);
    ASSERT_TRUE(credited) << credited.error().detail;
    EXPECT_EQ(credited->address, address->address);
    EXPECT_EQ(doors_.world().balance("maker.near", "nep141:" + kBtc), u128{1'070'000});
}

TEST_F(SandboxWithdrawalTest, AClientHearsThatTheBridgeIsAway) {
    bridge_.faults().refuse_status = 503;
    EXPECT_FALSE(doors_.run(client_.supported_tokens({})));
    bridge_.faults().refuse_status = 0;
    bridge_.faults().garbage = true;
    EXPECT_FALSE(doors_.run(client_.supported_tokens({})));
    bridge_.faults().garbage = false;
    const auto tokens = doors_.run(client_.supported_tokens({}));
    ASSERT_TRUE(tokens) << tokens.error().detail;
    EXPECT_EQ(tokens->tokens.at(0).withdrawal_fee, Amount{1'500});
}

}  // namespace
}  // namespace unrip::sandbox
