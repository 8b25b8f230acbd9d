#pragma once

#include "addresses.hpp"
#include "reading.hpp"
#include "runtime/secret.hpp"
#include "venue/price/price_source.hpp"

#include <functional>
#include <memory>
#include <string>

namespace unrip::market_reference_ingest {

/// One source of the policy at work.
class Feed {
  public:
    /// Clock, client and key are borrowed. The key may be null.
    Feed(
        const boost::asio::any_io_executor& executor,
        const Clock& clock,
        net::HttpClient& http,
        const policy::ReferenceSource& source,
        const MarketAddress& address,
        const runtime::Secret* pyth_key,
        std::function<void()> on_quote
    );

    /// Until cancelled; throws runtime::CannotStart when the address can't be used.
    Task<void> run();

    Reading reading() const;
    void ask_now() { at_work_->ask_now(); }

    const policy::ReferenceSource& source() const { return source_; }
    const venue::PriceSource& at_work() const { return *at_work_; }
    /// "kraken BTC/EUR"
    std::string name() const;

  private:
    policy::ReferenceSource source_;
    venue::FeedRules rules_;
    std::unique_ptr<venue::PriceSource> at_work_;
};

}  // namespace unrip::market_reference_ingest
