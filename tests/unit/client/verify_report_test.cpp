#include <gtest/gtest.h>

#include "verify_command.hpp"

namespace facewire::app {
namespace {

using protocol::Reason;

class VerifyReport : public testing::Test {
 protected:
  std::string describe(Reason reason) {
    answer_.verified = reason == Reason::accepted;
    answer_.reason = reason;
    return describeVerification(answer_, console_);
  }

  client::Verification answer_{.name = "Ada",
                               .distance = 41.25,
                               .threshold = 58,
                               .score = 0.931,
                               .runnerUp = protocol::Candidate{"Bob", 45},
                               .sample = 7,
                               .box = {}};
  Console console_{true};
};

TEST_F(VerifyReport, SaysYesWithScoreAndDistance) {
  EXPECT_EQ(describe(Reason::accepted), "yes, Ada (score 0.93, distance 41.2 of at most 58)");
}

TEST_F(VerifyReport, SaysWhyNot) {
  EXPECT_EQ(describe(Reason::tooFar), "no, too far from Ada (distance 41.2, limit 58)");
  EXPECT_EQ(describe(Reason::ambiguous), "no, nearly as near to Bob (Ada at 41.2, Bob at 45, limit 58)");
  EXPECT_EQ(describe(Reason::anotherPerson), "no, this is Bob (Ada at 41.2, Bob at 45, limit 58)");
  EXPECT_EQ(describe(Reason::tooSmall), "no, the face is too small");
}

TEST_F(VerifyReport, ANameCannotControlTheTerminal) {
  answer_.name = "Ada\x1b[2J";
  EXPECT_EQ(describe(Reason::tooFar).find('\x1b'), std::string::npos);
  EXPECT_EQ(describe(Reason::accepted).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace facewire::app
