#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "messages/delta_text.hpp"
#include "messages/enum_text.hpp"

#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Internal to libs/messages: included by its .cpp files only.

namespace unrip::messages {

/// Reads one JSON object that looks as JsonWriter writes it, in one pass and without a tree:
/// compact, the known fields in their order and nothing else, ASCII. At anything else, be it wrong
/// or only unusual, it gives up, and JsonReader has the word: so it never has to say what is wrong,
/// and what it takes is what JsonReader takes.
class StraightReader {
  public:
    explicit StraightReader(std::string_view text)
        : at_{text.data()}, end_{text.data() + text.size()} {
        take('{');
    }

    template <class T>
    void operator()(std::string_view name, T& value) {
        if (begin_field(name)) return read(value);
        give_up();
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value) {
        if (begin_field(name)) read(value.emplace());
    }
    void filled(std::string_view name, std::string& value) {
        (*this)(name, value);
        if (value.empty()) give_up();
    }
    void if_any(std::string_view name, std::string& value) {
        if (!begin_field(name)) return;
        read(value);
        if (value.empty()) give_up();
    }
    template <class Tag>
    void if_any(std::string_view name, Id<Tag>& value) {
        if (begin_field(name)) read(value);
    }
    void constant(std::string_view name, std::string_view expected) {
        if (!begin_field(name) || plain_text() != expected) give_up();
    }

    /// A rule between fields is broken.
    void refuse(std::string_view /*name*/, std::string_view /*why*/) { give_up(); }

    bool failed() const { return gave_up_; }

    /// The object ends here, and the text with it: everything was read.
    bool ends() {
        take('}');
        return !gave_up_ && at_ == end_;
    }

  private:
    void give_up() {
        gave_up_ = true;
        at_ = end_;
    }
    bool is_next(char letter) const { return at_ != end_ && *at_ == letter; }
    void take(char letter) {
        if (!is_next(letter)) return give_up();
        ++at_;
    }

    /// Steps behind `,"name":` if that is next.
    bool begin_field(std::string_view name) {
        const std::size_t lead = is_first_ ? 1 : 2;
        const std::size_t size = lead + name.size() + 2;
        if (static_cast<std::size_t>(end_ - at_) < size) return false;
        const char* const letters = at_ + lead;
        if (!is_first_ && *at_ != ',') return false;
        if (letters[-1] != '"' || std::memcmp(letters, name.data(), name.size()) != 0) return false;
        if (letters[name.size()] != '"' || letters[name.size() + 1] != ':') return false;
        at_ += size;
        is_first_ = false;
        return true;
    }

    /// The letters of a text without escapes; empty and given up where there is none.
    std::string_view plain_text();
    std::optional<std::uint64_t> digits();

    void read(bool& value);
    void read(std::int64_t& value);
    void read(std::uint64_t& value);
    void read(std::uint32_t& value);
    void read(Ratio& value);
    void read(i128& value);
    void read(Amount& value);
    void read(Price& value);
    void read(DeltaText& value);
    void read(AssetId& value);
    void read(std::string& value);

    template <class T>
    void read_with(T& value, Result<T> (*parse)(std::string_view)) {
        const auto text = plain_text();
        if (gave_up_) return;
        auto parsed = parse(text);
        if (!parsed) return give_up();
        value = *std::move(parsed);
    }
    template <class Tag>
    void read(Id<Tag>& value) {
        std::string text;
        read(text);
        if (text.empty()) return give_up();
        value = Id<Tag>{std::move(text)};
    }
    template <TextEnum E>
    void read(E& value) {
        const auto known = from_text<E>(plain_text());
        if (!known) return give_up();
        value = *known;
    }
    template <class T>
    void read(std::vector<T>& values) {
        take('[');
        values.clear();
        if (is_next(']')) return take(']');
        while (!gave_up_) {
            read(values.emplace_back());
            if (!is_next(',')) return take(']');
            take(',');
        }
    }
    template <class T>
    requires std::is_class_v<T>
    void read(T& value) {
        take('{');
        is_first_ = true;
        fields(*this, value);
        take('}');
        is_first_ = false;
    }

    const char* at_;
    const char* end_;
    bool is_first_ = true;  ///< No field of this object was read yet.
    bool gave_up_ = false;
};

}  // namespace unrip::messages
