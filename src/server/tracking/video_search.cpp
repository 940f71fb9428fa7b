#include "facewire/tracking/video_search.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace facewire::tracking {
namespace {

/// Every second pixel of a layer.
constexpr int kCoarse = 2;

/// How far from its place a face is searched, and within which sizes: in sizes of the place. The windows that make a
/// face differ that much from one another.
constexpr double kReach = 0.16;
constexpr double kWideReach = 0.26;
constexpr double kSmallest = 0.66;
constexpr double kLargest = 1.5;

/// Pixels of the layer from a remembered place to the windows that show whether something is still there.
constexpr double kNear = 2;

/// Seeds that wait at most. A picture of leaves has many, and they are there again in the next cycle.
constexpr std::size_t kWaiting = 32;

cv::Point2d centreOf(const cv::Rect& box) {
  return {box.x + box.width / 2.0, box.y + box.height / 2.0};
}

/// Whether the full scan would drop a face at `seed` for the one at `face`.
bool hides(const cv::Rect& face, const cv::Rect& seed) {
  return seed.width < face.width * kLargest && face.contains(centreOf(seed));
}

cv::Rect scaledBox(const cv::Rect& box, double scale) {
  return {cvRound(box.x * scale), cvRound(box.y * scale), std::max(1, cvRound(box.width * scale)),
          std::max(1, cvRound(box.height * scale))};
}

/// Corners of the layer's windows whose middle lies in `area`.
cv::Rect cornersWithMiddleIn(const cv::Rect2d& area, const vision::ScanLayer& layer) {
  const cv::Point2d middle(layer.face.width / 2.0, layer.face.height / 2.0);
  const auto corner = [&](cv::Point2d point) {
    const cv::Point2d at = (point - middle) / static_cast<double>(layer.scale);
    return cv::Point(std::max(0, static_cast<int>(std::ceil(at.x))), std::max(0, static_cast<int>(std::ceil(at.y))));
  };
  return cv::Rect(corner(area.tl()), corner(area.br())) & cv::Rect({}, layer.corners);
}

/// Corners of the windows around `place`, from an even one on.
cv::Rect cornersAround(const cv::Rect& place, double reach, const vision::ScanLayer& layer) {
  const cv::Point2d corner = centreOf(place) - cv::Point2d(layer.face.width, layer.face.height) / 2.0;
  const auto first = [&](double at) {
    return std::max(0, static_cast<int>(std::floor((at - reach) / layer.scale)) / kCoarse * kCoarse);
  };
  const auto end = [&](double at) { return static_cast<int>(std::ceil((at + reach) / layer.scale)) + 1; };
  const cv::Point from(first(corner.x), first(corner.y));
  const cv::Point to(std::min(layer.corners.width, end(corner.x)), std::min(layer.corners.height, end(corner.y)));
  return to.x > from.x && to.y > from.y ? cv::Rect(from, to) : cv::Rect();
}

}  // namespace

std::vector<cv::Rect> VideoSearch::findAnywhere(vision::FaceDetector& detector, const cv::Mat& grey) {
  seeds_.clear();
  memory_.clear();
  layers_ = detector.layers(detector.searched(grey).size());
  cycle_ = ScanCycle(layers_);
  size_ = grey.size();
  windows_ = 0;
  for (const auto& layer : layers_) windows_ += layer.windows();
  return detector.detect(grey);
}

std::vector<cv::Rect> VideoSearch::findNear(vision::FaceDetector& detector, const cv::Mat& grey,
                                            std::span<const cv::Rect> expected) {
  SearchBuffers buffers;
  findNear(detector, grey, expected, buffers);
  return std::move(buffers.boxes);
}

void VideoSearch::findNear(vision::FaceDetector& detector, const cv::Mat& grey, std::span<const cv::Rect> expected,
                           SearchBuffers& buffers) {
  if (grey.size() != size_) {
    buffers.boxes = findAnywhere(detector, grey);
    return;
  }
  windows_ = 0;
  const cv::Mat& picture = detector.searched(grey);
  const double shrink = static_cast<double>(picture.cols) / grey.cols;

  std::vector<cv::Rect>& places = buffers.places;
  buffers.windows.clear();
  places.clear();
  for (const cv::Rect& box : expected) {
    const cv::Rect place = scaledBox(box, shrink);
    if (searchAround(detector, picture, place, false, buffers)) places.push_back(place);
  }
  const auto isDecided = [&places](const cv::Rect& box) {
    return std::ranges::any_of(places, [&box](const cv::Rect& place) { return isAbout(place, box); });
  };
  for (const PlaceMemory::Place& place : memory_.places()) {
    if (isDecided(place.box) || !passesAt(detector, picture, place.box, buffers)) continue;
    searchAround(detector, picture, place.box, true, buffers);
    places.push_back(place.box);
  }
  buffers.groups = detector.group(buffers.windows);

  collectSeeds(detector, picture, buffers);
  std::size_t next = 0;
  for (std::size_t tried = 0; next < seeds_.size() && tried < kSeeds; ++next) {
    const cv::Rect& seed = seeds_[next];
    if (isDecided(seed) ||
        std::ranges::any_of(buffers.groups, [&](const vision::Window& face) { return hides(face.box, seed); }))
      continue;
    searchAround(detector, picture, seed, false, buffers);
    places.push_back(seed);
    ++tried;
  }
  seeds_.erase(seeds_.begin(), seeds_.begin() + static_cast<std::ptrdiff_t>(next));
  memory_.take(buffers.windows, buffers.grouper);
  detector.boxesOf(buffers.windows, picture.size(), grey.size(), buffers.boxes);
}

