#include "strategy/spread.hpp"

namespace unrip::strategy {
namespace {

struct Component {
    std::string_view name;
    Ratio (*width)(const SpreadContext&);
};

constexpr std::array<Component, kSpreadComponentCount> kComponents{{
    {"base", base_spread},
    {"disagreement", disagreement_spread},
}};

constexpr auto kNames = [] {
    std::array<std::string_view, kSpreadComponentCount> names;
    for (std::size_t i = 0; i < names.size(); ++i)
        names.at(i) = kComponents.at(i).name;
    return names;
}();

}  // namespace

const std::array<std::string_view, kSpreadComponentCount>& spread_component_names() {
    return kNames;
}

Spread spread(const SpreadContext& context) {
    Spread spread{};
    for (std::size_t i = 0; i < kComponents.size(); ++i) {
        spread.parts.at(i) = kComponents.at(i).width(context);
        spread.total = spread.total + spread.parts.at(i);
    }
    return spread;
}

}  // namespace unrip::strategy
