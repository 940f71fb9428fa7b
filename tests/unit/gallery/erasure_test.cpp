#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facewire/gallery/gallery_store.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

class ErasureTest : public testing::Test {
 protected:
  bool isAnywhere(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path())) {
      if (test::contentOf(entry.path()).find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  /// Any 32 bytes of the picture, at any of its places.
  bool isPictureAnywhere(const StoredFace& face) const {
    for (std::size_t at = 0; at + 32 <= face.png.size(); at += 1000) {
      if (isAnywhere(asText(face.png).substr(at, 32))) return true;
    }
    return false;
  }

  test::TemporaryFolder directory;
  GalleryStore store{directory.path() / "gallery.db"};
};

TEST_F(ErasureTest, LeavesNothingOfARemovedPerson) {
  ASSERT_TRUE(store.addSample("Ada Lovelace", "front-door-camera", test::faceOf(1)));
  ASSERT_TRUE(store.addSample("Bob", "", test::faceOf(2)));
  ASSERT_TRUE(isAnywhere("Ada Lovelace"));
  ASSERT_TRUE(isPictureAnywhere(test::faceOf(1)));
  ASSERT_TRUE(store.removePerson("Ada Lovelace"));
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
  EXPECT_FALSE(isAnywhere("front-door-camera"));
  EXPECT_FALSE(isPictureAnywhere(test::faceOf(1)));
  EXPECT_TRUE(isPictureAnywhere(test::faceOf(2)));
}

TEST_F(ErasureTest, LeavesNothingOfARemovedSampleNorOfAnOldName) {
  ASSERT_TRUE(store.addSample("Ada Lovelace", "front-door-camera", test::faceOf(1)));
  ASSERT_TRUE(store.removeSample(1));
  EXPECT_FALSE(isAnywhere("front-door-camera"));
  EXPECT_FALSE(isPictureAnywhere(test::faceOf(1)));
  ASSERT_TRUE(store.renamePerson("Ada Lovelace", "A. L."));
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
}

/// A descriptor tells a face apart as well as the picture does.
TEST_F(ErasureTest, LeavesNothingOfDescriptors) {
  const auto descriptorOf = [](unsigned seed) { return test::faceOf(seed + 5000, 9000).png; };
  const auto isDescriptorAnywhere = [&](unsigned seed) { return isPictureAnywhere({descriptorOf(seed), {}}); };
  for (unsigned seed = 0; seed < 30; ++seed) {
    ASSERT_TRUE(store.addSample("Person " + std::to_string(seed), "", test::faceOf(seed), false,
                                StoredDescriptor{"lbph", descriptorOf(seed)}));
  }
  ASSERT_TRUE(isDescriptorAnywhere(3));
  ASSERT_TRUE(store.removePerson("Person 3"));
  EXPECT_FALSE(isDescriptorAnywhere(3));
  ASSERT_TRUE(store.removeSample(8));
  EXPECT_FALSE(isDescriptorAnywhere(7));
  ASSERT_TRUE(store.writeDescriptors({{6, {"another", descriptorOf(100)}}}));
  ASSERT_TRUE(store.removeSample(6));
  EXPECT_FALSE(isDescriptorAnywhere(5));
  EXPECT_FALSE(isDescriptorAnywhere(100));
  EXPECT_TRUE(isDescriptorAnywhere(9));
}

TEST_F(ErasureTest, LeavesNothingOfDescriptorsByTwoEncodersNorOfThoseThatAreReplaced) {
  const auto descriptorOf = [](unsigned seed) { return test::faceOf(seed + 5000, 3000).png; };
  const auto isDescriptorAnywhere = [&](unsigned seed) { return isPictureAnywhere({descriptorOf(seed), {}}); };
  std::vector<std::pair<SampleId, StoredDescriptor>> byTheNetwork;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    ASSERT_TRUE(store.addSample("Person " + std::to_string(seed), "", test::faceOf(seed), false,
                                StoredDescriptor{"lbph", descriptorOf(seed)}));
    byTheNetwork.emplace_back(seed, StoredDescriptor{"network", descriptorOf(seed + 100)});
  }
  const auto last = byTheNetwork.back();
  byTheNetwork.pop_back();
  ASSERT_TRUE(store.writeDescriptors(byTheNetwork));
  ASSERT_TRUE(isDescriptorAnywhere(3));
  ASSERT_TRUE(isDescriptorAnywhere(103));
  ASSERT_TRUE(store.removePerson("Person 3"));
  EXPECT_FALSE(isDescriptorAnywhere(3));
  EXPECT_FALSE(isDescriptorAnywhere(103));

  ASSERT_TRUE(store.completeDescriptors("network", {last}));
  for (unsigned seed = 1; seed <= 30; ++seed) {
    EXPECT_FALSE(isDescriptorAnywhere(seed)) << seed;
    EXPECT_EQ(isDescriptorAnywhere(seed + 100), seed != 3) << seed;
  }
}

