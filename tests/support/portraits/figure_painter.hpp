#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include "portraits/body_painter.hpp"
#include "portraits/face_painter.hpp"
#include "portraits/hair_painter.hpp"
#include "portraits/head_view.hpp"
#include "portraits/relief.hpp"

namespace facewire::portraits {

/// One person in a picture, head to where the picture ends. Constant after construction; not copyable, since its parts
/// refer to one another.
class FigurePainter {
 public:
  /// `face`: the box that a face detector reports for the person, in pixels.
  FigurePainter(const Identity& who, const Shot& shot, const cv::Rect2f& face);
  FigurePainter(const FigurePainter&) = delete;
  FigurePainter& operator=(const FigurePainter&) = delete;

  /// Paints over `canvas`: CV_32FC3, blue, green and red from 0 to 1.
  void paintOn(cv::Mat& canvas) const;

  cv::Point2f leftEye() const { return view_.project(-who_.eyeX, who_.eyeY); }
  cv::Point2f rightEye() const { return view_.project(who_.eyeX, who_.eyeY); }
  /// The box around the face as it is turned.
  cv::Rect2f face() const;

 private:
  Colour colourAt(const HeadPoint& p, Colour c) const;

  const Identity who_;
  const Shot shot_;
  HeadView view_;
  Relief relief_;
  BodyPainter body_;
  HairPainter hair_;
  SkinPainter skin_;
  EyesPainter eyes_;
  MouthPainter mouth_;
  BeardPainter beard_;
  GlassesPainter glasses_;
};

}  // namespace facewire::portraits
