#include "support/speaker.hpp"

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "support/run_task.hpp"

#include <stdexcept>

namespace unrip::test {
namespace {

constexpr Milliseconds kPatience{30'000};

void expect(const Result<void>& done) {
    if (!done) throw std::runtime_error{done.error().detail};
}

}  // namespace

struct Speaker::Parts {
    boost::asio::io_context loop;
    SystemClock clock;
    std::unique_ptr<bus::Connection> connection;
    std::unique_ptr<bus::TrackedPublisher> publisher;
};

Speaker::Speaker(const std::string& nats_url) : parts_{std::make_unique<Parts>()} {
    bus::Settings settings;
    settings.urls = {nats_url};
    settings.name = "speaker";
    auto connecting = bus::Connection::connect(
        parts_->loop.get_executor(), parts_->clock, std::move(settings), kPatience
    );
    auto connected = run_task(parts_->loop, std::move(connecting));
    if (!connected) throw std::runtime_error{connected.error().detail};
    parts_->connection = std::move(*connected);
    parts_->publisher = std::make_unique<bus::TrackedPublisher>(*parts_->connection, parts_->clock);
}

Speaker::~Speaker() = default;

void Speaker::say(const std::vector<Said>& messages) {
    for (const auto& said : messages) {
        bus::Publication publication{said.subject, MessageId{said.id}, said.payload, std::nullopt};
        expect(parts_->publisher->publish(std::move(publication)));
    }
    expect(run_task(parts_->loop, parts_->publisher->settle(kPatience)));
}

}  // namespace unrip::test
