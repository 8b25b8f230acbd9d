#include "bus/settings.hpp"

namespace unrip::bus {

std::string inbox_prefix_of(const Settings& settings) {
    return settings.inbox_prefix.empty() ? "_INBOX_" + settings.name : settings.inbox_prefix;
}

std::string without_credentials(std::string_view url) {
    const auto scheme_end = url.find("://");
    const auto host_begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    const auto at = url.rfind('@');
    if (at == std::string_view::npos || at < host_begin) return std::string{url};
    return std::string{url.substr(0, host_begin)} + std::string{url.substr(at + 1)};
}

}  // namespace unrip::bus
