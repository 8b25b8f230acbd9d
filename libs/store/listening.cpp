#include "store/listening.hpp"

#include "store/libpqxx.hpp"

namespace unrip::store {
namespace {

#if UNRIP_PQXX_SINCE(7, 0)
using Channel = std::string_view;
#else
using Channel = std::string;
#endif

class Receiver : public pqxx::notification_receiver {
  public:
    Receiver(pqxx::connection& link, const std::string& channel)
        : pqxx::notification_receiver{link, Channel{channel}} {}

    void operator()(const std::string& payload, int /*backend*/) override {
        heard.push_back(payload);
    }

    std::vector<std::string> heard;
};

}  // namespace

struct Listening::Connection {
    Connection(const std::string& text, const std::string& channel) : link{text} {
#if !UNRIP_PQXX_SINCE(7, 0)
        // What comes back behind our back has missed what was said meanwhile.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
        link.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#endif
        receiver = std::make_unique<Receiver>(link, channel);
    }

    pqxx::connection link;
#if !UNRIP_PQXX_SINCE(7, 10)
    pqxx::quiet_errorhandler quiet{link};  ///< Else notices go to stderr, past the log.
#endif
    std::unique_ptr<Receiver> receiver;
};

Listening::Listening(Settings settings) : settings_{std::move(settings)} {}
Listening::~Listening() = default;

Result<void> Listening::open() {
    connection_.reset();
    try {
        connection_ = std::make_unique<Connection>(
            settings_.url.for_libpq(settings_.application_name, settings_.connect_timeout),
            settings_.channel
        );
        return {};
    } catch (const std::exception& error) {
        return fail(Error::Kind::unavailable, settings_.url.scrub(one_line(error.what())));
    }
}

Result<std::vector<std::string>> Listening::wait(Milliseconds limit) {
    if (!connection_) return fail(Error::Kind::unavailable, "there is no connection");
    try {
        constexpr long kMicroseconds = 1'000;
        connection_->receiver->heard.clear();
        connection_->link.await_notification(
            limit.count() / 1'000, static_cast<long>(limit.count() % 1'000) * kMicroseconds
        );
        if (!connection_->link.is_open()) throw pqxx::broken_connection{"the connection is gone"};
        return std::move(connection_->receiver->heard);
    } catch (const std::exception& error) {
        connection_.reset();
        return fail(Error::Kind::unavailable, settings_.url.scrub(one_line(error.what())));
    }
}

}  // namespace unrip::store
