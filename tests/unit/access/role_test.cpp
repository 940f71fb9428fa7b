#include "facewire/access/role.hpp"

#include <gtest/gtest.h>

namespace facewire::access {
namespace {

TEST(Role, AViewerMayRecogniseAndLearnsNothingOfWhoIsEnrolled) {
  for (const char* op : {"status", "verify", "what_is_that"}) EXPECT_EQ(neededRole(op), Role::viewer) << op;
  for (const char* op : {"people", "person", "explain", "assess", "enroll", "sightings", "sighting", "watch"}) {
    EXPECT_EQ(neededRole(op), Role::enroller) << op;
  }
  for (const char* op :
       {"remove_person", "rename_person", "remove_sample", "calibrate", "reset_calibration", "remove_sightings"}) {
    EXPECT_EQ(neededRole(op), Role::admin) << op;
  }
}

TEST(Role, WordsAreReadBack) {
  for (const Role role : {Role::none, Role::viewer, Role::enroller, Role::admin}) {
    EXPECT_EQ(roleFromWord(toWord(role)), role);
  }
  EXPECT_FALSE(roleFromWord("root"));
}

}  // namespace
}  // namespace facewire::access
