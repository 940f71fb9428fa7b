#include <regex>

#include "client_fixture.hpp"
#include "facewire/base/file.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using PeopleCommands = ClientEndToEnd;

TEST_F(PeopleCommands, EnrolledPeopleAreListedShownRenamedAndRemoved) {
  enrol("Ada", 1);
  const auto listed = jsonLines(facewire({"people", "--json"}).out);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["name"], "Ada");
  EXPECT_EQ(listed[0]["samples"], 3);
  EXPECT_EQ(facewire({"people", "rename", "Ada", "Ada L."}).exitStatus, 0);
  const auto shown = jsonLines(facewire({"--json", "people", "show", "Ada L."}).out);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0]["samples"].size(), 3U);
  EXPECT_EQ(shown[0]["samples"][0]["source"], "person1-1.jpg");
  EXPECT_EQ(facewire({"people", "remove", "Ada L."}).exitStatus, 0);
  EXPECT_EQ(facewire({"people", "list"}).out, "");
  const ProcessResult gone = facewire({"people", "show", "Ada L."});
  EXPECT_EQ(gone.exitStatus, 5);
  EXPECT_NE(gone.err.find("Ada L."), std::string::npos) << gone.err;
}

TEST_F(PeopleCommands, EnrolNamesEachRefusalAndTakesTheRest) {
  const std::string crowd = put("crowd.jpg", groupJpeg({1, 2, 3}));
  const std::string room = put("room.jpg", emptyRoomJpeg());
  const ProcessResult result = facewire({"enroll", "Ada", crowd, room, portrait(1, 1)});
  EXPECT_EQ(result.exitStatus, 0);
  EXPECT_NE(result.err.find(crowd + ": "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find(room + ": "), std::string::npos) << result.err;
  EXPECT_EQ(result.out, "enrolled 1 of 3 pictures for Ada; 1 sample now\n");
}

TEST_F(PeopleCommands, EnrolEndsWithTheReasonWhereNothingWasEnrolled) {
  EXPECT_EQ(facewire({"enroll", "Ada", put("room.jpg", emptyRoomJpeg())}).exitStatus, 10);
  EXPECT_EQ(facewire({"enroll", "Ada", put("notes.txt", asBytes("hello"))}).exitStatus, 5);
}

TEST_F(PeopleCommands, EnrolTakesSamplesFromAllOverAVideo) {
  const ProcessResult result =
      facewire({"--json", "enroll", "Ada", "--video", video("ada.avi", 1, 40), "--samples", "4"});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_EQ(jsonLines(result.out).size(), 4U) << result.out;
  const auto shown = jsonLines(facewire({"--json", "people", "show", "Ada"}).out);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0]["samples"].size(), 4U);
}

TEST_F(PeopleCommands, ImportTakesAFolderOfPeopleAndNamesWhatItCannot) {
  for (std::uint64_t shot = 1; shot <= 3; ++shot) {
    put("people/Ada/" + std::to_string(shot) + ".jpg", portraitJpeg(1, shot));
    put("people/Bob/" + std::to_string(shot) + ".JPG", portraitJpeg(2, shot));
  }
  put("people/Bob/broken.png", asBytes("no picture"));
  const ProcessResult result = facewire({"import", path("people")});
  EXPECT_EQ(result.exitStatus, 0);
  EXPECT_NE(result.err.find("broken.png: is not a picture"), std::string::npos) << result.err;
  EXPECT_EQ(result.out,
            "NAME  ENROLLED  REFUSED\n"
            "Ada          3        0\n"
            "Bob          3        1\n"
            "imported 6 of 7 pictures of 2 people\n");
}

TEST_F(PeopleCommands, AKnownStrangerIsListedAsSuchAndNeverNamed) {
  enrol("Ada", 1);
  const ProcessResult enrolled = facewire({"enroll", "--stranger", "Postman", portrait(2, 1), portrait(2, 2)});
  EXPECT_EQ(enrolled.exitStatus, 0) << enrolled.err;
  const std::string list = facewire({"people"}).out;
  EXPECT_TRUE(std::regex_match(list, std::regex("NAME     SAMPLES  SINCE             KIND\n"
                                                "Ada            3  [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}\n"
                                                "Postman        2  [-0-9]{10} [:0-9]{5}  known stranger\n")))
      << list;
  const std::string shown = facewire({"people", "show", "Postman"}).out;
  EXPECT_TRUE(std::regex_match(shown, std::regex("Postman: 2 samples, since [-0-9]{10} [:0-9]{5}, known stranger\n"
                                                 "SAMPLE  ENROLLED          FROM\n"
                                                 "     4  [-0-9]{10} [:0-9]{5}  person2-1.jpg\n"
                                                 "     5  [-0-9]{10} [:0-9]{5}  person2-2.jpg\n")))
      << shown;
  const auto listed = jsonLines(facewire({"people", "--json"}).out);
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0]["stranger"], false);
  EXPECT_EQ(listed[1]["stranger"], true);

  const ProcessResult seen = facewire({"recognize", portrait(2, 1)});
  EXPECT_EQ(seen.exitStatus, 11);
  EXPECT_NE(seen.out.find("unknown (known stranger Postman at "), std::string::npos) << seen.out;
  EXPECT_EQ(facewire({"recognize", portrait(1, 1)}).exitStatus, 0);
}

TEST_F(PeopleCommands, APersonIsNotEnrolledAsAKnownStrangerToo) {
  enrol("Ada", 1);
  const ProcessResult refused = facewire({"enroll", "Ada", "--stranger", portrait(2, 1), portrait(2, 2)});
  EXPECT_EQ(refused.exitStatus, 5);
  const std::string reason = "\"Ada\" is one of your people, not a known stranger: choose another name";
  EXPECT_NE(refused.err.find(reason), std::string::npos) << refused.err;
  // The second picture is not tried: the name is what is wrong.
  EXPECT_EQ(refused.err.find(reason), refused.err.rfind(reason)) << refused.err;
}

TEST_F(PeopleCommands, AFolderOfKnownStrangersIsImportedAsSuch) {
  put("people/Postman/1.jpg", portraitJpeg(2, 1));
  EXPECT_EQ(facewire({"import", path("people"), "--stranger"}).exitStatus, 0);
  const auto listed = jsonLines(facewire({"people", "--json"}).out);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["stranger"], true);
}

TEST_F(PeopleCommands, ImportOfNothingIsBadInput) {
  std::filesystem::create_directories(path("empty"));
  EXPECT_EQ(facewire({"import", path("empty")}).exitStatus, 5);
  put("people/Ada/1.jpg", emptyRoomJpeg());
  EXPECT_EQ(facewire({"import", path("people")}).exitStatus, 5);
}

}  // namespace
}  // namespace facewire::test
