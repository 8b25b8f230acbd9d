#include "rubbish/spoil.hpp"

#include <algorithm>
#include <array>

namespace unrip::test {
namespace {

constexpr std::string_view kMark = "\"@@odd value@@\"";
constexpr std::string_view kMarked = "@@odd value@@";
constexpr std::size_t kDeepest = 30'000;

std::string nested(Dice& dice) {
    const auto depth = 1 + dice.below(dice.one_in(20) ? kDeepest : 40);
    const bool is_closed = !dice.one_in(4);
    std::string text;
    const bool is_object = dice.one_in(2);
    for (std::size_t level = 0; level < depth; ++level)
        text += is_object ? "{\"a\":" : "[";
    if (is_closed) text += "1" + std::string(depth, is_object ? '}' : ']');
    return text;
}

std::string digits(Dice& dice) {
    std::string text;
    for (auto left = 1 + dice.below(60); left > 0; --left)
        text += static_cast<char>('0' + dice.below(10));
    return text;
}

void insert_before(std::string& text, char where, const std::string& what, Dice& dice) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < text.size(); ++at)
        if (text[at] == where) found.push_back(at);
    if (!found.empty()) text.insert(dice.one_of(found), what);
}

}  // namespace

std::string odd_token(Dice& dice) {
    static const std::vector<std::string> tokens{
        "null",
        "true",
        "false",
        "0",
        "-1",
        "-0",
        "1",
        "7",
        "1.5",
        "-0.0",
        "1e3",
        "1e308",
        "1e999",
        "-1e999",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "340282366920938463463374607431768211456",
        "NaN",
        "Infinity",
        "-Infinity",
        "nan",
        "0x10",
        "01",
        "+1",
        ".5",
        "5.",
        "1e",
        "--1",
        "''",
        "undefined",
        "\"\"",
        "\"0\"",
        "\"-0\"",
        "\"-1\"",
        "\"00\"",
        "\"1.0\"",
        "\"1e3\"",
        "\"NaN\"",
        "\" 1\"",
        "\"1 \"",
        "\"1\\n\"",
        "\"+1\"",
        "\"0x10\"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u0661\"",
        "\"null\"",
        "\"true\"",
        "\"[]\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"\":0}",
        "[1,\"2\",null]",
        "\"../../etc/passwd\"",
        "\"'; drop table trade_decisions; --\"",
        "\"%s%n%n\"",
        "\"nep141:\"",
        "\"ed25519:\"",
        "\"340282366920938463463374607431768211456\"",
        "\"\x01\"",
        "\"\x7f\"",
        "\"\xff\xfe\"",
        "\"\xc0\x80\"",
        "\"\xed\xa0\x80\"",
        "\"\xf4\x90\x80\x80\"",
        "\"\xe2\x80\xae\""};
    switch (dice.below(12)) {
        case 0:
            return nested(dice);
        case 1:
            return digits(dice);
        case 2:
            return "\"" + digits(dice) + "\"";
        case 3:
            return "-" + digits(dice);
        case 4:
            return "\"" + std::string(1 + dice.below(dice.one_in(10) ? 40'000 : 300), 'x') + "\"";
        default:
            return dice.one_of(tokens);
    }
}

std::string noise(Dice& dice, std::size_t most) {
    std::string bytes;
    for (auto left = dice.below(most + 1); left > 0; --left)
        bytes += static_cast<char>(dice.below(256));
    return bytes;
}

std::string odd_word(Dice& dice) {
    static const std::vector<std::string> words{
        "0",
        "-1",
        "1",
        "99999999999999999999",
        "65536",
        "1.5",
        "NaN",
        "true",
        "yes",
        " ",
        "\t",
        ",",
        ",,",
        ";",
        "=",
        "/",
        "//",
        ".",
        "..",
        "../../etc/passwd",
        "/dev/null",
        "/etc",
        "/proc/self/mem",
        "http://",
        "ws://",
        "nats://",
        "://",
        "http:///",
        "file:///etc/passwd",
        "http://a b",
        "tls://@",
        "http://[::1",
        "nats://127.0.0.1:99999",
        "localhost",
        "0.0.0.0",
        "::",
        "1s",
        "-5s",
        "5",
        "5 s",
        "1h1m",
        "9999999999h",
        "ms",
        "ed25519:",
        "ed25519:111",
        "secp256k1:abc",
        "$HOME",
        "%00",
        "%2e%2e",
        "\xff\xfe",
        "\xc0\x80",
        "\xe2\x80\xae",
        "'; drop table x; --",
        "${jndi:ldap://x}",
        "<script>"};
    if (dice.one_in(4)) return digits(dice);
    if (dice.one_in(8)) return std::string(1 + dice.below(3'000), 'x');
    if (dice.one_in(4)) {
        auto bytes = noise(dice, 40);
        std::replace_if(
            bytes.begin(),
            bytes.end(),
            [](char c) { return c == '\0' || c == '\r' || c == '\n'; },
            '?'
        );
        return bytes.empty() ? "?" : bytes;
    }
    return dice.one_of(words);
}

std::string broken(std::string text, Dice& dice) {
    const auto anywhere = dice.below(text.size() + 1);
    switch (dice.below(12)) {
        case 0:
            return text.substr(0, anywhere);
        case 1:
            return text.erase(anywhere, 1 + dice.below(20));
        case 2:
            return text.insert(anywhere, noise(dice, 8));
        case 3:
            if (!text.empty()) {
                auto& byte = text[std::min(anywhere, text.size() - 1)];
                byte = static_cast<char>(static_cast<unsigned>(byte) ^ (1U << dice.below(8)));
            }
            return text;
        case 4:
            return text + noise(dice, 16);
        case 5:
            return text + text;
        case 6:
            return "\xef\xbb\xbf" + text;
        case 7:
            insert_before(text, '}', ",", dice);
            return text;
        case 8:
            insert_before(text, '"', "/* */", dice);
            return text;
        case 9:
            std::replace(text.begin(), text.end(), '"', '\'');
            return text;
        case 10:
            insert_before(text, ':', odd_token(dice), dice);
            return text;
        default:
            return noise(dice, 300);
    }
}

std::string shown(std::string_view bytes) {
    constexpr std::size_t most = 600;
    std::string text{bytes.substr(0, most)};
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text + (bytes.size() > most ? "... (" + std::to_string(bytes.size()) + " bytes)" : "");
}

Spoiler::Spoiler(std::string_view valid) : valid_{valid}, tree_(Json::parse(valid)) {
    std::vector<Place> open{Place{}};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (!at.empty()) places_.push_back(at);
        const auto& node = tree_.at(at);
        if (node.is_object())
            for (const auto& [name, value] : node.items())
                open.push_back(at / name);
        if (node.is_array())
            for (std::size_t index = 0; index < node.size(); ++index)
                open.push_back(at / index);
    }
}

std::string Spoiler::spoilt(Dice& dice) const {
    if (places_.empty()) return broken(valid_, dice);
    std::string text;
    switch (dice.below(10)) {
        case 0:
            text = with_field_gone(dice);
            break;
        case 1:
            text = with_field_renamed(dice);
            break;
        case 2:
            text = with_field_added(dice);
            break;
        case 3:
            text = with_places_exchanged(dice);
            break;
        case 4:
        case 5:
            return broken(valid_, dice);
        default:
            text = with_odd_value(dice);
    }
    return dice.one_in(20) ? broken(std::move(text), dice) : text;
}

std::string Spoiler::with_odd_value(Dice& dice) const {
    auto tree = tree_;
    tree.at(dice.one_of(places_)) = kMarked;
    auto text = tree.dump();
    return text.replace(text.find(kMark), kMark.size(), odd_token(dice));
}

std::string Spoiler::with_field_gone(Dice& dice) const {
    auto tree = tree_;
    const auto& place = dice.one_of(places_);
    auto& outer = tree.at(place.parent_pointer());
    if (outer.is_array())
        outer.erase(outer.begin() + static_cast<std::ptrdiff_t>(dice.below(outer.size())));
    if (outer.is_object()) outer.erase(place.back());
    return tree.dump();
}

std::string Spoiler::with_field_renamed(Dice& dice) const {
    auto tree = tree_;
    const auto& place = dice.one_of(places_);
    auto& outer = tree.at(place.parent_pointer());
    if (outer.is_object()) {
        const auto value = outer.at(place.back());
        outer.erase(place.back());
        auto name = place.back();
        if (!name.empty()) name[dice.below(name.size())] = static_cast<char>('a' + dice.below(26));
        outer[name] = value;
    }
    return tree.dump();
}

/// One that nobody knows, or one that is there already, with another value.
std::string Spoiler::with_field_added(Dice& dice) const {
    auto text = valid_;
    const auto name = dice.one_in(3) ? "zz_unknown" : dice.one_of(places_).back();
    std::vector<std::size_t> objects;
    for (std::size_t at = 0; at + 1 < text.size(); ++at)
        if (text[at] == '{' && text[at + 1] == '"') objects.push_back(at + 1);
    if (!objects.empty())
        text.insert(dice.one_of(objects), "\"" + name + "\":" + odd_token(dice) + ",");
    return text;
}

std::string Spoiler::with_places_exchanged(Dice& dice) const {
    auto tree = tree_;
    const auto& one = dice.one_of(places_);
    const auto& other = dice.one_of(places_);
    const auto value = tree_.at(one);
    tree.at(one) = tree_.at(other);
    if (tree.contains(other)) tree.at(other) = value;
    return tree.dump();
}

}  // namespace unrip::test
