#include "facewire/gallery/gallery_store.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <optional>

#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

class GalleryStoreTest : public testing::Test {
 protected:
  SampleId enrol(const std::string& name, unsigned seed) {
    auto added = store->addSample(name, "picture " + std::to_string(seed), test::faceOf(seed));
    EXPECT_TRUE(added) << added.error().detail;
    return added ? added->sample.id : 0;
  }

  void reopen() {
    store.reset();
    store.emplace(file);
  }

  /// "Ada:2 Bob:1", by name.
  std::string people() {
    std::string list;
    const std::vector<PersonInfo> everybody = store->readPeople().value();
    for (const PersonInfo& person : everybody) {
      list += (list.empty() ? "" : " ") + person.name + ":" + std::to_string(person.samples.size());
    }
    return list;
  }

  test::TemporaryFolder directory;
  std::filesystem::path file = directory.path() / "gallery.db";
  std::optional<GalleryStore> store{std::in_place, file};
};

TEST_F(GalleryStoreTest, IsEmptyWhenNew) {
  EXPECT_EQ(people(), "");
  EXPECT_FALSE(store->readFace(1));
}

TEST_F(GalleryStoreTest, GivesBackWhatWasAddedAlsoAfterReopening) {
  const SampleId first = enrol("Zoë 王", 1);
  const SampleId second = enrol("Zoë 王", 2);
  enrol("Ada", 3);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(people(), "Ada:1 Zoë 王:2");
    const PersonInfo zoe = store->readPeople().value().at(1);
    EXPECT_EQ(zoe.samples.at(0).id, first);
    EXPECT_EQ(zoe.samples.at(1).id, second);
    EXPECT_EQ(zoe.samples.at(1).source, "picture 2");
    EXPECT_EQ(zoe.samples.at(1).created.size(), std::string("2026-11-22T14:41:07Z").size());
    EXPECT_EQ(zoe.created, zoe.samples.at(0).created);
    const StoredFace face = store->readFace(second).value();
    EXPECT_EQ(face.png, test::faceOf(2).png);
    EXPECT_EQ(face.face, test::faceOf(2).face);
    reopen();
  }
}

TEST_F(GalleryStoreTest, SaysWhetherThePersonIsNew) {
  const auto first = store->addSample("Ada", "", test::faceOf(1)).value();
  const auto second = store->addSample("Ada", "", test::faceOf(2)).value();
  EXPECT_TRUE(first.newPerson);
  EXPECT_FALSE(second.newPerson);
  EXPECT_EQ(first.person, second.person);
}

TEST_F(GalleryStoreTest, RemembersWhoIsAKnownStranger) {
  enrol("Ada", 1);
  ASSERT_TRUE(store->addSample("Postman", "", test::faceOf(2), true));
  for (int round = 0; round < 2; ++round) {
    const auto everybody = store->readPeople().value();
    EXPECT_FALSE(everybody.at(0).stranger);
    EXPECT_TRUE(everybody.at(1).stranger);
    reopen();
  }
}

TEST_F(GalleryStoreTest, RefusesASampleOfTheOtherKindAndSaysWhatToDo) {
  enrol("Ada", 1);
  ASSERT_TRUE(store->addSample("Postman", "", test::faceOf(2), true));
  for (const auto& [name, stranger] : {std::pair("Ada", true), std::pair("Postman", false)}) {
    const auto refused = store->addSample(name, "", test::faceOf(3), stranger);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, ErrorCode::nameTaken);
    EXPECT_NE(refused.error().detail.find("or remove \"" + std::string(name) + "\" first"), std::string::npos)
        << refused.error().detail;
  }
  EXPECT_EQ(people(), "Ada:1 Postman:1");
  ASSERT_TRUE(store->addSample("Postman", "", test::faceOf(4), true));
  ASSERT_TRUE(store->removePerson("Postman"));
  EXPECT_TRUE(store->addSample("Postman", "", test::faceOf(5)));
}

TEST_F(GalleryStoreTest, VisitsEveryFaceById) {
  enrol("Bob", 1);
  enrol("Ada", 2);
  enrol("Bob", 3);
  std::vector<SampleId> seen;
  ASSERT_TRUE(store->readFaces([&](SampleId sample, PersonId, const StoredFace& face) {
    seen.push_back(sample);
    EXPECT_EQ(face.png, test::faceOf(static_cast<unsigned>(seen.size())).png);
  }));
  EXPECT_EQ(seen, (std::vector<SampleId>{1, 2, 3}));
}

