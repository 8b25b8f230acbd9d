#pragma once

#include "near/bytes.hpp"

namespace unrip::near {

/// A text as JSON writes it, quotes included. What is not UTF-8 is our own mistake: check first.
void append_json_text(std::string& json, std::string_view text);

bool is_utf8(std::string_view text);

/// Compact JSON objects of texts, written once and in the order given.
class JsonObject {
  public:
    JsonObject& text(std::string_view key, std::string_view value);
    /// JSON that was written before.
    JsonObject& raw(std::string_view key, std::string_view json);

    std::string str() && {
        json_ += '}';
        return std::move(json_);
    }

  private:
    void add_key(std::string_view key);

    std::string json_ = "{";
};

}  // namespace unrip::near
