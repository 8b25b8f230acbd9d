#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "messages/delta_text.hpp"
#include "messages/enum_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Internal to libs/messages: included by its .cpp files only.

namespace unrip::messages {

/// Writes one compact JSON object, its fields in the order in which they are given. Amounts,
/// prices and deltas become strings; an empty optional is left out.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_{out} { out_ += '{'; }

    template <class T>
    void operator()(std::string_view name, const T& value) {
        begin_field(name);
        write(value);
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value) {
        if (value) (*this)(name, *value);
    }

    void filled(std::string_view name, const std::string& text) { (*this)(name, text); }
    /// A text that is absent when it is empty.
    void if_any(std::string_view name, const std::string& text) {
        if (!text.empty()) (*this)(name, text);
    }
    template <class Tag>
    void if_any(std::string_view name, const Id<Tag>& id) {
        if_any(name, id.text());
    }
    /// A text that is the same in every message of its kind.
    void constant(std::string_view name, std::string_view text) {
        begin_field(name);
        write_text(text);
    }

    void end() { out_ += '}'; }

  private:
    void begin_field(std::string_view name);
    void write_text(std::string_view text);
    void write_digits(std::string_view digits);

    void write(bool value) { out_ += value ? "true" : "false"; }
    void write(std::int64_t value) { out_ += std::to_string(value); }
    void write(std::uint64_t value) { out_ += std::to_string(value); }
    void write(std::uint32_t value) { out_ += std::to_string(value); }
    void write(Ratio value) { write(value.millionths()); }
    void write(i128 value) { write_digits(unrip::to_text(value)); }
    void write(Amount value) { write_digits(value.to_string()); }
    void write(Price value) { write_digits(value.to_string()); }
    void write(const DeltaText& value) { write_digits(value.text()); }
    void write(const AssetId& value) { write_text(value.text()); }
    void write(const std::string& value) { write_text(value); }

    template <class Tag>
    void write(const Id<Tag>& value) {
        write_text(value.text());
    }
    template <TextEnum E>
    void write(E value) {
        write_digits(to_text(value));
    }
    template <class T>
    void write(const std::vector<T>& values) {
        out_ += '[';
        bool first = true;
        for (const auto& value : values) {
            if (!first) out_ += ',';
            first = false;
            write(value);
        }
        out_ += ']';
    }
    template <class T>
    requires std::is_class_v<T>
    void write(const T& value) {
        JsonWriter nested{out_};
        fields(nested, value);
        nested.end();
    }

    std::string& out_;
    bool first_ = true;
};

}  // namespace unrip::messages
