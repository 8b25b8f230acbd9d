#include "near/rfc3339.hpp"

#include "core/check.hpp"

#include <array>
#include <cstdio>
#include <limits>
#include <optional>

namespace unrip::near {
namespace {

namespace chr = std::chrono;

constexpr i128 kNanosecondsInSecond = 1'000'000'000;

/// Eats a text from the left. What does not match makes it fail for good.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    /// Exactly `count` digits, at most `largest`.
    int digits(std::size_t count, int largest) {
        int value = 0;
        for (std::size_t at = 0; at < count; ++at)
            value = value * 10 + digit();
        if (value > largest) failed_ = true;
        return value;
    }

    /// One of these letters.
    char one_of(std::string_view letters) {
        if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) {
            failed_ = true;
            return '\0';
        }
        return take();
    }

    bool next_is(char letter) const { return rest_.starts_with(letter); }
    bool next_is_digit() const {
        return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
    }
    int digit() {
        if (!next_is_digit()) {
            failed_ = true;
            return 0;
        }
        return take() - '0';
    }

    bool failed() const { return failed_; }
    bool is_whole() const { return !failed_ && rest_.empty(); }

  private:
    char take() {
        const char letter = rest_.front();
        rest_.remove_prefix(1);
        return letter;
    }

    std::string_view rest_;
    bool failed_ = false;
};

std::optional<chr::sys_days> scan_day(Scanner& scanner) {
    const int year = scanner.digits(4, 9999);
    scanner.one_of("-");
    const int month = scanner.digits(2, 12);
    scanner.one_of("-");
    const int day = scanner.digits(2, 31);

    const chr::year_month_day date{
        chr::year{year},
        chr::month{static_cast<unsigned>(month)},
        chr::day{static_cast<unsigned>(day)}};
    if (scanner.failed() || !date.ok()) return std::nullopt;
    return chr::sys_days{date};
}

chr::seconds scan_time_of_day(Scanner& scanner) {
    const chr::hours hours{scanner.digits(2, 23)};
    scanner.one_of(":");
    const chr::minutes minutes{scanner.digits(2, 59)};
    scanner.one_of(":");
    return hours + minutes + chr::seconds{scanner.digits(2, 59)};
}

std::int64_t scan_fraction_ns(Scanner& scanner) {
    if (!scanner.next_is('.')) return 0;
    scanner.one_of(".");

    std::int64_t fraction = scanner.digit();
    int count = 1;
    for (; scanner.next_is_digit(); ++count) {
        const int digit = scanner.digit();
        if (count < 9) fraction = fraction * 10 + digit;
    }
    for (; count < 9; ++count)
        fraction *= 10;
    return fraction;
}

chr::minutes scan_offset(Scanner& scanner) {
    const char sign = scanner.one_of("Zz+-");
    if (sign != '+' && sign != '-') return chr::minutes{0};
    const chr::hours hours{scanner.digits(2, 23)};
    scanner.one_of(":");
    const chr::minutes size = hours + chr::minutes{scanner.digits(2, 59)};
    return sign == '-' ? -size : size;
}

Failure not_a_time(std::string_view text) {
    return fail(Error::Kind::malformed, "not an RFC 3339 time: " + std::string{text.substr(0, 50)});
}

}  // namespace

std::string to_rfc3339(std::int64_t unix_ms) {
    const chr::sys_time<chr::milliseconds> instant{chr::milliseconds{unix_ms}};
    const auto day = chr::floor<chr::days>(instant);
    const chr::year_month_day date{day};
    const chr::hh_mm_ss time{instant - day};
    const int year = static_cast<int>(date.year());
    check(year >= 0 && year <= 9999, "a time outside of the four-digit years");

    std::array<char, 48> text{};
    const int size = std::snprintf(
        text.data(),
        text.size(),
        "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
        year,
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()),
        static_cast<int>(time.subseconds().count())
    );
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string to_rfc3339(Instant instant) {
    return to_rfc3339(to_unix_ms(instant));
}

Result<i128> parse_rfc3339_ns(std::string_view text) {
    Scanner scanner{text};
    const auto day = scan_day(scanner);
    if (!day) return not_a_time(text);

    scanner.one_of("Tt");
    const auto time = scan_time_of_day(scanner);
    const auto fraction_ns = scan_fraction_ns(scanner);
    const auto offset = scan_offset(scanner);
    if (!scanner.is_whole()) return not_a_time(text);

    const chr::seconds seconds = day->time_since_epoch() + time - offset;
    return i128{seconds.count()} * kNanosecondsInSecond + fraction_ns;
}

Result<Instant> parse_rfc3339(std::string_view text) {
    const auto since_epoch = parse_rfc3339_ns(text);
    if (!since_epoch) return since_epoch.failure();

    using Limits = std::numeric_limits<std::int64_t>;
    if (*since_epoch < Limits::min() || *since_epoch > Limits::max()) {
        return fail(Error::Kind::overflow, "too far away: " + std::string{text.substr(0, 50)});
    }
    return Instant{Nanoseconds{static_cast<std::int64_t>(*since_epoch)}};
}

}  // namespace unrip::near
