#include "facewire/vision/face_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <stdexcept>

#include "even_light.hpp"
#include "lbp.hpp"

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
  const int pixels = lbpCellPixels(width, height, largestRadius(options), options.gridX, options.gridY);
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

/// `scale` of the face about its middle, at least one pixel.
cv::Rect innerPart(const cv::Rect& face, double scale) {
  const int width = std::max(1, static_cast<int>(std::lround(face.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(face.height * scale)));
  return {face.x + (face.width - width) / 2, face.y + (face.height - height) / 2, width, height};
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

/// `part` of the chip as grey, brought to `side` x `side` with a margin of `margin` pixels around it, as far as the
/// chip reaches and its edge repeated beyond; as the pose says.
cv::Mat cutFace(const FaceChip& chip, const cv::Rect& part, int side, const ViewPose& pose, int margin) {
  cv::Mat grey = chip.picture;
  if (grey.channels() == 3) cv::cvtColor(chip.picture, grey, cv::COLOR_BGR2GRAY);
  const bool shrinks = part.width * pose.size >= side && part.height * pose.size >= side;
  cv::Mat face;
  if (margin == 0 && pose.degrees == 0 && pose.size == 1 && pose.right == 0 && pose.down == 0) {
    cv::resize(grey(part), face, cv::Size(side, side), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return face;
  }

  // Shrunk first by averaging, since the warp takes no more than four pixels for one.
  double scaleX = side / (part.width * pose.size);
  double scaleY = side / (part.height * pose.size);
  cv::Point2d middle(part.x + part.width / 2.0, part.y + part.height / 2.0);
  if (shrinks) {
    const cv::Size size(std::max(1, static_cast<int>(std::lround(grey.cols * scaleX))),
                        std::max(1, static_cast<int>(std::lround(grey.rows * scaleY))));
    const double shrunkX = static_cast<double>(size.width) / grey.cols;
    const double shrunkY = static_cast<double>(size.height) / grey.rows;
    cv::Mat shrunk;
    cv::resize(grey, shrunk, size, 0, 0, cv::INTER_AREA);
    grey = shrunk;
    middle = {middle.x * shrunkX, middle.y * shrunkY};
    scaleX /= shrunkX;
    scaleY /= shrunkY;
  }
  const double angle = pose.degrees * CV_PI / 180;
  const double left = 0.5 - side / 2.0 - margin + pose.right;
  const double top = 0.5 - side / 2.0 - margin + pose.down;
  const double xx = std::cos(angle) / scaleX;
  const double xy = -std::sin(angle) / scaleX;
  const double yx = std::sin(angle) / scaleY;
  const double yy = std::cos(angle) / scaleY;
  // From the middles of the new pixels to the middles of the old ones.
  const cv::Matx23d back(xx, xy, middle.x + left * xx + top * xy - 0.5, yx, yy, middle.y + left * yx + top * yy - 0.5);
  cv::warpAffine(grey, face, back, cv::Size(side + 2 * margin, side + 2 * margin),
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return face;
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
    : options_(options), cellPixels_(checkedCellPixels(options)), poses_(posesOf(options)), id_(describe(options)) {}

Descriptor FaceEncoder::encode(const FaceChip& chip) const {
  return encodeNormalised(normalise(chip));
}

cv::Mat FaceEncoder::normalise(const FaceChip& chip) const {
  const int margin = options_.shift;
  const cv::Mat all = normaliseAs(chip, {}, margin);
  return all(cv::Rect(margin, margin, options_.faceSide, options_.faceSide)).clone();
}

cv::Mat FaceEncoder::normaliseAs(const FaceChip& chip, const ViewPose& pose, int margin) const {
  cv::Mat normal = cutFace(chip, innerPart(chip.face, options_.faceScale), options_.faceSide, pose, margin);
  if (options_.evenLight) normal = evenLight(normal);
  if (options_.blurSigma > 0)
    cv::GaussianBlur(normal, normal, cv::Size(), options_.blurSigma, options_.blurSigma, cv::BORDER_REPLICATE);
  return normal;
}

FaceViews FaceEncoder::encodeViews(const FaceChip& chip) const {
  const int shift = options_.shift;
  const cv::Size side(options_.faceSide, options_.faceSide);
  FaceViews face;
  const auto add = [&](const cv::Mat& all, cv::Point moved) {
    const cv::Mat view = all(cv::Rect(cv::Point(shift, shift) + moved, side)).clone();
    face.views.push_back(encodeNormalised(view));
    if (!options_.mirrored) return;
    cv::Mat mirrored;
    cv::flip(view, mirrored, 1);
    face.views.push_back(encodeNormalised(mirrored));
  };

  // A margin is normalised together with the face, so that a moved view costs no more than its histograms.
  const cv::Mat upright = normaliseAs(chip, {}, shift);
  for (const ViewPose& pose : poses_) {
    if (pose.degrees == 0 && pose.size == 1) {
      add(upright, cv::Point(static_cast<int>(pose.right), static_cast<int>(pose.down)));
    } else {
      add(normaliseAs(chip, pose, shift), {0, 0});
    }
  }
  if (options_.refined) {
    face.around = [encoder = *this, chip](std::size_t view) { return encoder.encodeAround(chip, view); };
  }
  return face;
}

std::vector<Descriptor> FaceEncoder::encodeAround(const FaceChip& chip, std::size_t view) const {
  const bool isMirrored = options_.mirrored && view % 2 == 1;
  const ViewPose& middle = poses_.at(options_.mirrored ? view / 2 : view);
  std::vector<ViewPose> poses;
  for (const double sign : {-1.0, 1.0}) {
    poses.insert(poses.end(), 4, middle);
    auto pose = poses.end() - 4;
    pose++->right += sign * kFineShift * options_.faceSide;
    pose++->down += sign * kFineShift * options_.faceSide;
    pose++->degrees += sign * kFineTurn;
    pose->size *= 1 + sign * kFineSize;
  }
  std::vector<Descriptor> views;
  for (const ViewPose& pose : poses) {
    cv::Mat face = normaliseAs(chip, pose, 0);
    if (isMirrored) cv::flip(face, face, 1);
    views.push_back(encodeNormalised(face));
  }
  return views;
}

Descriptor FaceEncoder::encodeNormalised(const cv::Mat& face) const {
  checkedCellPixels(face.cols, face.rows, options_);
  Descriptor descriptor;
  for (const int radius : options_.radii) {
    const int rest = largestRadius(options_) - radius;
    const cv::Mat inner = face(cv::Rect(rest, rest, face.cols - 2 * rest, face.rows - 2 * rest)).clone();
    if (options_.tolerance > 0) {
      appendLtpHistograms(inner, radius, options_.gridX, options_.gridY, options_.tolerance, descriptor.counts);
    } else {
      appendLbpHistograms(inner, radius, options_.gridX, options_.gridY, descriptor.counts);
    }
  }
  return descriptor;
}

}  // namespace facewire::vision
