#include "bus/consumer_config.hpp"

#include "bus/jetstream_api.hpp"
#include "bus/stored_time.hpp"

#include <utility>

namespace unrip::bus {
namespace {

nlohmann::json creation_of(const ConsumerSettings& settings) {
    auto config = nlohmann::json::object();
    config["durable_name"] = settings.name;
    config["deliver_policy"] = settings.since ? "by_start_time" : "all";
    if (settings.since) config["opt_start_time"] = stored_time_text(*settings.since);
    if (settings.forget_after) {
        config["inactive_threshold"] = Nanoseconds{*settings.forget_after}.count();
    }
    config["ack_policy"] = "explicit";
    config["replay_policy"] = "instant";
    config["max_deliver"] = -1;
    config["ack_wait"] = Nanoseconds{settings.ack_wait}.count();
    config["max_ack_pending"] = 4 * settings.batch_max;
    if (!settings.filter.empty()) config["filter_subject"] = settings.filter;
    auto creation = nlohmann::json::object();
    creation["stream_name"] = settings.stream;
    creation["config"] = std::move(config);
    return creation;
}

Result<void> check_existing(const ConsumerSettings& settings, const nlohmann::json& info) {
    try {
        const auto& config = info.at("config");
        const auto filter = config.value("filter_subject", std::string{});
        const auto policy = config.value("ack_policy", std::string{});
        if (filter == settings.filter && policy == "explicit") return {};
        auto detail = "consumer " + settings.name + " on " + settings.stream +
                      " exists and reads '" + filter + "' with acknowledgements '" + policy +
                      "', not '" + settings.filter + "' with 'explicit'";
        return fail(Error::Kind::refused, std::move(detail));
    } catch (const nlohmann::json::exception& error) {
        return fail(Error::Kind::malformed, error.what());
    }
}

}  // namespace

Task<Result<void>> bind_consumer(
    Connection& connection, const ConsumerSettings& settings, Milliseconds limit
) {
    const auto place = settings.stream + "." + settings.name;
    const auto what = "consumer " + settings.name + " on " + settings.stream;
    auto call = "CONSUMER.INFO." + place;
    const auto info = co_await call_api(connection, std::move(call), std::string(), limit);
    if (!info) co_return info.failure();
    if (!info->is_error()) co_return check_existing(settings, info->body);
    if (info->error_code != api_error::kNoConsumer) {
        co_return info->failure(what, Error::Kind::unavailable);
    }
    auto creation = creation_of(settings).dump();
    call = "CONSUMER.DURABLE.CREATE." + place;
    const auto made = co_await call_api(connection, std::move(call), std::move(creation), limit);
    if (!made) co_return made.failure();
    if (made->is_error()) co_return made->failure(what);
    co_return Result<void>{};
}

}  // namespace unrip::bus
