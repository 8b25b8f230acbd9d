#include "names.hpp"

#include "near/hash.hpp"

#include <algorithm>

namespace unrip::liquidity_manager {

std::string name_of(std::string_view kind, std::string_view identity) {
    constexpr std::size_t bytes_kept = 12;
    const auto hash = near::sha256(near::as_bytes(identity));
    return std::string{kind} + "-" + near::to_hex(near::ByteView{hash}.first(bytes_kept));
}

bool is_name(std::string_view text) {
    constexpr std::size_t longest = 128;
    if (text.empty() || text.size() > longest) return false;
    if (text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

}  // namespace unrip::liquidity_manager
