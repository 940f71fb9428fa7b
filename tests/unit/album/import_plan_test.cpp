#include "facewire/album/import_plan.hpp"

#include <gtest/gtest.h>

#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::album {
namespace {

namespace fs = std::filesystem;

class ImportLayout : public ::testing::Test {
 protected:
  void put(const std::string& path, std::string_view text = "picture") {
    const fs::path file = folder_.path() / "people" / path;
    fs::create_directories(file.parent_path());
    ASSERT_TRUE(writeFile(file, asBytes(text)));
  }
  Result<ImportPlan> plan(const std::string& suffix = "") {
    return planImport((folder_.path() / "people").string() + suffix);
  }

  /// "Ada: Ada/1.jpg" for each item.
  static std::vector<std::string> summary(const ImportPlan& plan) {
    std::vector<std::string> lines;
    for (const ImportItem& item : plan.items) lines.push_back(item.person + ": " + item.source);
    return lines;
  }

  test::TemporaryFolder folder_;
};

using Lines = std::vector<std::string>;

TEST_F(ImportLayout, FoldersAreNamesAndTheirPicturesComeInNaturalOrder) {
  for (const char* file : {"Ada/10.jpg", "Ada/2.JPG", "Ada/1.pgm", "Bob B./x.png"}) put(file);
  const auto found = plan();
  ASSERT_TRUE(found);
  EXPECT_EQ(summary(*found), (Lines{"Ada: Ada/1.pgm", "Ada: Ada/2.JPG", "Ada: Ada/10.jpg", "Bob B.: Bob B./x.png"}));
}

TEST_F(ImportLayout, HiddenFilesAndOtherFilesAreLeftOut) {
  for (const char* file : {"Ada/1.jpg", "Ada/.2.jpg", "Ada/notes.txt", ".git/3.jpg", "README.jpg.txt"}) put(file);
  EXPECT_EQ(summary(*plan()), Lines{"Ada: Ada/1.jpg"});
}

TEST_F(ImportLayout, NumberedPicturesAreNamedByTheUsersFileInTheFolder) {
  put("users_name.txt", "1,Ada\n2,Bob");
  for (const char* file : {"Person.1.10.jpg", "Person.1.9.jpg", "Person.2.0.png", "Person.1.txt", "Persons.1.1.jpg"})
    put(file);
  EXPECT_EQ(summary(*plan()), (Lines{"Ada: Person.1.9.jpg", "Ada: Person.1.10.jpg", "Bob: Person.2.0.png"}));
}

TEST_F(ImportLayout, TheUsersFileMayLieBesideTheFolder) {
  put("../users_name.txt", "7,Ada");
  put("Person.7.1.jpg");
  EXPECT_EQ(summary(*plan()), Lines{"Ada: Person.7.1.jpg"});
  EXPECT_EQ(summary(*plan("/")), Lines{"Ada: Person.7.1.jpg"});
}

TEST_F(ImportLayout, APictureOfAnIdWithoutANameIsAProblemOfItsOwn) {
  put("users_name.txt", "1,Ada");
  put("Person.1.1.jpg");
  put("Person.3.1.jpg");
  const auto found = plan();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->items.size(), 1U);
  ASSERT_EQ(found->problems.size(), 1U);
  EXPECT_EQ(found->problems[0].file.filename(), "Person.3.1.jpg");
  EXPECT_EQ(found->problems[0].reason, "users_name.txt has no line for id 3");
}

TEST_F(ImportLayout, NumberedPicturesWithoutAUsersFileAreAnErrorThatSaysWhatIsMissing) {
  put("Person.1.1.jpg");
  const auto found = plan();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().detail.find("no users_name.txt in it or beside it"), std::string::npos)
      << found.error().detail;
}

TEST_F(ImportLayout, AFolderOfNeitherLayoutIsAnErrorThatShowsBoth) {
  put("1.jpg");
  const auto found = plan();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().detail.find("Person.<id>.<n>.jpg"), std::string::npos);
  EXPECT_NE(found.error().detail.find("<name>"), std::string::npos);
}

TEST_F(ImportLayout, AMissingFolderIsNamed) {
  EXPECT_EQ(planImport("/nonexistent/people").error().detail, "/nonexistent/people: no such folder");
}

}  // namespace
}  // namespace facewire::album
