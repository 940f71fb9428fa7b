#pragma once

#include <opencv2/core/types.hpp>

#include "portraits/identity.hpp"
#include "portraits/outline.hpp"
#include "portraits/shot.hpp"

namespace facewire::portraits {

struct Normal {
  float x, y, z;
};

/// One point of the picture as the painters see it. Lengths in face units.
struct HeadPoint {
  float x, y;          ///< upright in the head's own frame, as seen: (0, 0) is the middle of the head
  float u, v;          ///< on the turned face: (0, 0) is between the eyes, whichever way it looks
  float edge;          ///< how far inside the head's outline; negative outside
  float height;        ///< 0 at the outline and outside, 1 in the middle
  Normal normal;       ///< of the bare head, towards the viewer
  float bodyX, bodyY;  ///< in the frame of the shoulders, which do not turn
  float pixel;         ///< the side of a sample
};

/// How one head is seen: from picture to face and back. Constant after construction; safe for concurrent use.
class HeadView {
 public:
  /// `centre` in pixels; `unit`: pixels in half a head's width.
  HeadView(const Identity& who, const Shot& shot, cv::Point2f centre, float unit);

  HeadPoint at(float column, float row, float sample) const;
  /// Where the face's point (u, v) is in the picture.
  cv::Point2f project(float u, float v) const;

  const Identity& who() const { return *who_; }
  const Shot& shot() const { return *shot_; }
  cv::Point2f centre() const { return centre_; }
  float unit() const { return unit_; }

 private:
  const Identity* who_;
  const Shot* shot_;
  cv::Point2f centre_;
  float unit_;
  float cosYaw_, sinYaw_, cosPitch_, sinPitch_, cosRoll_, sinRoll_;
  Outline skull_;
};

}  // namespace facewire::portraits
