#pragma once

#include <functional>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <span>
#include <string>

namespace facewire::vision {

/// What is drawn for one face.
struct Mark {
  cv::Rect box;
  bool known = false;
  std::string label;   ///< UTF-8, any script: the name, or what an unknown face is called
  std::string detail;  ///< a few more characters, smaller: the score; may be empty
};

/// Draws corner brackets and name tags the way a good viewfinder does: legible on any background and at any picture
/// size, known and unknown told apart by shape as well as colour (known: solid corners and a filled tag; unknown:
/// dashed corners and an outlined tag). Text is laid out by Pango, so every script that a font of the machine covers is
/// shaped and ordered right. Confined to one thread at a time: each engine has its own and may be lent between threads.
class Annotator {
 public:
  Annotator();
  ~Annotator();
  Annotator(Annotator&&) noexcept;

  /// Draws into `picture` (CV_8UC3, BGR, any size). Boxes may reach over the edges; tags are kept inside the picture
  /// and off other faces' boxes and tags where there is room. Never throws for a strange label: what is not UTF-8 is
  /// replaced. `reveal`: told of each part of the picture before it is drawn on, so that a picture need be there only
  /// where it is.
  void draw(cv::Mat& picture, std::span<const Mark> marks, const std::function<void(const cv::Rect&)>& reveal = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::vision
