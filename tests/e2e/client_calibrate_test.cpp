#include "client_fixture.hpp"

namespace facewire::test {
namespace {

class CalibrateCommand : public ClientEndToEnd {
 protected:
  protocol::Json status() { return jsonLines(facewire({"--json", "status"}).out).at(0); }
};

TEST_F(CalibrateCommand, AppliesAThresholdThatOutlastsARestartUntilItIsReset) {
  // Persons 1 and 25 are much alike, so that little keeps a stranger like one of them from the other's name.
  enrol("Björn", 1);
  enrol("Zoë", 25);
  enrol("Cy", 3);
  const double before = status()["engine"]["threshold"];
  const ProcessResult applied = facewire({"--json", "calibrate", "--far", "0.00001", "--apply"});
  ASSERT_EQ(applied.exitStatus, 0) << applied.err;
  const auto answers = jsonLines(applied.out);
  ASSERT_EQ(answers.size(), 1U);
  const double threshold = answers[0]["suggested"]["threshold"];
  EXPECT_LE(threshold, before);
  EXPECT_EQ(answers[0]["people"], 3);
  EXPECT_EQ(status()["engine"]["threshold"], threshold);

  EXPECT_EQ(server_.stop().exitStatus, 0);
  server_.startAgain();
  EXPECT_TRUE(server_.process().waitForError("by the calibration of"));
  EXPECT_EQ(status()["engine"]["threshold"], threshold);
  EXPECT_EQ(status()["engine"]["threshold_from"], "calibration");
  EXPECT_EQ(status()["calibration"]["far"], 0.00001);
  EXPECT_EQ(status()["calibration"]["people"], 3);

  const ProcessResult reset = facewire({"calibrate", "--reset"});
  EXPECT_EQ(reset.exitStatus, 0);
  EXPECT_NE(reset.out.find("the calibration is forgotten; the threshold is"), std::string::npos) << reset.out;
  EXPECT_EQ(status()["engine"]["threshold"], before);
  EXPECT_NE(facewire({"status"}).out.find("none"), std::string::npos);
}

TEST_F(CalibrateCommand, TellsPeopleAndDrawsAPlot) {
  enrol("Ada", 1);
  enrol("Bob", 2);
  const std::string plot = path("calibration.svg");
  const ProcessResult result = facewire({"calibrate", "--plot", plot});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_NE(result.out.find("6 pictures of 2 people compared"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("Closest people: "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("facewire calibrate --far 0.01 --apply"), std::string::npos) << result.out;
  EXPECT_TRUE(readText(plot).starts_with("<svg "));
  EXPECT_EQ(status()["engine"]["threshold_from"], "default");
  const ProcessResult unwritable = facewire({"calibrate", "--plot", path("no/such/folder.svg")});
  EXPECT_EQ(unwritable.exitStatus, 5);
  EXPECT_NE(unwritable.err.find("no/such/folder.svg"), std::string::npos) << unwritable.err;
}

TEST_F(CalibrateCommand, SaysWhatToDoWhereOnePersonIsEnrolled) {
  enrol("Ada", 1);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"calibrate"}, {"calibrate", "--apply"}}) {
    const ProcessResult result = facewire(words);
    EXPECT_EQ(result.exitStatus, 5);
    EXPECT_NE(result.err.find("only one person is enrolled"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("enrol pictures of at least one other"), std::string::npos) << result.err;
  }
  EXPECT_TRUE(status()["calibration"].is_null());
}

TEST_F(CalibrateCommand, RefusesWhatCannotBeMeant) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"calibrate", "--far", "2"}, {"calibrate", "--reset", "--apply"}}) {
    EXPECT_EQ(facewire(words).exitStatus, 2);
  }
}

TEST_F(CalibrateCommand, IsToldThatAFlagBeatsIt) {
  ServerProcess strict({"--threshold", "50"});
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"--server", strict.address()});
    return runClient(words);
  };
  for (const std::uint64_t person : {1u, 2u}) {
    ASSERT_EQ(run({"enroll", "Person " + std::to_string(person), portrait(person, 1), portrait(person, 2)}).exitStatus,
              0);
  }
  const ProcessResult applied = run({"calibrate", "--apply"});
  EXPECT_EQ(applied.exitStatus, 0) << applied.err;
  EXPECT_NE(applied.out.find("is stored, but not in use"), std::string::npos) << applied.out;
  EXPECT_EQ(jsonLines(run({"--json", "status"}).out).at(0)["engine"]["threshold"], 50);
  EXPECT_EQ(strict.stop().exitStatus, 0);
  strict.startAgain();
  EXPECT_TRUE(strict.process().waitForError("distance 50, as configured, which beats the"));
}

TEST_F(CalibrateCommand, LeavesASampleToBeRemovedByItsNumber) {
  enrol("Ada", 1);
  const auto shown = jsonLines(facewire({"--json", "people", "show", "Ada"}).out).at(0);
  const std::string id = shown["samples"][1]["id"].dump();
  const ProcessResult removed = facewire({"people", "remove-sample", id});
  EXPECT_EQ(removed.exitStatus, 0) << removed.err;
  EXPECT_EQ(removed.out, "removed sample " + id + "\n");
  EXPECT_EQ(jsonLines(facewire({"--json", "people", "show", "Ada"}).out).at(0)["samples"].size(), 2U);
  const ProcessResult again = facewire({"people", "remove-sample", id});
  EXPECT_EQ(again.exitStatus, 5);
  EXPECT_NE(again.err.find("there is no sample " + id), std::string::npos) << again.err;
}

}  // namespace
}  // namespace facewire::test
