#include "annotated_files.hpp"

#include <gtest/gtest.h>

#include <opencv2/core/mat.hpp>

#include "facewire/base/file.hpp"
#include "facewire/capture/picture.hpp"
#include "temporary_folder.hpp"

namespace facewire::app {
namespace {

namespace fs = std::filesystem;

class AnnotatedFilesTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  test::TemporaryFolder folder_;
};

TEST_F(AnnotatedFilesTest, OneImageGoesToTheFileNamed) {
  auto files = AnnotatedFiles::at(path("who.jpg"), 1);
  ASSERT_TRUE(files);
  EXPECT_EQ(files->fileFor("ada.png"), path("who.jpg"));
}

TEST_F(AnnotatedFilesTest, SeveralImagesGoToAFolderThatIsMade) {
  auto files = AnnotatedFiles::at(path("new/out"), 2);
  ASSERT_TRUE(files);
  EXPECT_TRUE(fs::is_directory(path("new/out")));
  EXPECT_EQ(files->fileFor("x/ada.png"), path("new/out/ada.annotated.jpg"));
  EXPECT_EQ(files->fileFor("-"), path("new/out/stdin.annotated.jpg"));
}

TEST_F(AnnotatedFilesTest, SheetsHaveNamesOfTheirOwnAndTheirOptionIsNamed) {
  auto sheets = AnnotatedFiles::at(path("out/"), 1, "--explain", ".explained.jpg");
  ASSERT_TRUE(sheets);
  EXPECT_EQ(sheets->fileFor("a/ada.png"), path("out/ada.explained.jpg"));
  EXPECT_EQ(sheets->fileFor("b/ada.png"), path("out/ada-2.explained.jpg"));
  ASSERT_TRUE(writeFile(path("why.jpg"), asBytes("x")));
  const auto refused = AnnotatedFiles::at(path("why.jpg"), 2, "--explain", ".explained.jpg");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("--explain must name a folder"), std::string::npos) << refused.error().detail;
}

TEST_F(AnnotatedFilesTest, ImagesOfTheSameNameDoNotOverwriteEachOther) {
  auto files = AnnotatedFiles::at(path("out/"), 1);
  ASSERT_TRUE(files);
  EXPECT_EQ(files->fileFor("a/ada.png"), path("out/ada.annotated.jpg"));
  EXPECT_EQ(files->fileFor("b/ada.jpg"), path("out/ada-2.annotated.jpg"));
}

TEST_F(AnnotatedFilesTest, SeveralImagesAndAFileAreRefused) {
  ASSERT_TRUE(writeFile(path("who.jpg"), asBytes("x")));
  EXPECT_FALSE(AnnotatedFiles::at(path("who.jpg"), 2));
}

TEST_F(AnnotatedFilesTest, TheEndingChoosesTheFormat) {
  const auto jpeg = capture::encodeJpeg(cv::Mat(8, 8, CV_8UC3, cv::Scalar(1, 2, 3)), 90);
  ASSERT_TRUE(AnnotatedFiles::write(path("who.png"), *jpeg));
  EXPECT_TRUE(asText(*readFile(path("who.png"), 1 << 20)).starts_with("\x89PNG"));
  ASSERT_TRUE(AnnotatedFiles::write(path("who.jpg"), *jpeg));
  EXPECT_EQ(*readFile(path("who.jpg"), 1 << 20), *jpeg);
  EXPECT_FALSE(AnnotatedFiles::write(path("who.xyz"), *jpeg));
}

}  // namespace
}  // namespace facewire::app
