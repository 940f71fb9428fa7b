#include "client_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

class VerifyCommand : public ClientEndToEnd {
 protected:
  void SetUp() override {
    enrol("Ada", 1);
    enrol("Bob", 2);
  }
};

TEST_F(VerifyCommand, EndsWithYesOrNo) {
  const ProcessResult yes = facewire({"verify", "Ada", portrait(1, 2)});
  EXPECT_EQ(yes.exitStatus, 0) << yes.err;
  EXPECT_TRUE(yes.out.starts_with(portrait(1, 2) + ": yes, Ada (score ")) << yes.out;
  EXPECT_EQ(yes.err, "");
  const ProcessResult no = facewire({"verify", "Ada", portrait(2, 2)});
  EXPECT_EQ(no.exitStatus, 11);
  EXPECT_NE(no.out.find(": no, this is Bob (Ada at "), std::string::npos) << no.out;
}

TEST_F(VerifyCommand, OfSeveralImagesTheMostSeriousStatusCounts) {
  const std::string room = put("room.jpg", emptyRoomJpeg());
  const std::string crowd = put("crowd.jpg", groupJpeg({1, 2}));
  EXPECT_EQ(facewire({"verify", "Ada", portrait(1, 2), portrait(1, 3)}).exitStatus, 0);
  EXPECT_EQ(facewire({"verify", "Ada", portrait(1, 2), portrait(2, 3)}).exitStatus, 11);
  EXPECT_EQ(facewire({"verify", "Ada", portrait(2, 2), room}).exitStatus, 10);
  const ProcessResult worst = facewire({"verify", "Ada", room, crowd, path("missing.jpg"), portrait(1, 2)});
  EXPECT_EQ(worst.exitStatus, 5);
  EXPECT_NE(worst.err.find("crowd.jpg: 2 faces were found"), std::string::npos) << worst.err;
  EXPECT_NE(worst.err.find("missing.jpg: cannot be read"), std::string::npos) << worst.err;
  EXPECT_NE(worst.out.find("yes, Ada"), std::string::npos) << worst.out;
}

TEST_F(VerifyCommand, JsonIsOneObjectAnImage) {
  ProcessOptions options;
  options.input = std::string(asText(portraitJpeg(2, 2)));
  const ProcessResult result = facewire({"--json", "verify", "Ada", portrait(1, 2), "-"}, options);
  EXPECT_EQ(result.exitStatus, 11) << result.err;
  const auto lines = jsonLines(result.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["image"], portrait(1, 2));
  EXPECT_EQ(lines[0]["verified"], true);
  EXPECT_EQ(lines[0]["reason"], "accepted");
  EXPECT_EQ(lines[1]["image"], "-");
  EXPECT_EQ(lines[1]["verified"], false);
  EXPECT_EQ(lines[1]["name"], "Ada");
  EXPECT_EQ(lines[1]["reason"], "another_person");
  EXPECT_EQ(lines[1]["runner_up"]["name"], "Bob");
  EXPECT_TRUE(lines[1]["sample"].is_number_integer());
  EXPECT_EQ(lines[1]["box"].size(), 4U);
}

TEST_F(VerifyCommand, NobodyOfThatNameIsToldOnce) {
  const ProcessResult result = facewire({"verify", "Zoe", portrait(1, 1), portrait(1, 2)});
  EXPECT_EQ(result.exitStatus, 5);
  EXPECT_NE(result.err.find("nobody is called \"Zoe\""), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("Zoe"), result.err.rfind("Zoe")) << result.err;
}

TEST_F(VerifyCommand, NeedsANameAndAnImage) {
  EXPECT_EQ(facewire({"verify", "Ada"}).exitStatus, 2);
  EXPECT_EQ(facewire({"verify"}).exitStatus, 2);
}

}  // namespace
}  // namespace facewire::test
