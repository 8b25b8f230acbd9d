#pragma once

#include "bus/streams.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace unrip::bus {

/// The configuration that JetStream is asked for.
nlohmann::json config_of(const StreamPlan& plan);

/// Whether an existing stream is as planned already.
bool is_as_planned(const StreamPlan& plan, const nlohmann::json& existing);

/// Why a stream can't be brought to the plan without losing what it holds. `info` is JetStream's
/// answer to STREAM.INFO: the configuration and the state.
std::optional<std::string> loss_by(const StreamPlan& plan, const nlohmann::json& info);

/// The subjects of the plan that an existing stream does not take.
std::vector<std::string> missing_subjects(const StreamPlan& plan, const nlohmann::json& existing);

}  // namespace unrip::bus
