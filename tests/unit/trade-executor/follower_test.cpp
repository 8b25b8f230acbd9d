// From the signature to the last word: which word, on which evidence.

#include "near/base58.hpp"
#include "near/hash.hpp"
#include "unit/trade-executor/trading.hpp"

#include <malloc.h>

namespace unrip::trade_executor {
namespace {

using messages::SettlementEvidence;
using messages::SettlementFailure;
using messages::SettlementState;

const std::vector<messages::AssetDelta> kPromised{
    {kEure, i128{5'000'000'000'000'000'000}}, {kBtc, -8'271}};

struct FollowerTest : Trading {
    Follower& follower = memory.follower;
    messages::Block block{200, "block", to_unix_ns(kNow + 5s)};

    /// Signs one on a slot's nonce; `later` tells the quotes of one nonce apart.
    QuoteHash sign_on(std::uint32_t index, Milliseconds later = 0ms) {
        auto trade = command();
        trade.nonce = near::to_text(nonce_of(index));
        trade.slot = SlotId{"7-1/" + std::to_string(index)};
        trade.deadline = near::to_rfc3339(kNow + 70s + later);
        const auto quote = signed_quote(trade, "cmd-" + std::to_string(++signed_));
        memory.said(quote);
        return quote.body.quote_hash;
    }
    std::optional<Follower::Settlement> match(const QuoteHash& hash, std::string tx = "tx-1") {
        messages::Envelope<messages::QuoteStatus> status;
        status.id = MessageId{"qst-1"};
        status.body.quote_hash = hash;
        status.body.tx_hash = std::move(tx);
        return follower.matched(status, kNow);
    }
    Follower::Settlements settle(
        const QuoteHash& hash, std::vector<messages::AssetDelta> realised = kPromised
    ) {
        return follower.executed(hash, {"tx-1", block, std::move(realised)}, kNow + 6s);
    }
    /// A count after the quotes' deadlines.
    strategy::BooksReading books(i128 btc_missing, Instant at) {
        return {at, {{kBtc, 100 - btc_missing, 100, 0, 0}, {kEure, 5, 5, 0, 0}}};
    }
    Follower::Settlements count(
        const strategy::BooksReading& reading,
        Instant sound = Instant{},
        std::size_t at_most = 10'000
    ) {
        return follower.counted(reading, sound, MessageId{"inv-9"}, block, kNow + 80s, at_most);
    }

    int signed_ = 0;
};

TEST_F(FollowerTest, SaysMatchedOnceWithTheRelaysWord) {
    const auto hash = sign_on(0);
    const auto matched = match(hash);
    ASSERT_TRUE(matched);
    EXPECT_EQ(matched->id.text(), "set-" + hash.text() + "-matched");
    EXPECT_EQ(matched->cause.text(), "qst-1");
    EXPECT_EQ(matched->body.state, SettlementState::matched);
    EXPECT_EQ(matched->body.evidence, SettlementEvidence::relay_status);
    EXPECT_FALSE(matched->body.is_last);
    EXPECT_EQ(matched->body.tx_hash, "tx-1");
    EXPECT_FALSE(match(hash));
    EXPECT_FALSE(match(QuoteHash{"another makers"}));
    EXPECT_EQ(follower.with_transaction(), std::vector{hash});
}

TEST_F(FollowerTest, TakesTheTransactionThatALaterEventNames) {
    const auto hash = sign_on(0);
    match(hash, "tx-1");
    match(hash, "tx-2");
    EXPECT_EQ(follower.find(hash)->tx_hash(), "tx-2");
}

TEST_F(FollowerTest, SaysSettledWithWhatMovedAndWhatItEarned) {
    const auto hash = sign_on(0);
    match(hash);
    const auto said = settle(hash);
    ASSERT_EQ(said.size(), 1U);
    const auto& body = said[0].body;
    EXPECT_EQ(body.state, SettlementState::settled);
    EXPECT_TRUE(body.is_last);
    EXPECT_EQ(body.evidence, SettlementEvidence::transaction_logs);
    EXPECT_EQ(body.realised, kPromised);
    EXPECT_EQ(body.is_as_promised, true);
    EXPECT_EQ(to_text(*body.realised_pnl_eure), "37400000000000000");
    EXPECT_EQ(body.reference_price_id->text(), "px-1");
    EXPECT_EQ(follower.size(), 0U);
    EXPECT_TRUE(settle(hash).empty());
}

TEST_F(FollowerTest, SaysWhenTheDeltasAreNotThePromise) {
    const auto hash = sign_on(0);
    auto other = kPromised;
    other[1].delta = -8'272;
    EXPECT_EQ(settle(hash, other)[0].body.is_as_promised, false);
}

TEST_F(FollowerTest, ValuesAFillAtTheSigningPriceWhenThereIsNoFreshOne) {
    const auto hash = sign_on(0);
    hear_price("70000", kNow - 1h);
    EXPECT_EQ(settle(hash)[0].body.reference_price_id->text(), "px-0");
}

TEST_F(FollowerTest, EndsTheSiblingsOfAFillThatWereNotMatched) {
    const auto first = sign_on(0, 1ms);
    const auto second = sign_on(0, 2ms);
    const auto matched = sign_on(0, 3ms);
    const auto elsewhere = sign_on(1, 4ms);
    match(matched, "tx-2");
    const auto said = settle(first);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[1].body.quote_hash, second);
    EXPECT_EQ(said[1].body.state, SettlementState::expired);
    EXPECT_EQ(said[1].body.evidence, SettlementEvidence::sibling_settled);
    EXPECT_EQ(said[1].body.is_nonce_used, true);
    EXPECT_NE(follower.find(matched), nullptr) << "its own transaction will tell";
    EXPECT_NE(follower.find(elsewhere), nullptr);
}

TEST_F(FollowerTest, LetsAFailedOneTryAgainUnlessItsNonceIsUsed) {
    const auto hash = sign_on(0);
    match(hash);
    FailedExecution failed;
    failed.tx_hash = "tx-1";
    failed.failure = SettlementFailure::counterparty;
    const auto said = follower.failed(hash, failed, kNow);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->body.state, SettlementState::failed);
    EXPECT_FALSE(said->body.is_last) << "another transaction may still hold it";
    EXPECT_FALSE(follower.failed(hash, failed, kNow)) << "said once";

    failed.failure = SettlementFailure::nonce_used;
    failed.is_nonce_used = true;
    const auto last = follower.failed(hash, failed, kNow);
    ASSERT_TRUE(last);
    EXPECT_TRUE(last->body.is_last);
    EXPECT_EQ(follower.size(), 0U);
    EXPECT_NE(last->id, said->id) << "the stream keeps what comes twice under one id once";
}

TEST_F(FollowerTest, SaysExpiredForManyWhenTheBooksBalancePastTheirDeadlines) {
    const auto first = sign_on(0);
    const auto second = sign_on(1, 1ms);
    const auto later = sign_on(2, 30s);
    const auto said = count(books(0, kNow + 75s));
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].body.quote_hash, first);
    EXPECT_EQ(said[1].body.quote_hash, second);
    EXPECT_EQ(said[0].body.state, SettlementState::expired);
    EXPECT_EQ(said[0].body.evidence, SettlementEvidence::books_balance);
    EXPECT_EQ(said[0].body.inventory_id->text(), "inv-9");
    EXPECT_NE(follower.find(later), nullptr);
}

