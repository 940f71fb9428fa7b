#include "client_fixture.hpp"
#include "facewire/base/file.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using RecognizeCommand = ClientEndToEnd;

TEST_F(RecognizeCommand, NamesWhoWasEnrolled) {
  enrol("Ada", 1);
  const std::string picture = portrait(1, 2);
  const ProcessResult result = facewire({"recognize", picture});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with(picture + ": Ada (score ")) << result.out;
  EXPECT_EQ(result.err, "");
}

TEST_F(RecognizeCommand, TellsNoFaceFromNobodyKnown) {
  const ProcessResult nobodyKnown = facewire({"recognize", portrait(1, 1)});
  EXPECT_EQ(nobodyKnown.exitStatus, 11);
  EXPECT_NE(nobodyKnown.out.find("unknown (nobody is enrolled yet)"), std::string::npos) << nobodyKnown.out;
  const ProcessResult noFace = facewire({"recognize", put("room.jpg", emptyRoomJpeg())});
  EXPECT_EQ(noFace.exitStatus, 10);
  EXPECT_NE(noFace.out.find("room.jpg: no face"), std::string::npos) << noFace.out;
}

TEST_F(RecognizeCommand, WhatIsNoPictureIsNamedAndTheOthersAreStillAnswered) {
  enrol("Ada", 1);
  const ProcessResult result =
      facewire({"recognize", put("notes.txt", asBytes("hello")), path("missing.jpg"), portrait(1, 1)});
  EXPECT_EQ(result.exitStatus, 5);
  EXPECT_NE(result.err.find("notes.txt: is not a picture"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("missing.jpg: cannot be read"), std::string::npos) << result.err;
  EXPECT_NE(result.out.find("Ada (score"), std::string::npos) << result.out;
}

TEST_F(RecognizeCommand, ADamagedJpegIsRefusedByNameAndTheOthersAreStillAnswered) {
  enrol("Ada", 1);
  Bytes cut = portraitJpeg(1, 1);
  cut.resize(cut.size() / 2);
  const ProcessResult result = facewire({"recognize", put("cut.jpg", cut), portrait(1, 1)});
  EXPECT_EQ(result.exitStatus, 5);
  EXPECT_NE(result.err.find("cut.jpg: "), std::string::npos) << result.err;
  EXPECT_NE(result.out.find("Ada (score"), std::string::npos) << result.out;
}

TEST_F(RecognizeCommand, JsonIsTheFacesObjectWithTheImageOneALine) {
  enrol("Ada", 1);
  const ProcessResult result = facewire({"--json", "recognize", portrait(1, 1), portrait(1, 2)});
  const auto lines = jsonLines(result.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1]["image"], portrait(1, 2));
  EXPECT_EQ(lines[1]["width"], 320);
  EXPECT_EQ(lines[1]["faces"][0]["name"], "Ada");
}

TEST_F(RecognizeCommand, ReadsStandardInputAndWritesTheAnnotatedPicture) {
  ProcessOptions options;
  options.input = std::string(asText(portraitJpeg(1, 1)));
  const ProcessResult result = facewire({"recognize", "-", "--output", path("who.jpg")}, options);
  EXPECT_EQ(result.exitStatus, 11) << result.err;
  EXPECT_TRUE(readText(path("who.jpg")).starts_with("\xFF\xD8\xFF"));
}

TEST_F(RecognizeCommand, ExplainsInAPictureAndAnswersAsWithout) {
  enrol("Ada", 1);
  const std::string picture = portrait(1, 5);
  const ProcessResult plain = facewire({"recognize", picture});
  const ProcessResult explained = facewire({"recognize", picture, "--explain", path("why.png")});
  EXPECT_EQ(explained.exitStatus, plain.exitStatus) << explained.err;
  EXPECT_EQ(explained.out, plain.out);
  EXPECT_TRUE(readText(path("why.png")).starts_with("\x89PNG"));
  const ProcessResult both =
      facewire({"--json", "recognize", picture, portrait(2, 1), "--explain", path("why/"), "--output", path("who/")});
  EXPECT_EQ(both.exitStatus, 11) << both.err;
  const auto lines = jsonLines(both.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["image"], picture);
  EXPECT_EQ(lines[0]["faces"][0]["name"], "Ada");
  EXPECT_EQ(lines[1]["frame"], 1);
  for (const char* file :
       {"why/person1-5.explained.jpg", "why/person2-1.explained.jpg", "who/person1-5.annotated.jpg"}) {
    EXPECT_TRUE(readText(path(file)).starts_with("\xFF\xD8\xFF")) << file;
  }
}

TEST_F(RecognizeCommand, ExplainsEmptyRoomsTooButOnlyIntoAFileOfItsOwn) {
  const std::string room = put("room.jpg", emptyRoomJpeg());
  EXPECT_EQ(facewire({"recognize", room, "--explain", path("why.jpg")}).exitStatus, 10);
  EXPECT_TRUE(readText(path("why.jpg")).starts_with("\xFF\xD8\xFF"));
  const ProcessResult same = facewire({"recognize", room, "--explain", path("x.jpg"), "--output", path("x.jpg")});
  EXPECT_EQ(same.exitStatus, 5);
  EXPECT_NE(same.err.find("--output and --explain must name different files"), std::string::npos) << same.err;
}

TEST_F(RecognizeCommand, SeveralAnnotatedPicturesGoToAFolder) {
  facewire({"recognize", portrait(1, 1), portrait(2, 1), "--output", path("out")});
  EXPECT_TRUE(std::filesystem::exists(path("out/person1-1.annotated.jpg")));
  EXPECT_TRUE(std::filesystem::exists(path("out/person2-1.annotated.jpg")));
}

}  // namespace
}  // namespace facewire::test
