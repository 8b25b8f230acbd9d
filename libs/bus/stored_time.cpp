#include "bus/stored_time.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace unrip::bus {
namespace {

/// Reads one field after the other from the front; a single wrong one spoils all.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_{text} {}

    unsigned number(std::size_t digits) {
        unsigned value = 0;
        const auto* end = rest_.data() + digits;
        if (rest_.size() < digits) return spoil();
        const auto read = std::from_chars(rest_.data(), end, value);
        if (read.ec != std::errc{} || read.ptr != end) return spoil();
        rest_.remove_prefix(digits);
        return value;
    }
    void literal(char c) {
        if (!rest_.starts_with(c)) {
            spoil();
            return;
        }
        rest_.remove_prefix(1);
    }
    Nanoseconds decimals() {
        if (!rest_.starts_with('.')) return Nanoseconds{0};
        rest_.remove_prefix(1);
        const auto digits = rest_.find_first_not_of("0123456789");
        if (digits == 0 || digits > 9) return Nanoseconds{spoil()};
        std::int64_t value = number(digits);
        for (auto i = digits; i < 9; ++i)
            value *= 10;
        return Nanoseconds{value};
    }
    bool is_good_and_done() const { return is_good_ && rest_.empty(); }

  private:
    unsigned spoil() {
        is_good_ = false;
        return 0;
    }

    std::string_view rest_;
    bool is_good_ = true;
};

}  // namespace

Result<Instant> parse_stored_time(std::string_view text) {
    Reader reader{text};
    const std::chrono::year year{static_cast<int>(reader.number(4))};
    reader.literal('-');
    const std::chrono::month month{reader.number(2)};
    reader.literal('-');
    const std::chrono::day day{reader.number(2)};
    reader.literal('T');
    const std::chrono::hours hours{reader.number(2)};
    reader.literal(':');
    const std::chrono::minutes minutes{reader.number(2)};
    reader.literal(':');
    const std::chrono::seconds seconds{reader.number(2)};
    const auto decimals = reader.decimals();
    reader.literal('Z');
    const std::chrono::year_month_day date{year, month, day};
    if (!reader.is_good_and_done() || !date.ok() || hours.count() > 23 || minutes.count() > 59) {
        return fail(
            Error::Kind::malformed, "\"" + std::string{text} + "\" is no time of JetStream"
        );
    }
    return Instant{
        std::chrono::sys_days{date}.time_since_epoch() + hours + minutes + seconds + decimals};
}

std::string stored_time_text(Instant time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    const auto padded = [](std::int64_t number, std::size_t width) {
        auto digits = std::to_string(number);
        if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
        return digits;
    };
    return padded(static_cast<int>(date.year()), 4) + '-' +
           padded(static_cast<unsigned>(date.month()), 2) + '-' +
           padded(static_cast<unsigned>(date.day()), 2) + 'T' + padded(clock.hours().count(), 2) +
           ':' + padded(clock.minutes().count(), 2) + ':' + padded(clock.seconds().count(), 2) +
           '.' + padded(clock.subseconds().count(), 9) + 'Z';
}

}  // namespace unrip::bus
