#pragma once

#include "portraits/head_view.hpp"
#include "portraits/relief.hpp"

namespace facewire::portraits {

/// Neck, shoulders and clothes, down to the lower edge of the picture. Constant after construction; keeps references to
/// the view and the relief.
class BodyPainter {
 public:
  BodyPainter(const HeadView& view, const Relief& relief) : who_(view.who()), shot_(view.shot()), relief_(relief) {}
  void over(const HeadPoint& p, Colour& c) const;
  /// Half the width of the shoulders, in face units.
  float reach() const { return who_.shoulders + 0.1F; }

 private:
  void paintNeck(const HeadPoint& p, Colour& c) const;
  void paintClothes(const HeadPoint& p, Colour& c) const;

  const Identity& who_;
  const Shot& shot_;
  const Relief& relief_;
};

}  // namespace facewire::portraits
