#include "facewire/net/self_signed.hpp"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <asio/ip/address.hpp>
#include <memory>
#include <span>

#include "certificate_digest.hpp"

namespace facewire::net {
namespace {

template <auto function>
struct FreeBy {
  template <typename T>
  void operator()(T* item) const noexcept {
    function(item);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeBy<X509_free>>;
using Memory = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;

constexpr int kSerialBytes = 16;
constexpr long kVersion3 = 2;
// The clocks of two machines are never quite the same.
constexpr std::chrono::hours kLeadTime{1};

tl::unexpected<Error> openSslFailed() {
  const char* reason = ::ERR_reason_error_string(::ERR_get_error());
  ::ERR_clear_error();
  return fail(ErrorCode::internal,
              std::string("no certificate could be made: ") + (reason ? reason : "OpenSSL failed"));
}

bool isHostName(const std::string& name) {
  const auto fits = [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == '-' || letter == '.'; };
  return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, fits);
}

/// "DNS:door.local,IP:192.0.2.7"
Result<std::string> alternativeNames(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    asio::error_code notAnAddress;
    asio::ip::make_address(name, notAnAddress);
    if (notAnAddress && !isHostName(name)) {
      return fail(ErrorCode::invalidInput, "\"" + name + "\" is neither a host name nor an address");
    }
    text += (text.empty() ? "" : ",") + std::string(notAnAddress ? "DNS:" : "IP:") + name;
  }
  return text;
}

bool addExtension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, FreeBy<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool setSerial(X509* certificate) {
  std::array<unsigned char, kSerialBytes> bytes{};
  if (RAND_bytes(bytes.data(), kSerialBytes) != 1) return false;
  bytes[0] &= 0x7F;  // a positive number
  const std::unique_ptr<BIGNUM, FreeBy<BN_free>> number(BN_bin2bn(bytes.data(), kSerialBytes, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setName(X509* certificate, const std::string& name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  // A common name has 64 characters at most (RFC 5280); what counts are the alternative names.
  const std::string common = name.substr(0, 64);
  return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(common.data()),
                                    static_cast<int>(common.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1;
}

std::string contentOf(BIO* memory) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

Result<SelfSigned> makeSelfSigned(const std::vector<std::string>& names, std::chrono::days lifetime) {
  const auto alternatives = alternativeNames(names);
  if (!alternatives) return fail(alternatives.error());
  if (names.empty()) return fail(ErrorCode::invalidInput, "a certificate needs a name at least");
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  if (!key || !certificate) return openSslFailed();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lifetime).count();
  const bool made = X509_set_version(certificate.get(), kVersion3) == 1 && setSerial(certificate.get()) &&
                    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -std::chrono::seconds(kLeadTime).count()) &&
                    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds) &&
                    setName(certificate.get(), names.front()) && X509_set_pubkey(certificate.get(), key.get()) == 1 &&
                    addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature,keyCertSign") &&
                    addExtension(certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth") &&
                    addExtension(certificate.get(), NID_subject_key_identifier, "hash") &&
                    addExtension(certificate.get(), NID_subject_alt_name, *alternatives) &&
                    X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0;
  if (!made) return openSslFailed();

  SelfSigned pair;
  const Memory certificateText(BIO_new(BIO_s_mem()));
  const Memory keyText(BIO_new(BIO_s_secmem()));
  const auto fingerprint = fingerprintOf(certificate.get());
  if (!fingerprint || !certificateText || !keyText ||
      PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return openSslFailed();
  }
  pair.certificate = contentOf(certificateText.get());
  pair.key = contentOf(keyText.get());
  pair.fingerprint = *fingerprint;
  return pair;
}

}  // namespace facewire::net
