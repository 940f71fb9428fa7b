#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <span>
#include <vector>

#include "facewire/tracking/place_memory.hpp"
#include "facewire/tracking/scan_cycle.hpp"
#include "facewire/tracking/search_buffers.hpp"
#include "facewire/vision/face_detector.hpp"

namespace facewire::tracking {

/// Finds the faces on one connection's frames at a part of the full scan's cost. On each frame it tries
///  - the windows near every place where a face is expected, of about its size: as many as it takes to tell;
///  - a few windows at each place of a PlaceMemory, and where one of them passes, as many as it takes to tell;
///  - one part of a ScanCycle. Where a window passes and no face is expected (a seed), it tries the windows near, as
///    where one is expected.
/// A face is made of the full scan's own windows, and of as many as the full scan asks for: what that does not find is
/// not found here. What it does find is found when the cycle comes by. Keeps no pictures, but some hundred bytes and a
/// few for every seed that waits and every place. Confined to one thread.
class VideoSearch {
 public:
  /// Seeds that are searched around on one frame; others wait for the next.
  static constexpr std::size_t kSeeds = 2;

  /// The full scan, which begins the cycle anew: for the first frame of a scene. `grey`: CV_8UC1. Boxes are those of
  /// FaceDetector::detect.
  std::vector<cv::Rect> findAnywhere(vision::FaceDetector& detector, const cv::Mat& grey);

  /// For the frames after it. `expected`: where faces should be, in pixels of `grey`. A frame of another size is
  /// scanned fully.
  std::vector<cv::Rect> findNear(vision::FaceDetector& detector, const cv::Mat& grey,
                                 std::span<const cv::Rect> expected);
  /// The same in `buffers.boxes`.
  void findNear(vision::FaceDetector& detector, const cv::Mat& grey, std::span<const cv::Rect> expected,
                SearchBuffers& buffers);

  /// Windows that were tried on the last frame: what its search costs on any machine.
  std::int64_t windows() const { return windows_; }

 private:
  /// In this order, until there is a face, or surely none.
  enum class Pass {
    likelyLayers,  ///< those of the next that are about as large as the place, where there are many places
    evenLayers,    ///< some of the windows on every second layer
    oddLayers,     ///< the same on the other layers, farther around
    allPixels      ///< on all layers, as many as the full scan tries
  };

  /// Which windows are tried: where their middles are, and their sizes. In pixels of the searched picture.
  struct Surroundings {
    cv::Rect2d middles;
    double smallest;
    double largest;
  };

  /// Whether any window passes. `thorough`: all passes even where the first ones show nothing.
  bool searchAround(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place, bool thorough,
                    SearchBuffers& buffers);
  /// Whether a window passes that is nearly the place itself.
  bool passesAt(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place, SearchBuffers& buffers);
  void scanAround(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place, Pass pass,
                  std::vector<vision::Window>& windows);
  bool isOf(Pass pass, std::size_t index, const cv::Rect& place) const;
  static Surroundings surroundingsOf(const cv::Rect& place, Pass pass, std::span<const vision::Window> passed);
  void scan(vision::FaceDetector& detector, const cv::Mat& picture, const vision::ScanPart& part,
            std::vector<vision::Window>& windows);
  void collectSeeds(vision::FaceDetector& detector, const cv::Mat& picture, SearchBuffers& buffers);

  cv::Size size_;  ///< of the last frame
  std::vector<vision::ScanLayer> layers_;
  ScanCycle cycle_;
  PlaceMemory memory_;            ///< in pixels of the searched picture
  std::vector<cv::Rect> seeds_;   ///< to be searched around, the first first; in pixels of the searched picture
  std::vector<cv::Rect> spared_;  ///< of the part that is being scanned
  bool hurries_ = false;          ///< there are many faces on the frame
  std::int64_t windows_ = 0;
};

}  // namespace facewire::tracking
