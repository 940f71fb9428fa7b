#include "facewire/calibration/trial_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace facewire::calibration {
namespace {

constexpr gallery::DecisionOptions kOptions{.threshold = 60, .clearOfNext = 1.3};

/// Faces as points on a line, so that every distance is plain to see.
class LineGallery {
 public:
  void add(gallery::PersonId person, double place) {
    const auto sample = static_cast<gallery::SampleId>(samples_.size() + 1);
    samples_[sample] = {person, place};
    plan_.push_back({person, sample});
  }

  TrialRun run() {
    const auto run = runTrials(
        plan_, [this](const PlannedTrial& planned, const auto& hidden) { return attempt(planned, hidden); }, kOptions);
    return run.value();
  }

  std::size_t attempts() const { return attempts_; }

 private:
  struct Sample {
    gallery::PersonId person;
    double place;
  };

  template <typename Admits>
  std::vector<gallery::PersonMatch> nearest(double place, const Admits& admits) const {
    std::map<gallery::PersonId, gallery::PersonMatch> best;
    for (const auto& [id, sample] : samples_) {
      const gallery::PersonMatch match{sample.person, id, std::abs(sample.place - place)};
      if (!admits(match)) continue;
      const auto [entry, isNew] = best.emplace(sample.person, match);
      if (!isNew && match.distance < entry->second.distance) entry->second = match;
    }
    std::vector<gallery::PersonMatch> matches;
    for (const auto& [person, match] : best) matches.push_back(match);
    std::ranges::sort(matches, {}, &gallery::PersonMatch::distance);
    return matches;
  }

  Result<std::optional<Trial>> attempt(const PlannedTrial& planned, const std::set<gallery::SampleId>& hidden) {
    ++attempts_;
    const double place = samples_.at(planned.sample).place;
    if (std::isnan(place)) return std::nullopt;
    Trial trial;
    trial.person = planned.person;
    trial.sample = planned.sample;
    trial.asStranger = nearest(place, [&](const gallery::PersonMatch& match) {
      return match.person != planned.person && !hidden.contains(match.sample);
    });
    trial.asOneself = nearest(place, [&](const gallery::PersonMatch& match) {
      return match.sample != planned.sample && !hidden.contains(match.sample);
    });
    const auto own = std::ranges::find(trial.asOneself, planned.person, &gallery::PersonMatch::person);
    if (own != trial.asOneself.end()) trial.own = *own;
    return trial;
  }

  std::map<gallery::SampleId, Sample> samples_;
  std::vector<PlannedTrial> plan_;
  std::size_t attempts_ = 0;
};

TEST(TrialRun, TriesEachPictureOnceWhereAllIsWell) {
  LineGallery gallery;
  for (const double place : {0.0, 30.0, 55.0}) gallery.add(1, place);
  for (const double place : {300.0, 330.0}) gallery.add(2, place);
  const TrialRun run = gallery.run();
  EXPECT_EQ(run.trials.size(), 5U);
  EXPECT_TRUE(run.mislabelled.empty());
  EXPECT_EQ(gallery.attempts(), 5U);
}

TEST(TrialRun, FindsTheWrongPictureAndNotTheRightOnesBesideIt) {
  LineGallery gallery;
  for (const double place : {0.0, 30.0, 55.0}) gallery.add(1, place);
  for (const double place : {300.0, 330.0, 360.0}) gallery.add(2, place);
  gallery.add(1, 331);  // 7: truly the second person, nearer to 330 than any of that person's own
  const TrialRun run = gallery.run();
  ASSERT_EQ(run.mislabelled.size(), 1U);
  EXPECT_EQ(run.mislabelled[0].sample, 7);
  EXPECT_EQ(run.mislabelled[0].asOneself.front().sample, 5);
  ASSERT_EQ(run.trials.size(), 6U);
  // With it, 330 would be a stranger at distance 1.
  for (const Trial& trial : run.trials) {
    EXPECT_GT(trial.asStranger.front().distance, 200) << trial.sample;
    EXPECT_EQ(trial.asOneself.front().person, trial.person) << trial.sample;
  }
}

TEST(TrialRun, DoesNotDoubtWhoHasOnePictureOnly) {
  LineGallery gallery;
  for (const double place : {0.0, 30.0}) gallery.add(1, place);
  gallery.add(2, 20);
  const TrialRun run = gallery.run();
  for (const Trial& trial : run.mislabelled) EXPECT_NE(trial.person, 2);
}

TEST(TrialRun, DoesNotDoubtAFarPictureThatIsNobodys) {
  LineGallery gallery;
  for (const double place : {0.0, 30.0, 150.0}) gallery.add(1, place);
  for (const double place : {230.0, 250.0}) gallery.add(2, place);
  EXPECT_TRUE(gallery.run().mislabelled.empty());
}

TEST(TrialRun, LeavesAConfusionAmongTheRatesWhereNobodyIsClearlyNearer) {
  LineGallery gallery;
  for (const double place : {0.0, 40.0}) gallery.add(1, place);
  for (const double place : {75.0, 109.0}) gallery.add(2, place);
  const TrialRun run = gallery.run();
  EXPECT_TRUE(run.mislabelled.empty());
  ASSERT_EQ(run.trials.size(), 4U);
  // 40 is named as the second person, at 35; its own is at 40.
  EXPECT_LE(thresholdToConfuse(run.trials[1], kOptions), kOptions.threshold);
}

TEST(TrialRun, EndsWhereOnePersonIsThereTwice) {
  LineGallery gallery;
  for (int i = 0; i < 20; ++i) gallery.add(i % 2, 7.0 * i);
  const TrialRun run = gallery.run();
  EXPECT_EQ(run.trials.size() + run.mislabelled.size(), 20U);
  EXPECT_LE(gallery.attempts(), 40U);
}

TEST(TrialRun, CountsWhatCannotBeRead) {
  LineGallery gallery;
  for (const double place : {0.0, 30.0, std::nan("")}) gallery.add(1, place);
  const TrialRun run = gallery.run();
  EXPECT_EQ(run.trials.size(), 2U);
  EXPECT_EQ(run.unreadable, 1U);
}

TEST(TrialRun, EndsWithTheFirstError) {
  const std::vector<PlannedTrial> plan{{1, 1}, {1, 2}};
  std::size_t attempts = 0;
  const auto run = runTrials(
      plan,
      [&](const PlannedTrial&, const auto&) -> Result<std::optional<Trial>> {
        ++attempts;
        return fail(ErrorCode::shuttingDown, "");
      },
      kOptions);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::shuttingDown);
  EXPECT_EQ(attempts, 1U);
}

}  // namespace
}  // namespace facewire::calibration
