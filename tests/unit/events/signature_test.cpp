#include "signature.hpp"

#include <gtest/gtest.h>

namespace facewire::events {
namespace {

TEST(Signature, IsThatOfTheStandard) {
  // RFC 4231, test case 2.
  EXPECT_EQ(signatureOf("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(digestOf("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Signature, Base64IsThatOfTheStandard) {
  // RFC 4648, section 10.
  for (const auto& [text, code] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(toBase64(asBytes(text)), code);
  }
}

}  // namespace
}  // namespace facewire::events
