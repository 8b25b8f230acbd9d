#include "near/transaction_sender.hpp"

#include "near/base64.hpp"
#include "unit/near/fake_nodes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

using State = SendReport::State;
using nlohmann::json;

constexpr std::uint64_t kChainNonce = 130'000'000'000'000;

std::string access_key_body(const std::string& permission = "\"FullAccess\"") {
    return result_body(
        "\"nonce\":" + std::to_string(kChainNonce) + ",\"permission\":" + permission +
        R"(,"block_height":1,"block_hash":"8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj")"
    );
}

std::string outcome_body(const std::string& level, const std::string& status) {
    return result_body(
        R"("final_execution_status":")" + level + R"(","status":)" + status +
        R"(,"receipts_outcome":[])"
    );
}

const std::string kFinalSuccess = outcome_body("FINAL", R"({"SuccessValue":"IjUi"})");

class TransactionSenderTest : public testing::Test {
  protected:
    static RpcSettings settings() {
        RpcSettings settings;
        settings.nodes = {"http://node"};
        return settings;
    }

    Result<SendReport> execute() {
        const FunctionCall call{"ft_withdraw", "{}", 100 * kTeragas, Amount{1}};
        return nodes_.result_of(sender_.execute(
            "intents.near",
            {call},
            [this](PreparedTransaction prepared) { return store(std::move(prepared)); }
        ));
    }

    Task<Result<void>> store(PreparedTransaction prepared) {
        requests_when_stored_ = nodes_.seen().size();
        stored_.push_back(std::move(prepared));
        if (disk_is_full_) co_return fail(Error::Kind::unavailable, "the disk is full");
        co_return Result<void>{};
    }

    std::string method(std::size_t request) const {
        return json::parse(nodes_.seen().at(request).body)["method"];
    }
    std::string sent_bytes(std::size_t request) const {
        return json::parse(nodes_.seen().at(request).body)["params"]["signed_tx_base64"];
    }

    FakeNodes nodes_;
    RpcClient client_{settings(), nodes_.outside()};
    SecretKey key_ = SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
    TransactionSender sender_{client_, nodes_.outside(), "solver.near", key_};
    std::vector<PreparedTransaction> stored_;
    std::size_t requests_when_stored_ = 0;
    bool disk_is_full_ = false;
};

TEST_F(TransactionSenderTest, StoresThenSendsThenReports) {
    nodes_.answer(access_key_body());
    nodes_.answer(kFinalSuccess);
    const auto report = execute();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, State::success);
    EXPECT_EQ(report->outcome.success_value, "\"5\"");
    EXPECT_EQ(requests_when_stored_, 1U);  // Only the access key had been asked for.

    ASSERT_EQ(stored_.size(), 1U);
    EXPECT_EQ(stored_[0].signed_base64, sent_bytes(1));
    const auto decoded = decode_signed_transaction(*parse_base64(stored_[0].signed_base64));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->transaction.nonce, kChainNonce + 1);
    EXPECT_EQ(decoded->transaction.receiver_id, "intents.near");
}

TEST_F(TransactionSenderTest, SendsNothingThatWasNotStored) {
    disk_is_full_ = true;
    nodes_.answer(access_key_body());
    EXPECT_FALSE(execute());
    EXPECT_EQ(nodes_.seen().size(), 1U);
}

TEST_F(TransactionSenderTest, FollowsUntilItIsFinal) {
    nodes_.answer(access_key_body());
    nodes_.answer(outcome_body("EXECUTED_OPTIMISTIC", R"({"SuccessValue":""})"));
    nodes_.answer(outcome_body("EXECUTED_OPTIMISTIC", R"({"SuccessValue":""})"));
    nodes_.answer(outcome_body("FINAL", R"({"Failure":{"ActionError":{}}})"));
    const auto report = execute();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, State::failure);
    EXPECT_EQ(method(2), "tx");
}

TEST_F(TransactionSenderTest, SendsTheSameBytesAgainAfterATimeout) {
    nodes_.answer(access_key_body());
    nodes_.fail_with(Error::Kind::timed_out);
    nodes_.answer(error_body("UNKNOWN_TRANSACTION"));
    nodes_.answer(kFinalSuccess);
    const auto report = execute();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, State::success);
    EXPECT_EQ(method(2), "tx");
    EXPECT_EQ(method(3), "send_tx");
    EXPECT_EQ(sent_bytes(3), sent_bytes(1));
    EXPECT_EQ(stored_.size(), 1U);
}

