#pragma once

#include "support/story.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::test {

/// Says messages on the bus as a service would: each is in its stream when say() returns.
class Speaker {
  public:
    explicit Speaker(const std::string& nats_url);
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;
    ~Speaker();

    /// Throws when a stream does not take one.
    void say(const std::vector<Said>& messages);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace unrip::test
