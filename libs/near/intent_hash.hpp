#pragma once

#include "near/bytes.hpp"

namespace unrip::near {

/// The hash under which the Verifier executes a signed intent, for all of its seven standards:
/// nep413, erc191, tip191, raw_ed25519, webauthn, ton_connect, sep53. Takes the whole signed object
/// as JSON. Signatures are not looked at.
Result<Hash> intent_hash(std::string_view multi_payload_json);

}  // namespace unrip::near
