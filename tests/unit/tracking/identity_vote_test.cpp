#include "facewire/tracking/identity_vote.hpp"

#include <gtest/gtest.h>

#include <string>

namespace facewire::tracking {
namespace {

using gallery::Decision;
using gallery::PersonId;
using gallery::PersonMatch;
using protocol::Reason;

constexpr PersonId kAda = 1;
constexpr PersonId kBob = 2;

/// One track, frame by frame: 'A' and 'B' accepted as Ada or Bob, '.' far from everybody, '+' just past the threshold,
/// '?' ambiguous, 's' too small.
class VoteTest : public testing::Test {
 protected:
  IdentityVote::Verdict see(char frame) {
    const std::vector<PersonMatch> matches{{frame == 'B' ? kBob : kAda, 7, 30}};
    switch (frame) {
      case '.':
        return vote_.add(matches, {Reason::tooFar, 0.1});
      case '+':
        return vote_.add(matches, {Reason::tooFar, 0.4});
      case '?':
        return vote_.add(matches, {Reason::ambiguous, 0.45});
      case 's':
        return vote_.add({}, {Reason::tooSmall, 0});
      default:
        return vote_.add(matches, {Reason::accepted, 0.8});
    }
  }

  /// What each frame is answered with: 'A', 'B', or '-' for unknown.
  std::string labels(const std::string& frames) {
    std::string text;
    for (const char frame : frames) {
      const auto verdict = see(frame);
      EXPECT_EQ(verdict.reason == Reason::accepted, verdict.person.has_value());
      EXPECT_TRUE(verdict.person ? verdict.score >= 0.5 : verdict.score <= 0.5);
      text += !verdict.person ? '-' : (*verdict.person == kAda ? 'A' : 'B');
    }
    return text;
  }

