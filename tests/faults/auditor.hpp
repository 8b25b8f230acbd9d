#pragma once

#include "e2e/trading_house.hpp"
#include "faults/chronicle.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace unrip::test {

struct StreamRecords;

struct Verdict {
    std::vector<std::string> wrong;    ///< Empty: nothing was lost, doubled or risked.
    std::vector<std::string> figures;  ///< What there was to judge.
    bool is_sound() const { return wrong.empty(); }
};

/// The figures, and last what is wrong.
std::string to_text(const Verdict& verdict);
std::string what_is_wrong(const Verdict& verdict);

/// Compares four books after a run: the simulated chain, the stream TRADES, PostgreSQL, and what
/// the services say of themselves. Nobody asks for quotes any more and everything runs.
class Auditor {
  public:
    Auditor(const TradingHouse& house, const Chronicle& chronicle, bool is_in_lanes)
        : house_{house}, chronicle_{chronicle}, is_in_lanes_{is_in_lanes} {}

    Verdict judge();

  private:
    void await_rest();
    void compare_stream_with_tables();
    void compare_ids(
        const std::string& subject, const std::string& table, const StreamRecords& stream
    );
    std::set<std::string> ids_in(const std::string& table, std::uint64_t up_to) const;
    void look_at_venue();
    void look_at_invalid_answers(const nlohmann::json& maker);
    void look_at_used_lanes(std::size_t counted);
    WallMs look_at_void_signature(
        const std::string& hash, WallMs used_at, WallMs signed_at, bool was_lost
    );
    void look_at_results();
    void look_at_lost_commands();
    void look_at_permission();
    void look_at_permission(const std::string& table, const std::string& service);
    void count_untold();
    void look_at_unheard_ends();
    void look_at_money();
    void look_at_portfolio();
    bool is_explained(const std::string& difference) const;
    std::size_t count_of_the_venue(const std::string& figure) const;
    std::string differences(const std::string& more, const std::string& less) const;
    void look_at_services();

    void know_turned_clocks();
    void expect(bool is_so, const std::string& otherwise);
    void expect_none(const std::string& what, const std::string& sql);
    void figure(const std::string& name, const std::string& value);
    /// Looks again and again; also when somebody does not answer.
    bool comes_true(const std::string& what, const std::function<bool()>& condition);

    const TradingHouse& house_;
    const Chronicle& chronicle_;
    std::chrono::steady_clock::time_point began_;
    bool is_in_lanes_;  ///< Many quotes under one nonce.
    Verdict verdict_;
    /// Signed, past their deadline, and without a proven end.
    std::size_t untold_ = 0;
    /// Of these, how many the venue has settled.
    std::size_t untold_settled_ = 0;
};

}  // namespace unrip::test
