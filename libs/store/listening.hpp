#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "store/url.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::store {

/// One connection that listens, blocking, for one thread. It never reconnects by itself: what is
/// broken stays so until open() is called again.
class Listening {
  public:
    struct Settings {
        ConnectionUrl url;
        std::string application_name;
        Milliseconds connect_timeout;
        std::string channel;  ///< Letters, digits and underscores.
    };

    explicit Listening(Settings settings);
    ~Listening();
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;

    /// A new connection in place of the old one, listening.
    Result<void> open();

    /// What was said on the channel, as soon as something was, or nothing after so long. An Error:
    /// the connection is gone.
    Result<std::vector<std::string>> wait(Milliseconds limit);

  private:
    struct Connection;

    Settings settings_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace unrip::store
