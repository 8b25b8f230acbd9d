#include "ledger_cells.hpp"

#include <charconv>

namespace unrip::history_writer {
namespace {

template <class Number>
Result<Number> parse_number(std::string_view text) {
    Number number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
        return fail(Error::Kind::malformed, "not a whole number: " + std::string{text});
    }
    return number;
}

}  // namespace

template <class T>
T CellReader::take(Result<T> (*parse)(std::string_view)) {
    const auto word = text();
    if (wrong_) return T{};
    auto value = parse(word);
    if (value) return *value;
    wrong_ = Error{
        Error::Kind::malformed, "the history holds \"" + word + "\": " + value.error().detail};
    return T{};
}

std::string CellReader::text() {
    const auto index = at_++;
    if (index < cells_.size() && cells_[index]) return *cells_[index];
    if (!wrong_) {
        wrong_ = Error{
            Error::Kind::malformed,
            "the history lacks a value in column " + std::to_string(index + 1)};
    }
    return {};
}

std::uint64_t CellReader::whole() {
    return take<std::uint64_t>(parse_number<std::uint64_t>);
}

std::int64_t CellReader::integer() {
    return take<std::int64_t>(parse_number<std::int64_t>);
}

Amount CellReader::amount() {
    return take<Amount>(Amount::parse);
}

i128 CellReader::delta() {
    return take<i128>(parse_i128);
}

Price CellReader::price() {
    return take<Price>(Price::parse);
}

AssetId CellReader::asset() {
    return take<AssetId>(AssetId::parse);
}

Result<void> CellReader::done() const {
    if (wrong_) return fail(wrong_->kind, wrong_->detail);
    return {};
}

Result<std::vector<strategy::AssetAmount>> asset_amounts(const store::Rows& rows) {
    std::vector<strategy::AssetAmount> amounts;
    for (const auto& cells : rows.cells) {
        CellReader read{cells};
        strategy::AssetAmount one;
        one.asset = read.asset();
        one.amount = read.amount();
        if (auto done = read.done(); !done) return done.failure();
        amounts.push_back(std::move(one));
    }
    return amounts;
}

std::string text_array(const std::vector<std::string>& names) {
    std::string text = "{";
    for (const auto& name : names) {
        if (text.size() > 1) text += ',';
        text += '"';
        for (const char letter : name) {
            if (letter == '"' || letter == '\\') text += '\\';
            text += letter;
        }
        text += '"';
    }
    return text + "}";
}

}  // namespace unrip::history_writer
