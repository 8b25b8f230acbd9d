#include "core/token_book.hpp"

#include <algorithm>

namespace unrip {
namespace {

constexpr unsigned kDecimalsMax = 38;

bool is_slug(std::string_view text) {
    return !text.empty() && text.size() <= 16 &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
           });
}

}  // namespace

Result<void> TokenBook::add(Token token) {
    if (!is_slug(token.slug)) {
        return fail(
            Error::Kind::malformed, "a token's slug is up to 16 of a-z and 0-9, not: " + token.slug
        );
    }
    if (token.decimals > kDecimalsMax) {
        return fail(Error::Kind::malformed, token.slug + " has more than 38 decimals");
    }
    if (find(token.id) != nullptr || find_slug(token.slug) != nullptr) {
        return fail(Error::Kind::malformed, "listed twice: " + token.slug + " " + token.id.text());
    }
    tokens_.push_back(std::move(token));
    return {};
}

const Token* TokenBook::find(const AssetId& id) const {
    const auto found = std::ranges::find(tokens_, id, &Token::id);
    return found == tokens_.end() ? nullptr : &*found;
}

const Token* TokenBook::find_slug(std::string_view slug) const {
    const auto found = std::ranges::find(tokens_, slug, &Token::slug);
    return found == tokens_.end() ? nullptr : &*found;
}

Result<Pair> TokenBook::pair(std::string_view name) const {
    const auto dash = name.find('-');
    const auto* base = find_slug(name.substr(0, dash));
    const auto* quote = dash == std::string_view::npos ? nullptr : find_slug(name.substr(dash + 1));
    if (base == nullptr || quote == nullptr || base == quote) {
        return fail(
            Error::Kind::malformed,
            "a pair names two different known tokens, such as btc-eure, not: " + std::string{name}
        );
    }
    return Pair{*base, *quote};
}

std::string TokenBook::show(const AssetId& id, Amount amount) const {
    const auto* token = find(id);
    if (token == nullptr) return amount.to_string() + " base units of " + id.text();
    return amount.to_tokens(token->decimals) + " " + token->symbol;
}

}  // namespace unrip
