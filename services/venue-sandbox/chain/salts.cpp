#include "chain/salts.hpp"

namespace unrip::sandbox {

Salts::Salts(near::Salt first) : current_{first} {
    valid_.emplace(first, Versioned<bool>{true});
}

bool Salts::is_valid(const near::Salt& salt, std::uint64_t height) const {
    const auto found = valid_.find(salt);
    return found != valid_.end() && found->second.at(height);
}

void Salts::rotate(near::Salt next, bool invalidate_former, std::uint64_t height) {
    const auto former = current_.newest();
    current_.set(height, next);
    valid_[next].set(height, true);
    if (invalidate_former && former != next) valid_[former].set(height, false);
}

bool Salts::invalidate(const near::Salt& salt, std::uint64_t height) {
    const auto found = valid_.find(salt);
    if (found == valid_.end() || salt == current_.newest()) return false;
    found->second.set(height, false);
    return true;
}

std::vector<near::Salt> Salts::valid(std::uint64_t height) const {
    std::vector<near::Salt> salts;
    for (const auto& [salt, is_valid] : valid_) {
        if (is_valid.at(height)) salts.push_back(salt);
    }
    return salts;
}

}  // namespace unrip::sandbox
