#include "runtime/state.hpp"

namespace unrip::runtime {

void State::remember_error(std::string_view where, std::string_view what) {
    if (!errors_.empty() && errors_.back().where == where && errors_.back().what == what) {
        errors_.back().at = clock_.now();
        ++errors_.back().times;
        return;
    }
    errors_.push_back({clock_.now(), std::string{where}, std::string{what}, 1});
    if (errors_.size() > kErrorsKept) errors_.pop_front();
}

void State::forget_sources() {
    streams_ = nullptr;
    durability_ = nullptr;
    detail_ = nullptr;
}

}  // namespace unrip::runtime
