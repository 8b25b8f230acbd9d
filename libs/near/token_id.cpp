#include "near/token_id.hpp"

#include "near/account_id.hpp"

#include <array>
#include <optional>

namespace unrip::near {
namespace {

constexpr std::size_t kTokenIdLengthMax = 127;

constexpr std::array kStandards{
    TokenStandard::nep141, TokenStandard::nep171, TokenStandard::nep245, TokenStandard::imt};

std::optional<TokenStandard> find_standard(std::string_view name) {
    for (const auto standard : kStandards) {
        if (to_text(standard) == name) return standard;
    }
    return std::nullopt;
}

Failure not_a_token(std::string_view text) {
    return fail(
        Error::Kind::malformed,
        "not a token id (such as nep141:wrap.near): " + std::string{text.substr(0, 80)}
    );
}

}  // namespace

std::string_view to_text(TokenStandard standard) {
    switch (standard) {
        case TokenStandard::nep171:
            return "nep171";
        case TokenStandard::nep245:
            return "nep245";
        case TokenStandard::imt:
            return "imt";
        case TokenStandard::nep141:
            break;
    }
    return "nep141";
}

std::string to_text(const TokenId& id) {
    std::string text = std::string{to_text(id.standard)} + ":" + id.contract_id;
    if (id.standard != TokenStandard::nep141) text += ":" + id.token_id;
    return text;
}

Result<TokenId> parse_token_id(std::string_view asset_id) {
    const auto colon = asset_id.find(':');
    if (colon == std::string_view::npos) return not_a_token(asset_id);
    const auto standard = find_standard(asset_id.substr(0, colon));
    if (!standard) return not_a_token(asset_id);

    const auto rest = asset_id.substr(colon + 1);
    TokenId id{*standard, std::string{rest}, {}};
    if (*standard != TokenStandard::nep141) {
        const auto second = rest.find(':');
        if (second == std::string_view::npos) return not_a_token(asset_id);
        id.contract_id = rest.substr(0, second);
        id.token_id = rest.substr(second + 1);
    }
    if (!is_account_id(id.contract_id) || id.token_id.size() > kTokenIdLengthMax) {
        return not_a_token(asset_id);
    }
    return id;
}

}  // namespace unrip::near