bool VideoSearch::searchAround(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place,
                               bool thorough, SearchBuffers& buffers) {
  std::vector<vision::Window>& windows = buffers.some;
  windows.clear();
  for (const Pass pass : {Pass::evenLayers, Pass::oddLayers, Pass::allPixels}) {
    scanAround(detector, picture, place, pass, windows);
    if (pass == Pass::allPixels) {
      for (vision::Window& window : windows) window.weight = 1;  // now there are all that it stood for
    }
    if (windows.empty() ? pass == Pass::oddLayers && !thorough : !detector.group(windows).empty()) break;
  }
  buffers.windows.insert(buffers.windows.end(), windows.begin(), windows.end());
  return !windows.empty();
}

/// Every window of the full scan within a few pixels, on the layer whose faces are just smaller and the one above.
bool VideoSearch::passesAt(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place,
                           SearchBuffers& buffers) {
  const auto above = std::ranges::find_if(
      layers_, [&place](const vision::ScanLayer& layer) { return layer.face.width >= place.width; });
  const auto larger = static_cast<std::size_t>(above - layers_.begin());
  std::vector<vision::Window>& windows = buffers.some;
  windows.clear();
  for (std::size_t i = std::max<std::size_t>(larger, 1) - 1; i <= larger && i < layers_.size(); ++i) {
    const vision::ScanLayer& layer = layers_[i];
    const cv::Rect corners = cornersAround(place, kNear * static_cast<double>(layer.scale), layer);
    if (!corners.empty()) scan(detector, picture, {i, corners, layer.step}, windows);
  }
  return !windows.empty();
}

void VideoSearch::scanAround(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place, Pass pass,
                             std::vector<vision::Window>& windows) {
  const double reach = (pass == Pass::evenLayers ? kReach : kWideReach) * place.width;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const vision::ScanLayer& layer = layers_[i];
    const double ratio = static_cast<double>(layer.face.width) / place.width;
    const bool even = i % 2 == 0;
    if (ratio < kSmallest || ratio > kLargest) continue;
    if (pass == Pass::allPixels ? layer.step == kCoarse : even != (pass == Pass::evenLayers)) continue;
    const cv::Rect corners = cornersAround(place, reach, layer);
    if (corners.empty()) continue;
    scan(detector, picture, {i, corners, pass == Pass::allPixels ? 1 : kCoarse}, windows);
  }
}

void VideoSearch::scan(vision::FaceDetector& detector, const cv::Mat& picture, const vision::ScanPart& part,
                       std::vector<vision::Window>& windows) {
  detector.findWindows(picture, layers_[part.layer], part, spared_, windows);
  windows_ += part.windows();
}

/// Those of the cycle's next part wait behind those of the last frames: alike ones as one, the likeliest first. What
/// would be passed over as one of the places, or as hidden by a face, goes through one stage only: the windows of a
/// face go through all of them, and would cost as much as the rest of the part.
void VideoSearch::collectSeeds(vision::FaceDetector& detector, const cv::Mat& picture, SearchBuffers& buffers) {
  std::vector<vision::Window>& windows = buffers.some;
  windows.clear();
  for (const vision::ScanPart& part : cycle_.next()) {
    const vision::ScanLayer& layer = layers_[part.layer];
    for (const cv::Rect& place : buffers.places) {
      if (isAlikeInSize(place, layer.face)) spared_.push_back(cornersWithMiddleIn(reachOf(place), layer));
    }
    for (const vision::Window& face : buffers.groups) {
      if (layer.face.width < face.box.width * kLargest) spared_.push_back(cornersWithMiddleIn(face.box, layer));
    }
    scan(detector, picture, part, windows);
    spared_.clear();
  }
  // In place of the windows, which they were made of.
  windows = buffers.grouper.group(windows, 0);
  std::ranges::sort(windows, std::greater{}, &vision::Window::weight);
  for (const vision::Window& group : windows) {
    if (seeds_.size() < kWaiting) seeds_.push_back(group.box);
  }
}

}  // namespace facewire::tracking
