#include "sandbox.hpp"

#include "control/fault_order.hpp"
#include "net/sleep.hpp"
#include "venue_settings.hpp"

#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

constexpr std::chrono::milliseconds kTurn{1};  ///< Auctions end on the millisecond.
constexpr std::chrono::milliseconds kBeat{20};
constexpr std::size_t kConnectionsMax = 512;

}  // namespace

Sandbox::Sandbox(
    const boost::asio::any_io_executor& executor, const Clock& clock, Scenario scenario
)
    : clock_{clock},
      world_{std::move(scenario), clock.now()},
      chain_{chain_settings(world_.scenario(), world_.start()), world_.start()},
      relay_{executor, clock, chain_, relay_rules(world_.scenario()), world_.scenario().seed},
      bridge_book_{
          chain_,
          bridge_tokens(world_.scenario()),
          bridge_times(world_.scenario()),
          world_.start()},
      faults_{world_.scenario().seed},
      door_{executor, clock, faults_, kConnectionsMax} {
    chain_.set_prices(unit_price(world_, clock_));
    add_relay();
    add_near_node();
    add_bridge();
    for (const auto& plan : world_.scenario().exchanges) {
        exchanges_.push_back(std::make_unique<Exchange>(world_, plan.name));
        add_exchange(*exchanges_.back());
    }
}

Result<void> Sandbox::furnish_maker() {
    return chain_.from_the_beginning([this] { return furnish(chain_, world_.scenario().maker); });
}

void Sandbox::add_relay() {
    Place sockets;
    sockets.refuse = [this](const net::ServedRequest& request, const std::string&) {
        return relay_.refuse_socket(request);
    };
    sockets.converse = [this](
                           std::shared_ptr<net::ServerSocket> socket,
                           net::ServedRequest /*request*/,
                           std::string /*rest*/
                       ) { return relay_.converse(std::move(socket)); };
    door_.add("ws", std::move(sockets));

    Place calls;
    calls.answer = [this](net::ServedRequest request, std::string /*rest*/) {
        return relay_.answer_http(std::move(request));
    };
    door_.add("rpc", std::move(calls));
}

void Sandbox::add_near_node() {
    Place node;
    node.answer = [this](net::ServedRequest request, std::string /*rest*/) {
        return near_node_.serve(std::move(request));
    };
    door_.add("near", std::move(node));
}

void Sandbox::add_bridge() {
    Place bridge;
    bridge.answer = [this](net::ServedRequest request, std::string /*rest*/) {
        return bridge_.serve(std::move(request));
    };
    door_.add("bridge", std::move(bridge));
}

void Sandbox::add_exchange(Exchange& exchange) {
    Place place;
    place.answer =
        [this, &exchange](net::ServedRequest request, std::string rest) -> Task<net::ServedAnswer> {
        const bool has_key = !request.header("authorization").empty();
        co_return exchange.rest(rest, has_key, clock_.now());
    };
    if (exchange.has_sockets()) {
        place.refuse = [this, &exchange](const net::ServedRequest&, const std::string&) {
            return exchange.turned_away(clock_.now());
        };
        place.converse = [this, &exchange](
                             std::shared_ptr<net::ServerSocket> socket,
                             net::ServedRequest /*request*/,
                             std::string rest
                         ) {
            return exchange.converse(std::move(socket), std::move(rest), clock_);
        };
    }
    door_.add(exchange.name(), std::move(place));
}

Result<void> Sandbox::open(const std::string& address, std::uint16_t port) {
    address_ = address.find(':') == std::string::npos ? address : "[" + address + "]";
    return door_.open(address, port);
}

Task<void> Sandbox::run() {
    auto next_beat = clock_.tick();
    while (true) {
        const auto now = clock_.now();
        chain_.advance(now);
        bridge_book_.advance(now);
        competitor_.advance(now);
        relay_.advance();
        takers_.advance(now);
        if (clock_.tick() >= next_beat) {
            beat(now);
            next_beat = clock_.tick() + kBeat;
        }
        co_await net::sleep_for(kTurn);
    }
}

void Sandbox::beat(Instant now) {
    do_what_is_scheduled(now);
    venue_faults_.expire(now);
    door_.beat(now);
    for (const auto& exchange : exchanges_)
        exchange->beat(now);
}

void Sandbox::do_what_is_scheduled(Instant now) {
    const auto& faults = world_.scenario().faults;
    while (scheduled_done_ < faults.size() && world_.start() + faults.at(scheduled_done_).at <= now
    ) {
        const auto& next = faults.at(scheduled_done_++);
        if (const auto done = order_fault(next.body, now); !done)
            last_mistake_ = done.error().detail;
    }
}

Result<void> Sandbox::change(Scenario scenario, Instant now) {
    auto taken = world_.change(std::move(scenario), now);
    if (!taken) return taken;
    const auto& plan = world_.scenario();
    relay_.rules() = relay_rules(plan);
    bridge_book_.times() = bridge_times(plan);
    chain_.set_block_interval(plan.chain.block_every);
    if (plan.chain.fee_pips != chain_.verifier().fee_pips()) chain_.set_fee(plan.chain.fee_pips);
    return {};
}

Result<std::string> Sandbox::order_fault(std::string_view order, Instant now) {
    const auto body = nlohmann::json::parse(order, nullptr, false);
    if (!body.is_object()) return fail(Error::Kind::malformed, "a fault is a JSON object");
    const auto what = body.find("what");
    const bool of_venue =
        what != body.end() && what->is_string() && VenueFaults::knows(what->get<std::string>());
    if (of_venue) return venue_faults_.order(body, now);
    auto fault = read_fault(body, now);
    if (!fault) return fault.failure();
    const auto id = faults_.add(std::move(*fault));
    return "fault " + std::to_string(id) + " is in force";
}

std::vector<std::pair<std::string, std::string>> Sandbox::environment() const {
    const auto host = address_ + ":" + std::to_string(door_.port());
    const auto ws = "ws://" + host;
    const auto http = "http://" + host;
    const auto& scenario = world_.scenario();
    std::vector<std::pair<std::string, std::string>> lines{
        {"NEAR_INTENTS_ACCOUNT_ID", scenario.maker.id},
        {"NEAR_INTENTS_CONTRACT", scenario.chain.contract},
        {"NEAR_INTENTS_RELAY_WS_URL", ws + "/ws"},
        {"NEAR_INTENTS_BRIDGE_RPC_URL", http + "/bridge"},
        {"NEAR_RPC_URLS", http + "/near"},
        {"REFERENCE_KRAKEN_URL", ws + "/kraken"},
        {"REFERENCE_COINBASE_URL", ws + "/coinbase"},
        {"REFERENCE_BITSTAMP_URL", ws + "/bitstamp"},
        {"REFERENCE_BINANCE_URL", ws + "/binance"},
        {"REFERENCE_PYTH_URL", http + "/pyth"},
        {"REFERENCE_PYTH_API_KEY", "sandbox"},
    };
    if (scenario.relay.bearer) lines.emplace_back("NEAR_INTENTS_API_KEY", "sandbox");
    return lines;
}

}  // namespace unrip::sandbox
