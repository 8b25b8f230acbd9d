#pragma once

#include "core/time.hpp"
#include "replay/replay.hpp"
#include "store/session.hpp"

namespace unrip::unripctl {

/// Replays what PostgreSQL has on record between the two, read some thousand rows at a time: a day
/// does not fit into memory.
Result<replay::Report> replay_record(
    store::Session& session, Instant from, Instant to, const replay::Options& options
);

}  // namespace unrip::unripctl
