#include <gtest/gtest.h>

#include "facewire/client/client.hpp"
#include "pictures.hpp"
#include "server_process.hpp"

namespace facewire::test {
namespace {

client::Client connectTo(const ServerProcess& server) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.timeout = std::chrono::seconds(60);
  auto client = client::Client::connect(options);
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(*client);
}

std::string runSql(const ServerProcess& server, const std::string& sql) {
  const ProcessResult result =
      runProcess("/usr/bin/env", {"sqlite3", (server.dataFolder() / "gallery.db").string(), sql});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  return result.out;
}

/// As though another engine had made what is stored: its id stands beside it, and a picture of the two has been damaged
/// since.
TEST(ChangingEngine, EncodesTheStoredPicturesAndSaysWhomToEnrolAgain) {
  ServerProcess server;
  {
    client::Client client = connectTo(server);
    for (const std::uint64_t person : {1U, 2U}) {
      const auto enrolled = client.enrol(person == 1 ? "Ada" : "Bob", portraitJpeg(person, 1), "door.jpg", true);
      ASSERT_TRUE(enrolled) << enrolled.error().detail;
    }
  }
  ASSERT_EQ(server.stop().exitStatus, 0);
  runSql(server, "UPDATE descriptors SET encoder = 'another'; UPDATE samples SET png = x'00' WHERE id = 2");

  server.startAgain();
  const auto faces = connectTo(server).recognise(portraitJpeg(1, 1));
  ASSERT_TRUE(faces) << faces.error().detail;
  ASSERT_TRUE(faces->faces);
  ASSERT_EQ(faces->faces->faces.size(), 1U);
  EXPECT_EQ(faces->faces->faces[0].name, "Ada");
  const std::string log = server.stop().err;
  EXPECT_NE(log.find("encoded 1 stored picture for"), std::string::npos) << log;
  EXPECT_NE(log.find("1 could not be"), std::string::npos) << log;
  EXPECT_NE(log.find("sample 2 of \"Bob\" (from \"door.jpg\""), std::string::npos) << log;
  EXPECT_NE(log.find("facewire enroll \"Bob\""), std::string::npos) << log;
  // Bob's is all there is of him to search, should the other engine come back.
  EXPECT_EQ(runSql(server, "SELECT sample, encoder = 'another' FROM descriptors ORDER BY sample"), "1|0\n2|1\n");

  server.startAgain();
  EXPECT_NE(server.stop().err.find("encoded 0 stored pictures"), std::string::npos);
}

}  // namespace
}  // namespace facewire::test
