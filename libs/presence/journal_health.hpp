#pragma once

#include "bus/tracked_publisher.hpp"

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::presence {

/// Makes visible how far the streams are behind what this process has said: the health check
/// "journal" and the metrics `journal_*`.
void watch_journal(runtime::Service& service, const bus::TrackedPublisher& publisher);

}  // namespace unrip::presence
