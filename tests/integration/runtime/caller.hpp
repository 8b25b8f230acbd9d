#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace unrip::test {

struct Answer {
    int status = 0;                              ///< 0: the connection ended without an answer.
    std::map<std::string, std::string> headers;  ///< Names in lower case.
    std::string body;
};

/// A caller that speaks bytes, so that it can say what no honest client would.
class Caller {
  public:
    explicit Caller(std::uint16_t port);
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    ~Caller();

    bool connected() const { return socket_ >= 0; }

    /// False when the other side no longer listens.
    bool send(std::string_view bytes) const;

    /// The next answer; what comes after it is kept for the next call. At most 60 s.
    Answer answer(bool has_body = true);

    /// Waits until the other side has ended the connection; false when it did not in 60 s.
    bool is_hung_up_on();

  private:
    bool more();

    int socket_ = -1;
    std::string unread_;
};

/// One request on a connection of its own. `headers` are whole lines, each with its line end.
Answer ask(
    std::uint16_t port,
    std::string_view method,
    std::string_view target,
    std::string_view headers = "",
    std::string_view body = ""
);

/// The same with a body of JSON.
Answer tell(
    std::uint16_t port, std::string_view method, std::string_view path, std::string_view json
);

}  // namespace unrip::test
