#include "messages/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::messages {
namespace {

bool needs_no_escape(char letter) {
    return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\';
}

}  // namespace

void JsonWriter::begin_field(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
}

void JsonWriter::write_digits(std::string_view digits) {
    out_ += '"';
    out_ += digits;
    out_ += '"';
}

void JsonWriter::write_text(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), needs_no_escape)) {
        write_digits(text);
        return;
    }
    // Words of other people may hold anything: what is not UTF-8 becomes U+FFFD, never an
    // exception.
    out_ += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace unrip::messages
