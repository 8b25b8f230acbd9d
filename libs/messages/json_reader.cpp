#include "messages/json_reader.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace unrip::messages {
namespace {

using nlohmann::json;

constexpr std::string_view kAmount = "a string of digits, within 128 bits";
constexpr std::string_view kDelta = "a string of digits with or without a minus, within 128 bits";
constexpr std::string_view kPrice = "a string with a decimal number of at most 18 places";
constexpr std::string_view kAsset = "a string like nep141:<contract>";

}  // namespace

void JsonText::Delete::operator()(json* json) const {
    delete json;  // NOLINT(cppcoreguidelines-owning-memory): the deleter of a unique_ptr.
}

Result<JsonText> JsonText::parse(std::string_view text) {
    auto root = std::unique_ptr<json, Delete>{new json(json::parse(text, nullptr, false))};
    if (root->is_discarded()) return fail(Error::Kind::malformed, "this is not JSON");
    if (!root->is_object()) return fail(Error::Kind::malformed, "this is not a JSON object");
    return JsonText{std::move(root)};
}

JsonReader::JsonReader(const JsonText& text, std::string_view what)
    : node_{&text.root()}, what_{what} {}

JsonReader::Node JsonReader::find(std::string_view name, Need need) {
    const auto found = node_->find(name);
    if (found != node_->end()) return &*found;
    if (need == Need::required) refuse(name, "is missing");
    return nullptr;
}

std::size_t JsonReader::enter(std::string_view name) {
    const auto length = path_.size();
    if (length != 0) path_ += '.';
    path_ += name;
    return length;
}

void JsonReader::refuse_here(std::string why) {
    if (!error_)
        error_ = Error{Error::Kind::malformed, what_ + ": " + path_ + " " + std::move(why)};
}

void JsonReader::refuse(std::string_view name, std::string_view why) {
    const auto length = enter(name);
    refuse_here(std::string{why});
    path_.resize(length);
}

void JsonReader::must_be(std::string_view wanted) {
    refuse_here("must be " + std::string{wanted});
}

void JsonReader::constant(std::string_view name, std::string_view expected) {
    std::string text;
    if (read_field(name, Need::required, text) && text != expected) {
        refuse(name, "is another one: " + text.substr(0, 64));
    }
}

bool JsonReader::is_object() {
    if (!node_->is_object()) must_be("an object");
    return node_->is_object();
}

std::optional<std::size_t> JsonReader::array_size() {
    if (node_->is_array()) return node_->size();
    must_be("an array");
    return std::nullopt;
}

JsonReader::Node JsonReader::element(Node array, std::size_t index) {
    return &(*array)[index];
}

std::optional<std::string_view> JsonReader::read_text(std::string_view wanted) {
    if (node_->is_string()) return node_->get_ref<const std::string&>();
    must_be(wanted);
    return std::nullopt;
}

/// The library would turn a long JSON number into a double without a word: only strings get here.
template <class T>
void JsonReader::read_with(
    T& value, Result<T> (*parse)(std::string_view), std::string_view wanted
) {
    const auto text = read_text(wanted);
    if (!text) return;
    auto parsed = parse(*text);
    if (!parsed) return must_be(wanted);
    value = *std::move(parsed);
}

void JsonReader::read(bool& value) {
    if (!node_->is_boolean()) return must_be("true or false");
    value = node_->get<bool>();
}

void JsonReader::read(std::int64_t& value) {
    const bool fits =
        node_->is_number_unsigned()
            ? node_->get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}
            : node_->is_number_integer();
    if (!fits) return must_be("a whole number");
    value = node_->get<std::int64_t>();
}

void JsonReader::read(std::uint64_t& value) {
    if (!node_->is_number_unsigned()) return must_be("a whole number, not negative");
    value = node_->get<std::uint64_t>();
}

void JsonReader::read(std::uint32_t& value) {
    std::uint64_t wide = 0;
    read(wide);
    if (failed()) return;
    if (wide > std::numeric_limits<std::uint32_t>::max()) return must_be("below 2^32");
    value = static_cast<std::uint32_t>(wide);
}

void JsonReader::read(Ratio& value) {
    std::int64_t count = 0;
    read(count);
    value = Ratio::millionths(count);
}

void JsonReader::read(i128& value) {
    DeltaText text;
    read(text);
    value = text.value();
}

void JsonReader::read(Amount& value) {
    read_with(value, &Amount::parse, kAmount);
}
void JsonReader::read(Price& value) {
    read_with(value, &Price::parse, kPrice);
}
void JsonReader::read(DeltaText& value) {
    read_with(value, &DeltaText::parse, kDelta);
}
void JsonReader::read(AssetId& value) {
    read_with(value, &AssetId::parse, kAsset);
}

void JsonReader::read(std::string& value) {
    if (const auto text = read_text("a text")) value = *text;
}

}  // namespace unrip::messages
