#include "calibration_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "calibration_plot.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

client::ThresholdEffect effectAt(double threshold, std::size_t known, std::size_t mistaken) {
  client::ThresholdEffect effect;
  effect.threshold = threshold;
  effect.ownPictures = effect.strangerPictures = 400;
  effect.known = known;
  effect.mistaken = mistaken;
  effect.falseAccepts = mistaken == 0 ? client::RateRange{0, 0.00746} : client::RateRange{0.0014, 0.0217};
  effect.strangers = 40;
  effect.strangersMistaken = mistaken;
  effect.strangersEver = {0.0, 0.0722};
  return effect;
}

client::Calibration calibration() {
  client::Calibration found;
  found.wishedFar = 0.01;
  found.people = 40;
  found.samples = 400;
  found.current = effectAt(58, 342, 0);
  found.currentFrom = "default";
  found.suggested = effectAt(63.8, 371, 3);
  found.footing = "enough";
  found.wantedSamples = 300;
  found.wantedPeople = 10;
  found.closest = {56.8, {"Ada", 90, "ada8.jpg"}, {"Bob", 118, ""}};
  for (int i = 0; i < 400; ++i) {
    found.genuine.thresholds.push_back(i < 390 ? 25 + i / 8.0 : std::numeric_limits<double>::infinity());
    found.impostor.thresholds.push_back(i < 100 ? 60 + i / 4.0 : std::numeric_limits<double>::infinity());
  }
  return found;
}

