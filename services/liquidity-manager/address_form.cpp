#include "address_form.hpp"

#include "near/base58.hpp"
#include "near/hash.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <string>
#include <vector>

namespace unrip::liquidity_manager {
namespace {

bool is_in(char letter, char first, char last) {
    return letter >= first && letter <= last;
}

std::string lower(std::string_view text) {
    std::string low{text};
    std::transform(low.begin(), low.end(), low.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return low;
}

// --- Bitcoin: BIP 173 and 350 (bc1...), and base58 with a check sum (1..., 3...) ----------------

constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::string_view kBitcoin = "bc1";
constexpr std::size_t kCheckSumLetters = 6;

/// What the check sum of a witness version leaves: newer versions have another one.
constexpr std::uint32_t kVersionZero = 1;
constexpr std::uint32_t kLaterVersions = 0x2bc830a3;

std::uint32_t check_sum(const std::vector<std::uint8_t>& values) {
    constexpr std::array<std::uint32_t, 5> generator{
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    std::uint32_t sum = 1;
    for (const auto value : values) {
        const auto top = sum >> 25U;
        sum = ((sum & 0x1ffffffU) << 5U) ^ value;
        for (std::size_t bit = 0; bit < generator.size(); ++bit) {
            if (((top >> bit) & 1U) != 0) sum ^= generator.at(bit);
        }
    }
    return sum;
}

/// Eights out of fives: the bits that are left over must be few, and zero.
bool has_whole_bytes(const std::uint8_t* first, const std::uint8_t* last, std::size_t& bytes) {
    const auto bits = static_cast<std::size_t>(last - first) * 5;
    bytes = bits / 8;
    const auto left = bits % 8;
    const auto unused = (1U << left) - 1U;
    return first != last && left < 5 && (*(last - 1) & unused) == 0;
}

/// Version 0 with a hash of 20 or 32 bytes, or version 1 (taproot) with its key. Nobody can spend
/// what is sent to a later version.
bool is_witness_address(std::string_view address) {
    const auto low = lower(address);
    const bool is_mixed = address != low && std::any_of(address.begin(), address.end(), [](char c) {
                              return is_in(c, 'a', 'z');
                          });
    constexpr std::size_t longest = 90;
    const auto shortest = kBitcoin.size() + 1 + kCheckSumLetters;
    if (is_mixed || low.size() > longest || low.size() <= shortest) return false;

    std::vector<std::uint8_t> values{'b' >> 5, 'c' >> 5, 0, 'b' & 31, 'c' & 31};
    const auto prefix = values.size();
    for (const char letter : low.substr(kBitcoin.size())) {
        const auto value = kBech32.find(letter);
        if (value == std::string_view::npos) return false;
        values.push_back(static_cast<std::uint8_t>(value));
    }
    const auto version = values.at(prefix);
    if (version > 1) return false;
    if (check_sum(values) != (version == 0 ? kVersionZero : kLaterVersions)) return false;

    std::size_t bytes = 0;
    const auto* const program = values.data() + prefix + 1;
    const auto* const end = values.data() + values.size() - kCheckSumLetters;
    if (!has_whole_bytes(program, end, bytes)) return false;
    return bytes == 32 || (version == 0 && bytes == 20);
}

bool is_base58_address(std::string_view address) {
    constexpr std::size_t payload = 21;
    constexpr std::size_t sum = 4;
    constexpr std::uint8_t key_hash = 0x00;
    constexpr std::uint8_t script_hash = 0x05;
    const auto bytes = near::parse_base58(address);
    if (!bytes || bytes->size() != payload + sum) return false;
    if (bytes->front() != key_hash && bytes->front() != script_hash) return false;
    const auto once = near::sha256(near::ByteView{bytes->data(), payload});
    const auto twice = near::sha256(near::ByteView{once.data(), once.size()});
    return std::equal(twice.begin(), twice.begin() + sum, bytes->begin() + payload);
}

bool is_bitcoin_address(std::string_view address) {
    return lower(address.substr(0, kBitcoin.size())) == kBitcoin ? is_witness_address(address)
                                                                 : is_base58_address(address);
}

// --- Ethereum and its kin: EIP 55 ---------------------------------------------------------------

/// In one case there is no check sum. In both, each letter's case is one bit of it.
bool is_ethereum_address(std::string_view address) {
    constexpr std::size_t length = 42;
    if (address.size() != length || !address.starts_with("0x")) return false;
    const auto digits = address.substr(2);
    const auto low = lower(digits);
    const bool is_hex = std::all_of(low.begin(), low.end(), [](char c) {
        return is_in(c, '0', '9') || is_in(c, 'a', 'f');
    });
    const bool is_nobodys = low.find_first_not_of('0') == std::string::npos;
    if (!is_hex || is_nobodys) return false;
    const bool has_capitals = digits != low;
    const bool has_small =
        std::any_of(digits.begin(), digits.end(), [](char c) { return is_in(c, 'a', 'f'); });
    if (!has_capitals || !has_small) return true;

    const auto hash = near::keccak256(near::as_bytes(low));
    for (std::size_t index = 0; index < digits.size(); ++index) {
        const auto byte = hash.at(index / 2);
        const auto nibble = index % 2 == 0 ? byte >> 4U : byte & 0x0fU;
        const bool is_letter = is_in(low[index], 'a', 'f');
        if (is_letter && (nibble >= 8) != is_in(digits[index], 'A', 'F')) return false;
    }
    return true;
}

bool has_letters_of_an_address(std::string_view address) {
    constexpr std::size_t longest = 128;
    return !address.empty() && address.size() <= longest &&
           std::all_of(address.begin(), address.end(), [](char c) {
               return is_in(c, '0', '9') || is_in(c, 'a', 'z') || is_in(c, 'A', 'Z') || c == '-' ||
                      c == '_' || c == '.';
           });
}

}  // namespace

bool is_address_of(std::string_view chain, std::string_view address) {
    if (!has_letters_of_an_address(address)) return false;
    if (chain == "btc:mainnet") return is_bitcoin_address(address);
    if (chain.starts_with("eth:")) return is_ethereum_address(address);
    return true;
}

}  // namespace unrip::liquidity_manager
