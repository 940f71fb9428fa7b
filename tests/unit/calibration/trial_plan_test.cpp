#include "facewire/calibration/trial_plan.hpp"

#include <gtest/gtest.h>

#include <map>

namespace facewire::calibration {
namespace {

/// A person with so many samples each; their numbers are 100 * person + 0, 1, ...
std::vector<gallery::PersonInfo> peopleWith(const std::vector<int>& counts) {
  std::vector<gallery::PersonInfo> people;
  for (const int count : counts) {
    gallery::PersonInfo person;
    person.id = static_cast<gallery::PersonId>(people.size() + 1);
    for (int i = 0; i < count; ++i) person.samples.push_back({100 * person.id + i, "", ""});
    people.push_back(person);
  }
  return people;
}

std::map<gallery::PersonId, int> countByPerson(const std::vector<PlannedTrial>& plan) {
  std::map<gallery::PersonId, int> counts;
  for (const PlannedTrial& trial : plan) ++counts[trial.person];
  return counts;
}

TEST(TrialPlan, TakesAllWhereThatIsEnough) {
  EXPECT_EQ(planTrials(peopleWith({3, 0, 2}), 5),
            (std::vector<PlannedTrial>{{1, 100}, {1, 101}, {1, 102}, {3, 300}, {3, 301}}));
  EXPECT_TRUE(planTrials({}, 5).empty());
}

TEST(TrialPlan, SharesOutEvenlyAndGivesWhatOneLeavesToTheOthers) {
  const auto counts = countByPerson(planTrials(peopleWith({90, 2, 90, 10}), 62));
  EXPECT_EQ(counts, (std::map<gallery::PersonId, int>{{1, 25}, {2, 2}, {3, 25}, {4, 10}}));
}

TEST(TrialPlan, StepsEvenlyThroughAPersonsPictures) {
  EXPECT_EQ(planTrials(peopleWith({90}), 3), (std::vector<PlannedTrial>{{1, 100}, {1, 130}, {1, 160}}));
}

TEST(TrialPlan, TakesEverySoManiethOfMorePeopleThanTrials) {
  const auto counts = countByPerson(planTrials(peopleWith(std::vector<int>(100, 4)), 10));
  ASSERT_EQ(counts.size(), 10U);
  EXPECT_EQ(counts.begin()->first, 1);
  EXPECT_EQ(counts.rbegin()->first, 91);
}

TEST(TrialPlan, DoesNotDependOnTheOrderOfPeople) {
  auto people = peopleWith({9, 5, 7, 30});
  const auto plan = planTrials(people, 20);
  std::reverse(people.begin(), people.end());
  EXPECT_EQ(planTrials(people, 20), plan);
  EXPECT_EQ(plan.size(), 20U);
}

}  // namespace
}  // namespace facewire::calibration
