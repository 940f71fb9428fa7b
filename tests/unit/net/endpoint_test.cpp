#include "facewire/net/endpoint.hpp"

#include <gtest/gtest.h>

namespace facewire::net {
namespace {

TEST(Endpoint, ReadsBackItsText) {
  for (const char* text : {"127.0.0.1:7117", "[::1]:80", "door.local:0", "unix:/run/facewire/socket"}) {
    const auto endpoint = parseEndpoint(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(toText(*endpoint), text);
  }
}

TEST(Endpoint, FillsInTheUsualPort) {
  EXPECT_EQ(toText(*parseEndpoint("door.local")), "door.local:7117");
  EXPECT_EQ(toText(*parseEndpoint("[::1]")), "[::1]:7117");
}

TEST(Endpoint, RefusesWhatIsNoAddress) {
  const std::string longPath = "unix:/" + std::string(107, 'x');
  for (const std::string& text :
       {std::string(), std::string(":80"), std::string("host:"), std::string("host:65536"), std::string("host:-1"),
        std::string("host:8o"), std::string("::1"), std::string("[::1"), std::string("[::1]80"), std::string("[]:80"),
        std::string("unix:"), std::string("unix"), std::string("[unix]:80"), std::string("[[a]:80"),
        std::string("a]:80"), longPath}) {
    const auto endpoint = parseEndpoint(text);
    ASSERT_FALSE(endpoint) << text;
    EXPECT_EQ(endpoint.error().code, ErrorCode::invalidInput);
    EXPECT_NE(endpoint.error().detail.find("expected HOST:PORT"), std::string::npos);
  }
}

}  // namespace
}  // namespace facewire::net
