#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "followed.hpp"
#include "messages/quote_signed.hpp"
#include "messages/quote_status.hpp"
#include "messages/trade_settlement.hpp"
#include "near/nonce.hpp"
#include "strategy/expiry.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unrip::trade_executor {

/// What a final block says about a transaction that holds a quote of ours.
struct Execution {
    std::string tx_hash;
    messages::Block block;
    std::vector<messages::AssetDelta> realised;
};

struct FailedExecution {
    std::string tx_hash;
    messages::SettlementFailure failure = messages::SettlementFailure::other;
    std::string detail;
    std::optional<messages::Block> block;
    /// What the Verifier then said about our nonce; true means that no other attempt can succeed.
    std::optional<bool> is_nonce_used;
};

/// What a fill earned at the executor's own reference.
struct Valuation {
    i128 pnl = 0;
    Price price;
    MessageId price_id;
};

/// Follows every signed quote from the signature to its last word, each word with its evidence.
/// Pure: it is told what was heard and read, and says what is to be said.
class Follower {
  public:
    using Settlement = messages::Envelope<messages::TradeSettlement>;
    using Settlements = std::vector<Settlement>;
    using Value = std::function<
        std::optional<Valuation>(const Followed&, const std::vector<messages::AssetDelta>&)>;

    Follower(std::string source, std::size_t capacity, Value value);

    /// False: it is followed already, or its texts can't be read.
    bool add(const messages::Envelope<messages::QuoteSigned>& quote);
    /// What was said of it before a restart.
    void was_said(const messages::TradeSettlement& settlement);

    const Followed* find(const QuoteHash& hash) const;
    /// Some quote under it has no last word.
    bool follows(const near::Nonce& nonce) const { return grounds_.contains(nonce); }
    std::size_t size() const { return quotes_.size(); }
    bool is_full() const { return quotes_.size() >= capacity_; }

    /// The relay says that it was taken. Nothing: not ours, or said before.
    std::optional<Settlement> matched(
        const messages::Envelope<messages::QuoteStatus>& status, Instant now
    );
    /// It executed. Its siblings, which share its nonce, can't any more; those that were matched
    /// wait for what their own transactions say.
    Settlements executed(const QuoteHash& hash, const Execution& execution, Instant now);
    std::optional<Settlement> failed(
        const QuoteHash& hash, const FailedExecution& execution, Instant now
    );
    /// A count past some deadlines. Quotes signed before `sound_since` are not proven by it. At
    /// most so many at once, the oldest first; asked again, it goes on with the rest.
    Settlements counted(
        const strategy::BooksReading& books,
        Instant sound_since,
        const MessageId& inventory,
        const messages::Block& block,
        Instant now,
        std::size_t at_most
    );
    /// The Verifier's word on one nonce, for all quotes under it.
    Settlements nonce_read(
        const near::Nonce& nonce,
        const strategy::NonceReading& reading,
        const messages::Block& block,
        Instant now
    );
    /// A nonce was seen used on a final block and nobody told by what. Said once of each
    /// quote that it may have been; none of it is a last word, since the relay may still name the
    /// transaction. Where one was matched its transaction tells, and nothing is said.
    Settlements nonce_used(const near::Nonce& nonce, const messages::Block& block, Instant now);
    /// What could not be proven until then is unknown.
    Settlements give_up(Instant nonce_deadline_before, Instant now);

    /// Matched ones, whose transaction is to be read.
    std::vector<QuoteHash> with_transaction() const;
    struct Doubtful {
        std::vector<near::Nonce> nonces;
        std::optional<Instant> more_from;  ///< Where those begin that found no room.
    };
    /// Nonces of quotes that ended from `from` on and before `deadline` and have no last word, the
    /// oldest first.
    Doubtful doubtful_nonces(Instant from, Instant deadline, std::size_t at_most) const;
    /// When the first one was signed; nothing: none is followed.
    std::optional<Instant> oldest_signed() const;
    /// The earliest deadline among those without a last word.
    std::optional<Instant> earliest_deadline() const;

  private:
    using Entry = FollowedEntry;
    using Entries = std::vector<Entry*>;

    Ground& ground_of(const messages::Envelope<messages::QuoteSigned>& quote, near::Nonce nonce);
    std::shared_ptr<const SigningPrice> price_of(const std::string& pair, SigningPrice price);
    Entry* entry_of(const QuoteHash& hash);
    Entries under(const near::Nonce& nonce) const;
    /// In the order of their deadlines.
    template <class Visit>
    void each_ended(Instant from, Instant before, Visit visit) const;

    Settlement word_of(
        const Entry& entry, messages::SettlementState state, bool is_last, Instant now
    ) const;
    Settlement last_word(Entry& entry, messages::SettlementState state, Instant now);
    void forget(Entry& entry);

    std::string source_;
    std::size_t capacity_;
    Value value_;
    FollowedQuotes quotes_;
    std::map<near::Nonce, std::vector<std::unique_ptr<Ground>>> grounds_;
    std::map<std::int64_t, Entries> by_second_;  ///< Of the deadline, since 1970.
    /// The newest of each pair.
    std::map<std::string, std::shared_ptr<const SigningPrice>, std::less<>> prices_;
};

}  // namespace unrip::trade_executor