TEST_F(FollowerTest, GoesOnWithTheRestWhenThereIsMoreThanIsToBeSaidAtOnce) {
    const auto second = sign_on(1, 1500ms);
    const auto first = sign_on(0, 1ms);
    const auto third = sign_on(0, 1600ms);
    const auto some = count(books(0, kNow + 75s), Instant{}, 2);
    ASSERT_EQ(some.size(), 2U);
    EXPECT_EQ(some[0].body.quote_hash, first);
    EXPECT_EQ(some[1].body.quote_hash, second);
    const auto rest = count(books(0, kNow + 75s), Instant{}, 2);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].body.quote_hash, third);
}

TEST_F(FollowerTest, ProvesNothingByBooksThatAreNotRightOrBeganTooLate) {
    sign_on(0);
    EXPECT_TRUE(count(books(8'271, kNow + 75s)).empty());
    EXPECT_TRUE(count(books(0, kNow + 70s)).empty()) << "not past the deadline";
    EXPECT_TRUE(count(books(0, kNow + 75s), kNow + 1s).empty())
        << "it was signed before the books were right";
    EXPECT_EQ(follower.size(), 1U);
}

TEST_F(FollowerTest, SaysNothingOfANonceThatTheBlockWouldNotKnow) {
    const auto read = [&](Instant at, bool is_used, bool is_salt_valid) {
        return follower.nonce_read(nonce_of(0), {at, is_used, is_salt_valid}, block, kNow).size();
    };
    sign_on(0);
    EXPECT_EQ(read(kNow + 69s, false, true), 0U);
    EXPECT_EQ(read(kNow + 75s, true, true), 0U);
    EXPECT_EQ(read(kNow + 75s, false, false), 0U);
    EXPECT_EQ(read(kNow + 601s, false, true), 0U) << "the contract has forgotten it";
}

TEST_F(FollowerTest, SaysExpiredWhenTheNonceWasNotUsedAtABlockThatWouldKnow) {
    sign_on(0);
    sign_on(0, 20s);
    const auto first = follower.nonce_read(nonce_of(0), {kNow + 75s, false, true}, block, kNow);
    EXPECT_EQ(first.size(), 1U) << "the other one can still be executed";
    const auto last = follower.nonce_read(nonce_of(0), {kNow + 95s, false, true}, block, kNow);
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].body.evidence, SettlementEvidence::nonce_unused);
    EXPECT_EQ(last[0].body.is_nonce_used, false);
    EXPECT_EQ(follower.size(), 0U);
}

TEST_F(FollowerTest, SaysOnceThatAUsedNonceIsNobodysAndStillHearsWhoTookIt) {
    const auto first = sign_on(0, 1ms);
    const auto second = sign_on(0, 2ms);
    sign_on(1);
    const auto said = follower.nonce_used(nonce_of(0), block, kNow + 6s);
    ASSERT_EQ(said.size(), 2U);
    for (const auto& word : said) {
        EXPECT_EQ(word.body.state, SettlementState::unknown);
        EXPECT_FALSE(word.body.is_last);
        EXPECT_EQ(word.body.is_nonce_used, true);
        EXPECT_EQ(word.body.block, block);
        memory.said(word);
    }
    EXPECT_TRUE(memory.slots.find(SlotId{"7-1/0"}, kNow)->is_used) << "nothing more is signed";
    EXPECT_TRUE(follower.nonce_used(nonce_of(0), block, kNow + 7s).empty());

    EXPECT_TRUE(match(second)) << "the relay may still tell";
    const auto ended = settle(second);
    ASSERT_EQ(ended.size(), 2U);
    EXPECT_EQ(ended[0].body.state, SettlementState::settled);
    EXPECT_EQ(ended[1].body.quote_hash, first);
    EXPECT_EQ(ended[1].body.state, SettlementState::expired);
}

TEST_F(FollowerTest, LeavesAUsedNonceToTheTransactionOfTheOneThatWasMatched) {
    const auto matched = sign_on(0, 1ms);
    sign_on(0, 2ms);
    match(matched);
    EXPECT_TRUE(follower.nonce_used(nonce_of(0), block, kNow + 6s).empty());
}

TEST_F(FollowerTest, TheLastWordOfOneInDoubtIsNoRepeatOfTheFirst) {
    const auto hash = sign_on(0);
    const auto doubt = follower.nonce_used(nonce_of(0), block, kNow + 6s).at(0);
    Follower next{"trade-executor/executor-2", 10, [](const auto&, const auto&) {
                      return std::optional<Valuation>{};
                  }};
    auto trade = command();
    trade.nonce = near::to_text(nonce_of(0));
    trade.deadline = near::to_rfc3339(kNow + 70s);
    const auto quote = signed_quote(trade, "cmd-again");
    ASSERT_TRUE(next.add(quote));
    auto read_back = doubt.body;
    read_back.quote_hash = quote.body.quote_hash;
    next.was_said(read_back);
    EXPECT_FALSE(next.find(quote.body.quote_hash)->is_matched);
    EXPECT_TRUE(next.nonce_used(nonce_of(0), block, kNow + 6s).empty()) << "it was said";

    const auto last = follower.give_up(kNow + 1h, kNow + 1h);
    ASSERT_EQ(last.size(), 1U);
    EXPECT_TRUE(last[0].body.is_last);
    EXPECT_NE(last[0].id, doubt.id);
    EXPECT_EQ(last[0].body.quote_hash, hash);
}

TEST_F(FollowerTest, SaysUnknownAndNeverExpiredWithoutAProof) {
    sign_on(0);
    EXPECT_TRUE(follower.give_up(kNow + 600s, kNow).empty());
    const auto said = follower.give_up(kNow + 601s, kNow + 800s);
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].body.state, SettlementState::unknown);
    EXPECT_EQ(said[0].body.evidence, SettlementEvidence::none);
    EXPECT_TRUE(said[0].body.is_last);
}

