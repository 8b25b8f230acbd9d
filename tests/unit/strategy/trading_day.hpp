#pragma once

#include "strategy/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace unrip::strategy {

using namespace std::chrono_literals;

inline constexpr Instant kOpening{std::chrono::seconds{1'760'000'000}};

Token btc();
Token eure();
Token usdc();
Price price(std::string_view text);
Amount tokens(std::string_view text, const Token& token);

/// BTC/EURe at 75 bps and at most 5 EURe a quote, and USDC/EURe beside it out of the same account.
Policy sound_policy();

/// A machine that is armed, active and well informed, and holds 0.01 BTC, 600 EURe and 600 USDC.
/// Everything is right: each test breaks one thing.
class TradingDay : public testing::Test {
  protected:
    TradingDay() : TradingDay{sound_policy()} {}
    explicit TradingDay(Policy policy);

    /// Tells the engine, and answers its wishes for slots as the service does when all goes well.
    void tell(const Event& event);
    /// The same, but what the engine wishes for is left to the test.
    const Decisions& tell_only(const Event& event);
    void answer_wishes();
    /// Time passes; all facts are heard anew, unchanged.
    void pass(Milliseconds time);
    /// Only the clock beats: facts grow old.
    void let_age(Milliseconds time);

    /// `ahead`: of our clock, as its sender's has it.
    void hear_price(
        std::string_view mid, std::string pair = "btc-eure", Milliseconds ahead = Milliseconds{0}
    );
    void hear_venue();
    void hear_beat();
    void count();
    void set_held(const Token& token, std::string_view amount);

    QuoteRequested sells(std::string_view btc_amount);      ///< The user gives BTC.
    QuoteRequested wants(std::string_view eure_amount);     ///< The user wants EURe for BTC.
    QuoteRequested buys_for(std::string_view eure_amount);  ///< The user gives EURe.
    QuoteRequested buys(std::string_view btc_amount);       ///< The user wants BTC for EURe.

    Decision ask(const QuoteRequested& demand);
    DeclineReason reason(const QuoteRequested& demand);
    ApprovedQuote approved(const QuoteRequested& demand);
    bool is_approved(const QuoteRequested& demand);

    void change_limits(const Limits& limits, std::string pair = "btc-eure");
    Limits& limits() { return limits_; }
    Amount committed(const Token& token) const;

    /// The first decision of this kind among the last ones.
    template <class Kind>
    const Kind* last() const {
        for (const auto& decision : out) {
            if (const auto* found = std::get_if<Kind>(&decision)) return found;
        }
        return nullptr;
    }
    template <class Kind>
    std::size_t number_of() const {
        std::size_t number = 0;
        for (const auto& decision : out)
            number += std::holds_alternative<Kind>(decision) ? 1U : 0U;
        return number;
    }

    BatchOpened opened(const OpenBatch& request);

    Engine engine;
    Instant now = kOpening;
    Tick steady{};
    std::uint64_t height = 1'000;
    Instant block_time = kOpening - 2s;
    Decisions out;  // What the engine answered to the last thing it was told.

  private:
    QuoteRequested demand(const Token& in, const Token& out_token);

    std::vector<AssetAmount> held_;
    std::vector<OpenBatch> wanted_;
    std::vector<CloseUnused> unwanted_;
    Limits limits_;
    std::string mid_ = "60000";
    int demands_ = 0;
    int batches_ = 0;
};

}  // namespace unrip::strategy
