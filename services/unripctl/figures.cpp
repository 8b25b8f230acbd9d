#include "figures.hpp"

#include <algorithm>
#include <cctype>

namespace unrip::unripctl {
namespace {

struct Digits {
    bool is_negative = false;
    std::string whole;
    std::string fraction;
};

bool read(std::string_view text, Digits& digits) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        digits.is_negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto point = text.find('.');
    digits.whole = text.substr(0, point);
    if (point != std::string_view::npos) digits.fraction = text.substr(point + 1);
    const auto is_number = [](const std::string& part) {
        return std::all_of(part.begin(), part.end(), [](unsigned char letter) {
            return std::isdigit(letter) != 0;
        });
    };
    return !digits.whole.empty() && is_number(digits.whole) && is_number(digits.fraction);
}

void add_one(std::string& digits) {
    for (auto place = digits.rbegin(); place != digits.rend(); ++place) {
        if (*place != '9') {
            ++*place;
            return;
        }
        *place = '0';
    }
    digits.insert(digits.begin(), '1');
}

void round(Digits& digits, unsigned places) {
    const bool is_up = digits.fraction.size() > places && digits.fraction[places] >= '5';
    digits.fraction.resize(places, '0');
    if (is_up) {
        auto all = digits.whole + digits.fraction;
        add_one(all);
        digits.whole = all.substr(0, all.size() - places);
        digits.fraction = all.substr(all.size() - places);
    }
    const auto all = digits.whole + digits.fraction;
    if (all.find_first_not_of('0') == std::string::npos) digits.is_negative = false;
    const auto first = digits.whole.find_first_not_of('0');
    digits.whole = first == std::string::npos ? "0" : digits.whole.substr(first);
}

std::string grouped_from_right(const std::string& digits) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ' ';
        text += digits[i];
    }
    return text;
}

std::string grouped_from_left(const std::string& digits) {
    if (digits.size() < 5) return digits;
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % 3 == 0) text += ' ';
        text += digits[i];
    }
    return text;
}

std::string shown(std::string_view decimal, unsigned places, bool with_plus) {
    Digits digits;
    if (!read(decimal, digits)) return "-";
    round(digits, places);
    const bool is_zero =
        (digits.whole + digits.fraction).find_first_not_of('0') == std::string::npos;
    std::string text = digits.is_negative ? "-" : with_plus && !is_zero ? "+" : "";
    text += grouped_from_right(digits.whole);
    if (places > 0) text += "." + grouped_from_left(digits.fraction);
    return text;
}

unsigned places_of(std::string_view symbol) {
    constexpr unsigned kMoney = 2;
    constexpr unsigned kCoin = 8;
    return symbol == "EURe" ? kMoney : kCoin;
}

}  // namespace

std::string figure(std::string_view decimal, unsigned places) {
    return shown(decimal, places, false);
}

std::string signed_figure(std::string_view decimal, unsigned places) {
    return shown(decimal, places, true);
}

std::string count_text(std::int64_t count) {
    return figure(std::to_string(count), 0);
}

std::string amount_text(std::string_view decimal, std::string_view symbol) {
    return figure(decimal, places_of(symbol)) + " " + std::string{symbol};
}

std::string signed_amount_text(std::string_view decimal, std::string_view symbol) {
    return signed_figure(decimal, places_of(symbol)) + " " + std::string{symbol};
}

std::string from_units(std::string_view units, unsigned decimals) {
    Digits digits;
    if (!read(units, digits)) return std::string{units};
    auto whole = digits.whole;
    if (whole.size() <= decimals) whole.insert(0, decimals + 1 - whole.size(), '0');
    auto text = whole.substr(0, whole.size() - decimals);
    auto fraction = whole.substr(whole.size() - decimals);
    while (!fraction.empty() && fraction.back() == '0')
        fraction.pop_back();
    if (!fraction.empty()) text += "." + fraction;
    return (digits.is_negative ? "-" : "") + text;
}

std::string bps_text(std::int64_t ppm) {
    const auto size = ppm < 0 ? -ppm : ppm;
    constexpr std::int64_t kPpmOfBps = 100;
    const auto tenths = (size + kPpmOfBps / 20) / (kPpmOfBps / 10);
    return (ppm < 0 ? "-" : "") + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
           " bps";
}

std::string age_text(Nanoseconds age) {
    const auto ms = std::chrono::floor<Milliseconds>(std::max(age, Nanoseconds{0})).count();
    const auto seconds = ms / 1'000;
    if (seconds < 10)
        return std::to_string(seconds) + "." + std::to_string(ms % 1'000 / 100) + " s";
    if (seconds < 60) return std::to_string(seconds) + " s";
    const auto minutes = seconds / 60;
    if (minutes < 60) return std::to_string(minutes) + " m " + std::to_string(seconds % 60) + " s";
    const auto hours = minutes / 60;
    if (hours < 48) return std::to_string(hours) + " h " + std::to_string(minutes % 60) + " m";
    return std::to_string(hours / 24) + " d " + std::to_string(hours % 24) + " h";
}

std::string clock_text(std::string_view timestamp, unsigned places) {
    const auto begin = timestamp.find_first_of("T ");
    if (begin == std::string_view::npos) return std::string{timestamp};
    auto time = timestamp.substr(begin + 1);
    time = time.substr(0, time.find_first_of("Z+-"));
    std::string text{time.substr(0, 8)};
    if (places == 0) return text;
    std::string fraction{time.size() > 9 ? time.substr(9) : std::string_view{}};
    fraction.resize(places, '0');
    return text + "." + fraction;
}

std::string short_id(std::string_view id) {
    constexpr std::size_t kHead = 4;
    constexpr std::size_t kTail = 2;
    if (id.size() <= kHead + kTail + 2) return std::string{id};
    return std::string{id.substr(0, kHead)} + "…" + std::string{id.substr(id.size() - kTail)};
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        constexpr unsigned kMask = 0xC0;
        constexpr unsigned kContinues = 0x80;
        return (static_cast<unsigned char>(byte) & kMask) != kContinues;
    }));
}

std::string padded(std::string_view text, std::size_t width) {
    std::string filled{text};
    const auto letters = width_of(text);
    if (letters < width) filled.append(width - letters, ' ');
    return filled;
}

std::string cut(std::string_view text, std::size_t width) {
    if (width_of(text) <= width) return std::string{text};
    std::string kept;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto is_start = width_of(text.substr(i, 1)) == 1;
        if (is_start && ++letters >= width) break;
        kept += text[i];
    }
    return kept + "…";
}

}  // namespace unrip::unripctl
