#include "exchanges/exchanges.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

bool is_mute(const std::optional<Outage::How>& outage) {
    return outage == Outage::How::silent;
}

}  // namespace

Exchange::Exchange(World& world, std::string name)
    : world_{world}, name_{std::move(name)}, opinion_{world, name_} {}

std::optional<net::ServedAnswer> Exchange::turned_away(Instant now) const {
    const auto outage = opinion_.outage(now);
    if (outage == Outage::How::away) {
        net::ServedAnswer answer;
        answer.raw.emplace();
        return answer;
    }
    if (outage == Outage::How::refusing) {
        net::ServedAnswer answer;
        answer.status = 429;
        answer.body = R"({"message":"Too many requests"})";
        answer.headers.emplace_back("Retry-After", "5");
        return answer;
    }
    return std::nullopt;
}

net::ServedAnswer Exchange::rest(std::string_view target, bool has_key, Instant now) {
    ++stats_.rest_requests;
    if (auto refusal = turned_away(now)) return std::move(*refusal);
    const auto mark = std::min(target.find('?'), target.size());
    const auto path = target.substr(0, mark);
    const RestQuery query{target.substr(std::min(mark + 1, target.size()))};
    RestAnswer said{404, {}};
    if (name_ == "kraken") said = kraken_rest(opinion_, path, query, now);
    if (name_ == "coinbase") said = coinbase_rest(opinion_, path, query, now);
    if (name_ == "bitstamp") said = bitstamp_rest(opinion_, path, query, now);
    if (name_ == "binance") said = binance_rest(opinion_, path, query, now);
    if (name_ == "pyth") {
        said = has_key ? pyth_rest(opinion_, world_, path, query, now)
                       : RestAnswer{401, R"({"error":"Unauthorized"})"};
    }
    net::ServedAnswer answer;
    answer.status = said.status;
    answer.body = std::move(said.body);
    return answer;
}

std::unique_ptr<Conversation> Exchange::conversation(
    std::string_view target, std::uint64_t connection
) {
    if (name_ == "kraken") return kraken_conversation(opinion_, connection);
    if (name_ == "coinbase") return coinbase_conversation(opinion_);
    if (name_ == "bitstamp") return bitstamp_conversation(opinion_);
    check(name_ == "binance", "an exchange without sockets");
    return binance_conversation(opinion_, target);
}

void Exchange::say(net::ServerSocket& socket, Saying saying) {
    for (auto& text : saying.texts) {
        if (socket.try_send(std::move(text))) ++stats_.messages_out;
    }
    // A client that does not even take a ping is dropped by the server's own limits.
    if (saying.ping && !socket.try_ping("sandbox")) socket.drop();
    if (saying.ends) socket.close(1000, "");
}

Task<void> Exchange::converse(
    std::shared_ptr<net::ServerSocket> socket, std::string target, const Clock& clock
) {
    ++stats_.connections;
    const auto talk = talks_.insert(talks_.end(), {socket, conversation(target, socket->id())});
    struct Leaving {
        std::list<Talk>& talks;
        std::list<Talk>::iterator talk;
        ~Leaving() { talks.erase(talk); }
    };
    const Leaving leaving{talks_, talk};
    Saying greeting;
    talk->conversation->begin(clock.now(), greeting);
    say(*socket, std::move(greeting));
    while (true) {
        const auto text = co_await socket->receive();
        if (!text) break;
        ++stats_.messages_in;
        const auto now = clock.now();
        if (is_mute(opinion_.outage(now))) continue;
        Saying saying;
        talk->conversation->hear(*text, now, saying);
        say(*socket, std::move(saying));
    }
}

void Exchange::beat(Instant now) {
    const auto outage = opinion_.outage(now);
    if (is_mute(outage)) return;
    const bool gone = outage == Outage::How::away || outage == Outage::How::refusing;
    for (auto next = talks_.begin(); next != talks_.end();) {
        auto& talk = *next++;  // Whoever is dropped leaves the list.
        if (gone) {
            talk.socket->drop();
            continue;
        }
        Saying saying;
        talk.conversation->beat(now, saying);
        say(*talk.socket, std::move(saying));
    }
}

}  // namespace unrip::sandbox
