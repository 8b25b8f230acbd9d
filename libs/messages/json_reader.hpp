#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "messages/delta_text.hpp"
#include "messages/enum_text.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Internal to libs/messages: included by its .cpp files only.

namespace unrip::messages {

/// A parsed text. Declared away from the JSON library, which one .cpp alone has to compile.
class JsonText {
  public:
    static Result<JsonText> parse(std::string_view text);

    const nlohmann::json& root() const { return *root_; }

  private:
    struct Delete {
        void operator()(nlohmann::json* json) const;
    };
    explicit JsonText(std::unique_ptr<nlohmann::json, Delete> root) : root_{std::move(root)} {}

    std::unique_ptr<nlohmann::json, Delete> root_;
};

/// Reads JSON objects field by field into structs. It keeps the first thing that was wrong, with
/// the path of the field, and reads nothing more after that.
class JsonReader {
  public:
    /// `what` begins the text of the error.
    JsonReader(const JsonText& text, std::string_view what);

    template <class T>
    void operator()(std::string_view name, T& value) {
        read_field(name, Need::required, value);
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value) {
        T present{};
        if (read_field(name, Need::optional, present)) value = std::move(present);
    }
    /// A text that is never empty.
    void filled(std::string_view name, std::string& value) {
        if (read_field(name, Need::required, value)) refuse_empty(name, value);
    }
    /// A text that is absent when it is empty.
    void if_any(std::string_view name, std::string& value) {
        if (read_field(name, Need::optional, value)) refuse_empty(name, value);
    }
    template <class Tag>
    void if_any(std::string_view name, Id<Tag>& value) {
        read_field(name, Need::optional, value);
    }
    void constant(std::string_view name, std::string_view expected);

    bool failed() const { return error_.has_value(); }
    Failure failure() const { return Failure{*error_}; }

    /// A rule between fields is broken: `name` is the field to blame.
    void refuse(std::string_view name, std::string_view why);

  private:
    using Node = const nlohmann::json*;
    enum class Need { required, optional };

    template <class T>
    bool read_field(std::string_view name, Need need, T& value) {
        const Node outer = node_;
        const Node found = failed() ? nullptr : find(name, need);
        if (found == nullptr) return false;
        const auto length = enter(name);
        node_ = found;
        read(value);
        node_ = outer;
        path_.resize(length);
        return !failed();
    }

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

    template <class Tag>
    void read(Id<Tag>& value) {
        const auto text = read_text("a text");
        if (text && text->empty()) return must_be("a text that is not empty");
        if (text) value = Id<Tag>{std::string{*text}};
    }
    template <TextEnum E>
    void read(E& value) {
        const auto text = read_text("a text");
        if (!text) return;
        const auto known = from_text<E>(*text);
        if (!known)
            return refuse_here("is not one of its words: " + std::string{text->substr(0, 64)});
        value = *known;
    }
    template <class T>
    void read(std::vector<T>& values) {
        const auto count = array_size();
        if (!count) return;
        const Node array = node_;
        const auto length = path_.size();
        values.resize(*count);
        for (std::size_t index = 0; index < *count && !failed(); ++index) {
            node_ = element(array, index);
            path_ += '[' + std::to_string(index) + ']';
            read(values[index]);
            path_.resize(length);
        }
        node_ = array;
    }
    template <class T>
    requires std::is_class_v<T>
    void read(T& value) {
        if (is_object()) fields(*this, value);
    }

    Node find(std::string_view name, Need need);
    std::size_t enter(std::string_view name);
    std::optional<std::size_t> array_size();
    static Node element(Node array, std::size_t index);
    bool is_object();
    std::optional<std::string_view> read_text(std::string_view wanted);
    template <class T>
    void read_with(T& value, Result<T> (*parse)(std::string_view), std::string_view wanted);

    void must_be(std::string_view wanted);
    void refuse_empty(std::string_view name, const std::string& value) {
        if (value.empty()) refuse(name, "must be a text that is not empty");
    }
    void refuse_here(std::string why);

    Node node_;
    std::string what_;
    std::string path_;
    std::optional<Error> error_;
};

}  // namespace unrip::messages