TEST_F(TransactionSenderTest, DoesNotTakeAUsedNonceForARefusalOfWhatIsAlreadyOut) {
    nodes_.answer(access_key_body());
    nodes_.fail_with(Error::Kind::timed_out);
    nodes_.answer(error_body("UNKNOWN_TRANSACTION"));
    nodes_.answer(error_body("INVALID_TRANSACTION", R"({"InvalidNonce":{"ak_nonce":9}})"));
    nodes_.answer(kFinalSuccess);
    const auto report = execute();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, State::success);
}

TEST_F(TransactionSenderTest, KnowsWhenTheChainWillNotHaveIt) {
    nodes_.answer(access_key_body());
    nodes_.answer(error_body(
        "INVALID_TRANSACTION", R"({"InvalidNonce":{"tx_nonce":1,"ak_nonce":130000000000050}})"
    ));
    const auto report = execute();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, State::rejected);
    EXPECT_EQ(report->error->kind, RpcError::Kind::invalid_nonce);

    nodes_.answer(access_key_body());
    nodes_.answer(kFinalSuccess);
    ASSERT_TRUE(execute());
    EXPECT_EQ(stored_[1].nonce, 130'000'000'000'051U);  // It learnt.
}

TEST_F(TransactionSenderTest, SignsUnderTheSameNonceAfterARefusalSoThatOnlyOneCanTakeEffect) {
    for (const char* refusal : {R"({"Expired":{}})", R"({"NotEnoughBalance":{}})"}) {
        nodes_.answer(access_key_body());
        nodes_.answer(error_body("INVALID_TRANSACTION", refusal));
        const auto report = execute();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->state, State::rejected);
    }
    nodes_.answer(access_key_body());
    nodes_.answer(kFinalSuccess);
    ASSERT_TRUE(execute());
    for (const auto& prepared : stored_)
        EXPECT_EQ(prepared.nonce, kChainNonce + 1);
}

TEST_F(TransactionSenderTest, CountsOnWhenTheNodeLagsBehind) {
    for (int round = 0; round < 2; ++round) {
        nodes_.answer(access_key_body());
        nodes_.answer(kFinalSuccess);
        ASSERT_TRUE(execute());
    }
    EXPECT_EQ(stored_[0].nonce, kChainNonce + 1);
    EXPECT_EQ(stored_[1].nonce, kChainNonce + 2);
}

TEST_F(TransactionSenderTest, DoesNotAttachADepositWithAKeyThatCanNot) {
    nodes_.answer(access_key_body(R"({"FunctionCall":{"receiver_id":"intents.near"}})"));
    const auto report = execute();
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, Error::Kind::refused);
    EXPECT_TRUE(stored_.empty());
}

TEST_F(TransactionSenderTest, SaysUnknownRatherThanFailed) {
    nodes_.answer(access_key_body());
    nodes_.fail_with(Error::Kind::timed_out);
    for (int poll = 0; poll < 120; ++poll) {
        nodes_.answer(error_body("UNKNOWN_TRANSACTION"));
        nodes_.answer(error_body("TIMEOUT_ERROR"), 408);
    }
    const auto report = execute();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, State::unknown);
    EXPECT_EQ(report->error->kind, RpcError::Kind::timeout);
}

TEST_F(TransactionSenderTest, ResumesWithTheStoredBytes) {
    const PreparedTransaction prepared{"solver.near", kChainNonce + 7, "hash", "AAAA"};
    nodes_.answer(error_body("UNKNOWN_TRANSACTION"));
    nodes_.answer(kFinalSuccess);
    const auto report = nodes_.result_of(sender_.resume(prepared));
    EXPECT_EQ(report.state, State::success);
    EXPECT_EQ(sent_bytes(1), "AAAA");

    nodes_.answer(access_key_body());
    nodes_.answer(kFinalSuccess);
    ASSERT_TRUE(execute());
    EXPECT_EQ(stored_[0].nonce, kChainNonce + 8);
}

}  // namespace
}  // namespace unrip::near
