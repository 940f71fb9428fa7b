#include "facewire/vision/face_encoder.hpp"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <sstream>
#include <stdexcept>

#include "lbp.hpp"
#include "view_encoder.hpp"

namespace facewire::vision {
namespace {

constexpr int kMaxCellPixels = 255;

/// The steps of the finer views: parts of the face's side, degrees, a part of the size.
constexpr double kFineShift = 0.04;
constexpr double kFineTurn = 4;
constexpr double kFineSize = 0.05;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::invalid_argument("face encoder: " + what);
}

int largestRadius(const EncoderOptions& options) {
  return *std::ranges::max_element(options.radii);
}

int checkedCellPixels(int width, int height, const EncoderOptions& options) {
  const int pixels = lbpCells(width, height, largestRadius(options), options.gridX, options.gridY).pixels();
  require(pixels >= 1 && pixels <= kMaxCellPixels, "a cell of a " + std::to_string(width) + "x" +
                                                       std::to_string(height) + " face would hold " +
                                                       std::to_string(pixels) + " pixels, but must hold 1 to 255");
  return pixels;
}

int checkedCellPixels(const EncoderOptions& options) {
  require(options.neighbours == 8, "only 8 neighbours are supported, not " + std::to_string(options.neighbours));
  require(!options.radii.empty() && std::ranges::min(options.radii) >= 1, "each radius must be at least 1");
  require(options.gridX >= 1 && options.gridY >= 1, "the grid must be at least 1x1");
  require(options.faceScale >= 0.1 && options.faceScale <= 1, "the face scale must be 0.1 to 1");
  require(options.blurSigma >= 0 && options.blurSigma <= 16, "the blur must be 0 to 16 pixels");
  require(std::ranges::all_of(options.turns, [](double turn) { return turn > 0 && turn <= 45; }),
          "each turn must be more than 0 and at most 45 degrees");
  require(std::ranges::all_of(options.sizes, [](double size) { return size >= 0.5 && size <= 2; }),
          "each size must be 0.5 to 2");
  require(options.tolerance >= 0 && options.tolerance <= 127, "the tolerance must be 0 to 127 grey levels");
  require(options.shift >= 0 && 4 * options.shift <= options.faceSide, "the shift must be 0 to a quarter of the face");
  return checkedCellPixels(options.faceSide, options.faceSide, options);
}

std::string describe(const EncoderOptions& options) {
  std::ostringstream id;
  id << "lbph-r";
  for (std::size_t i = 0; i < options.radii.size(); ++i) id << (i == 0 ? "" : ",") << options.radii[i];
  id << "-n" << options.neighbours << "-g" << options.gridX << 'x' << options.gridY << "-s" << options.faceSide;
  if (options.faceScale != 1) id << "-f" << options.faceScale;
  if (options.tolerance > 0) id << "-t" << options.tolerance;
  if (options.evenLight) id << "-tt";
  if (options.blurSigma > 0) id << "-b" << options.blurSigma;
  return id.str();
}

std::vector<ViewPose> posesOf(const EncoderOptions& options) {
  std::vector<ViewPose> poses{{}};
  if (const double shift = options.shift; shift > 0) {
    poses.insert(poses.end(), {{.right = -shift}, {.right = shift}, {.down = -shift}, {.down = shift}});
  }
  for (const double turn : options.turns) poses.insert(poses.end(), {{.degrees = -turn}, {.degrees = turn}});
  for (const double size : options.sizes) poses.push_back({.size = size});
  return poses;
}

}  // namespace

EncoderOptions EncoderOptions::opencv() {
  EncoderOptions options;
  options.faceScale = 1;
  options.faceSide = 96;
  options.evenLight = false;
  options.blurSigma = 0;
  options.radii = {1};
  options.tolerance = 0;
  options.gridX = 8;
  options.gridY = 8;
  options.turns.clear();
  options.sizes.clear();
  options.shift = 0;
  options.mirrored = false;
  options.refined = false;
  return options;
}

FaceEncoder::FaceEncoder(const EncoderOptions& options)
    : options_(options),
      cellPixels_(checkedCellPixels(options)),
      poses_(posesOf(options)),
      id_(describe(options)),
      viewEncoders_(
          std::make_shared<LeasePool<ViewEncoder>>([options] { return std::make_unique<ViewEncoder>(options); })) {}

