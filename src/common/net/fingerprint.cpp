#include "facewire/net/fingerprint.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <strings.h>

#include "certificate_digest.hpp"

namespace facewire::net {
namespace {

constexpr std::string_view kPrefix = "sha256:";

}  // namespace

Result<Fingerprint> fingerprintOf(const X509* certificate) {
  Fingerprint fingerprint;
  static_assert(std::tuple_size_v<decltype(fingerprint.bytes)> == 256 / 8);
  auto* bytes = reinterpret_cast<unsigned char*>(fingerprint.bytes.data());
  if (X509_digest(certificate, EVP_sha256(), bytes, nullptr) == 1) return fingerprint;
  return fail(ErrorCode::internal, "the SHA-256 of a certificate cannot be made");
}

std::string toText(const Fingerprint& fingerprint) {
  std::array<char, 3 * std::tuple_size_v<decltype(fingerprint.bytes)>> text{};  // two digits and a colon each, or a NUL
  OPENSSL_buf2hexstr_ex(text.data(), text.size(), nullptr,
                        reinterpret_cast<const unsigned char*>(fingerprint.bytes.data()), fingerprint.bytes.size(),
                        ':');
  return text.data();
}

Result<Fingerprint> parseFingerprint(std::string_view text) {
  std::string digits(text);
  if (::strncasecmp(digits.c_str(), kPrefix.data(), kPrefix.size()) == 0) digits.erase(0, kPrefix.size());
  Fingerprint fingerprint;
  std::size_t size = 0;
  const bool isHexadecimal = digits.find('\0') == std::string::npos &&
                             OPENSSL_hexstr2buf_ex(reinterpret_cast<unsigned char*>(fingerprint.bytes.data()),
                                                   fingerprint.bytes.size(), &size, digits.c_str(), ':') == 1;
  ::ERR_clear_error();
  if (isHexadecimal && size == fingerprint.bytes.size()) return fingerprint;
  return fail(ErrorCode::invalidInput, "\"" + std::string(text.substr(0, 100)) +
                                           "\" is no SHA-256 fingerprint: 64 hexadecimal digits are expected, as "
                                           "facewired keygen prints them");
}

}  // namespace facewire::net
