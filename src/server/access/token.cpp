#include "facewire/access/token.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <span>
#include <stdexcept>

namespace facewire::access {
namespace {

constexpr std::string_view kPrefix = "fw_";

}  // namespace

std::string makeToken() {
  std::array<unsigned char, 32> random{};
  if (RAND_priv_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error("the system gives no random numbers, so no token can be made");
  }
  std::array<unsigned char, 45> encoded{};  // 4 letters for 3 bytes, and a NUL
  const int size = EVP_EncodeBlock(encoded.data(), random.data(), static_cast<int>(random.size()));
  // RFC 4648, section 5: base64 that stands in files, variables and addresses as it is.
  std::string token(kPrefix);
  for (const unsigned char letter : std::span(encoded).first(static_cast<std::size_t>(size))) {
    if (letter != '=') token += letter == '+' ? '-' : letter == '/' ? '_' : static_cast<char>(letter);
  }
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
