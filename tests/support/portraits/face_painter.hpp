#pragma once

#include "portraits/head_view.hpp"
#include "portraits/relief.hpp"

namespace facewire::portraits {

// Each painter lays one part of a head over what is there already, sample by sample. All are constant after
// construction and keep references to the view and the relief they were made with.

class SkinPainter {
 public:
  SkinPainter(const HeadView& view, const Relief& relief) : who_(view.who()), relief_(relief) {}
  void over(const HeadPoint& p, float light, float shine, Colour& c) const;

 private:
  const Identity& who_;
  const Relief& relief_;
};

class EyesPainter {
 public:
  explicit EyesPainter(const HeadView& view) : who_(view.who()), shot_(view.shot()) {}
  void over(const HeadPoint& p, float light, Colour& c) const;

 private:
  void paintEye(const HeadPoint& p, float side, float light, Colour& c) const;
  void paintBrow(const HeadPoint& p, float side, float light, Colour& c) const;

  const Identity& who_;
  const Shot& shot_;
};

class MouthPainter {
 public:
  explicit MouthPainter(const HeadView& view) : who_(view.who()), shot_(view.shot()) {}
  /// Nostrils and lips.
  void over(const HeadPoint& p, float light, float shine, Colour& c) const;

 private:
  void paintNose(const HeadPoint& p, Colour& c) const;
  void paintLips(const HeadPoint& p, float light, float shine, Colour& c) const;

  const Identity& who_;
  const Shot& shot_;
};

class BeardPainter {
 public:
  explicit BeardPainter(const HeadView& view) : who_(view.who()), shot_(view.shot()) {}
  void over(const HeadPoint& p, float light, Colour& c) const;

 private:
  const Identity& who_;
  const Shot& shot_;
};

class GlassesPainter {
 public:
  explicit GlassesPainter(const HeadView& view) : who_(view.who()) {}
  void over(const HeadPoint& p, Colour& c) const;

 private:
  const Identity& who_;
};

}  // namespace facewire::portraits
