#include "bus/requests.hpp"

#include <charconv>
#include <utility>

namespace unrip::bus {

std::uint64_t number_at_end(const std::string& subject) {
    const auto dot = subject.rfind('.');
    if (dot == std::string::npos) return 0;
    const auto* begin = subject.data() + dot + 1;
    const auto* end = subject.data() + subject.size();
    std::uint64_t number = 0;
    const auto read = std::from_chars(begin, end, number);
    return read.ec == std::errc{} && read.ptr == end ? number : 0;
}

Requests::Requests(boost::asio::any_io_executor executor, std::string inbox)
    : executor_{std::move(executor)}, inbox_{std::move(inbox)} {}

Requests::Expected::Expected(std::shared_ptr<Requests> requests, std::uint64_t number)
    : requests_{std::move(requests)}, number_{number}, answer_{requests_->waiting_.at(number)} {}

Requests::Expected::~Expected() {
    requests_->waiting_.erase(number_);
}

std::string Requests::Expected::reply_subject() const {
    return requests_->inbox_ + "." + std::to_string(number_);
}

std::unique_ptr<Requests::Expected> Requests::expect() {
    const auto number = ++last_number_;
    waiting_.emplace(number, std::make_shared<Answer<Incoming>>(executor_));
    return std::make_unique<Expected>(shared_from_this(), number);
}

void Requests::arrived(const Incoming& incoming) {
    const auto found = waiting_.find(number_at_end(incoming.subject));
    if (found == waiting_.end()) return;  // Too late: whoever asked has gone.
    constexpr int nobody_listens = 503;
    if (incoming.status == nobody_listens) {
        found->second->give(fail(Error::Kind::unavailable, "nobody listens there"));
    } else {
        found->second->give(incoming);
    }
}

void Requests::fail_all(const Error& error) {
    for (const auto& [number, answer] : waiting_)
        answer->give(Failure{error});
}

}  // namespace unrip::bus
