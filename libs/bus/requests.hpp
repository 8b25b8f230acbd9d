#pragma once

#include "bus/answer.hpp"
#include "bus/inflow.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace unrip::bus {

/// Who waits for which answer. All answers come in on one subject, "<inbox>.<number>".
class Requests : public std::enable_shared_from_this<Requests> {
  public:
    Requests(boost::asio::any_io_executor executor, std::string inbox);

    /// One awaited answer; forgotten when this goes.
    class Expected {
      public:
        Expected(std::shared_ptr<Requests> requests, std::uint64_t number);
        Expected(const Expected&) = delete;
        Expected& operator=(const Expected&) = delete;
        ~Expected();

        std::string reply_subject() const;
        const std::shared_ptr<Answer<Incoming>>& answer() const { return answer_; }

      private:
        std::shared_ptr<Requests> requests_;
        std::uint64_t number_;
        std::shared_ptr<Answer<Incoming>> answer_;
    };

    std::unique_ptr<Expected> expect();
    void arrived(const Incoming& incoming);
    /// The connection broke or ends: nobody will answer what is under way.
    void fail_all(const Error& error);

    const std::string& inbox() const { return inbox_; }
    std::string subject() const { return inbox_ + ".*"; }

  private:
    boost::asio::any_io_executor executor_;
    std::string inbox_;
    std::uint64_t last_number_ = 0;
    std::unordered_map<std::uint64_t, std::shared_ptr<Answer<Incoming>>> waiting_;
};

/// The number after the last dot of a subject; 0 when there is none.
std::uint64_t number_at_end(const std::string& subject);

}  // namespace unrip::bus
