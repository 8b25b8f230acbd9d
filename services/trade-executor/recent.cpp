#include "recent.hpp"

#include "near/hash.hpp"

#include <cstring>

namespace unrip::trade_executor {
namespace {

constexpr std::size_t kPlacesAtFirst = 128;

std::uint64_t print_of(std::string_view text) {
    const auto hash = near::sha256(near::as_bytes(text));
    std::uint64_t print = 0;
    std::memcpy(&print, hash.data(), sizeof print);
    return print;
}

}  // namespace

Recent::Recent(std::size_t capacity) : capacity_{capacity}, places_(kPlacesAtFirst) {}

bool Recent::add(std::string_view text) {
    const auto print = print_of(text);
    if (has(place_of(print))) return false;
    if (prints_.size() < capacity_) {
        prints_.push_back(print);
        if (places_.size() < 2 * prints_.size()) {
            grow();
        } else {
            places_[place_of(print)] = static_cast<Position>(prints_.size());
        }
        return true;
    }
    remove(prints_[oldest_]);
    prints_[oldest_] = print;
    places_[place_of(print)] = static_cast<Position>(oldest_ + 1);
    oldest_ = (oldest_ + 1) % capacity_;
    return true;
}

std::size_t Recent::place_of(Print print) const {
    auto place = home_of(print);
    while (has(place) && prints_[places_[place] - 1] != print)
        place = after(place);
    return place;
}

/// What was pushed on from its own place by this one moves back, so that no search ends too soon.
void Recent::remove(Print print) {
    auto hole = place_of(print);
    for (auto place = after(hole); has(place); place = after(place)) {
        const auto home = home_of(prints_[places_[place] - 1]);
        const bool may_stay =
            hole <= place ? hole < home && home <= place : hole < home || home <= place;
        if (may_stay) continue;
        places_[hole] = places_[place];
        hole = place;
    }
    places_[hole] = 0;
}

void Recent::grow() {
    places_.assign(2 * places_.size(), 0);
    for (std::size_t index = 0; index < prints_.size(); ++index)
        places_[place_of(prints_[index])] = static_cast<Position>(index + 1);
}

}  // namespace unrip::trade_executor