std::string textOf(const client::Calibration& found) {
  std::string text;
  for (const std::string& line : describeCalibration(found)) text += line + "\n";
  return text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(CalibrationText, TellsWhatIsAndWhatWouldBe) {
  EXPECT_EQ(
      textOf(calibration()),
      "400 pictures of 40 people compared, for a false accept rate of 1 %\n"
      "\n"
      "                                                   NOW          SUGGESTED\n"
      "threshold                                           58               63.8\n"
      "own pictures named right             342 of 400 (86 %)  371 of 400 (93 %)\n"
      "own pictures named as somebody else     0 of 400 (0 %)     0 of 400 (0 %)\n"
      "strangers' pictures named               0 of 400 (0 %)  3 of 400 (0.75 %)\n"
      "The threshold now is the default.\n"
      "\n"
      "At 63.8, with 95 % confidence, 0.14 % to 2.2 % of strangers' pictures are named. One person's pictures are "
      "alike; counted by people, 3 of 40 would ever be named: under 7.3 %.\n"
      "Closest people: Ada (sample 90, ada8.jpg) and Bob (sample 118), at 56.8.\n"
      "\n"
      "Use it with: facewire calibrate --far 0.01 --apply\n");
}

TEST(CalibrationText, SaysHowLittleFewPicturesSayAndWhatToDo) {
  client::Calibration found = calibration();
  found.footing = "thin";
  EXPECT_TRUE(has(textOf(found),
                  "few for a rate of 1 %: the threshold stays within a tenth above the default; enrol at "
                  "least 300 pictures of 30 people"));
  found.footing = "little";
  EXPECT_TRUE(has(textOf(found), "too few for a rate of 1 %: the threshold stays at the default or below"));
}

TEST(CalibrationText, TellsWhatBecameOfTheThreshold) {
  client::Calibration found = calibration();
  found.applied = true;
  EXPECT_TRUE(has(textOf(found), "63.8 is in use from now on, also after a restart"));
  found.overridden = true;
  EXPECT_TRUE(has(textOf(found), "63.8 is stored, but not in use"));
  EXPECT_TRUE(has(textOf(found), "FACEWIRE_THRESHOLD"));
}

TEST(CalibrationText, ListsTheMislabelledWithTheRemedy) {
  client::Calibration found = calibration();
  found.mislabelled.push_back({{"Ada", 12, "door\x1b[2J.jpg"}, 73.9, {"Bob", 31, "bob.jpg"}, 49.5});
  const std::string text = textOf(found);
  EXPECT_TRUE(has(text,
                  "Ada (sample 12, door?[2J.jpg): nearer to Bob (sample 31, bob.jpg) at 49.5 than to its own at "
                  "73.9"))
      << text;
  EXPECT_TRUE(has(text, "facewire people remove-sample 12"));
  found.mislabelled.resize(50, found.mislabelled.front());
  EXPECT_LT(describeCalibration(found).size(), 45U);
  EXPECT_TRUE(has(textOf(found), "and 30 more"));
}

TEST(CalibrationText, SaysNothingOfASuggestionWhereThereIsNone) {
  client::Calibration found = calibration();
  found.suggested.reset();
  found.why = "only one person is enrolled";
  const std::string text = textOf(found);
  EXPECT_FALSE(has(text, "SUGGESTED"));
  EXPECT_FALSE(has(text, "--apply"));
}

TEST(CalibrationText, RoundsBoundsSoThatTheyHold) {
  EXPECT_EQ(percentUpTo(0.02951), "3 %");
  EXPECT_EQ(percentUpTo(0.00741), "0.75 %");
  EXPECT_EQ(percentUpTo(0.13911), "14 %");
  EXPECT_EQ(percentUpTo(1), "100 %");
  EXPECT_EQ(percentText(0.01), "1 %");
  EXPECT_EQ(percentText(0.00001), "0.001 %");
  EXPECT_EQ(percentText(0.000844), "0.084 %");
  EXPECT_EQ(percentText(0), "0 %");
  EXPECT_EQ(rangeText({0, 0.03}), "under 3 %");
  EXPECT_EQ(rangeText({0.004, 0.03}), "0.4 % to 3 %");
}

/// Each x="..." of the drawing.
std::vector<double> abscissas(const std::string& svg) {
  std::vector<double> places;
  for (std::size_t at = svg.find(" x=\""); at != std::string::npos; at = svg.find(" x=\"", at + 1)) {
    places.push_back(std::stod(svg.substr(at + 4)));
  }
  return places;
}

TEST(CalibrationPlot, HasBothThresholdsBothKindsAndTheNumbers) {
  const std::string svg = drawCalibration(calibration());
  EXPECT_TRUE(svg.starts_with("<svg "));
  EXPECT_TRUE(svg.ends_with("</svg>\n"));
  for (const char* part : {"now 58", "suggested 63.8", "10 of 400", "300 of 400", "wished 1 %",
                           "371 of 400 own pictures", "Closest people: Ada and Bob, at 56.8"}) {
    EXPECT_TRUE(has(svg, part)) << part;
  }
  EXPECT_FALSE(has(svg, "nan"));
  EXPECT_FALSE(has(svg, "inf"));
  EXPECT_FALSE(has(svg, "href"));
}

TEST(CalibrationPlot, StaysInItsFrameWhateverIsThere) {
  std::vector<client::Calibration> all(5, calibration());
  all[1].suggested.reset();
  all[1].closest.reset();
  all[1].genuine = all[1].impostor = {};
  all[2].suggested = all[2].current;
  all[3].genuine.thresholds = {0, 1e-3};
  all[3].impostor.thresholds = {std::numeric_limits<double>::infinity()};
  all[3].current.threshold = 1e6;
  all[4].current.threshold = 0.001;
  all[4].closest->one.name = all[4].closest->other.name = std::string(120, 'W');
  for (const client::Calibration& found : all) {
    const std::string svg = drawCalibration(found);
    const auto places = abscissas(svg);
    EXPECT_GE(std::ranges::min(places), 0);
    EXPECT_LE(std::ranges::max(places), 884);
    EXPECT_FALSE(has(svg, "nan"));
    EXPECT_FALSE(has(svg, std::string(60, 'W')));
  }
}

}  // namespace
}  // namespace facewire::app
