#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "messages/delta_text.hpp"
#include "messages/enum_text.hpp"

#include <array>
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

/// Reads one JSON object in one pass and without a tree, if it looks as JsonWriter or PostgreSQL
/// write them: the known fields and nothing else, ASCII, no space but one after a comma or a colon.
/// Where the fields stand in their order it steps from one to the next; an object where they do not
/// is walked over first to see where they are. At anything else, be it wrong or only unusual, it
/// gives up, and JsonReader has the word: so it never has to say what is wrong, and what it takes
/// is what JsonReader takes.
class StraightReader {
  public:
    explicit StraightReader(std::string_view text)
        : at_{text.data()}, end_{text.data() + text.size()} {}

    template <class T>
    void operator()(std::string_view name, T& value) {
        if (!begin_field(name)) return miss();
        read(value);
        end_field();
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value) {
        if (!begin_field(name)) return;
        read(value.emplace());
        end_field();
    }
    void filled(std::string_view name, std::string& value) {
        (*this)(name, value);
        if (!is_missing_ && value.empty()) give_up();
    }
    void if_any(std::string_view name, std::string& value) {
        if (!begin_field(name)) return;
        read(value);
        end_field();
        if (value.empty()) give_up();
    }
    template <class Tag>
    void if_any(std::string_view name, Id<Tag>& value) {
        if (!begin_field(name)) return;
        read(value);
        end_field();
    }
    void constant(std::string_view name, std::string_view expected) {
        if (!begin_field(name)) return miss();
        if (plain_text() != expected) give_up();
        end_field();
    }

    /// A rule between fields is broken.
    void refuse(std::string_view /*name*/, std::string_view /*why*/) { give_up(); }
    bool failed() const { return gave_up_; }

    /// One object, whose fields are asked for by `ask`, perhaps twice.
    void object(const auto& ask) {
        Search* const outer = search_;
        const char* const begin = at_;
        search_ = nullptr;
        take('{');
        is_first_ = true;
        ask();
        if (!is_missing_ && is_next('}')) {
            ++at_;
        } else if (!gave_up_) {
            search(begin, ask);
        }
        is_missing_ = false;
        is_first_ = false;
        search_ = outer;
    }
    /// Everything was read, to the end of the text.
    bool has_read_all() const { return !gave_up_ && at_ == end_; }

  private:
    /// Where the fields of an object stand.
    struct Search {
        struct Field {
            std::string_view name;
            const char* begin;
            const char* end;
        };
        std::array<Field, 64> fields;
        std::size_t size = 0;
        std::size_t read = 0;
        const Field* current = nullptr;
    };

    void give_up() {
        gave_up_ = true;
        at_ = end_;
    }
    /// A field that must be there is not where it was looked for.
    void miss() { is_missing_ = true; }
    bool is_next(char letter) const { return at_ != end_ && *at_ == letter; }
    void take(char letter) {
        if (!is_next(letter)) return give_up();
        ++at_;
    }
    void skip_space() {
        if (is_next(' ')) ++at_;
    }

    /// Steps to the value, if the field is next.
    bool begin_field(std::string_view name) {
        if (is_missing_) return false;
        if (search_ != nullptr) return found(name);
        const char* at = at_;
        if (!is_first_) {
            if (at == end_ || *at != ',') return false;
            ++at;
            if (at != end_ && *at == ' ') ++at;
        }
        if (static_cast<std::size_t>(end_ - at) < name.size() + 3 || *at != '"') return false;
        ++at;
        if (std::memcmp(at, name.data(), name.size()) != 0) return false;
        at += name.size();
        if (at[0] != '"' || at[1] != ':') return false;
        at_ = at + 2;
        is_first_ = false;
        skip_space();
        return true;
    }
    void end_field() {
        if (search_ == nullptr) return;
        ++search_->read;
        if (at_ != search_->current->end) give_up();
    }

    void search(const char* object, const auto& ask) {
        Search search;
        at_ = object;
        see(search);
        const char* const behind = at_;
        search_ = &search;
        is_missing_ = false;
        ask();
        const auto asked_for = search.read;
        if (gave_up_ || is_missing_ || asked_for != search.size) return give_up();
        at_ = behind;
    }
    /// Walks over an object.
    void see(Search& search);
    void skip_value();
    bool found(std::string_view name);

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
            skip_space();
        }
    }
    template <class T>
    requires std::is_class_v<T>
    void read(T& value) {
        object([&] { fields(*this, value); });
    }

    const char* at_;
    const char* end_;
    bool is_first_ = true;     ///< No field of this object was read yet.
    bool is_missing_ = false;  ///< A field of this object was not where it was looked for.
    bool gave_up_ = false;
    Search* search_ = nullptr;  ///< Of this object, when its fields stand in another order.
};

}  // namespace unrip::messages
