#pragma once

#include "chain/chain.hpp"
#include "relay/auctions.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace unrip::sandbox {

/// The parameter of a `quote_response`, as far as it can be read without the request.
struct ReadAnswer {
    std::string quote_id;
    std::optional<u128> amount_in;
    std::optional<u128> amount_out;
    std::string refusal;  ///< The whole `quote_output`, when it says why there is no offer.
    ReadIntent signed_data;
    std::string mistake;  ///< Not empty: a reason, and all else is void.

    bool is_refusal() const { return !refusal.empty(); }
};

ReadAnswer read_answer(const nlohmann::json& parameter);

/// What is wrong with an answer: a short word for statistics, and the words for its sender. An
/// empty reason: nothing.
struct Judgement {
    std::string reason;
    std::string words;

    bool ok() const { return reason.empty(); }
};

/// What concerns the answer alone, by the Verifier's rules at this moment.
Judgement judge_signed(const ReadAnswer& answer, const Chain& chain, Signatures signatures);

/// Whether it answers this very request: exactly the two tokens, the fixed amount as asked, the
/// other as said, and long enough.
Judgement judge_against(const ReadAnswer& answer, const QuoteRequest& request, Instant published);

/// Of an answer that is in order.
Offer to_offer(ReadAnswer answer);

}  // namespace unrip::sandbox
