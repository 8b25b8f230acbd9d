#pragma once

#include "messages/catalog.hpp"
#include "strategy/engine.hpp"
#include "wire/hearing.hpp"
#include "wire/limits_text.hpp"
#include "wire/saying.hpp"
#include "wire/slots.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::replay {

/// A day with a live engine: what is said goes through the same functions as in the service, and
/// into a record.
class RecordedDay {
  public:
    explicit RecordedDay(const strategy::Policy& policy);

    void arm();
    void price(std::string_view mid);
    void count(std::string_view btc, std::string_view eure);
    void settle_last();
    void withdraw(std::string_view eure);
    void limit(std::string_view eure);
    void ask(bool sells_btc, std::string_view in, std::string_view out);
    void pass(Milliseconds time);

    /// From now on messages are as long as on a real day, and commands, signatures and results are
    /// recorded too.
    void speak_at_length() { is_lengthy_ = true; }

    std::vector<std::string> record;
    std::uint64_t approvals = 0;
    std::uint64_t decisions = 0;

  private:
    void tell(const strategy::Event& event);
    void carry_out();
    template <class Body>
    messages::Envelope<Body> said(const std::string& kind, Body body, std::string pair = {});
    template <class Body>
    void write(const messages::Envelope<Body>& envelope) {
        record.push_back(messages::encode(envelope));
    }
    MessageId note(messages::Slots body);
    void control(messages::ServiceControl body);
    void decorate(messages::SwapDemand& demand) const;
    void follow(const messages::Envelope<messages::ExecuteTrade>& command);

    const strategy::Policy policy_;
    strategy::Engine engine_;
    strategy::Decisions out_;
    Instant now_ = from_unix_ms(1'795'176'000'000);
    std::uint64_t height_ = 131'000'000;
    std::uint64_t number_ = 0;
    std::optional<messages::ExecuteTrade> last_;
    bool is_lengthy_ = false;
};

}  // namespace unrip::replay
