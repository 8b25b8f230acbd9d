#pragma once

#include "ports.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::unripctl {

class History;
struct Tools;

/// One process as it answered, or did not.
struct ServiceLook {
    std::string name;
    std::string address;
    bool is_there = false;
    std::string why_not;  ///< Where nobody answered, or would not.
    Json state;           ///< GET /state; null where it is not there.
};

/// Everything that a glance shows.
struct HouseLook {
    std::vector<ServiceLook> services;
    Json portfolio;          ///< GET /portfolio-metrics; null without one.
    Json facts;              ///< Out of PostgreSQL, see look.cpp; null without it.
    std::string no_history;  ///< Why there are no facts.
    std::int64_t at_ms = 0;

    const ServiceLook* find(std::string_view service) const;
};

Task<HouseLook> look_at_house(Tools& tools);

/// The worst grade of all: "ok", "degraded", "unhealthy" or "not there".
std::string grade_of(const ServiceLook& service);

}  // namespace unrip::unripctl
