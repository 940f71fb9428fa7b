#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace facewire::vision {

/// Pixels of one cell of a `width` x `height` picture's histograms, as cv::face divides it; 0 where none is left.
int lbpCellPixels(int width, int height, int radius, int gridX, int gridY);

/// Appends the histograms of 256 local binary patterns of every cell, row by row, to `counts`: each is what
/// cv::face::LBPHFaceRecognizer (8 neighbours) gives for the same picture, times the cell's pixels. A pattern is its
/// "extended" one: neighbours on a circle, between pixels by bilinear sampling (Ojala, Pietikainen and Maenpaa 2002).
/// `picture`: CV_8UC1; its cells hold 1 to 255 pixels. A pure function.
void appendLbpHistograms(const cv::Mat& picture, int radius, int gridX, int gridY, std::vector<std::uint8_t>& counts);

/// The same for local ternary patterns (Tan and Triggs 2010), as the two binary patterns that they split into: first
/// the histograms of all cells for neighbours brighter than their centre by `tolerance` grey levels (at least 1) or
/// more, then those for neighbours darker by as much. Small differences, which are noise or blur, set no bit.
void appendLtpHistograms(const cv::Mat& picture, int radius, int gridX, int gridY, int tolerance,
                         std::vector<std::uint8_t>& counts);

}  // namespace facewire::vision
