#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "messages/envelope.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::messages {

/// A user asks for a price. Exactly one of the two amounts is fixed.
struct SwapDemand {
    static constexpr std::string_view kSubject = "norm.swap_demand";
    static constexpr std::string_view kSchema = "norm.swap_demand/1";

    QuoteId quote_id;   ///< Given by the relay; echoed in the answer.
    AssetId asset_in;   ///< What the user gives and we receive.
    AssetId asset_out;  ///< What the user receives and we give.
    /// What the user gives, when that side is fixed, in base units.
    std::optional<Amount> exact_amount_in;
    /// What the user wants, when that side is fixed, in base units.
    std::optional<Amount> exact_amount_out;
    std::int64_t min_deadline_ms = 0;  ///< How long the answer must stay valid, in milliseconds.
    std::optional<std::int64_t> min_wait_ms;  ///< Shortest auction the requester asked for.
    /// Hard end of the auction, from the relay's publication.
    std::optional<std::int64_t> max_wait_ms;
    std::optional<std::int64_t> wait_ms;  ///< Deprecated predecessor of the two.
    /// True marks, in practice, a leg of a router's route: about 50 ms to answer.
    std::optional<bool> protocol_fee_included;
    std::optional<std::string> partner_id;  ///< Whose customer asks: 1click, router-solver.
    /// From the trusted metadata: main_quote, min_deposit_amount, ...
    std::optional<std::string> quote_type;
    std::optional<bool> is_dry;  ///< The requester said that it only looks for a price.
    /// The relay's own time of the request, as it wrote it.
    std::optional<std::string> quote_timestamp;
    /// The relay's trusted metadata, compact JSON text, kept for later reading.
    std::optional<std::string> trusted_metadata;
    std::string instance;  ///< The ingest that heard it and can answer it.
    /// The socket that was asked; an answer must leave on the same one.
    std::string connection_id;
    std::int64_t received_ns = 0;   ///< Stage: the last byte of the frame was read from the socket.
    std::int64_t published_ns = 0;  ///< Stage: this message was handed to the bus.

    friend bool operator==(const SwapDemand&, const SwapDemand&) = default;
};

}  // namespace unrip::messages
