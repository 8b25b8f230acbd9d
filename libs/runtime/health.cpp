#include "runtime/health.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::runtime {

std::string_view to_text(Grade grade) {
    switch (grade) {
        case Grade::ok:
            return "ok";
        case Grade::degraded:
            return "degraded";
        case Grade::unhealthy:
            return "unhealthy";
    }
    check(false, "a health of no known grade");
    return {};
}

void Health::watch(std::string name, std::function<Finding()> look) {
    looks_.insert_or_assign(std::move(name), std::move(look));
}

std::shared_ptr<Pulse> Health::watch_age(std::string name, std::string what, AgeLimits limits) {
    check(limits.degraded_after <= limits.unhealthy_after, "a check that can't be degraded");
    auto pulse = std::make_shared<Pulse>(clock_);
    watch(std::move(name), [pulse, what = std::move(what), limits] {
        const auto age = pulse->age();
        const auto grade = age > limits.unhealthy_after  ? Grade::unhealthy
                           : age > limits.degraded_after ? Grade::degraded
                                                         : Grade::ok;
        auto sentence = pulse->ever() ? "last " + what + " " + age_text(age) + " ago"
                                      : "no " + what + " yet, after " + age_text(age);
        return Finding{grade, std::move(sentence), age};
    });
    return pulse;
}

Health::Report Health::report() const {
    Report report;
    for (const auto& [name, look] : looks_) {
        report.checks.push_back({name, look()});
        report.grade = std::max(report.grade, report.checks.back().finding.grade);
    }
    return report;
}

std::string age_text(Nanoseconds age) {
    using namespace std::chrono;
    const auto tenths = duration_cast<milliseconds>(age).count() / 100;
    if (tenths < 100) return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
    const auto seconds = tenths / 10;
    if (seconds < 120) return std::to_string(seconds) + " s";
    if (seconds < 7200) {
        return std::to_string(seconds / 60) + " m " + std::to_string(seconds % 60) + " s";
    }
    return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " m";
}

}  // namespace unrip::runtime
