#include "facewire/access/token_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::access {
namespace {

class TokenFileTest : public testing::Test {
 protected:
  std::string content() const {
    std::ostringstream text;
    text << std::ifstream(file_.path()).rdbuf();
    return text.str();
  }

  test::TemporaryFolder folder_;
  TokenFile file_{folder_.path() / "tokens.json"};
};

TEST_F(TokenFileTest, KeepsWhatItWasGivenButNotTheToken) {
  const auto made = file_.add(" front-door ", Role::viewer);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_TRUE(made->token.starts_with("fw_"));
  EXPECT_EQ(made->token.size(), 46u);
  const auto entries = file_.read();
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().name, "front-door");
  EXPECT_EQ(entries->front().role, Role::viewer);
  EXPECT_TRUE(areEqual(entries->front().hash, hashOf(made->token)));
  EXPECT_EQ(content().find(made->token.substr(3)), std::string::npos);
}

TEST_F(TokenFileTest, IsForItsOwnerAloneWhateverTheUmask) {
  const mode_t before = ::umask(0);
  ASSERT_TRUE(file_.add("door", Role::admin));
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat(file_.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(TokenFileTest, NoTwoTokensAreAlike) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) tokens.insert(makeToken());
  EXPECT_EQ(tokens.size(), 100u);
}

TEST_F(TokenFileTest, ANameIsTakenOnceAndIsFreeAgainWhenRevoked) {
  ASSERT_TRUE(file_.add("door", Role::viewer));
  EXPECT_EQ(file_.add("door", Role::viewer).error().code, ErrorCode::nameTaken);
  const auto id = file_.read()->front().id;
  ASSERT_TRUE(file_.revoke(id));
  EXPECT_EQ(file_.revoke("door").error().code, ErrorCode::unknownPerson);
  EXPECT_TRUE(file_.exists());
  EXPECT_TRUE(file_.add("door", Role::admin));
}

TEST_F(TokenFileTest, ChangesAtTheSameTimeAreAllKept) {
  {
    std::vector<std::jthread> adders;
    for (int i = 0; i < 8; ++i) {
      adders.emplace_back([this, i] {
        TokenFile own(file_.path());
        for (int j = 0; j < 5; ++j) {
          ASSERT_TRUE(own.add("token " + std::to_string(i) + "." + std::to_string(j), Role::viewer));
        }
      });
    }
  }
  EXPECT_EQ(file_.read()->size(), 40u);
}

TEST_F(TokenFileTest, ADamagedFileIsNamedAndLeftAsItIs) {
  for (const std::string text :
       {"", "garbage", "{}", R"({"format": 1})", R"({"format": 2, "tokens": []})", R"({"format": 1, "tokens": [{}]})",
        R"({"format":1,"tokens":[{"id":"a","name":"b","role":"root","created":"","sha256":""}]})",
        R"({"format":1,"tokens":[{"id":"a","name":"b","role":"none","created":"","sha256":""}]})",
        R"({"format":1,"tokens":[{"id":"a","name":"b","role":"admin","created":"","sha256":"12"}]})"}) {
    ASSERT_TRUE(writeFile(file_.path(), asBytes(text)));
    const auto read = file_.read();
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().detail.find("tokens.json"), std::string::npos) << read.error().detail;
    EXPECT_FALSE(file_.add("door", Role::viewer));
    EXPECT_FALSE(file_.revoke("door"));
    EXPECT_EQ(content(), text);
  }
}

}  // namespace
}  // namespace facewire::access
