#pragma once

namespace unrip::runtime {

class Metrics;

/// Memory, descriptors, processor time and the build, read at each scrape.
void add_process_metrics(Metrics& metrics);

}  // namespace unrip::runtime
