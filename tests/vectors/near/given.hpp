#pragma once

#include "core/int128.hpp"
#include "near/bytes.hpp"
#include "vectors/registry.hpp"

#include <map>
#include <stdexcept>

namespace unrip::vectors {

// Members of a case. A missing one, or one of another type, fails the case.

std::string text_of(const Case& given, const char* key);
std::string text_or(const Case& given, const char* key, const std::string& otherwise);
bool has(const Case& given, const char* key);
bool flag_of(const Case& given, const char* key);
std::uint64_t count_of(const Case& given, const char* key);
near::Bytes bytes_of(const Case& given, const char* hex_key);

/// What must have worked: a failure fails the case.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::invalid_argument{result.error().detail};
    return *std::move(result);
}

/// {"token":"-5"}
std::map<std::string, i128> deltas_in(const nlohmann::json& object);

/// The same as texts, to compare and to be shown.
template <class Number>
std::map<std::string, std::string> as_texts(const std::map<std::string, Number>& amounts) {
    std::map<std::string, std::string> texts;
    for (const auto& [token, amount] : amounts)
        texts.emplace(token, to_text(amount));
    return texts;
}

}  // namespace unrip::vectors
