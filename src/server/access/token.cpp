#include "facewire/access/token.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <stdexcept>

namespace facewire::access {
namespace {

constexpr std::string_view kPrefix = "fw_";
/// RFC 4648, section 5: base64 that stands in files, variables and addresses as it is.
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string makeToken() {
  std::array<unsigned char, 32> random{};
  if (RAND_priv_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error("the system gives no random numbers, so no token can be made");
  }
  std::string token(kPrefix);
  unsigned int bits = 0;
  int held = 0;
  for (const unsigned char byte : random) {
    bits = bits << 8 | byte;
    held += 8;
    while (held >= 6) {
      held -= 6;
      token += kLetters[bits >> held & 63];
    }
  }
  token += kLetters[bits << (6 - held) & 63];
  return token;
}

TokenHash hashOf(std::string_view token) {
  TokenHash hash{};
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

bool areEqual(const TokenHash& one, const TokenHash& other) {
  return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace facewire::access