  IdentityVote vote_;
};

TEST_F(VoteTest, AnswersTheFirstFrameAsItStands) {
  for (const Decision& decision :
       {Decision{Reason::accepted, 0.73}, Decision{Reason::tooFar, 0.31}, Decision{Reason::ambiguous, 0.66},
        Decision{Reason::tooBlurred, 0}, Decision{Reason::emptyGallery, 0}}) {
    const std::vector<PersonMatch> matches{{kBob, 7, 30}};
    const auto verdict = IdentityVote().add(matches, decision);
    EXPECT_EQ(verdict.reason, decision.reason);
    EXPECT_EQ(verdict.score, decision.score);
    EXPECT_EQ(verdict.person, decision.accepted() ? std::optional(kBob) : std::nullopt);
  }
}

TEST_F(VoteTest, IsSteadyOnceANameHasTheSupportOfSeveralFrames) {
  see('A');
  EXPECT_FALSE(vote_.isSteady());
  see('A');
  EXPECT_FALSE(vote_.isSteady());
  see('A');
  EXPECT_TRUE(vote_.isSteady());
  labels("AA....");
  EXPECT_TRUE(vote_.isSteady());
  see('+');
  EXPECT_FALSE(vote_.isSteady()) << "still named, and hardly any more";
  EXPECT_EQ(labels("......"), "AAAAA-");
  EXPECT_TRUE(vote_.isSteady()) << "steadily unknown";
}

TEST_F(VoteTest, LetsFramesRestOnceSeveralInARowHaveSaidTheSame) {
  for (const char frame : {'A', '.'}) {
    vote_ = IdentityVote();
    for (std::size_t i = 1; i < Rest{}.after; ++i) {
      see(frame);
      EXPECT_FALSE(vote_.mayRest()) << i;
    }
    const auto settled = see(frame);
    for (int i = 0; i < Rest{}.frames; ++i) {
      ASSERT_TRUE(vote_.mayRest());
      const auto resting = vote_.rest();
      EXPECT_EQ(resting.person, settled.person);
      EXPECT_EQ(resting.reason, settled.reason);
      EXPECT_EQ(resting.score, settled.score);
    }
    EXPECT_FALSE(vote_.mayRest()) << "the next one is compared";
    see(frame);
    EXPECT_TRUE(vote_.mayRest());
  }
}

TEST_F(VoteTest, RestsLongerOnceAllFramesThatCountHaveSaidTheSame) {
  labels(".");
  labels(std::string(IdentityVote::kWindow, 'A'));
  for (int i = 0; i < Rest{}.longest; ++i, vote_.rest()) ASSERT_TRUE(vote_.mayRest()) << i;
  EXPECT_FALSE(vote_.mayRest()) << "the next one is compared";
  see('.');
  EXPECT_FALSE(vote_.mayRest()) << "it says otherwise";
  labels(std::string(Rest{}.after, 'A'));
  for (int i = 0; i < Rest{}.frames; ++i, vote_.rest()) ASSERT_TRUE(vote_.mayRest()) << i;
  EXPECT_FALSE(vote_.mayRest()) << "once of late it was somebody else";
}

TEST_F(VoteTest, RestsForThreeSecondsAtMostAndOnlyWhileTheFaceIsSeen) {
  const std::vector<PersonMatch> matches{{kBob, 7, 30}};
  const auto frameAt = [](int milliseconds) { return Clock::time_point(std::chrono::milliseconds(milliseconds)); };
  IdentityVote vote;
  for (int i = 0; i < 15; ++i) vote.add(matches, Decision{Reason::accepted, 0.73}, frameAt(500 * (i - 14)));
  EXPECT_TRUE(vote.mayRest(frameAt(500)));
  EXPECT_FALSE(vote.mayRest(frameAt(501))) << "it was not seen for half a second: somebody else may be there";
  for (int i = 1; i <= 6; ++i) {
    ASSERT_TRUE(vote.mayRest(frameAt(490 * i))) << i;
    vote.rest(frameAt(490 * i));
  }
  EXPECT_TRUE(vote.mayRest(frameAt(3000)));
  EXPECT_FALSE(vote.mayRest(frameAt(3001))) << "the last comparison is more than three seconds old";
}

TEST_F(VoteTest, RestsAsLongAsItIsTold) {
  const std::vector<PersonMatch> matches{{kBob, 7, 30}};
  IdentityVote vote(Rest{.after = 2, .frames = 6});
  vote.add(matches, Decision{Reason::accepted, 0.73});
  EXPECT_FALSE(vote.mayRest());
  vote.add(matches, Decision{Reason::accepted, 0.73});
  for (int i = 0; i < 6; ++i, vote.rest()) ASSERT_TRUE(vote.mayRest()) << i;
  EXPECT_FALSE(vote.mayRest());
}

TEST_F(VoteTest, ComparesEveryFrameWhileAnySaysOtherwise) {
  for (const char odd : {'B', '.'}) {
    vote_ = IdentityVote();
    labels(std::string(20, 'A') + odd);
    EXPECT_FALSE(vote_.mayRest()) << odd;
    see('A');
    EXPECT_FALSE(vote_.mayRest()) << odd;
  }
  vote_ = IdentityVote();
  labels(std::string(20, '.') + 'A');
  EXPECT_FALSE(vote_.mayRest()) << "once somebody";
  vote_ = IdentityVote();
  labels(std::string(20, 'A') + 's');
  EXPECT_FALSE(vote_.mayRest()) << "shows nothing";
}

TEST_F(VoteTest, RestsWhereANameThatManyFramesGaveIsMissedNarrowly) {
  for (const char narrow : {'+', '?'}) {
    vote_ = IdentityVote();
    labels(std::string(20, 'A') + narrow);
    for (int i = 0; i < Rest{}.longest; ++i, vote_.rest()) ASSERT_TRUE(vote_.mayRest()) << narrow << i;
    labels(std::string(11, narrow));
    EXPECT_TRUE(vote_.mayRest()) << narrow;
    see(narrow);
    EXPECT_FALSE(vote_.mayRest()) << narrow << ": two of the window give it, too few";
    vote_ = IdentityVote();
    labels(std::string(9, 'A') + narrow);
    EXPECT_FALSE(vote_.mayRest()) << narrow << ": nine frames have given it, too few";
    vote_ = IdentityVote();
    labels(std::string(20, 'A') + '.' + narrow);
    EXPECT_FALSE(vote_.mayRest()) << narrow << ": one of the last few was far";
    vote_ = IdentityVote();
    labels(std::string(20, 'A') + "..AAAA" + narrow);
    for (int i = 0; i < Rest{}.frames; ++i, vote_.rest()) ASSERT_TRUE(vote_.mayRest()) << narrow << i;
    EXPECT_FALSE(vote_.mayRest()) << narrow << ": one of the window was far";
  }
}

TEST_F(VoteTest, KeepsANameThroughOneWrongFrame) {
  EXPECT_EQ(labels("AAAABAAAA.AAAA"), std::string(14, 'A'));
}

TEST_F(VoteTest, KeepsAWellKnownNameWhileTheHeadIsTurned) {
  EXPECT_EQ(labels(std::string(40, 'A') + std::string(60, '.') + "AAA"), std::string(103, 'A'));
}

TEST_F(VoteTest, GivesUpANameThatNothingSpeaksForAnyMore) {
  EXPECT_EQ(labels(std::string(40, 'A') + std::string(80, '.')).back(), '-');
}

TEST_F(VoteTest, TakesBackANameGivenForOneWrongFrame) {
  EXPECT_EQ(labels("A......"), "AA-----");
  EXPECT_EQ(vote_.add({}, {Reason::tooSmall, 0}).person, std::nullopt);
}

TEST_F(VoteTest, TakesBackAWrongNameWhereTheOthersAreNearMissesOrAmbiguous) {
  EXPECT_EQ(labels("A++++"), "AAAA-");
  vote_ = IdentityVote();
  EXPECT_EQ(labels("A????"), "AAAA-");
}

TEST_F(VoteTest, LeavesAStrangerUnknownForOddWrongFrames) {
  std::string frames;
  for (int i = 0; i < 50; ++i) frames += "..A.+.B..AA..?.";
  EXPECT_EQ(labels(frames), std::string(frames.size(), '-'));
}

TEST_F(VoteTest, NamesWhoIsAcceptedConsistently) {
  EXPECT_EQ(labels(".AAAA"), "----A");
  vote_ = IdentityVote();
  EXPECT_EQ(labels(std::string(60, '.') + std::string(9, 'A')), std::string(68, '-') + "A");
}

TEST_F(VoteTest, NeverNamesFromFramesThatWereAllRefused) {
  EXPECT_EQ(labels(std::string(200, '+')), std::string(200, '-'));
}

TEST_F(VoteTest, GoesOverToAnotherPersonOnConsistentEvidenceInOneStep) {
  const std::string got = labels("AAAAAA" + std::string(12, 'B'));
  EXPECT_EQ(got, std::string(11, 'A') + std::string(7, 'B'));
}

TEST_F(VoteTest, DoesNotWaverBetweenTwoPeople) {
  std::string frames = "AAAA";
  for (int i = 0; i < 100; ++i) frames += "BA";
  EXPECT_EQ(labels(frames), std::string(frames.size(), 'A'));
}

TEST_F(VoteTest, TakesNothingFromFramesThatSayNothing) {
  EXPECT_EQ(labels("sssA" + std::string(100, 's')), "---" + std::string(101, 'A'));
}

TEST_F(VoteTest, TellsWhyItGivesNoName) {
  see('.');
  EXPECT_EQ(see('s').reason, Reason::tooSmall);
  EXPECT_EQ(see('?').reason, Reason::ambiguous);
  EXPECT_EQ(see('A').reason, Reason::ambiguous);
}

}  // namespace
}  // namespace facewire::tracking
