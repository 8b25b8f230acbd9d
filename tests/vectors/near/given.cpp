#include "vectors/near/given.hpp"

#include <nlohmann/json.hpp>

namespace unrip::vectors {

std::string text_of(const Case& given, const char* key) {
    return given.data.at(key).get<std::string>();
}

std::string text_or(const Case& given, const char* key, const std::string& otherwise) {
    return given.data.contains(key) ? text_of(given, key) : otherwise;
}

bool has(const Case& given, const char* key) {
    return given.data.contains(key);
}

bool flag_of(const Case& given, const char* key) {
    return given.data.at(key).get<bool>();
}

std::uint64_t count_of(const Case& given, const char* key) {
    return given.data.at(key).get<std::uint64_t>();
}

near::Bytes bytes_of(const Case& given, const char* hex_key) {
    return must(near::parse_hex(text_of(given, hex_key)));
}

std::map<std::string, i128> deltas_in(const nlohmann::json& object) {
    std::map<std::string, i128> deltas;
    for (const auto& [token, amount] : object.items()) {
        deltas.emplace(token, must(parse_i128(amount.get<std::string>())));
    }
    return deltas;
}

}  // namespace unrip::vectors
