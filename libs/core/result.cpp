#include "core/result.hpp"

namespace unrip {

std::string_view to_text(Error::Kind kind) {
    switch (kind) {
        case Error::Kind::malformed:
            return "malformed";
        case Error::Kind::overflow:
            return "overflow";
        case Error::Kind::unavailable:
            return "unavailable";
        case Error::Kind::timed_out:
            return "timed_out";
        case Error::Kind::refused:
            return "refused";
    }
    check(false, "an error of no known kind");
    return {};
}

}  // namespace unrip
