#pragma once

#include "core/asset_id.hpp"

namespace unrip::near {

enum class TokenStandard { nep141, nep171, nep245, imt };

/// An asset id taken apart as the Verifier does. core's AssetId keeps the text as it came; this
/// says whether the Verifier would understand it.
struct TokenId {
    TokenStandard standard = TokenStandard::nep141;
    std::string contract_id;  ///< for imt: the account that may mint
    std::string token_id;     ///< empty for nep141; may contain colons

    friend bool operator==(const TokenId&, const TokenId&) = default;
};

std::string_view to_text(TokenStandard standard);
std::string to_text(const TokenId& id);

Result<TokenId> parse_token_id(std::string_view asset_id);

}  // namespace unrip::near