/// Among many people, rows move between pages as their trees grow; what they leave where they were counts as well.
TEST_F(ErasureTest, LeavesNothingOfAnyOneOfMany) {
  std::vector<unsigned> people(600);
  for (unsigned i = 0; i < people.size(); ++i) people[i] = i;
  std::mt19937 random(11);
  std::shuffle(people.begin(), people.end(), random);
  const auto nameOf = [](unsigned person) {
    return "Person " + std::to_string(person * 7919 + 1'000'000) + std::string(20 + person % 60, '.') + "!";
  };
  const auto sourceOf = [](unsigned person) { return "source-" + std::to_string(person * 104'729 + 5'000'000) + ";"; };
  const auto sizeOf = [](unsigned person) { return 100 + person * 37 % 6000; };
  for (const unsigned person : people) {
    ASSERT_TRUE(store.addSample(nameOf(person), sourceOf(person), test::faceOf(person, sizeOf(person))));
  }
  std::shuffle(people.begin(), people.end(), random);
  for (std::size_t i = 0; i < 400; ++i) ASSERT_TRUE(store.removePerson(nameOf(people[i])));

  std::string everything;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path()))
    everything += test::contentOf(entry.path());
  int names = 0;
  int sources = 0;
  int pictures = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    const StoredFace face = test::faceOf(people[i], sizeOf(people[i]));
    names += everything.find(nameOf(people[i]).substr(0, 18)) != std::string::npos;
    sources += everything.find(sourceOf(people[i])) != std::string::npos;
    for (std::size_t at = 0; at + 32 <= face.png.size(); at += 300) {
      if (everything.find(asText(face.png).substr(at, 32)) == std::string::npos) continue;
      ++pictures;
      break;
    }
  }
  EXPECT_EQ(names, 0);
  EXPECT_EQ(sources, 0);
  EXPECT_EQ(pictures, 0);
}

/// Another program that reads the database, and so keeps what was in it.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) {
    sqlite3_open_v2(file.c_str(), &connection_, SQLITE_OPEN_READWRITE, nullptr);
    run("BEGIN; SELECT * FROM people");
  }
  ~Reader() { sqlite3_close(connection_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void run(const char* sql) {
    ASSERT_EQ(sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection_);
  }

 private:
  sqlite3* connection_ = nullptr;
};

TEST_F(ErasureTest, RefusesWhileAnotherProgramReadsTheDatabase) {
  ASSERT_TRUE(store.addSample("Ada Lovelace", "front-door-camera", test::faceOf(1)));
  {
    const Reader reader(directory.path() / "gallery.db");
    const auto removed = store.removePerson("Ada Lovelace");
    ASSERT_FALSE(removed);
    EXPECT_NE(removed.error().detail.find("being read or written by another program"), std::string::npos)
        << removed.error().detail;
    EXPECT_EQ(store.readPeople()->size(), 1U);
    ASSERT_TRUE(store.addSample("Bob", "", test::faceOf(2))) << "others can be enrolled meanwhile";
  }
  ASSERT_TRUE(store.removePerson("Ada Lovelace"));
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
  EXPECT_FALSE(isPictureAnywhere(test::faceOf(1)));
  EXPECT_TRUE(isPictureAnywhere(test::faceOf(2)));
}

/// As kill -9 leaves it between the commit and the moment when the log is emptied.
TEST_F(ErasureTest, IsFinishedByTheNextStart) {
  const auto killed = directory.path() / "killed";
  std::filesystem::create_directory(killed);
  const auto copyOf = [&](const char* suffix) { return killed / (std::string("gallery.db") + suffix); };
  ASSERT_TRUE(store.addSample("Ada Lovelace", "front-door-camera", test::faceOf(1)));
  ASSERT_TRUE(store.addSample("Bob", "", test::faceOf(2)));
  Reader other(directory.path() / "gallery.db");
  other.run("COMMIT; PRAGMA foreign_keys = ON; DELETE FROM people WHERE name = 'Ada Lovelace'");
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(directory.path() / (std::string("gallery.db") + suffix), copyOf(suffix));
  }
  ASSERT_NE(test::contentOf(copyOf("-wal")).find("Ada Lovelace"), std::string::npos);
  const GalleryStore next(copyOf(""));
  EXPECT_FALSE(next.isErasureDue());
  for (const char* suffix : {"", "-wal"}) {
    EXPECT_EQ(test::contentOf(copyOf(suffix)).find("Ada Lovelace"), std::string::npos);
    EXPECT_EQ(test::contentOf(copyOf(suffix)).find(asText(test::faceOf(1).png).substr(4000, 32)), std::string::npos);
  }
}

}  // namespace
}  // namespace facewire::gallery
