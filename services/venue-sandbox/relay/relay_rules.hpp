#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <string>

namespace unrip::sandbox {

/// How the relay works. May change while it runs.
struct RelayRules {
    bool bearer = false;  ///< Ask for an API key; any will do unless `bearer_token` is set.
    std::string bearer_token;
    bool flat_envelope = false;  ///< Events as the documentation has them, not as they come.
    bool verify_inline = true;   ///< Else signatures are checked later, none skipped.

    Milliseconds wait_min{300};      ///< Before that no auction ends.
    Milliseconds wait_max{3'000};    ///< After that every auction has ended.
    Milliseconds grace{300};         ///< Behind the shortest wait, for whoever is late.
    Milliseconds sub_leg_grace{50};  ///< Of a router's request, which has no shortest wait.

    Milliseconds settle_after{1'500};  ///< Between a taker's yes and its transaction.

    /// Signatures that may be owed before each new one costs the check of an old one.
    std::size_t owed_max = 2'000'000;
    std::size_t open_auctions_max = 200'000;
};

}  // namespace unrip::sandbox
