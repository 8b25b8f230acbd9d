#pragma once

#include "core/result.hpp"
#include "net/https.hpp"
#include "net/task.hpp"
#include "runtime/secret.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::unripctl {

using Json = nlohmann::ordered_json;

/// What a control port answered.
struct Said {
    unsigned status = 0;
    Json body;  ///< Null when it was no JSON.

    bool is_ok() const { return status >= 200 && status < 300; }
    /// Its error in its own words, with the fix when it names one.
    std::string complaint() const;
};

/// The control ports of the house, on this machine's loopback.
class Ports {
  public:
    Ports(const boost::asio::any_io_executor& executor, runtime::Env& env, std::string who);

    /// Production's seven, in the order of their ports.
    static std::vector<std::string> services();

    std::uint16_t port(std::string_view service) const;

    /// Unavailable: nobody is there.
    Task<Result<Said>> get(std::string service, std::string path);
    Task<Result<Said>> post(std::string service, std::string path, Json body);
    Task<Result<Said>> put(std::string service, std::string path, Json body);
    /// At "host:port" instead of the service's own: for replicas.
    Task<Result<Said>> get_at(std::string address, std::string path);
    Task<Result<Said>> post_at(std::string address, std::string path, Json body);
    /// With a header of its own beside the usual ones.
    Task<Result<Said>> post_once(
        std::string service, std::string path, Json body, std::string idempotency_key
    );

    /// Whether anybody may look at /state: it is shown to whoever comes without a token.
    Task<bool> is_tokenless(std::string service);

    /// "127.0.0.1:8086"
    std::string address(std::string_view service) const;

  private:
    Task<Result<Said>> call(
        std::string method,
        std::string address,
        std::string path,
        std::string body,
        net::Headers extra
    );

    net::HttpClient client_;
    std::map<std::string, std::uint16_t, std::less<>> ports_;
    std::optional<runtime::Secret> token_;
    std::string who_;
};

/// A field at a JSON pointer as text; empty where there is none or null.
std::string text_at(const Json& json, std::string_view pointer);
std::optional<std::int64_t> number_at(const Json& json, std::string_view pointer);
bool is_true_at(const Json& json, std::string_view pointer);

}  // namespace unrip::unripctl
