#include "messages/straight_reader.hpp"

#include <bit>
#include <limits>

namespace unrip::messages {
namespace {

constexpr std::uint64_t kEach = 0x0101010101010101;
constexpr std::uint64_t kHighs = 0x8080808080808080;

/// Marks letters that do not stand for themselves in a text: the quote, the backslash, what is
/// below the space, what is beyond ASCII. The lowest mark is right; a mark above it may be false.
std::uint64_t marks_of(std::uint64_t eight) {
    const auto quotes = eight ^ (kEach * '"');
    const auto slashes = eight ^ (kEach * '\\');
    const auto below = (eight - kEach * ' ') & ~eight;
    return (((quotes - kEach) & ~quotes) | ((slashes - kEach) & ~slashes) | below | eight) & kHighs;
}

bool stands_for_itself(char letter) {
    return letter >= ' ' && letter != '"' && letter != '\\' &&
           static_cast<unsigned char>(letter) < 0x80;
}

/// The first letter that does not stand for itself, or the end.
const char* end_of_plain(const char* at, const char* end) {
    if constexpr (std::endian::native == std::endian::little) {
        for (; end - at >= 8; at += 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, at, sizeof eight);
            if (const auto marks = marks_of(eight)) return at + std::countr_zero(marks) / 8;
        }
    }
    while (at != end && stands_for_itself(*at))
        ++at;
    return at;
}

/// What stands for a letter after a backslash; numbered ones are left to the other reader.
std::optional<char> escaped(char letter) {
    switch (letter) {
        case '"':
        case '\\':
        case '/':
            return letter;
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return std::nullopt;
    }
}

}  // namespace

void StraightReader::see(Search& search) {
    take('{');
    while (!gave_up_ && !is_next('}')) {
        if (search.size > 0) take(',');
        if (search.size > 0) skip_space();
        const auto name = plain_text();
        take(':');
        skip_space();
        const char* const begin = at_;
        skip_value();
        if (search.size == search.fields.size()) return give_up();
        search.fields.at(search.size++) = {name, begin, at_};
    }
    take('}');
}

/// To the comma or the bracket behind it. What is inside is looked at when it is read.
void StraightReader::skip_value() {
    std::size_t depth = 0;
    while (at_ != end_) {
        const char letter = *at_;
        if (letter == '"') {
            ++at_;
            while ((at_ = end_of_plain(at_, end_)) != end_ && *at_ == '\\')
                at_ += end_ - at_ < 2 ? 1 : 2;
            if (!is_next('"')) return give_up();
        } else if (letter == '{' || letter == '[') {
            ++depth;
        } else if (depth == 0 && (letter == ',' || letter == '}' || letter == ']')) {
            return;
        } else if (letter == '}' || letter == ']') {
            --depth;
        }
        ++at_;
    }
}

bool StraightReader::found(std::string_view name) {
    for (std::size_t at = 0; at < search_->size; ++at) {
        const auto& field = search_->fields.at(at);
        if (field.name != name) continue;
        search_->current = &field;
        at_ = field.begin;
        return true;
    }
    return false;
}

std::string_view StraightReader::plain_text() {
    take('"');
    const char* const begin = at_;
    at_ = end_of_plain(at_, end_);
    const std::string_view text{begin, static_cast<std::size_t>(at_ - begin)};
    take('"');
    return gave_up_ ? std::string_view{} : text;
}

void StraightReader::read(std::string& value) {
    take('"');
    const char* plain = at_;
    at_ = end_of_plain(at_, end_);
    value.assign(plain, at_);
    while (is_next('\\')) {
        const auto letter = end_ - at_ < 2 ? std::nullopt : escaped(at_[1]);
        if (!letter) return give_up();
        value += *letter;
        plain = at_ + 2;
        at_ = end_of_plain(plain, end_);
        value.append(plain, at_);
    }
    take('"');
}

void StraightReader::read(bool& value) {
    constexpr std::string_view kTrue = "true";
    constexpr std::string_view kFalse = "false";
    const std::string_view rest{at_, static_cast<std::size_t>(end_ - at_)};
    if (!rest.starts_with(kTrue) && !rest.starts_with(kFalse)) return give_up();
    value = rest.starts_with(kTrue);
    at_ += value ? kTrue.size() : kFalse.size();
}

/// A whole number that surely fits; a fraction or an exponent after it is found by whoever takes
/// what comes next.
std::optional<std::uint64_t> StraightReader::digits() {
    constexpr std::ptrdiff_t kSurelyFit = std::numeric_limits<std::uint64_t>::digits10;
    const char* const begin = at_;
    std::uint64_t value = 0;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9' && at_ - begin < kSurelyFit)
        value = value * 10 + static_cast<std::uint64_t>(*at_++ - '0');
    const bool is_number = at_ != begin && (*begin != '0' || at_ - begin == 1);
    if (is_number) return value;
    give_up();
    return std::nullopt;
}

void StraightReader::read(std::uint64_t& value) {
    if (const auto number = digits()) value = *number;
}

void StraightReader::read(std::int64_t& value) {
    const bool is_negative = is_next('-');
    if (is_negative) ++at_;
    const auto number = digits();
    if (!number) return;
    if (*number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return give_up();
    value = is_negative ? -static_cast<std::int64_t>(*number) : static_cast<std::int64_t>(*number);
}

void StraightReader::read(std::uint32_t& value) {
    const auto number = digits();
    if (!number) return;
    if (*number > std::numeric_limits<std::uint32_t>::max()) return give_up();
    value = static_cast<std::uint32_t>(*number);
}

void StraightReader::read(Ratio& value) {
    std::int64_t count = 0;
    read(count);
    value = Ratio::millionths(count);
}

void StraightReader::read(i128& value) {
    DeltaText text;
    read(text);
    value = text.value();
}

void StraightReader::read(Amount& value) {
    read_with(value, &Amount::parse);
}
void StraightReader::read(Price& value) {
    read_with(value, &Price::parse);
}
void StraightReader::read(DeltaText& value) {
    read_with(value, &DeltaText::parse);
}
void StraightReader::read(AssetId& value) {
    read_with(value, &AssetId::parse);
}

}  // namespace unrip::messages
