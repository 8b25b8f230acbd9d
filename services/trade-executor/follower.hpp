#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "messages/quote_signed.hpp"
#include "messages/quote_status.hpp"
#include "messages/trade_settlement.hpp"
#include "near/nonce.hpp"
#include "strategy/expiry.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace unrip::trade_executor {

/// A signed quote on its way to its end.
struct Followed {
    messages::QuoteSigned quote;
    std::string pair;
    Instant deadline;
    Instant nonce_deadline;
    near::Nonce nonce{};
    bool is_matched = false;
    bool has_failed = false;  ///< One transaction failed; another may still come.
    /// Its nonce was seen used, and it was said that nobody knows by what.
    bool is_in_doubt = false;
    std::optional<std::string> tx_hash;
    std::optional<std::string> intent_hash;
    std::optional<MessageId> quote_status_id;
};

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
    bool follows(const near::Nonce& nonce) const {
        return by_nonce_.contains(near::to_text(nonce));
    }
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
    /// A count past some deadlines. Quotes signed before `sound_since` are not proven by it.
    Settlements counted(
        const strategy::BooksReading& books,
        Instant sound_since,
        const MessageId& inventory,
        const messages::Block& block,
        Instant now
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
    using Quotes = std::unordered_map<QuoteHash, Followed>;

    Settlement word_of(
        const Followed& followed, messages::SettlementState state, bool is_last, Instant now
    ) const;
    Settlement last_word(const QuoteHash& hash, messages::SettlementState state, Instant now);
    void forget(const QuoteHash& hash);

    std::string source_;
    std::size_t capacity_;
    Value value_;
    Quotes quotes_;
    std::set<std::pair<Instant, QuoteHash>> by_deadline_;
    std::unordered_map<std::string, std::set<QuoteHash>> by_nonce_;
};

}  // namespace unrip::trade_executor
