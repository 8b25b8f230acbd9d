#include "hearing.hpp"

#include "bus/typed.hpp"
#include "messages/commitments.hpp"
#include "messages/liquidity_action.hpp"
#include "messages/quote_signed.hpp"
#include "near/rfc3339.hpp"
#include "presence/unreadable.hpp"

namespace unrip::inventory_sync {
namespace {

constexpr bus::Inflow kInflow{8'192, net::Overflow::drop_oldest};
constexpr Milliseconds kReadLimit{1'000};

}  // namespace

Hearing::Hearing(
    bus::Connection& connection,
    presence::Announcer& announcer,
    std::string account_id,
    OnSettlement on_settlement
)
    : commitments_{connection, "COMMITMENTS"}, account_id_{std::move(account_id)} {
    const auto put_aside = presence::put_aside(announcer);
    subscriptions_.push_back(bus::subscribe<messages::TradeSettlement>(
        connection,
        kInflow,
        [on_settlement = std::move(on_settlement)](const auto& envelope, const bus::Incoming&) {
            on_settlement(envelope);
        },
        put_aside
    ));
    subscriptions_.push_back(bus::subscribe<messages::QuoteSigned>(
        connection,
        kInflow,
        [this](const auto& envelope, const bus::Incoming&) {
            if (envelope.body.account_id != account_id_) return;
            const auto deadline = near::parse_rfc3339(envelope.body.deadline);
            if (deadline) promises.quote_ends(*deadline);
        },
        put_aside
    ));
    subscriptions_.push_back(bus::subscribe<messages::LiquidityAction>(
        connection,
        kInflow,
        [this](const auto& envelope, const bus::Incoming&) {
            if (envelope.body.account_id == account_id_) pending.hear(envelope.body);
        },
        put_aside
    ));
}

Task<void> Hearing::read_commitments() {
    const auto entry = co_await commitments_.get(account_id_, kReadLimit);
    if (!entry || !*entry) co_return;
    const auto read = messages::decode_document<messages::Commitments>((*entry)->value);
    if (read) promises.hear(*read);
}

}  // namespace unrip::inventory_sync
