#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <iomanip>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
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

/// Bytes that tell from which text they are, wherever a piece of them is found.
class Mark {
 public:
  explicit Mark(unsigned number) {
    std::ostringstream text;
    text << kBegin << std::hex << std::setw(12) << std::setfill('0')
         << std::uint64_t{number} * 0x9E3779B97F4AULL % (1ULL << 48);
    text_ = text.str();
  }
  const std::string& text() const { return text_; }
  Bytes repeated(std::size_t size) const {
    Bytes bytes;
    while (bytes.size() < size) bytes.insert(bytes.end(), asBytes(text_).begin(), asBytes(text_).end());
    return bytes;
  }

  /// All that are in these bytes.
  static std::set<std::string> findAll(std::string_view bytes) {
    std::set<std::string> found;
    for (std::size_t at = bytes.find(kBegin); at != std::string_view::npos; at = bytes.find(kBegin, at + 1)) {
      found.emplace(bytes.substr(at, kBegin.size() + 12));
    }
    return found;
  }

 private:
  static constexpr std::string_view kBegin = "~FW#";
  std::string text_;
};

/// Descriptors of a network and long names fill pages side by side; when one is split or put together anew, SQLite
/// leaves copies of what it moved.
class SplitPagesTest : public ErasureTest, public testing::WithParamInterface<unsigned> {
 protected:
  struct Someone {
    std::string name;
    Mark mark;
    std::vector<std::pair<SampleId, Mark>> samples;
  };

  Mark newMark() { return Mark(++marks_); }

  std::string nameWith(const Mark& mark) {
    std::string name(1 + random_() % 3, static_cast<char>('a' + random_() % 26));
    return name + mark.text() + std::string(random_() % 100, 'x');
  }

  void addSample(Someone& person) {
    const Mark mark = newMark();
    const auto added = store.addSample(person.name, "from " + mark.text(), {mark.repeated(16 + random_() % 900), {}},
                                       false, StoredDescriptor{"network", mark.repeated(500 + random_() % 40)});
    ASSERT_TRUE(added) << added.error().detail;
    person.samples.emplace_back(added->sample.id, mark);
  }

  void add() {
    const Mark mark = newMark();
    people_.push_back({nameWith(mark), mark, {}});
    addSample(people_.back());
  }

  void forget(const Mark& mark) { gone_.insert(mark.text()); }

  void remove(std::size_t at) {
    ASSERT_TRUE(store.removePerson(people_[at].name));
    forget(people_[at].mark);
    for (const auto& [sample, mark] : people_[at].samples) forget(mark);
    people_.erase(people_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void rename(Someone& person) {
    const Mark mark = newMark();
    const std::string name = nameWith(mark);
    ASSERT_TRUE(store.renamePerson(person.name, name));
    forget(person.mark);
    person.name = name;
    person.mark = mark;
  }

  void removeSample(Someone& person) {
    ASSERT_TRUE(store.removeSample(person.samples.back().first));
    forget(person.samples.back().second);
    person.samples.pop_back();
  }

  void expectAllGone(int step) {
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
      std::set<std::string> left;
      std::ranges::set_intersection(Mark::findAll(test::contentOf(entry.path())), gone_,
                                    std::inserter(left, left.end()));
      ASSERT_TRUE(left.empty()) << left.size() << " erased texts, of which " << *left.begin() << ", are in "
                                << entry.path().filename() << " after step " << step;
    }
  }

  std::mt19937 random_{GetParam()};
  std::vector<Someone> people_;

 private:
  unsigned marks_ = 0;
  std::set<std::string> gone_;
};

TEST_P(SplitPagesTest, KeepNothingOfWhatWasErased) {
  for (int step = 0; step < 700; ++step) {
    const auto what = random_() % 100;
    if (people_.size() < 5 || what < 45) {
      add();
    } else {
      const std::size_t at = random_() % people_.size();
      if (what < 70) {
        addSample(people_[at]);
      } else if (what < 80) {
        remove(at);
      } else if (what < 92) {
        rename(people_[at]);
      } else if (!people_[at].samples.empty()) {
        removeSample(people_[at]);
      }
    }
    if (step % 7 == 0) expectAllGone(step);
    if (HasFatalFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SplitPagesTest, testing::Range(1U, 3U));

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
