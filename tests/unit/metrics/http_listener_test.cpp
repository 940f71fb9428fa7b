#include "facewire/metrics/http_listener.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>
#include <system_error>
#include <vector>

#include "http_request.hpp"
#include "process_state.hpp"
#include "raw_socket.hpp"

namespace facewire::metrics {
namespace {

using test::httpRequest;
using test::HttpResponse;
using test::RawSocket;

HttpAnswer answerTo(std::string_view path) {
  if (path == "/broken") throw std::runtime_error("the reason");
  if (path == "/long") return {200, std::string(1 << 20, 'x')};
  return {path == "/there" ? 200U : 404U, "asked for " + std::string(path) + "\n"};
}

class HttpListenerTest : public testing::Test {
 protected:
  std::uint16_t port() const { return listener_.address().port; }

  HttpListener listener_{{"127.0.0.1", 0}, answerTo};
};

TEST_F(HttpListenerTest, AnswersOnThePortThatTheSystemChose) {
  ASSERT_NE(port(), 0);
  const HttpResponse there = httpRequest(port(), "/there?and=more");
  EXPECT_EQ(there.status, 200);
  EXPECT_EQ(there.body, "asked for /there\n");
  EXPECT_NE(there.head.find("Content-Type: text/plain; charset=utf-8"), std::string::npos) << there.head;
  EXPECT_EQ(httpRequest(port(), "/elsewhere").status, 404);
}

TEST_F(HttpListenerTest, AnswersHeadWithoutTheBody) {
  const HttpResponse head = httpRequest(port(), "/there", "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_NE(head.head.find("Content-Length: 17"), std::string::npos) << head.head;
}

TEST_F(HttpListenerTest, RefusesOtherMethodsWithoutReadingWhatTheySend) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"}) {
    const HttpResponse refused = httpRequest(port(), "/there", method, "Content-Length: 1000000000\r\n");
    EXPECT_EQ(refused.status, 405) << method;
    EXPECT_NE(refused.head.find("Allow: GET, HEAD"), std::string::npos) << refused.head;
  }
}

TEST_F(HttpListenerTest, AnswersWhereThePageCannotBeMade) {
  const HttpResponse broken = httpRequest(port(), "/broken");
  EXPECT_EQ(broken.status, 500);
  EXPECT_EQ(broken.body, "the reason\n");
}

TEST_F(HttpListenerTest, RefusesARequestThatIsTooLong) {
  EXPECT_GE(httpRequest(port(), "/there", "GET", "X-Long: " + std::string(100'000, 'x') + "\r\n").status, 400);
  EXPECT_GE(httpRequest(port(), "/" + std::string(100'000, 'x')).status, 400);
  EXPECT_EQ(httpRequest(port(), "/there").status, 200);
}

TEST_F(HttpListenerTest, LivesThroughRubbish) {
  for (const std::string& rubbish :
       {std::string("\x16\x03\x01\x02\x00\x01", 6), std::string(4096, '\0'), std::string("\r\n\r\n\r\n"),
        std::string("GET\r\n\r\n"), std::string("GET /there HTTP/9.9\r\n\r\n"), std::string(5000, '\xFF')}) {
    RawSocket socket(port());
    socket.send(asBytes(rubbish));
    socket.finishSending();
    EXPECT_EQ(httpRequest(port(), "/there").status, 200);
  }
}

TEST_F(HttpListenerTest, AnswersTheNewestWhereACrowdHangs) {
  const auto before = test::stateOf(::getpid());
  std::vector<RawSocket> crowd;
  for (int i = 0; i < 400; ++i) {
    crowd.emplace_back(port());
    if (i % 4 == 1) crowd.back().send(asBytes("GET /there HTTP/1.1\r\nHost: x\r\n"));     // the rest never comes
    if (i % 4 == 2) crowd.back().send(asBytes("GET /long HTTP/1.1\r\nHost: x\r\n\r\n"));  // nor is this read
    if (i % 4 == 3) crowd.back().send(asBytes("rubbish"));
  }
  EXPECT_EQ(httpRequest(port(), "/there").status, 200);
  const auto after = test::stateOf(::getpid());
  const auto most = static_cast<int>(HttpListener::kMaxConnections) + 1;
  EXPECT_LE(after.descriptors - before.descriptors - static_cast<int>(crowd.size()), most);
  EXPECT_EQ(after.threads, before.threads);
}

TEST_F(HttpListenerTest, EndsWhilePeersHang) {
  auto listener = std::make_unique<HttpListener>(net::TcpEndpoint{"127.0.0.1", 0}, answerTo);
  RawSocket silent(listener->address().port);
  RawSocket half(listener->address().port);
  half.send(asBytes("GET /the"));
  EXPECT_EQ(httpRequest(listener->address().port, "/there").status, 200);
  listener.reset();
  const auto end = silent.receive();
  EXPECT_TRUE(!end || end->empty());
}

TEST_F(HttpListenerTest, NamesTheAddressThatItCannotHave) {
  try {
    HttpListener second({"127.0.0.1", port()}, answerTo);
    FAIL() << "two have one port";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
    EXPECT_NE(std::string(error.what()).find("127.0.0.1:" + std::to_string(port())), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace facewire::metrics
