#pragma once

#include "portraits/hair_cut.hpp"
#include "portraits/head_view.hpp"
#include "portraits/outline.hpp"
#include "portraits/relief.hpp"

namespace facewire::portraits {

/// Hair, headscarf and beanie. Constant after construction; keeps references to the view and the relief.
class HairPainter {
 public:
  HairPainter(const HeadView& view, const Relief& relief);

  /// What is seen behind neck and shoulders.
  void behind(const HeadPoint& p, Colour& c) const;
  /// What frames the face, and its shadow on the forehead.
  void over(const HeadPoint& p, Colour& c) const;
  /// Half the width, and the bottom, of everything this paints, in face units.
  float reach() const { return reach_; }

 private:
  /// How far inside the free face a point is.
  float openingAt(const HeadPoint& p) const;
  Colour colourAt(const HeadPoint& p) const;
  Colour hairAt(const HeadPoint& p, float light) const;
  Colour clothAt(const HeadPoint& p, float light) const;
  void paintBeanie(const HeadPoint& p, Colour& c) const;

  const Identity& who_;
  const Relief& relief_;
  HairCut cut_;
  float seed_;
  float reach_;
  Outline outer_;
};

}  // namespace facewire::portraits
