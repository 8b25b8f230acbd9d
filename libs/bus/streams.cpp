#include "bus/streams.hpp"

#include "bus/jetstream_api.hpp"
#include "bus/stream_config.hpp"

#include <utility>

namespace unrip::bus {
namespace {

enum class Step { create, update, nothing };

/// What is there now: nothing, or JetStream's description of it.
Task<Result<std::optional<nlohmann::json>>> look_up(
    Connection& connection, std::string name, Milliseconds limit
) {
    auto call = "STREAM.INFO." + name;
    const auto info = co_await call_api(connection, std::move(call), std::string(), limit);
    if (!info) co_return info.failure();
    if (info->error_code == api_error::kNoStream) co_return std::optional<nlohmann::json>{};
    if (info->is_error()) co_return info->failure("stream " + name, Error::Kind::unavailable);
    co_return std::optional<nlohmann::json>{info->body};
}

Result<Step> step_towards(const StreamPlan& plan, const std::optional<nlohmann::json>& found) {
    try {
        if (!found) return Step::create;
        if (is_as_planned(plan, found->at("config"))) return Step::nothing;
        if (const auto loss = loss_by(plan, *found)) {
            return fail(Error::Kind::refused, "stream " + plan.name + ": " + *loss);
        }
        return Step::update;
    } catch (const nlohmann::json::exception& error) {
        return fail(Error::Kind::malformed, "stream " + plan.name + ": " + error.what());
    }
}

Task<Result<void>> take_step(
    Connection& connection, const StreamPlan& plan, Step step, Milliseconds limit
) {
    auto call = (step == Step::create ? "STREAM.CREATE." : "STREAM.UPDATE.") + plan.name;
    auto config = config_of(plan).dump();
    const auto done = co_await call_api(connection, std::move(call), std::move(config), limit);
    if (!done) co_return done.failure();
    if (done->is_error()) co_return done->failure("stream " + plan.name);
    co_return Result<void>{};
}

}  // namespace

Task<Result<StreamChanges>> apply_streams(
    Connection& connection, const std::vector<StreamPlan>& plan, Milliseconds limit
) {
    // All are looked at before any is touched.
    std::vector<Step> steps;
    for (const auto& stream : plan) {
        const auto found = co_await look_up(connection, stream.name, limit);
        if (!found) co_return found.failure();
        const auto step = step_towards(stream, *found);
        if (!step) co_return step.failure();
        steps.push_back(*step);
    }
    StreamChanges changes;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if (steps[i] == Step::nothing) {
            changes.unchanged.push_back(plan[i].name);
            continue;
        }
        const auto taken = co_await take_step(connection, plan[i], steps[i], limit);
        if (!taken) co_return taken.failure();
        (steps[i] == Step::create ? changes.created : changes.updated).push_back(plan[i].name);
    }
    co_return changes;
}

Task<Result<void>> verify_streams(
    Connection& connection, const std::vector<StreamPlan>& plan, Milliseconds limit
) {
    std::string missing;
    for (const auto& stream : plan) {
        const auto found = co_await look_up(connection, stream.name, limit);
        if (!found) co_return found.failure();
        if (!*found) {
            missing += " " + stream.name;
            continue;
        }
        const auto config = (*found)->value("config", nlohmann::json::object());
        for (const auto& subject : missing_subjects(stream, config))
            missing += " " + stream.name + "(" + subject + ")";
    }
    if (!missing.empty()) co_return fail(Error::Kind::refused, "nats lacks streams:" + missing);
    co_return Result<void>{};
}

}  // namespace unrip::bus
