#include "pairs_file.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "temporary_folder.hpp"

namespace facewire::eval {
namespace {

/// `count` people; person i has 1 + i % 4 pictures.
People crowd(std::size_t count) {
  People people;
  for (std::size_t i = 0; i < count; ++i) {
    people.names.push_back("p" + std::to_string(i));
    auto& files = people.pictures.emplace_back();
    for (std::size_t k = 0; k <= i % 4; ++k)
      files.push_back("people/" + people.names[i] + "/" + std::to_string(k) + ".jpg");
  }
  return people;
}

const PairsOptions kFewPairs{.folds = 10, .perKind = 50, .seed = 1};

std::string personOf(const Pair& pair, bool second) {
  return (second ? pair.second : pair.first).parent_path().filename().string();
}

TEST(Pairs, NobodyIsInTwoFolds) {
  const auto pairs = makePairs(crowd(80), kFewPairs);
  ASSERT_TRUE(pairs) << pairs.error().detail;
  std::map<std::string, std::set<std::size_t>> foldsOf;
  for (const Pair& pair : *pairs) {
    foldsOf[personOf(pair, false)].insert(pair.fold);
    foldsOf[personOf(pair, true)].insert(pair.fold);
  }
  for (const auto& [person, folds] : foldsOf) EXPECT_EQ(folds.size(), 1U) << person;
}

TEST(Pairs, EachFoldHasAsManyOfEachKind) {
  const auto pairs = makePairs(crowd(80), kFewPairs);
  ASSERT_TRUE(pairs);
  std::map<std::pair<std::size_t, bool>, int> counts;
  std::set<std::set<std::filesystem::path>> unique;
  for (const Pair& pair : *pairs) {
    EXPECT_EQ(pair.same, personOf(pair, false) == personOf(pair, true));
    ++counts[{pair.fold, pair.same}];
    EXPECT_TRUE(unique.insert({pair.first, pair.second}).second) << pair.first << pair.second;
  }
  EXPECT_EQ(counts.size(), 20U);
  for (const auto& [key, count] : counts) EXPECT_EQ(count, 5);
}

TEST(Pairs, AreTheSameForTheSameSeed) {
  const auto text = [](std::uint64_t seed) {
    const auto pairs = makePairs(crowd(80), {.folds = 10, .perKind = 50, .seed = seed});
    std::string all;
    for (const Pair& pair : pairs.value()) all += pair.first.string() + pair.second.string();
    return all;
  };
  EXPECT_EQ(text(1), text(1));
  EXPECT_NE(text(1), text(2));
}

TEST(Pairs, TooFewPicturesAreSaidToBeTooFew) {
  const auto pairs = makePairs(crowd(80), {.folds = 10, .perKind = 5000, .seed = 1});
  ASSERT_FALSE(pairs);
  EXPECT_NE(pairs.error().detail.find("--count"), std::string::npos) << pairs.error().detail;
}

TEST(Pairs, ComeBackFromTheirFile) {
  const test::TemporaryFolder folder;
  const std::vector<Pair> pairs{
      {3, true, folder.path() / "people/Ann Lee/1.jpg", folder.path() / "people/Ann Lee/2.jpg"},
      {9, false, folder.path() / "people/a/1.jpg", folder.path() / "people/b/1.jpg"}};
  ASSERT_TRUE(writePairs(folder.path() / "pairs.txt", pairs));
  const auto read = readPairs(folder.path() / "pairs.txt");
  ASSERT_TRUE(read) << read.error().detail;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].fold, 3U);
  EXPECT_TRUE((*read)[0].same);
  EXPECT_EQ((*read)[0].second, pairs[0].second);
  EXPECT_FALSE((*read)[1].same);
}

}  // namespace
}  // namespace facewire::eval
