#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace unrip::test {

struct TlsCertificate {
    std::string certificate_pem;
    std::string key_pem;
};

/// A certificate authority that lives as long as the test, and the file clients are told to trust.
class TlsAuthority {
  public:
    TlsAuthority();
    TlsAuthority(const TlsAuthority&) = delete;
    TlsAuthority& operator=(const TlsAuthority&) = delete;
    ~TlsAuthority();

    /// `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
    TlsCertificate issue(const std::string& names);

    std::string file() const { return file_.string(); }

  private:
    struct Keys;
    std::unique_ptr<Keys> keys_;
    std::filesystem::path file_;
};

}  // namespace unrip::test
