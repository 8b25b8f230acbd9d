#include "chain_reader.hpp"

#include "integration/trade-executor/near_node.hpp"
#include "net/https.hpp"
#include "support/run_task.hpp"

#include <gtest/gtest.h>

namespace unrip::trade_executor {
namespace {

struct ChainReaderTest : testing::Test {
    boost::asio::io_context loop;
    SystemClock clock;
    test::NearNode node;
    net::HttpClient http{loop.get_executor()};
    near::RpcClient rpc{{.nodes = {node.url()}}, near::RpcOutside::real(http, clock)};
    ChainReader reader{rpc, "maker.near", "intents.near"};
    near::Nonce nonce = near::encode(near::VersionedNonce{
        near::Salt{1, 2, 3, 4}, from_unix_ms(1'795'176'540'000), near::NonceRandom{}});
    QuoteHash hash{"quote-hash"};

    ChainReader::Word word_on(const std::string& tx_hash) {
        auto word = test::run_task(loop, reader.transaction(hash, tx_hash, nonce));
        if (!word) throw std::runtime_error{word.error().detail};
        return *word;
    }
};

TEST_F(ChainReaderTest, WaitsForATransactionThatNobodyKnows) {
    const auto word = word_on("tx-0");
    ASSERT_TRUE(std::holds_alternative<ChainReader::NotYet>(word));
}

TEST_F(ChainReaderTest, ReadsWhatMovedAndInWhichBlock) {
    node.settle("tx-1", "maker.near", "quote-hash", {{"nep141:a", "5"}, {"nep141:b", "-1"}});
    const auto word = word_on("tx-1");
    const auto* execution = std::get_if<Execution>(&word);
    ASSERT_NE(execution, nullptr);
    EXPECT_EQ(execution->realised.size(), 2U);
    EXPECT_GT(execution->block.height, 0U);
    EXPECT_GT(execution->block.time_ns, 0);
}

TEST_F(ChainReaderTest, IsNotConvincedByATransactionWithoutUs) {
    node.settle("tx-1", "other.near", "quote-hash", {{"nep141:a", "5"}});
    const auto word = word_on("tx-1");
    ASSERT_TRUE(std::holds_alternative<ChainReader::NotYet>(word));
}

TEST_F(ChainReaderTest, AsksWhetherAUsedNonceIsOurs) {
    node.fail("tx-1", "Smart contract panicked: nonce was already used");
    const auto theirs = word_on("tx-1");
    const auto* failed = std::get_if<FailedExecution>(&theirs);
    ASSERT_NE(failed, nullptr);
    EXPECT_EQ(failed->failure, messages::SettlementFailure::counterparty);
    EXPECT_EQ(failed->is_nonce_used, false);

    node.use_nonce(near::to_text(nonce));
    const auto ours = word_on("tx-1");
    EXPECT_EQ(std::get<FailedExecution>(ours).failure, messages::SettlementFailure::nonce_used);
}

TEST_F(ChainReaderTest, SaysAtWhichBlockANonceWasSeenUsed) {
    const auto unused = test::run_task(loop, reader.use_of(nonce));
    ASSERT_TRUE(unused) << unused.error().detail;
    EXPECT_FALSE(*unused);
    node.use_nonce(near::to_text(nonce));
    const auto used = test::run_task(loop, reader.use_of(nonce));
    ASSERT_TRUE(used) << used.error().detail;
    ASSERT_TRUE(*used);
    EXPECT_GT((*used)->height, 0U);
}

TEST_F(ChainReaderTest, ReadsANonceWithItsSaltAndItsBlock) {
    const auto word = test::run_task(loop, reader.nonce(nonce));
    ASSERT_TRUE(word) << word.error().detail;
    EXPECT_FALSE(word->reading.is_used);
    EXPECT_TRUE(word->reading.is_salt_valid);
    EXPECT_EQ(to_unix_ns(word->reading.block_time), word->block.time_ns);
}

}  // namespace
}  // namespace unrip::trade_executor
