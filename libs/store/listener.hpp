#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"
#include "store/database.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace unrip::store {

/// One thing that a Listener has to tell.
struct Notice {
    enum class Kind {
        listening,  ///< From here on nothing is missed; what was said before is in the tables.
        heard,      ///< Somebody notified the channel; `text` is what he said.
        away,       ///< The connection is lost or can't be made; `text` says why.
    };
    Kind kind = Kind::heard;
    std::string text;

    friend bool operator==(const Notice&, const Notice&) = default;
};

/// Hears a channel of PostgreSQL (LISTEN/NOTIFY) over a connection of its own, on a thread of its
/// own, which comes back by itself for ever. A notification is a hint and no delivery: whoever
/// hears it looks into the tables, after `listening` too.
class Listener {
  public:
    /// Of the settings: the URL, the name, the connect timeout and the backoff.
    Listener(
        boost::asio::any_io_executor executor, const DatabaseSettings& settings, std::string channel
    );
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    /// Lasts no longer than an attempt to connect.
    ~Listener();

    /// The next notice, or nothing when none came within `limit`. One caller at a time, on the loop
    /// of the executor. A reader that is slow loses the oldest hints, which does no harm.
    Task<std::optional<Notice>> next(Milliseconds limit);

  private:
    struct Inbox;
    class Ear;

    std::shared_ptr<Inbox> inbox_;
    std::unique_ptr<Ear> ear_;  ///< Absent when the URL is wrong.
};

}  // namespace unrip::store
