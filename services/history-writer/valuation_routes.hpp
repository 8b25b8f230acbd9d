#pragma once

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::store {
class Database;
}  // namespace unrip::store

namespace unrip::history_writer {

class Valuing;

/// GET /portfolio-metrics: the latest, or with ?history=1h a series of at most 500 points.
void show_valuation(runtime::Service& service, const Valuing& valuing, store::Database& database);

}  // namespace unrip::history_writer