Descriptor FaceEncoder::encode(const FaceChip& chip) const {
  const int margin = options_.shift;
  const auto work = viewEncoders_->take();
  work->begin(chip);
  work->takePatterns(work->normalise({}, margin)(cv::Rect({margin, margin}, viewSize())));
  Descriptor descriptor;
  work->countAt({0, 0}, viewSize(), descriptor);
  return descriptor;
}

cv::Mat FaceEncoder::normalise(const FaceChip& chip) const {
  const int margin = options_.shift;
  const auto work = viewEncoders_->take();
  work->begin(chip);
  return work->normalise({}, margin)(cv::Rect({margin, margin}, viewSize())).clone();
}

/// With all they need to outlive who made them.
struct FaceEncoder::FinerViews {
  FaceEncoder encoder;
  FaceChip chip;

  void operator()(std::size_t view, std::vector<Descriptor>& finer) const { encoder.encodeAround(chip, view, finer); }
};

void FaceEncoder::encodeViews(const FaceChip& chip, FaceViews& face) const {
  const int shift = options_.shift;
  const cv::Size side = viewSize();
  const auto movedBy = [shift](const ViewPose& pose) {
    return cv::Point(shift + static_cast<int>(pose.right), shift + static_cast<int>(pose.down));
  };
  const auto isMoved = [](const ViewPose& pose) { return pose.degrees == 0 && pose.size == 1; };
  const std::size_t step = options_.mirrored ? 2 : 1;
  face.views.resize(poses_.size() * step);

  const auto work = viewEncoders_->take();
  work->begin(chip);
  cv::Mat mirrored;
  // A margin is normalised together with the face, so that a moved view costs no more than its histograms.
  cv::Mat& upright = work->normalise({}, shift);
  for (std::size_t mirror = 0; mirror < step; ++mirror) {
    if (mirror == 1) cv::flip(upright, upright, 1);
    work->takePatterns(upright);
    for (std::size_t i = 0; i < poses_.size(); ++i) {
      if (!isMoved(poses_[i])) continue;
      cv::Point corner = movedBy(poses_[i]);
      if (mirror == 1) corner.x = 2 * shift - corner.x;
      work->countAt(corner, side, face.views[i * step + mirror]);
    }
  }
  for (std::size_t i = 0; i < poses_.size(); ++i) {
    if (isMoved(poses_[i])) continue;
    const cv::Mat view = work->normalise(poses_[i], shift)(cv::Rect({shift, shift}, side));
    work->takePatterns(view);
    work->countAt({0, 0}, side, face.views[i * step]);
    if (!options_.mirrored) continue;
    cv::flip(view, mirrored, 1);
    work->takePatterns(mirrored);
    work->countAt({0, 0}, side, face.views[i * step + 1]);
  }
  if (!options_.refined) {
    face.around = nullptr;
  } else if (auto* const kept = face.around.target<FinerViews>()) {
    kept->encoder = *this;
    kept->chip = chip;
  } else {
    face.around = FinerViews{*this, chip};
  }
}

void FaceEncoder::encodeAround(const FaceChip& chip, std::size_t view, std::vector<Descriptor>& finer) const {
  const bool isMirrored = options_.mirrored && view % 2 == 1;
  const ViewPose& middle = poses_.at(options_.mirrored ? view / 2 : view);
  std::array<ViewPose, 8> poses;
  poses.fill(middle);
  auto pose = poses.begin();
  for (const double sign : {-1.0, 1.0}) {
    pose++->right += sign * kFineShift * options_.faceSide;
    pose++->down += sign * kFineShift * options_.faceSide;
    pose++->degrees += sign * kFineTurn;
    pose++->size *= 1 + sign * kFineSize;
  }
  finer.resize(poses.size());
  const auto work = viewEncoders_->take();
  work->begin(chip);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    cv::Mat& face = work->normalise(poses[i], 0);
    if (isMirrored) cv::flip(face, face, 1);
    work->takePatterns(face);
    work->countAt({0, 0}, viewSize(), finer[i]);
  }
}

Descriptor FaceEncoder::encodeNormalised(const cv::Mat& face) const {
  checkedCellPixels(face.cols, face.rows, options_);
  const auto work = viewEncoders_->take();
  work->takePatterns(face);
  Descriptor descriptor;
  work->countAt({0, 0}, face.size(), descriptor);
  return descriptor;
}

cv::Size FaceEncoder::viewSize() const {
  return {options_.faceSide, options_.faceSide};
}

}  // namespace facewire::vision
