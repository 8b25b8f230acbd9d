#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace unrip {

/// A text that names one thing and can't be mistaken for the name of another.
template <class Tag>
class Id {
  public:
    Id() = default;
    explicit Id(std::string text) : text_{std::move(text)} {}

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend auto operator<=>(const Id&, const Id&) = default;

  private:
    std::string text_;
};

using MessageId = Id<struct MessageTag>;    ///< An envelope's id, and its Nats-Msg-Id.
using QuoteId = Id<struct QuoteTag>;        ///< Given by the relay to a request for a quote.
using QuoteHash = Id<struct QuoteHashTag>;  ///< base58 of the NEP-413 prehash that we signed.
using DecisionId = Id<struct DecisionTag>;
using CommandId = Id<struct CommandTag>;
using SlotId = Id<struct SlotTag>;  ///< "<batch>/<index>": one nonce and what it may promise.

}  // namespace unrip

template <class Tag>
struct std::hash<unrip::Id<Tag>> {
    std::size_t operator()(const unrip::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