TEST_F(FollowerTest, NamesTheNoncesThatNothingWasSaidOf) {
    sign_on(0);
    sign_on(0, 1ms);
    sign_on(1, 2ms);
    EXPECT_TRUE(follower.doubtful_nonces(kNow, kNow + 70s, 10).nonces.empty());
    const std::vector both{nonce_of(0), nonce_of(1)};
    const auto all = follower.doubtful_nonces(kNow, kNow + 80s, 10);
    EXPECT_EQ(all.nonces, both);
    EXPECT_EQ(all.more_from, std::nullopt);
}

TEST_F(FollowerTest, NoncesThatNothingProvesLeaveRoomForTheNext) {
    sign_on(0);
    sign_on(0, 1ms);
    sign_on(1, 2ms);
    const auto first = follower.doubtful_nonces(kNow, kNow + 80s, 1);
    EXPECT_EQ(first.nonces, std::vector{nonce_of(0)});
    ASSERT_TRUE(first.more_from);
    const auto next = follower.doubtful_nonces(*first.more_from, kNow + 80s, 1);
    EXPECT_EQ(next.nonces, std::vector{nonce_of(1)});
    EXPECT_EQ(next.more_from, std::nullopt);
}

TEST_F(FollowerTest, KeepsAFifthOfAKilobyteOfEachQuote) {
    constexpr std::uint32_t kQuotes = 8'000;
    auto quote = signed_quote(command(), "cmd-7-1");
    const auto taken = [] { return mallinfo2().uordblks; };
    const auto before = taken();
    for (std::uint32_t index = 0; index < kQuotes; ++index) {
        const auto name = "quote " + std::to_string(index);
        quote.body.quote_hash = QuoteHash{near::to_base58(near::sha256(near::as_bytes(name)))};
        quote.body.quote_id =
            QuoteId{"0c1f5a6e-7d1b-4a0e-9a77-" + std::to_string(100'000'000'000 + index)};
        quote.body.decision_id = DecisionId{"dec-29920171-" + std::to_string(index)};
        quote.body.command_id = CommandId{"cmd-29920171-" + std::to_string(index)};
        ASSERT_TRUE(follower.add(quote));
    }
    EXPECT_LT((taken() - before) / kQuotes, 230U);
    const auto said = count(books(0, kNow + 75s));
    ASSERT_EQ(said.size(), kQuotes);
    EXPECT_EQ(follower.size(), 0U);
}

TEST_F(FollowerTest, EveryWordCanBeReadBackAndGoesOnFromThere) {
    const auto hash = sign_on(0);
    const auto matched = *match(hash);
    const auto text = messages::encode(matched);
    ASSERT_TRUE(messages::decode<messages::TradeSettlement>(text)) << text;

    Memory next{memory.rules, policy.executor.rolling, clock, "trade-executor/executor-2"};
    next.recall(signed_quote(command(), "cmd-1"));
    next.recall(matched);
    ASSERT_NE(next.follower.find(hash), nullptr);
    EXPECT_TRUE(next.follower.find(hash)->is_matched);
    EXPECT_EQ(next.follower.with_transaction(), std::vector{hash});
    const auto settled = settle(hash)[0];
    next.recall(settled);
    EXPECT_EQ(next.follower.size(), 0U);
}

}  // namespace
}  // namespace unrip::trade_executor
