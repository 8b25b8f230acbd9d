#include "near/base58.hpp"

#include <sodium.h>

#include <algorithm>

namespace unrip::near {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// Five letters at a time: 58^5 is the largest power of 58 below 2^32.
constexpr std::size_t kGroup = 5;
constexpr std::uint64_t kGroupBase = 58ULL * 58 * 58 * 58 * 58;

constexpr std::array<std::int8_t, 256> letter_values() {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t at = 0; at < kAlphabet.size(); ++at) {
        table.at(static_cast<unsigned char>(kAlphabet[at])) = static_cast<std::int8_t>(at);
    }
    return table;
}

int letter_value(char letter) {
    static constexpr auto values = letter_values();
    return values.at(static_cast<unsigned char>(letter));
}

/// A number of any size, least significant 32 bits first, that forgets itself.
class WideNumber {
  public:
    explicit WideNumber(std::size_t bytes) { words_.reserve(bytes / 4 + 2); }
    WideNumber(const WideNumber&) = delete;
    WideNumber& operator=(const WideNumber&) = delete;
    ~WideNumber() { sodium_memzero(words_.data(), words_.capacity() * sizeof(words_[0])); }

    void multiply_add(std::uint64_t factor, std::uint64_t carry) {
        for (auto& word : words_) {
            carry += word * factor;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
        if (carry != 0) words_.push_back(static_cast<std::uint32_t>(carry));
    }

    std::size_t byte_count() const {
        if (words_.empty()) return 0;
        std::size_t count = words_.size() * 4;
        while (byte(count - 1) == 0)
            --count;
        return count;
    }

    /// Least significant first.
    std::uint8_t byte(std::size_t at) const {
        return static_cast<std::uint8_t>(words_[at / 4] >> (at % 4 * 8U));
    }

  private:
    std::vector<std::uint32_t> words_;  // Never grows past what was reserved, so leaves no copies.
};

std::size_t count_leading(std::string_view text, char letter) {
    return std::min(text.find_first_not_of(letter), text.size());
}

}  // namespace

std::string to_base58(ByteView bytes) {
    std::size_t zeros = 0;
    while (zeros < bytes.size() && bytes[zeros] == 0)
        ++zeros;

    std::vector<std::uint32_t> groups;  // Base 58^5, least significant first.
    groups.reserve(bytes.size() * 8 / 29 + 1);
    for (const auto byte : bytes.subspan(zeros)) {
        std::uint64_t carry = byte;
        for (auto& group : groups) {
            carry += std::uint64_t{group} << 8U;
            group = static_cast<std::uint32_t>(carry % kGroupBase);
            carry /= kGroupBase;
        }
        if (carry != 0) groups.push_back(static_cast<std::uint32_t>(carry));
    }

    std::string text;
    text.reserve(zeros + groups.size() * kGroup);
    for (auto group : groups) {
        for (std::size_t letter = 0; letter < kGroup; ++letter) {
            text += kAlphabet[group % 58];
            group /= 58;
        }
    }
    text.erase(text.find_last_not_of(kAlphabet[0]) + 1);
    text.append(zeros, kAlphabet[0]);
    std::reverse(text.begin(), text.end());
    return text;
}

std::optional<std::size_t> decode_base58(std::string_view text, std::span<std::uint8_t> into) {
    if (text.size() > kBase58LengthMax) return std::nullopt;
    const std::size_t zeros = count_leading(text, kAlphabet[0]);

    WideNumber number{text.size()};
    for (std::size_t at = zeros; at < text.size();) {
        std::uint64_t factor = 1;
        std::uint64_t group = 0;
        for (std::size_t letter = 0; letter < kGroup && at < text.size(); ++letter, ++at) {
            const int value = letter_value(text[at]);
            if (value < 0) return std::nullopt;
            group = group * 58 + static_cast<std::uint64_t>(value);
            factor *= 58;
        }
        number.multiply_add(factor, group);
    }

    const std::size_t digits = number.byte_count();
    if (zeros + digits > into.size()) return std::nullopt;
    std::fill_n(into.begin(), zeros, std::uint8_t{0});
    for (std::size_t at = 0; at < digits; ++at)
        into[zeros + at] = number.byte(digits - 1 - at);
    return zeros + digits;
}

Result<Bytes> parse_base58(std::string_view text) {
    Bytes bytes(std::min(text.size(), kBase58LengthMax));
    const auto size = decode_base58(text, bytes);
    if (!size) {
        return fail(Error::Kind::malformed, "not base58: " + std::string{text.substr(0, 100)});
    }
    bytes.resize(*size);
    return bytes;
}

Result<Hash> parse_hash(std::string_view text) {
    Hash hash{};
    const auto size = decode_base58(text, hash);
    if (size != hash.size()) {
        return fail(
            Error::Kind::malformed, "not base58 of 32 bytes: " + std::string{text.substr(0, 100)}
        );
    }
    return hash;
}

}  // namespace unrip::near
