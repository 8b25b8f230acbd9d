#pragma once

namespace unrip::runtime {
class Metrics;
}  // namespace unrip::runtime

namespace unrip::history_writer {

class Valuing;

/// The latest valuation as Prometheus reads it, in EURe. Where a figure is not known there is no
/// number (NaN). Rounded, for curves and alerts only: whoever counts asks /portfolio-metrics.
void show_valuation_metrics(runtime::Metrics& metrics, const Valuing& valuing);

}  // namespace unrip::history_writer
