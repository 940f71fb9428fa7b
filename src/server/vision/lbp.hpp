#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

namespace facewire::vision {

/// How the cells of a picture's histograms lie: a grid of equal ones, what is left over at right and bottom in none.
struct LbpCells {
  int width = 0;  ///< of one cell, in pixels
  int height = 0;
  int columns = 0;
  int rows = 0;

  int pixels() const { return width * height; }
  std::size_t histogramsLength() const { return std::size_t{256} * static_cast<unsigned>(columns * rows); }
};

/// The cells of a `width` x `height` picture, as cv::face divides what patterns of this radius leave of it; their width
/// or height is 0 where nothing is left.
LbpCells lbpCells(int width, int height, int radius, int columns, int rows);

/// The local patterns of a picture's pixels: each has the eight neighbours on a circle about it, between pixels by
/// bilinear sampling (Ojala, Pietikainen and Maenpaa's "extended" patterns, 2002), in OpenCV's float arithmetic, so
/// that the patterns are those of cv::face::LBPHFaceRecognizer, on every processor. Keeps its memory from picture to
/// picture. Confined to one thread.
class PatternPicture {
 public:
  /// Takes the patterns of all pixels that are `border` or more from the picture's edge. `picture`: CV_8UC1, wider and
  /// higher than twice the border; each radius is 1 to `border`. `tolerance`: 0 for local binary patterns, a
  /// neighbour's bit being set where it is as bright as its centre or brighter; else for local ternary ones (Tan and
  /// Triggs 2010) as the two binary patterns that they split into, of neighbours brighter by so many grey levels or
  /// more, and of those darker by as much.
  void take(const cv::Mat& picture, const std::vector<int>& radii, int border, int tolerance);

  /// Counts the patterns of the cells of the picture's part whose own border begins at `corner`: for each radius the
  /// histograms of 256 patterns of every cell, row by row; with a tolerance those of the brighter patterns, then those
  /// of the darker. `counts`: where they begin, all zero. Precondition: the cells hold 1 to 255 pixels and are inside.
  void count(cv::Point corner, const LbpCells& cells, std::uint8_t* counts) const;
  /// The same for cells of up to 65,535 pixels.
  void count(cv::Point corner, const LbpCells& cells, std::uint16_t* counts) const;

 private:
  template <typename Count>
  void countInto(cv::Point corner, const LbpCells& cells, Count* counts) const;

  int width_ = 0;  ///< of the pixels that have patterns
  int height_ = 0;
  int maps_ = 1;            ///< histograms a cell and radius
  std::size_t stride_ = 0;  ///< patterns from one row to the next
  std::size_t planes_ = 0;  ///< one a radius
  std::vector<float> pixels_;
  std::vector<std::uint16_t> patterns_;  ///< the darker one in the upper byte
};

}  // namespace facewire::vision
