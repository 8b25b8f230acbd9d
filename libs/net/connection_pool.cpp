#include "net/connection_pool.hpp"

#include <utility>

namespace unrip::net {
namespace {

/// Idle times are the pool's own business, as a timer's are; nothing is decided by them.
Tick steady_now() {
    return SystemClock{}.tick();
}

}  // namespace

ConnectionPool::Loan::Loan(ConnectionPool& pool, std::string origin)
    : pool_{&pool}, origin_{std::move(origin)} {
    ++pool_->origins_[origin_].on_loan;
}

ConnectionPool::Loan::Loan(Loan&& other) noexcept
    : pool_{std::exchange(other.pool_, nullptr)},
      origin_{std::move(other.origin_)},
      connection_{std::move(other.connection_)},
      is_reused_{other.is_reused_},
      is_to_be_kept_{other.is_to_be_kept_} {}

ConnectionPool::Loan::~Loan() {
    if (pool_ != nullptr) pool_->give_back(*this);
}

ConnectionPool::ConnectionPool(
    boost::asio::any_io_executor executor, const std::string& ca_file, Limits limits
)
    : executor_{std::move(executor)}, trust_{ca_file}, limits_{limits} {}

void ConnectionPool::close_the_stale(Tick now) {
    for (auto& [name, origin] : origins_) {
        std::erase_if(origin.idle, [&](const Idle& idle) {
            return now - idle.since > limits_.idle_max;
        });
    }
    std::erase_if(origins_, [](const auto& entry) {
        return entry.second.idle.empty() && entry.second.on_loan == 0;
    });
}

std::unique_ptr<Connection> ConnectionPool::take_idle(Origin& origin) {
    while (!origin.idle.empty()) {
        auto connection = std::move(origin.idle.back().connection);
        origin.idle.pop_back();
        if (connection->is_quiet()) return connection;
    }
    return nullptr;
}

Task<Result<ConnectionPool::Loan>> ConnectionPool::borrow(Url url, bool must_be_fresh) {
    close_the_stale(steady_now());
    Loan loan{*this, url.origin()};
    auto& origin = origins_[loan.origin_];
    if (!must_be_fresh) loan.connection_ = take_idle(origin);
    if (loan.connection_) {
        loan.is_reused_ = true;
        co_return std::move(loan);
    }
    if (origin.on_loan > limits_.per_origin_max) {
        co_return fail(Error::Kind::refused, url.origin() + ": all connections are in use");
    }
    // The longest idle makes room for the new one.
    if (!origin.idle.empty() && origin.on_loan + origin.idle.size() > limits_.per_origin_max) {
        origin.idle.erase(origin.idle.begin());
    }
    auto opened = co_await Connection::open(executor_, url, trust_);
    if (!opened) co_return opened.failure();
    loan.connection_ = std::move(*opened);
    co_return std::move(loan);
}

void ConnectionPool::give_back(Loan& loan) {
    auto& origin = origins_[loan.origin_];
    --origin.on_loan;
    if (!loan.is_to_be_kept_ || !loan.connection_) return;
    origin.idle.push_back(Idle{std::move(loan.connection_), steady_now()});
}

}  // namespace unrip::net
