#include "support/tls_certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace unrip::test {
namespace {

constexpr long kDay = 24L * 60L * 60L;

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

Key make_key() {
    Key key{EVP_EC_gen("P-256")};
    if (!key) throw std::runtime_error{"OpenSSL made no key"};
    return key;
}

template <class Write>
std::string to_pem(Write write) {
    const std::unique_ptr<BIO, Free> bio{BIO_new(BIO_s_mem())};
    if (write(bio.get()) != 1) throw std::runtime_error{"OpenSSL wrote no PEM"};
    char* text = nullptr;
    const auto size = BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, static_cast<void*>(&text));
    return {text, static_cast<std::size_t>(size)};
}

std::string to_pem(X509* certificate) {
    return to_pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

std::string to_pem(EVP_PKEY* key) {
    return to_pem([&](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

void set_name(X509_NAME* name, const std::string& common_name) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(common_name.data());
    const auto size = static_cast<int>(common_name.size());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes, size, -1, 0);
}

void add_extension(X509* certificate, int id, const std::string& value) {
    const std::unique_ptr<X509_EXTENSION, Free> extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str())};
    if (!extension) throw std::runtime_error{"OpenSSL refused the extension " + value};
    X509_add_ext(certificate, extension.get(), -1);
}

Certificate make_certificate(EVP_PKEY* key, const std::string& common_name, long serial) {
    Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
    X509_set_pubkey(certificate.get(), key);
    set_name(X509_get_subject_name(certificate.get()), common_name);
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    if (X509_sign(certificate, issuer_key, EVP_sha256()) == 0) {
        throw std::runtime_error{"OpenSSL did not sign"};
    }
}

std::filesystem::path write_to_new_file(const std::string& text) {
    auto name = (std::filesystem::temp_directory_path() / "unrip-ca-XXXXXX").string();
    const int file = mkstemp(name.data());
    if (file < 0) throw std::runtime_error{"no temporary file"};
    close(file);
    std::ofstream{name} << text;
    return name;
}

}  // namespace

struct TlsAuthority::Keys {
    Key key = make_key();
    Certificate certificate = make_certificate(key.get(), "unrip test authority", 1);
    long last_serial = 1;
};

TlsAuthority::TlsAuthority() : keys_{std::make_unique<Keys>()} {
    auto* certificate = keys_->certificate.get();
    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, NID_key_usage, "critical,keyCertSign");
    sign(certificate, certificate, keys_->key.get());
    file_ = write_to_new_file(to_pem(certificate));
}

TlsAuthority::~TlsAuthority() {
    std::error_code unimportant;
    std::filesystem::remove(file_, unimportant);
}

TlsCertificate TlsAuthority::issue(const std::string& names) {
    const auto key = make_key();
    const auto certificate = make_certificate(key.get(), "unrip test", ++keys_->last_serial);
    add_extension(certificate.get(), NID_subject_alt_name, names);
    sign(certificate.get(), keys_->certificate.get(), keys_->key.get());
    return TlsCertificate{to_pem(certificate.get()), to_pem(key.get())};
}

}  // namespace unrip::test
