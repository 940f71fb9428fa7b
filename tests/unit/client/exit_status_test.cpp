#include "exit_status.hpp"

#include <gtest/gtest.h>

namespace facewire::app {
namespace {

protocol::FacesResult faces(std::initializer_list<bool> known) {
  protocol::FacesResult result;
  for (const bool one : known) {
    result.faces.emplace_back();
    result.faces.back().known = one;
  }
  return result;
}

TEST(ExitStatus, OfAPictureTellsNoFaceFromNobodyKnown) {
  EXPECT_EQ(exitStatusOf(faces({})), ExitStatus::noFace);
  EXPECT_EQ(exitStatusOf(faces({false, false})), ExitStatus::nobodyKnown);
  EXPECT_EQ(exitStatusOf(faces({false, true})), ExitStatus::done);
}

TEST(ExitStatus, NumbersAreTheContract) {
  EXPECT_EQ(static_cast<int>(ExitStatus::done), 0);
  EXPECT_EQ(static_cast<int>(ExitStatus::usage), 2);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::unreachable)), 3);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::disconnected)), 3);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::busy)), 3);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::unauthorised)), 4);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::invalidInput)), 5);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::corruptImage)), 5);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::unknownPerson)), 5);
  EXPECT_EQ(static_cast<int>(exitStatusOf(ErrorCode::noFace)), 10);
  EXPECT_EQ(static_cast<int>(ExitStatus::nobodyKnown), 11);
}

TEST(ExitStatus, OfSeveralImagesTheMostSeriousCounts) {
  const std::vector<ExitStatus> order{ExitStatus::refused, ExitStatus::unreachable, ExitStatus::badInput,
                                      ExitStatus::noFace,  ExitStatus::nobodyKnown, ExitStatus::done};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i; j < order.size(); ++j) {
      EXPECT_EQ(moreSerious(order[i], order[j]), order[i]);
      EXPECT_EQ(moreSerious(order[j], order[i]), order[i]);
    }
  }
}

}  // namespace
}  // namespace facewire::app
