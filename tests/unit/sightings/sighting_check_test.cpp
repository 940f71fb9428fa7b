#include "facewire/sightings/sighting_check.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crop.hpp"
#include "sighting_store.hpp"
#include "temporary_folder.hpp"

namespace facewire::sightings {
namespace {

class SightingCheckTest : public testing::Test {
 protected:
  void makeSighting(const std::optional<Bytes>& picture) {
    SightingStore store(file);
    SightingRow row;
    row.sighting.id = *store.takeId();
    row.sighting.person = "Ada";
    row.person = 1;
    row.created = "2026-11-20T08:00:00Z";
    if (picture) row.picture = std::make_shared<const Bytes>(*picture);
    ASSERT_TRUE(store.write(std::array{row}));
  }

  facewire::test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "sightings.db";
};

TEST_F(SightingCheckTest, FindsNothingWhereThereIsNothing) {
  const auto check = checkSightings(file);
  EXPECT_FALSE(check.isThere);
  EXPECT_TRUE(check.problems.empty());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(SightingCheckTest, CountsWhatIsThere) {
  makeSighting(std::nullopt);
  makeSighting(*encodeCrop(cv::Mat(40, 40, CV_8UC1, cv::Scalar(9))));
  const auto check = checkSightings(file);
  EXPECT_TRUE(check.problems.empty()) << check.problems.front();
  EXPECT_TRUE(check.notes.empty());
  EXPECT_EQ(check.sightings, 2U);
  EXPECT_EQ(check.pictures, 1U);
  EXPECT_GT(check.pictureBytes, 0U);
}

TEST_F(SightingCheckTest, NamesAPictureThatCannotBeRead) {
  makeSighting(Bytes(500));
  const auto check = checkSightings(file);
  ASSERT_EQ(check.notes.size(), 1U);
  EXPECT_NE(check.notes[0].find("sighting 1"), std::string::npos) << check.notes[0];
}

TEST_F(SightingCheckTest, NamesADamagedDatabase) {
  makeSighting(std::nullopt);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  const auto check = checkSightings(file);
  ASSERT_FALSE(check.problems.empty());
  EXPECT_NE(check.problems[0].find(file.string()), std::string::npos) << check.problems[0];
}

TEST_F(SightingCheckTest, NamesAnotherProgramsFile) {
  std::ofstream(file) << std::string(200, 'x');
  const auto check = checkSightings(file);
  ASSERT_EQ(check.problems.size(), 1U);
  EXPECT_NE(check.problems[0].find("is not a database of sightings"), std::string::npos) << check.problems[0];
}

}  // namespace
}  // namespace facewire::sightings
