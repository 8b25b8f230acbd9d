#include "policy/mistakes.hpp"

namespace unrip::policy {

void Mistakes::add(std::string_view path, std::string_view shown, std::string_view must) {
    std::string sentence{path};
    sentence += " is ";
    sentence += shown;
    sentence += ": must be ";
    sentence += must;
    add(std::move(sentence));
}

std::string Mistakes::text() const {
    std::string all;
    for (const auto& sentence : found_) {
        if (!all.empty()) all += '\n';
        all += sentence;
    }
    return all;
}

}  // namespace unrip::policy
