#pragma once

#include "strategy/quote_terms.hpp"
#include "strategy/slot_facts.hpp"

#include <memory>
#include <utility>

namespace unrip::strategy {

/// A slot that one quote may lean on, taken for it. It shares what its batch is called and made of,
/// which never changes, instead of copying it.
class SlotGrant {
  public:
    SlotGrant(std::shared_ptr<const SlotBatchFacts> batch, std::uint32_t index)
        : batch_{std::move(batch)}, index_{index} {}

    SlotId slot() const { return slot_id(batch_->batch, index_); }
    const std::string& nonce() const { return batch_->nonces[index_]; }  ///< As it is signed.
    Instant nonce_deadline() const { return batch_->nonce_deadline; }

    friend bool operator==(const SlotGrant& left, const SlotGrant& right) {
        return left.index_ == right.index_ &&
               (left.batch_ == right.batch_ || *left.batch_ == *right.batch_);
    }

  private:
    std::shared_ptr<const SlotBatchFacts> batch_;
    std::uint32_t index_;
};

/// A quote that passed every check and has its slot: the only thing a command may be made of. Only
/// the last stage of the pipeline can make one.
class ApprovedQuote {
  public:
    const Stamp& stamp() const { return stamp_; }
    const MessageId& demand() const { return demand_; }
    const QuoteId& quote_id() const { return quote_id_; }
    /// Every optional in it is present.
    const QuoteTerms& terms() const { return terms_; }
    Amount amount_in() const { return *terms_.amount_in; }    ///< Net: signed without a sign.
    Amount amount_out() const { return *terms_.amount_out; }  ///< Gross: signed with a minus.
    Instant deadline() const { return *terms_.deadline; }     ///< Whole milliseconds.
    const SlotGrant& grant() const { return grant_; }
    Instant expires_at() const { return expires_at_; }  ///< Not to be signed or sent after this.

    friend bool operator==(const ApprovedQuote&, const ApprovedQuote&) = default;

  private:
    friend class FinalStage;
    ApprovedQuote(
        Stamp stamp,
        MessageId demand,
        QuoteId quote_id,
        const QuoteTerms& terms,
        SlotGrant grant,
        Instant expires_at
    )
        : stamp_{std::move(stamp)},
          demand_{std::move(demand)},
          quote_id_{std::move(quote_id)},
          terms_{terms},
          grant_{std::move(grant)},
          expires_at_{expires_at} {}

    Stamp stamp_;
    MessageId demand_;
    QuoteId quote_id_;
    QuoteTerms terms_;
    SlotGrant grant_;
    Instant expires_at_;
};

}  // namespace unrip::strategy