TEST_F(GalleryStoreTest, RemovesAPersonWithTheirSamples) {
  const SampleId gone = enrol("Ada", 1);
  enrol("Ada", 2);
  const SampleId stays = enrol("Bob", 3);
  EXPECT_EQ(store->removePerson("Ada").value(), 2U);
  reopen();
  EXPECT_EQ(people(), "Bob:1");
  EXPECT_FALSE(store->readFace(gone));
  EXPECT_TRUE(store->readFace(stays));
}

TEST_F(GalleryStoreTest, NeverGivesTheNumbersOfTheRemovedAgain) {
  const auto ada = store->addSample("Ada", "", test::faceOf(1)).value();
  ASSERT_TRUE(store->removePerson("Ada"));
  reopen();
  const auto bob = store->addSample("Bob", "", test::faceOf(2)).value();
  EXPECT_GT(bob.person, ada.person);
  EXPECT_GT(bob.sample.id, ada.sample.id);
}

TEST_F(GalleryStoreTest, RemovesASampleAndKeepsThePerson) {
  const SampleId only = enrol("Ada", 1);
  ASSERT_TRUE(store->removeSample(only));
  reopen();
  EXPECT_EQ(people(), "Ada:0");
  EXPECT_EQ(store->removeSample(only).error().code, ErrorCode::unknownPerson);
}

TEST_F(GalleryStoreTest, Renames) {
  enrol("Ada", 1);
  ASSERT_TRUE(store->renamePerson("Ada", "Ada Lovelace"));
  reopen();
  EXPECT_EQ(people(), "Ada Lovelace:1");
  EXPECT_TRUE(store->renamePerson("Ada Lovelace", "Ada Lovelace"));
}

TEST_F(GalleryStoreTest, RefusesATakenName) {
  enrol("Ada", 1);
  enrol("Bob", 2);
  const auto refused = store->renamePerson("Ada", "Bob");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::nameTaken);
  EXPECT_NE(refused.error().detail.find("\"Bob\""), std::string::npos);
  EXPECT_EQ(people(), "Ada:1 Bob:1");
}

TEST_F(GalleryStoreTest, NamesWhoIsUnknown) {
  EXPECT_EQ(store->removePerson("Eve").error().code, ErrorCode::unknownPerson);
  EXPECT_EQ(store->renamePerson("Eve", "Bob").error().code, ErrorCode::unknownPerson);
  EXPECT_NE(store->removePerson("Eve").error().detail.find("\"Eve\""), std::string::npos);
  EXPECT_EQ(store->removeSample(99).error().code, ErrorCode::unknownPerson);
  EXPECT_EQ(store->readFace(99).error().code, ErrorCode::unknownPerson);
}

TEST_F(GalleryStoreTest, TakesAnyTextAsAName) {
  const std::string strange = "'; DROP TABLE people; -- \"%s\"";
  enrol(strange, 1);
  EXPECT_EQ(people(), strange + ":1");
}

/// The largest file that this process may write, for as long as it lives: what a full disk looks like from here.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : ignored_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, ignored_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*ignored_)(int);
};

TEST_F(GalleryStoreTest, KeepsWhatItHadWhenThereIsNoRoom) {
  enrol("Ada", 1);
  {
    const FileSizeLimit full(std::filesystem::file_size(file) + 20'000);
    const auto refused = store->addSample("Bob", "", test::faceOf(2, 200'000));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::internal);
    EXPECT_NE(refused.error().detail.find(file.string()), std::string::npos) << refused.error().detail;
    EXPECT_EQ(people(), "Ada:1");
  }
  enrol("Bob", 3);
  reopen();
  EXPECT_EQ(people(), "Ada:1 Bob:1");
  EXPECT_EQ(store->readFace(1).value().png, test::faceOf(1).png);
}

TEST_F(GalleryStoreTest, KeepsOneCalibrationForEachEncoder) {
  EXPECT_EQ(store->readCalibration("lbph").value(), std::nullopt);
  const Calibration first{61.5, 0.01, 20, 100, "2026-11-22T14:41:07Z"};
  const Calibration second{57.25, 0.001, 21, 120, "2026-11-23T14:41:07Z"};
  ASSERT_TRUE(store->writeCalibration("lbph", first));
  ASSERT_TRUE(store->writeCalibration("network", first));
  ASSERT_TRUE(store->writeCalibration("lbph", second));
  reopen();
  EXPECT_EQ(store->readCalibration("lbph").value(), second);
  EXPECT_EQ(store->readCalibration("network").value(), first);
  EXPECT_TRUE(store->removeCalibration("lbph").value());
  EXPECT_FALSE(store->removeCalibration("lbph").value());
  reopen();
  EXPECT_EQ(store->readCalibration("lbph").value(), std::nullopt);
  EXPECT_EQ(store->readCalibration("network").value(), first);
}

}  // namespace
}  // namespace facewire::gallery
