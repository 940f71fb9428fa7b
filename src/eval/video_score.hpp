#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <opencv2/core/types.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "truth_file.hpp"

namespace facewire::eval {

/// What an engine said of one face that it found.
struct FoundFace {
  cv::Rect box;
  std::optional<std::string> name;  ///< nothing: unknown
};

/// What became of one true face.
enum class Outcome { right, wrong, unknown, missed };

/// The faces of one identity.
struct IdentityTally {
  bool enrolled = false;
  std::size_t faces = 0;    ///< true faces
  std::size_t found = 0;    ///< those with a box at least kMinOverlap over them
  std::size_t right = 0;    ///< named so; of a stranger: found and unknown
  std::size_t wrong = 0;    ///< named as somebody else; of a stranger: named
  std::size_t unknown = 0;  ///< of somebody enrolled: found, but not named
};

/// Intersection over union from which a box counts as the face's.
inline constexpr double kMinOverlap = 0.3;

/// Compares what was found with what is there, frame by frame in their order. Label changes are counted along a true
/// face's way: the same identity in successive frames whose boxes overlap by kMinOverlap. A cut ends it.
class VideoScore {
 public:
  explicit VideoScore(std::set<std::string> enrolled) : enrolled_(std::move(enrolled)) {}

  void add(std::int64_t frame, const std::vector<TrueFace>& truth, const std::vector<FoundFace>& found);

  struct Entry {
    std::int64_t frame = 0;
    std::string identity;
    Outcome outcome = Outcome::missed;
  };

  const std::map<std::string, IdentityTally>& identities() const { return identities_; }
  const std::vector<Entry>& entries() const { return entries_; }
  std::size_t frames() const { return frames_; }
  std::size_t falseBoxes() const { return falseBoxes_; }            ///< boxes over no true face
  std::size_t falseBoxesNamed() const { return falseBoxesNamed_; }  ///< of them, those that were given a name
  std::size_t ways() const { return ways_; }
  std::size_t labelChanges() const { return labelChanges_; }          ///< in all
  std::size_t mostLabelChanges() const { return mostLabelChanges_; }  ///< on one way
  std::size_t restlessWays() const { return restlessWays_; }          ///< with more than one change

 private:
  /// A true face on its way, as of the last frame.
  struct Way {
    TrueFace face;
    std::optional<std::optional<std::string>> label;  ///< nothing until it was first found
    std::size_t changes = 0;
  };

  Outcome judge(IdentityTally& tally, const TrueFace& face, const FoundFace* found) const;
  Way continueWay(const TrueFace& face, std::vector<Way>& before);
  void relabel(Way& way, const std::optional<std::string>& name);

  std::set<std::string> enrolled_;
  std::map<std::string, IdentityTally> identities_;
  std::vector<Entry> entries_;
  std::vector<Way> current_;
  std::size_t frames_ = 0;
  std::size_t falseBoxes_ = 0;
  std::size_t falseBoxesNamed_ = 0;
  std::size_t ways_ = 0;
  std::size_t labelChanges_ = 0;
  std::size_t mostLabelChanges_ = 0;
  std::size_t restlessWays_ = 0;
};

/// Intersection over union; 0 where either is empty.
double overlapOf(const cv::Rect& a, const cv::Rect& b);

/// Which of `found` is each true face's, nothing for a missed one: the greatest overlaps first, each box once.
std::vector<std::optional<std::size_t>> matchFaces(const std::vector<TrueFace>& truth,
                                                   const std::vector<FoundFace>& found);

}  // namespace facewire::eval
