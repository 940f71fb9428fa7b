#include "truth_file.hpp"

#include <gtest/gtest.h>

#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::eval {
namespace {

Result<Truth> truthOf(std::string_view text) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(writeFile(folder.path() / "truth.csv", asBytes(text)));
  return readTruth(folder.path() / "truth.csv");
}

TEST(TruthFile, FindsItsColumnsByName) {
  const auto truth = truthOf("frame,x,y,w,h,score,identity,extra\n0,1,2,30,40,0.9,Mr smith,x\n6,5,6,7,8,1,other,y\n");
  ASSERT_TRUE(truth) << truth.error().detail;
  ASSERT_EQ(truth->frames.at(0).size(), 1U);
  EXPECT_EQ(truth->frames.at(0)[0].box, cv::Rect(1, 2, 30, 40));
  EXPECT_EQ(truth->frames.at(0)[0].identity, "Mr smith");
  EXPECT_EQ(truth->step, 6);
}

TEST(TruthFile, TakesTheColumnNameForIdentity) {
  const auto truth = truthOf("frame,x,y,w,h,name\r\n4,-3,2,30,40,Ada\r\n4,1,2,30,40,Bo\r\n6,1,2,30,40,Bo\r\n");
  ASSERT_TRUE(truth) << truth.error().detail;
  EXPECT_EQ(truth->frames.at(4).size(), 2U);
  EXPECT_EQ(truth->frames.at(4)[0].box.x, -3);
  EXPECT_EQ(truth->step, 2);
}

TEST(TruthFile, NamesTheLineThatIsNoFace) {
  const auto truth = truthOf("frame,x,y,w,h,name\n0,1,2,30,40,Ada\n1,1,2,wide,40,Ada\n");
  ASSERT_FALSE(truth);
  EXPECT_NE(truth.error().detail.find("line 3"), std::string::npos) << truth.error().detail;
}

TEST(TruthFile, NeedsItsColumns) {
  EXPECT_FALSE(truthOf("a,b\n1,2\n"));
  EXPECT_FALSE(truthOf(""));
}

}  // namespace
}  // namespace facewire::eval
