#include <gtest/gtest.h>

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
class SplitPagesTest : public testing::TestWithParam<unsigned> {
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
      ASSERT_EQ(left, std::set<std::string>{})
          << "erased texts are in " << entry.path().filename() << " after step " << step;
    }
  }

  test::TemporaryFolder directory;
  GalleryStore store{directory.path() / "gallery.db"};
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

}  // namespace
}  // namespace facewire::gallery
