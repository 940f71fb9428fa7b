#include "facewire/access/token_book.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::access {
namespace {

using namespace std::chrono_literals;

class TokenBookTest : public testing::Test {
 protected:
  TokenBook open() {
    return TokenBook(file_, [this](const Error&) { ++troubles_; });
  }
  /// What another process did is seen within a second; `until` is asked until then.
  static bool eventually(const std::function<bool()>& until) {
    const auto deadline = Clock::now() + 20s;
    while (!until()) {
      if (Clock::now() >= deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  test::TemporaryFolder folder_;
  TokenFile file_{folder_.path() / "tokens.json"};
  std::atomic<int> troubles_ = 0;
};

TEST_F(TokenBookTest, AsksForTokensFromTheFirstOneOnAndWhenAllAreRevoked) {
  TokenBook book = open();
  EXPECT_FALSE(book.isRequired());
  ASSERT_TRUE(file_.add("door", Role::viewer));
  EXPECT_TRUE(eventually([&] { return book.isRequired(); }));
  ASSERT_TRUE(file_.revoke("door"));
  EXPECT_TRUE(eventually([&] { return book.size() == 0; }));
  EXPECT_TRUE(book.isRequired());
  std::filesystem::remove(file_.path());
  EXPECT_TRUE(book.isRequired());
  EXPECT_FALSE(open().isRequired());  // a server that starts without a file asks for none
}

TEST_F(TokenBookTest, KnowsANewTokenAtOnceAndARevokedOneNoMore) {
  TokenBook book = open();
  const auto door = file_.add("door", Role::viewer);
  const auto boss = file_.add("boss", Role::admin);
  ASSERT_TRUE(book.find(door->token));
  EXPECT_EQ(book.find(door->token)->name, "door");
  EXPECT_EQ(book.find(boss->token)->role, Role::admin);
  EXPECT_EQ(book.roleOf(boss->entry.id), Role::admin);
  ASSERT_TRUE(file_.revoke("boss"));
  EXPECT_FALSE(book.find(boss->token));
  EXPECT_EQ(book.roleOf(boss->entry.id), Role::none);
  for (const std::string& wrong :
       {std::string(), door->token + "x", door->token.substr(1), std::string(100'000, 'x')}) {
    EXPECT_FALSE(book.find(wrong));
  }
}

TEST_F(TokenBookTest, AFileThatIsDamagedWhileItServesChangesNothingAndIsToldOnce) {
  const auto door = file_.add("door", Role::viewer);
  TokenBook book = open();
  ASSERT_TRUE(writeFile(file_.path(), asBytes("garbage")));
  EXPECT_TRUE(book.find(door->token));
  EXPECT_TRUE(book.find(door->token));
  EXPECT_EQ(troubles_, 1);
  EXPECT_THROW(open(), std::runtime_error);
}

TEST_F(TokenBookTest, AFileThatIsGoneLetsNobodyIn) {
  const auto door = file_.add("door", Role::viewer);
  TokenBook book = open();
  std::filesystem::remove(file_.path());
  EXPECT_FALSE(book.find(door->token));
  EXPECT_TRUE(book.isRequired());
}

}  // namespace
}  // namespace facewire::access
