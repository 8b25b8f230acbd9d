#include "bus/stream_config.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace unrip::bus {
namespace {

using nlohmann::json;

std::int64_t nanoseconds(Milliseconds duration) {
    return Nanoseconds{duration}.count();
}

/// JetStream writes "no limit" as 0, as -1 or not at all.
std::int64_t limit_in(const json& config, const char* key) {
    const auto found = config.find(key);
    const auto limit = found == config.end() ? 0 : found->get<std::int64_t>();
    return std::max<std::int64_t>(limit, 0);
}

bool is_tighter(std::int64_t planned, std::int64_t present) {
    return planned != 0 && (present == 0 || planned < present);
}

}  // namespace

json config_of(const StreamPlan& plan) {
    auto config = json::object();
    config["name"] = plan.name;
    config["subjects"] = plan.subjects;
    config["retention"] = "limits";
    config["storage"] = "file";
    config["discard"] = plan.discard_new ? "new" : "old";
    config["num_replicas"] = plan.replicas;
    config["max_bytes"] = plan.max_bytes;
    config["max_age"] = nanoseconds(plan.max_age);
    config["max_msgs"] = -1;
    config["max_consumers"] = -1;
    config["max_msg_size"] = plan.max_message_bytes == 0 ? -1 : plan.max_message_bytes;
    if (plan.max_messages_per_subject != 0) {
        config["max_msgs_per_subject"] = plan.max_messages_per_subject;
    }
    if (plan.duplicate_window.count() != 0) {
        config["duplicate_window"] = nanoseconds(plan.duplicate_window);
    }
    if (plan.is_bucket) {
        config["allow_rollup_hdrs"] = true;
        config["deny_delete"] = true;
        config["allow_direct"] = true;
    }
    return config;
}

bool is_as_planned(const StreamPlan& plan, const json& existing) {
    const auto planned = config_of(plan);
    return std::all_of(planned.items().begin(), planned.items().end(), [&](const auto& item) {
        if (item.value().is_number()) {
            return limit_in(planned, item.key().c_str()) == limit_in(existing, item.key().c_str());
        }
        const auto found = existing.find(item.key());
        return found != existing.end() && *found == item.value();
    });
}

std::vector<std::string> missing_subjects(const StreamPlan& plan, const json& existing) {
    const auto present = existing.value("subjects", std::vector<std::string>{});
    std::vector<std::string> missing;
    for (const auto& subject : plan.subjects) {
        const bool is_there = std::find(present.begin(), present.end(), subject) != present.end();
        if (!is_there) missing.push_back(subject);
    }
    return missing;
}

std::optional<std::string> loss_by(const StreamPlan& plan, const json& info) {
    const auto& existing = info.at("config");
    const auto& state = info.at("state");
    if (existing.at("storage") != "file") return "it is not kept on disk";
    if (existing.at("retention") != "limits") return "it drops messages once they are read";
    for (const auto& subject : existing.value("subjects", std::vector<std::string>{})) {
        const auto& planned = plan.subjects;
        if (std::find(planned.begin(), planned.end(), subject) == planned.end()) {
            return "it takes " + subject + ", which would no longer be kept";
        }
    }
    if (!plan.discard_new && existing.at("discard") == "new") {
        return "its oldest messages would go when it is full, which now stay";
    }
    const auto held = state.value("messages", std::int64_t{0});
    if (plan.max_bytes < state.value("bytes", std::int64_t{0})) {
        return "it holds more bytes than it would have room for";
    }
    if (held > 0 && is_tighter(nanoseconds(plan.max_age), limit_in(existing, "max_age"))) {
        return "its " + std::to_string(held) + " messages would have to go sooner";
    }
    const auto per_subject = limit_in(existing, "max_msgs_per_subject");
    if (held > 0 && is_tighter(plan.max_messages_per_subject, per_subject)) {
        return "it keeps more messages of each subject";
    }
    return std::nullopt;
}

}  // namespace unrip::bus
