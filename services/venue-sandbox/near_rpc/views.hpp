#pragma once

#include "chain/chain.hpp"

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// What a view method of the Verifier returned: JSON text, or the words of its panic.
struct ViewResult {
    std::string value;
    std::string panic;

    bool panicked() const { return !panic.empty(); }
};

/// At one block. Simulations always run on the newest state: what a batch does depends on the
/// moment, and nobody asks what it would have done.
ViewResult view(
    const Chain& chain, std::string_view method, const std::string& args, const Block& block
);

}  // namespace unrip::sandbox
