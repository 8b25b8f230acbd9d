#include "bench/house/bare_chain.hpp"

#include "near/nonce.hpp"
#include "net/websocket.hpp"
#include "venue/relay/relay_requests.hpp"
#include "venue/relay/signed_quote.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <nats/nats.h>

#include <latch>
#include <optional>
#include <stdexcept>
#include <thread>

namespace unrip::bench {
namespace {

constexpr auto kDemand = "bare.demand";
constexpr auto kCommand = "bare.command";
/// As long as ours on the same way: proto/examples.
constexpr std::size_t kDemandBytes = 939;
constexpr std::size_t kCommandBytes = 824;
constexpr std::size_t kIdBytes = 36;
constexpr std::string_view kQuoteId = "\"quote_id\":\"";
constexpr auto kQuoteLasts = std::chrono::seconds{10};

void need(natsStatus status, const std::string& what) {
    if (status != NATS_OK) throw std::runtime_error{what + ": " + natsStatus_GetText(status)};
}

template <class T, void (*Destroy)(T*)>
struct Destroyed {
    void operator()(T* it) const { Destroy(it); }
};
using Options = std::unique_ptr<natsOptions, Destroyed<natsOptions, natsOptions_Destroy>>;
using Bus = std::unique_ptr<natsConnection, Destroyed<natsConnection, natsConnection_Destroy>>;
using Text = std::unique_ptr<natsMsg, Destroyed<natsMsg, natsMsg_Destroy>>;
using Streams = std::unique_ptr<jsCtx, Destroyed<jsCtx, jsCtx_Destroy>>;

Bus connect(const std::string& url) {
    natsOptions* made = nullptr;
    need(natsOptions_Create(&made), "options");
    const Options options{made};
    need(natsOptions_SetURL(made, url.c_str()), url);
    need(natsOptions_SetSendAsap(made, true), "send at once");
    natsConnection* connection = nullptr;
    need(natsConnection_Connect(&connection, made), url);
    return Bus{connection};
}

void capture(natsConnection* bus, const char* stream, const char* subject) {
    jsCtx* made = nullptr;
    need(natsConnection_JetStream(&made, bus, nullptr), "JetStream");
    const Streams streams{made};
    jsStreamConfig config;
    need(jsStreamConfig_Init(&config), "a stream");
    config.Name = stream;
    config.Subjects = &subject;
    config.SubjectsLen = 1;
    need(js_AddStream(nullptr, made, &config, nullptr, nullptr), stream);
}

/// With an id of its own, as everything of ours is published: the stream looks for repetitions.
void publish(natsConnection* bus, const char* subject, std::string_view id, std::size_t bytes) {
    std::string body{id};
    body.resize(bytes, 'x');
    natsMsg* made = nullptr;
    const auto size = static_cast<int>(body.size());
    need(natsMsg_Create(&made, subject, nullptr, body.data(), size), subject);
    const Text message{made};
    const auto message_id = subject + std::string{id};
    need(natsMsgHeader_Set(made, "Nats-Msg-Id", message_id.c_str()), subject);
    need(natsConnection_PublishMsg(bus, made), subject);
}

/// Hears a subject on a thread of the client library, until it goes: then that thread is over too.
class Ear {
  public:
    Ear(natsConnection* bus, const char* subject, natsMsgHandler hear, void* closure) {
        natsSubscription* made = nullptr;
        need(natsConnection_Subscribe(&made, bus, subject, hear, closure), subject);
        subscription_.reset(made);
        const auto ended = [](void* over) { static_cast<std::latch*>(over)->count_down(); };
        need(natsSubscription_SetOnCompleteCB(made, ended, &over_), subject);
    }
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;
    ~Ear() {
        natsSubscription_Unsubscribe(subscription_.get());
        over_.wait();
    }

  private:
    std::latch over_{1};
    std::unique_ptr<natsSubscription, Destroyed<natsSubscription, natsSubscription_Destroy>>
        subscription_;
};

std::string id_in(std::string_view text, std::string_view name) {
    const auto at = text.find(name);
    if (at == std::string_view::npos) return {};
    return std::string{text.substr(at + name.size(), kIdBytes)};
}

/// A thread with a loop and a socket to the relay.
class SocketThread {
  public:
    SocketThread(const std::string& url, net::WebSocketEvents events)
        : socket_{context_.get_executor(), clock_, settings(url), std::move(events)} {}
    SocketThread(const SocketThread&) = delete;
    SocketThread& operator=(const SocketThread&) = delete;
    /// The conversation ends before its socket goes.
    ~SocketThread() {
        if (!thread_.joinable()) return;
        boost::asio::post(context_, [this] {
            end_.emit(boost::asio::cancellation_type::terminal);
        });
        thread_.join();
    }

