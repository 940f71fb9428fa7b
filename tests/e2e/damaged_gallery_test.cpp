#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "data_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

constexpr std::size_t kPage = 4096;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string runSql(const std::filesystem::path& file, const std::string& sql) {
  return runProcess("/usr/bin/env", {"sqlite3", file.string(), sql}).out;
}

void write(const std::filesystem::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

class DamagedGallery : public testing::Test {
 protected:
  DamagedGallery() {
    auto client = connectTo(server_);
    for (std::uint64_t person = 1; person <= 3; ++person) {
      const auto enrolled = client.enrol("Person " + std::to_string(person), portraitJpeg(person, 1), "door", false);
      if (!enrolled) throw std::runtime_error(enrolled.error().detail);
    }
  }

  ProcessResult start() const {
    return runProcess(FACEWIRE_SERVER_PROGRAM, {"--data", server_.dataFolder().string(), "--listen", "127.0.0.1:0"}, {},
                      std::chrono::seconds(30));
  }

  /// That neither start nor check takes the gallery as it is, each with these words, and that every file stays as it
  /// is.
  void expectRefused(const std::string& inStart, const std::string& inCheck) const {
    const auto before = filesIn(server_.dataFolder());
    const ProcessResult started = start();
    EXPECT_EQ(started.exitStatus, 1) << started.err;
    EXPECT_TRUE(contains(started.err, file_.string())) << started.err;
    EXPECT_TRUE(contains(started.err, inStart)) << started.err;
    EXPECT_EQ(std::ranges::count(started.err, '\n'), 1) << started.err;
    EXPECT_EQ(filesIn(server_.dataFolder()).at("gallery.db"), before.at("gallery.db"));

    const auto beforeCheck = filesIn(server_.dataFolder());
    const ProcessResult checked = checkData(server_.dataFolder());
    EXPECT_EQ(checked.exitStatus, 1) << checked.out;
    EXPECT_TRUE(contains(checked.out, file_.string())) << checked.out;
    EXPECT_TRUE(contains(checked.out, inCheck)) << checked.out;
    EXPECT_EQ(filesIn(server_.dataFolder()), beforeCheck);
  }

  ServerProcess server_;
  const std::filesystem::path file_ = server_.dataFolder() / "gallery.db";
};

TEST_F(DamagedGallery, IsRefusedAtTheStartAndLeftAsItIs) {
  ASSERT_EQ(server_.stop().exitStatus, 0);
  const std::string whole = filesIn(server_.dataFolder()).at("gallery.db");
  ASSERT_GT(whole.size(), 10 * kPage);
  const auto changed = [&](std::size_t at, const std::string& bytes) {
    return std::string(whole).replace(at, bytes.size(), bytes);
  };
  const struct {
    const char* what;
    std::string content;
    const char* says;
  } cases[] = {
      {"flipped mark", changed(5, "\xff\xff\xff"), "is not a gallery"},
      {"flipped page size", changed(16, "\x01\x03"), "is damaged"},
      {"flipped second page", changed(kPage, std::string(64, '\xff')), "is damaged"},
      {"zeroed page", changed(kPage * 2, std::string(kPage, '\0')), "is damaged"},
      {"truncated to half", whole.substr(0, whole.size() / 2), "is damaged"},
      {"empty", "", "is not a gallery"},
      {"text", "to be, or not to be\n", "is not a gallery"},
  };
  for (const auto& [what, content, says] : cases) {
    SCOPED_TRACE(what);
    write(file_, content);
    expectRefused(says, says);
  }
  write(file_, whole);
  EXPECT_EQ(checkData(server_.dataFolder()).exitStatus, 0);
}

/// What is behind the end that the database itself states is no part of it.
TEST_F(DamagedGallery, IsNoneForBytesBehindItsEnd) {
  ASSERT_EQ(server_.stop().exitStatus, 0);
  std::ofstream(file_, std::ios::binary | std::ios::app) << std::string(3 * kPage, '\x5a');
  server_.startAgain();
  auto client = connectTo(server_);
  EXPECT_EQ(peopleIn(client).size(), 3U);
  EXPECT_TRUE(client.enrol("Person 4", portraitJpeg(4, 1), "", false));
  EXPECT_EQ(server_.stop().exitStatus, 0);
  EXPECT_EQ(checkData(server_.dataFolder()).exitStatus, 0);
}

TEST_F(DamagedGallery, IsRefusedWhereANewerFacewireMadeIt) {
  ASSERT_EQ(server_.stop().exitStatus, 0);
  runSql(file_, "PRAGMA user_version = 1000");
  expectRefused("newer Facewire (schema 1000", "newer Facewire (schema 1000");
}

TEST_F(DamagedGallery, IsRefusedWhereItIsAnotherPrograms) {
  ASSERT_EQ(server_.stop().exitStatus, 0);
  runSql(file_, "PRAGMA application_id = 7");
  expectRefused("another program", "another program");
}

/// What can be seen of it only by looking at everything.
TEST_F(DamagedGallery, IsToldPictureByPictureByTheCheck) {
  ASSERT_EQ(server_.stop().exitStatus, 0);
  runSql(file_,
         "UPDATE samples SET png = substr(png, 1, 500) WHERE id = 2; UPDATE descriptors SET checksum = 1 WHERE sample "
         "= 3");
  const ProcessResult checked = checkData(server_.dataFolder());
  EXPECT_EQ(checked.exitStatus, 1);
  EXPECT_TRUE(contains(checked.out, "sample 2 of \"Person 2\" (from \"door\", enrolled 20")) << checked.out;
  EXPECT_TRUE(contains(checked.out, "facewire people remove-sample 2")) << checked.out;
  EXPECT_TRUE(contains(checked.out, "note         what \"lbph")) << checked.out;
  EXPECT_TRUE(contains(checked.out, "1 problem\n")) << checked.out;
  // The damaged descriptor is made again, and Person 2 is still known by what was made of the picture.
  server_.startAgain();
  auto client = connectTo(server_);
  for (std::uint64_t person = 1; person <= 3; ++person) {
    EXPECT_EQ(nameOf(client, portraitJpeg(person, 1)), "Person " + std::to_string(person));
  }
}

TEST_F(DamagedGallery, FailsChangesAndNothingElseWhileTheServerRuns) {
  auto client = connectTo(server_);
  // All pages are in the file then, and none in memory.
  ASSERT_TRUE(client.removePerson("Person 3"));
  const std::string whole = filesIn(server_.dataFolder()).at("gallery.db");
  {
    std::fstream stream(file_, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(kPage);
    stream << std::string(whole.size() - kPage, '\xff');
  }
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto enrolled = client.enrol("Person 4", portraitJpeg(4, 1), "", false);
    ASSERT_FALSE(enrolled);
    EXPECT_EQ(enrolled.error().code, ErrorCode::internal);
    EXPECT_TRUE(contains(enrolled.error().detail, "is damaged")) << enrolled.error().detail;
    EXPECT_TRUE(contains(enrolled.error().detail, "facewired check")) << enrolled.error().detail;
    EXPECT_FALSE(client.removePerson("Person 1"));
    EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "Person 1");
    EXPECT_EQ(nameOf(client, portraitJpeg(2, 1)), "Person 2");
    EXPECT_EQ(peopleIn(client).size(), 2U);
  }
  EXPECT_EQ(server_.stop().exitStatus, 0);
  expectRefused("is damaged", "is damaged");

  write(file_, whole);
  server_.startAgain();
  auto again = connectTo(server_);
  EXPECT_TRUE(again.enrol("Person 4", portraitJpeg(4, 1), "", false));
}

}  // namespace
}  // namespace facewire::test
