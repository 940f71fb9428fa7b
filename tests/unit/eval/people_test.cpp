#include "people.hpp"

#include <gtest/gtest.h>

namespace facewire::eval {
namespace {

People twoPeople() {
  return {{"Ada", "Bo"}, {{"a1.png", "a2.png", "a3.png", "a4.png"}, {"b1.png", "b2.png", "b3.png"}}};
}

std::vector<std::string> namesOf(const std::vector<PersonPicture>& pictures) {
  std::vector<std::string> names;
  for (const auto& picture : pictures) names.push_back(picture.file.string());
  return names;
}

using Names = std::vector<std::string>;

TEST(Split, TheFirstAreEnrolledAndAllOthersProbed) {
  const auto split = splitPictures(twoPeople(), {.enrol = 2, .probe = {}});
  ASSERT_TRUE(split);
  EXPECT_EQ(namesOf(split->enrolled), (Names{"a1.png", "a2.png", "b1.png", "b2.png"}));
  EXPECT_EQ(namesOf(split->probes), (Names{"a3.png", "a4.png", "b3.png"}));
}

TEST(Split, TheLastAreProbedWhereACountIsGiven) {
  const auto split = splitPictures(twoPeople(), {.enrol = 1, .probe = 1});
  ASSERT_TRUE(split);
  EXPECT_EQ(namesOf(split->probes), (Names{"a4.png", "b3.png"}));
}

TEST(Split, AtRandomItIsTheSameForTheSameSeed) {
  const auto enrolledBy = [](std::uint64_t seed) {
    People people{{"Ada"}, {{}}};
    for (int i = 0; i < 30; ++i) people.pictures[0].push_back(std::to_string(i) + ".png");
    return namesOf(
        splitPictures(people, {.rule = SplitRule::random, .enrol = 10, .probe = {}, .seed = seed})->enrolled);
  };
  EXPECT_EQ(enrolledBy(1), enrolledBy(1));
  EXPECT_NE(enrolledBy(1), enrolledBy(2));
}

TEST(Split, ByLightThoseNearTheAxisAreEnrolled) {
  const People people{{"yaleB02"},
                      {{"x_P00A+000E+45.png", "x_P00A-010E-10.png", "x_P00A+011E+00.png", "x_P00A+005E+10.png"}}};
  const auto split = splitPictures(people, {.rule = SplitRule::light, .probe = {}, .lightDegrees = 10});
  ASSERT_TRUE(split);
  EXPECT_EQ(namesOf(split->enrolled), (Names{"x_P00A-010E-10.png", "x_P00A+005E+10.png"}));
  EXPECT_EQ(namesOf(split->probes), (Names{"x_P00A+000E+45.png", "x_P00A+011E+00.png"}));
}

TEST(Split, APersonWithTooFewPicturesIsNamed) {
  const auto split = splitPictures(twoPeople(), {.enrol = 3, .probe = {}});
  ASSERT_FALSE(split);
  EXPECT_EQ(split.error().detail.substr(0, 4), "Bo: ");
}

TEST(Light, IsReadFromTheName) {
  const auto light = lightInName("yaleB02_P00A-035E+15.png");
  ASSERT_TRUE(light);
  EXPECT_EQ(light->azimuth, -35);
  EXPECT_EQ(light->elevation, 15);
  const auto second = lightInName("A+00A+110E-20");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->azimuth, 110);
  EXPECT_EQ(second->elevation, -20);
  for (const char* name : {"1.pgm", "", "A", "A+", "A+12", "A+12E", "A+12E-", "A12E+5", "A+1000E+5", "A+-1E+5"}) {
    EXPECT_FALSE(lightInName(name)) << name;
  }
}

}  // namespace
}  // namespace facewire::eval
