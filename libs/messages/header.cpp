#include "messages/envelope.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <utility>
#include <vector>

namespace unrip::messages {
namespace {

using nlohmann::json;

/// Keeps the envelope's own fields and walks over everything else, building nothing.
class HeaderReader final : public nlohmann::json_sax<json> {
  public:
    Header header;
    std::string wrong;

    bool null() override { return refuse_known("must not be null"); }
    bool boolean(bool /*value*/) override { return refuse_known("must be a text or a number"); }
    bool number_float(double /*value*/, const std::string& /*text*/) override {
        return refuse_known("must not have a fraction");
    }
    bool binary(json::binary_t& /*value*/) override { return false; }

    bool number_integer(std::int64_t value) override { return number(value); }
    bool number_unsigned(std::uint64_t value) override {
        if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
            return refuse_known("is too large");
        }
        return number(static_cast<std::int64_t>(value));
    }
    bool string(std::string& value) override {
        if (depth_ != 1) return true;
        if (key_ == "sent_at_ms") return refuse("must be a whole number");
        forgive();
        if (key_ == "schema")
            header.schema = std::move(value);
        else if (key_ == "id")
            header.id = MessageId{std::move(value)};
        else if (key_ == "cause")
            header.cause = MessageId{std::move(value)};
        else if (key_ == "source")
            header.source = std::move(value);
        else if (key_ == "pair")
            header.pair = std::move(value);
        else if (key_ == "trace")
            header.trace = std::move(value);
        return true;
    }

    bool start_object(std::size_t /*size*/) override { return deeper(); }
    bool end_object() override { return shallower(); }
    bool start_array(std::size_t /*size*/) override { return deeper(); }
    bool end_array() override { return shallower(); }
    bool key(std::string& name) override {
        if (depth_ == 1) key_ = std::move(name);
        return true;
    }
    bool parse_error(
        std::size_t /*position*/, const std::string& /*token*/, const json::exception& /*error*/
    ) override {
        wrong = "this is not JSON";
        return false;
    }

    std::string first_wrong() const {
        if (wrong_fields_.empty()) return {};
        const auto& [name, why] = wrong_fields_.front();
        return name + " " + std::string{why};
    }
    std::string_view missing() const {
        if (header.schema.empty()) return "schema";
        if (header.id.empty()) return "id";
        if (header.source.empty()) return "source";
        if (!has_time_) return "sent_at_ms";
        return {};
    }

  private:
    bool is_text_field() const {
        return key_ == "schema" || key_ == "id" || key_ == "cause" || key_ == "source" ||
               key_ == "pair" || key_ == "trace";
    }
    bool number(std::int64_t value) {
        if (depth_ != 1) return true;
        if (is_text_field()) return refuse("must be a text");
        if (key_ == "sent_at_ms") {
            forgive();
            header.sent_at_ms = value;
            has_time_ = true;
        }
        return true;
    }
    bool deeper() {
        if (depth_ == 1 && (is_text_field() || key_ == "sent_at_ms")) {
            refuse("must be a text or a number");
        }
        ++depth_;
        return true;
    }
    bool shallower() {
        --depth_;
        return true;
    }
    bool refuse_known(std::string_view why) {
        if (depth_ != 1 || !(is_text_field() || key_ == "sent_at_ms")) return true;
        return refuse(why);
    }
    /// Of a name that stands twice the last counts, here as wherever a whole message is read.
    bool refuse(std::string_view why) {
        forgive();
        wrong_fields_.emplace_back(key_, why);
        return true;
    }
    void forgive() {
        std::erase_if(wrong_fields_, [this](const auto& field) { return field.first == key_; });
    }

    std::size_t depth_ = 0;
    std::string key_;
    bool has_time_ = false;
    std::vector<std::pair<std::string, std::string_view>> wrong_fields_;
};

}  // namespace

Result<Header> decode_header(std::string_view text) {
    HeaderReader reader;
    if (!json::sax_parse(text, &reader)) {
        return fail(Error::Kind::malformed, "envelope: " + reader.wrong);
    }
    if (const auto wrong = reader.first_wrong(); !wrong.empty()) {
        return fail(Error::Kind::malformed, "envelope: " + wrong);
    }
    if (const auto missing = reader.missing(); !missing.empty()) {
        return fail(Error::Kind::malformed, "envelope: " + std::string{missing} + " is missing");
    }
    return std::move(reader.header);
}

}  // namespace unrip::messages