    void start() {
        const auto ended = [](const std::exception_ptr&, const Result<void>&) {};
        boost::asio::co_spawn(
            context_, socket_.run(), boost::asio::bind_cancellation_slot(end_.slot(), ended)
        );
        thread_ = std::thread{[this] { context_.run(); }};
    }
    void say(std::string text) {
        if (!socket_.try_send(std::move(text))) ++lost_;
    }
    boost::asio::io_context& context() { return context_; }

  private:
    static net::WebSocketSettings settings(const std::string& url) {
        net::WebSocketSettings settings;
        settings.url = url;
        settings.outgoing_max = 100'000;
        return settings;
    }

    boost::asio::io_context context_{1};
    boost::asio::cancellation_signal end_;
    SystemClock clock_;
    net::WebSocket socket_;
    std::uint64_t lost_ = 0;
    std::thread thread_;
};

}  // namespace

class BareChain::Parts {
  public:
    Parts(const std::string& nats_url, const std::string& relay_url)
        : hearing_bus_{connect(nats_url)},
          deciding_bus_{connect(nats_url)},
          signing_bus_{connect(nats_url)},
          key_{near::SecretKey::from_seed(std::array<std::uint8_t, 32>{7})},
          hearing_{relay_url, hears()},
          signing_{relay_url, {}} {
        capture(hearing_bus_.get(), "BARE_DEMAND", kDemand);
        capture(hearing_bus_.get(), "BARE_TRADES", kCommand);
        demands_.emplace(deciding_bus_.get(), kDemand, decide, this);
        commands_.emplace(signing_bus_.get(), kCommand, obey, this);
        signing_.start();
        hearing_.start();
    }

  private:
    net::WebSocketEvents hears() {
        net::WebSocketEvents events;
        events.on_connected = [this](const net::Connected&) {
            hearing_.say(venue::subscribe_request(1, venue::RelayStream::quote, {}));
        };
        events.on_message = [this](const net::Message& message) {
            const auto id = id_in(message.text, kQuoteId);
            if (!id.empty()) publish(hearing_bus_.get(), kDemand, id, kDemandBytes);
        };
        return events;
    }

    /// On the thread of the client library that hears it.
    static void decide(natsConnection*, natsSubscription*, natsMsg* message, void* parts) {
        const Text heard{message};
        const std::string_view id{natsMsg_GetData(message), kIdBytes};
        publish(static_cast<Parts*>(parts)->deciding_bus_.get(), kCommand, id, kCommandBytes);
    }

    static void obey(natsConnection*, natsSubscription*, natsMsg* message, void* parts) {
        const Text heard{message};
        auto& self = *static_cast<Parts*>(parts);
        std::string id{natsMsg_GetData(message), kIdBytes};
        boost::asio::post(self.signing_.context(), [&self, id = std::move(id)]() mutable {
            self.answer(std::move(id));
        });
    }

    void answer(std::string id) {
        venue::QuoteAnswer answer;
        answer.quote_id = QuoteId{std::move(id)};
        answer.asset_in = btc_;
        answer.asset_out = eure_;
        answer.amount_in = "5000";
        answer.amount_out = "2977500000000000000";
        answer.signer_id = "maker.sandbox.near";
        answer.verifier = "intents.near";
        answer.deadline =
            std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()) + kQuoteLasts;
        const auto number = ++answers_;
        for (std::size_t byte = 0; byte < sizeof number; ++byte)
            answer.nonce.at(byte) = static_cast<std::uint8_t>(number >> (8 * byte));
        const auto quote = venue::sign_quote(answer, key_);
        if (quote) signing_.say(venue::quote_response_request(number, quote->params));
    }

    AssetId btc_ = *AssetId::parse("nep141:btc.omft.near");
    AssetId eure_ =
        *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near");
    std::uint64_t answers_ = 0;
    Bus hearing_bus_;
    Bus deciding_bus_;
    Bus signing_bus_;
    near::SecretKey key_;
    // What follows runs on threads that use what stands above, and goes before it, last one first.
    SocketThread hearing_;
    SocketThread signing_;
    std::optional<Ear> demands_;
    std::optional<Ear> commands_;
};

BareChain::BareChain(const std::string& nats_url, const std::string& relay_url)
    : parts_{std::make_unique<Parts>(nats_url, relay_url)} {}
BareChain::~BareChain() = default;

}  // namespace unrip::bench
