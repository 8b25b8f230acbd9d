#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"
#include "messages/slots.hpp"
#include "near/nonce.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unrip::trade_executor {

/// What the executor knows of one slot, at one moment.
struct Slot {
    enum class Standing {
        open,
        closed,  ///< Or dead: nothing more is signed on it.
    };

    Standing standing = Standing::open;
    bool is_used = false;  ///< Its nonce was seen used.
    near::Nonce nonce{};   ///< Derived from the batch, whatever a command says.
    Instant nonce_deadline;
    std::string salt;
    messages::SlotMode mode = messages::SlotMode::reserve;
    std::uint32_t open_quotes = 0;  ///< Signed on it and not past their deadline.
    std::uint32_t open_quotes_max = 1;
    std::vector<messages::AssetAmount> caps;

    Amount cap_of(const AssetId& asset) const;
};

/// The slots that the engine said to be open, and what was signed on them. Told the same thing
/// twice, or an older thing late, it stays as it is.
class SlotBook {
  public:
    explicit SlotBook(std::string account_id) : account_id_{std::move(account_id)} {}

    void apply(const messages::Slots& slots);

    /// A quote was signed on it, by whichever executor.
    void sign(const SlotId& id, Instant deadline, Instant now);
    /// A quote on it was taken.
    void close(const SlotId& id);
    void mark_used(const SlotId& id);

    /// Nothing: it was never said to be open.
    std::optional<Slot> find(const SlotId& id, Instant now) const;

    /// The highest term that opened, closed or buried slots.
    std::uint64_t epoch() const { return epoch_; }

    /// Slots not known dead or used whose nonce still lives; with `only_signed` those on which
    /// something was signed.
    std::vector<SlotId> burnable(bool only_signed, Instant now) const;

    /// Lanes on which something was signed and more may be: a word that is lost about one of these
    /// lets it go on under a used nonce. (A slot of reserve carries one quote anyway.)
    std::vector<SlotId> lanes_in_use(Instant now) const;

    /// Slots whose nonces the engine asked to have burnt, while that still changes anything.
    std::vector<SlotId> to_burn(Instant now) const;
    /// It was not burnt after all.
    void want_burnt(const SlotId& id);
    /// Somebody has seen to it.
    void burning(const SlotId& id);

    /// Drops batches whose nonces ended before then, for good.
    void forget_before(Instant nonce_deadline);

    std::size_t batches() const { return batches_.size(); }
    std::size_t open_slots(Instant now) const;

  private:
    struct State {
        bool is_closed = false;
        bool is_dead = false;
        bool is_used = false;
        bool is_signed = false;
        bool is_to_burn = false;
        std::vector<Instant> deadlines;  ///< Of what was signed on it and has not ended.
    };
    struct Batch {
        messages::SlotBatch facts;
        near::Salt salt{};
        std::array<std::uint8_t, 32> seed{};
        Instant nonce_deadline;
        std::uint64_t opened_at_revision = 0;
        std::vector<State> slots;
    };

    void open(const messages::SlotBatch& facts, std::uint64_t revision);
    void bury_all_but(const messages::Slots& record);
    template <class Matches>
    std::vector<SlotId> burnable_if(Instant now, Matches matches) const;
    State* state_of(const SlotId& id);

    std::string account_id_;
    std::uint64_t epoch_ = 0;
    std::uint64_t record_revision_ = 0;
    Instant forgotten_before_;
    std::map<std::string, Batch, std::less<>> batches_;
};

}  // namespace unrip::trade_executor
