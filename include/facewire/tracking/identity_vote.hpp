#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "facewire/base/clock.hpp"
#include "facewire/gallery/decision.hpp"

namespace facewire::tracking {

/// When a tracked face need not be compared on every frame.
struct Rest {
  std::size_t after = 5;  ///< frames in a row that say by themselves what the verdict says
  int frames = 3;         ///< that are not compared then
  int longest = 9;        ///< the same once all frames that count say so

  /// A network is dear to ask, and sure of each frame.
  static Rest ofNetworks() { return {.after = 3, .frames = 9, .longest = 9}; }
};

/// Who one tracked face is, from what its frames say one by one.
///
/// With one frame of evidence the answer is that frame's decision. After that
///  - an unknown face is named when, of the last `kWindow` frames that could be compared, those accepted as one person
///    outnumber all others by `kLead`, where an ambiguous one or one just past the threshold counts `kNearMissVote`: a
///    stranger is not named for an odd frame or two;
///  - a name is kept while it has support. Each frame accepted as that person adds 1 (up to `kMaxSupport`), one
///    accepted as somebody else takes 1, a far one `kFarCost`, an ambiguous one or one just past the threshold
///    `kNearMissCost`: the longer a face was known, the longer it may look away, and a name given for one wrong frame
///    goes after two far ones;
///  - a name goes over to another person when that one leads as above and has the greater support, or has `kLead` or
///    more when the support of the name is used up.
/// Frames that say nothing of who it is (too small, too blurred) change nothing. A face is never named from
/// frames none of which was accepted. Where as many frames in a row as `Rest` says have said what the verdict
/// says, the next ones need not be compared, for kLongestRest at most, and while the face is seen every kLongestGap at
/// least, in which nobody takes another's place: the first frame that says otherwise ends that, so a change is seen at
/// most so many frames later. A frame that misses a name narrowly does not say otherwise where the
/// name's support is `kFirmSupport` and `kLead` frames of the window gave it. Confined to one thread.
class IdentityVote {
 public:
  static constexpr std::size_t kWindow = 15;
  static constexpr double kLead = 3;
  static constexpr double kNearMissVote = 0.5;
  static constexpr double kMaxSupport = 40;
  static constexpr double kFarCost = 0.5;
  static constexpr double kNearMissCost = 0.25;
  static constexpr double kFirmSupport = 10;
  static constexpr std::chrono::milliseconds kLongestRest{3000};
  static constexpr std::chrono::milliseconds kLongestGap{500};

  explicit IdentityVote(Rest rest = {}) : rest_(rest) {}

  struct Verdict {
    std::optional<gallery::PersonId> person;
    /// Of the person's frames in the window, or of all that speak against a name; at least 0.5 with a name, at most
    /// without.
    double score = 0;
    protocol::Reason reason =
        protocol::Reason::emptyGallery;  ///< `accepted` with a name; else why the last frame gave none
    /// The comparison of the last frame that says the same by itself: what the verdict rests on. Valid until the next
    /// frame; of `ofFrame`, and where there was no comparison before, the matches that were given.
    std::span<const gallery::PersonMatch> basis;
    double threshold = 0;  ///< of the last frame's decision
  };

  /// What one frame alone says.
  static Verdict ofFrame(std::span<const gallery::PersonMatch> matches, const gallery::Decision& decision);

  /// Takes the next frame's comparison: `matches` and `decision` as gallery::decide had and gave them. `now`, here and
  /// below: when the frame is; frames without a time all have the same.
  Verdict add(std::span<const gallery::PersonMatch> matches, const gallery::Decision& decision,
              Clock::time_point now = {});

  /// Whether the answer rests on so many frames that it is no odd one's: a name that has the support of kLead, or as
  /// many frames that gave none.
  bool isSteady() const;

  /// Whether the frame of `now` need not be compared, for the answer is settled: `rest` takes it then.
  bool mayRest(Clock::time_point now = {}) const {
    return rests_ > 0 && now - compared_ <= kLongestRest && now - seen_ <= kLongestGap;
  }

  /// Takes a frame that was not compared; the verdict of those before it. Precondition: mayRest(now).
  Verdict rest(Clock::time_point now = {});

 private:
  struct Frame {
    std::optional<gallery::PersonId> person;  ///< where accepted
    double score;
    bool nearMiss;  ///< ambiguous, or just past the threshold
  };
  struct Support {
    gallery::PersonId person;
    double amount;
  };

  /// Whether each of so many last frames says by itself what the verdict does.
  bool isUnanimous(std::size_t frames) const;
  /// Whether the name has the support of many frames, of a few in the window, and each of so many last frames either
  /// gives it too or misses it narrowly: none speaks for anybody else.
  bool isUndisputed(std::size_t frames) const;
  void weigh(const Frame& frame);
  double supportOf(gallery::PersonId person) const;
  std::optional<gallery::PersonId> leader() const;
  void relabel();
  Verdict verdict() const;

  std::vector<Frame> window_;      ///< the last kWindow, the oldest first
  std::vector<Support> supports_;  ///< only such as are above 0
  std::optional<gallery::PersonId> label_;
  std::optional<protocol::Reason> lastRefusal_;
  std::vector<gallery::PersonMatch> basis_;
  double threshold_ = 0;  ///< by which the basis was judged: not all distances are of one kind
  Rest rest_;
  int rests_ = 0;  ///< frames that need not be compared
  Clock::time_point compared_;
  Clock::time_point seen_;  ///< compared, or not
};

}  // namespace facewire::tracking
