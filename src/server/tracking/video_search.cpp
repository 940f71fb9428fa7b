#include "facewire/tracking/video_search.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace facewire::tracking {
namespace {

/// Where the full scan looks at every pixel of a layer: every second row, at first eight neighbours of it. They are
/// tried at once and cost what every second of them would, but show better where a face is and how large.
const cv::Size kEverySecondRow(1, 2);
constexpr int kColumns = 8;

/// How far from its place a face is searched, and within which sizes: in sizes of the place. The windows that make a
/// face differ that much from one another.
constexpr double kReach = 0.16;
constexpr double kWideReach = 0.26;
constexpr double kSmallest = 0.66;
constexpr double kLargest = 1.5;

/// Where one has passed, others that make a face with it are no farther away, and not smaller or larger by more.
constexpr double kJoinReach = 0.14;
constexpr double kJoinSize = 1.4;

/// With more faces than these each is first searched in about its own size alone, which tells its place less exactly.
constexpr std::size_t kFewFaces = 3;
constexpr double kAboutItsSize = 1.25;

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

/// Corners of the windows whose middles lie about `area`, from an even row and column on.
cv::Rect cornersAbout(const cv::Rect2d& area, const vision::ScanLayer& layer) {
  const cv::Point2d corner = area.tl() - cv::Point2d(layer.face.width, layer.face.height) / 2.0;
  const auto first = [&](double at) { return std::max(0, static_cast<int>(std::floor(at / layer.scale)) / 2 * 2); };
  const auto end = [&](double at) { return static_cast<int>(std::ceil(at / layer.scale)) + 1; };
  const cv::Point from(first(corner.x), first(corner.y));
  const cv::Point to(std::min(layer.corners.width, end(corner.x + area.width)),
                     std::min(layer.corners.height, end(corner.y + area.height)));
  return to.x > from.x && to.y > from.y ? cv::Rect(from, to) : cv::Rect();
}

cv::Rect2d squareAround(cv::Point2d middle, double reach) {
  return {middle.x - reach, middle.y - reach, 2 * reach, 2 * reach};
}

/// The middle ones of the columns.
cv::Rect narrowed(const cv::Rect& corners) {
  const int left = std::max(0, corners.width - kColumns) / 2;
  return {corners.x + left, corners.y, std::min(corners.width, kColumns), corners.height};
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
  hurries_ = expected.size() > kFewFaces;
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
  for (const Pass pass : {Pass::likelyLayers, Pass::evenLayers, Pass::oddLayers, Pass::allPixels}) {
    if (pass == Pass::likelyLayers && !hurries_) continue;
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
    const double reach = kNear * static_cast<double>(layer.scale);
    const cv::Rect corners = cornersAbout(squareAround(centreOf(place), reach), layer);
    if (!corners.empty()) scan(detector, picture, {i, corners, {layer.step, layer.step}}, windows);
  }
  return !windows.empty();
}

void VideoSearch::scanAround(vision::FaceDetector& detector, const cv::Mat& picture, const cv::Rect& place, Pass pass,
                             std::vector<vision::Window>& windows) {
  const Surroundings around = surroundingsOf(place, pass, windows);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const vision::ScanLayer& layer = layers_[i];
    if (layer.face.width < around.smallest || layer.face.width > around.largest || !isOf(pass, i, place)) continue;
    const cv::Rect corners = cornersAbout(around.middles, layer);
    if (corners.empty()) continue;
    if (pass == Pass::allPixels) {
      scan(detector, picture, {i, corners, {1, 1}}, windows);
    } else if (layer.step == 1) {
      scan(detector, picture, {i, pass == Pass::oddLayers ? corners : narrowed(corners), kEverySecondRow}, windows);
    } else {
      scan(detector, picture, {i, corners, {layer.step, layer.step}}, windows);
    }
  }
}

bool VideoSearch::isOf(Pass pass, std::size_t index, const cv::Rect& place) const {
  const vision::ScanLayer& layer = layers_[index];
  if (pass == Pass::allPixels) return layer.step == 1;  // the other passes had all of those with another step
  const bool even = index % 2 == 0;
  if (pass == Pass::oddLayers) return !even;
  const double ratio = static_cast<double>(layer.face.width) / place.width;
  const bool likely = ratio < kAboutItsSize && ratio > 1 / kAboutItsSize;
  return even && (!hurries_ || likely == (pass == Pass::likelyLayers));
}

/// What is near enough to the place, and where windows have passed already, to one of these.
VideoSearch::Surroundings VideoSearch::surroundingsOf(const cv::Rect& place, Pass pass,
                                                      std::span<const vision::Window> passed) {
  const double reach = pass == Pass::likelyLayers || pass == Pass::evenLayers ? kReach : kWideReach;
  Surroundings around{squareAround(centreOf(place), reach * place.width), kSmallest * place.width,
                      kLargest * place.width};
  if (passed.empty()) return around;
  cv::Rect2d joined;
  double smallest = around.largest;
  double largest = around.smallest;
  for (const vision::Window& window : passed) {
    joined |= squareAround(centreOf(window.box), kJoinReach * place.width);
    smallest = std::min(smallest, window.box.width / kJoinSize);
    largest = std::max(largest, window.box.width * kJoinSize);
  }
  around.middles &= joined;
  around.smallest = std::max(around.smallest, smallest);
  around.largest = std::min(around.largest, largest);
  return around;
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
