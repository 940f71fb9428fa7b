#include "facewire/vision/yunet.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "model_file.hpp"
#include "yunet_output.hpp"

namespace facewire::vision {
namespace {

/// YuNet finds faces from 10 pixels on; at 12 it finds them steadily.
constexpr double kSmallestFound = 12;
/// Side of what a part is searched at, and of the part that is looked at again in sides of a face: the face is then of
/// the size that YuNet is surest at.
constexpr int kPartSide = 128;
constexpr double kLookAround = 2.3;
/// The longer side of a box in sides of its frame.
constexpr double kBoxInFrame = 1.1;
/// From this score on something is looked at again.
constexpr float kWorthALook = 0.55F;
/// Seen again, a face shares this much of its area with what was found.
constexpr double kSameFace = 0.3;
/// Sizes that networks are kept for: three cameras' and the part's.
constexpr std::size_t kMostSizes = 4;
/// Its coarsest level has a cell for each 64 pixels; OpenCV cannot run it where that is none.
constexpr int kLeastSide = 64;

/// A picture may be made to look like faces everywhere; the surest are looked at.
constexpr std::size_t kMostLooks = 200;

constexpr const char* kWanted = "face_detection_yunet_2022mar.onnx";

bool holds(const Bytes& model, std::string_view text) {
  return asText(model).find(text) != std::string_view::npos;
}

cv::dnn::Net readNetwork(const Bytes& model) {
  // Its parameter is not const, but is only read.
  return cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(model.data()), model.size());
}

int atLeast(double side, int least) {
  return std::max(least, static_cast<int>(std::lround(side)));
}

cv::Rect squareAround(const cv::Rect& box, double sides) {
  const int side = std::max(1, cvRound(sides * std::max(box.width, box.height)));
  const cv::Point middle = (box.tl() + box.br()) / 2;
  return {middle.x - side / 2, middle.y - side / 2, side, side};
}

}  // namespace

YuNet::YuNet(const YuNetOptions& options)
    : options_(options), model_(std::make_shared<const Bytes>(readModelFile(options.model, "detector model"))) {
  const std::string name = "detector model '" + options.model.string() + "'";
  // The networks since 2023 have one output for each of their levels.
  if (holds(*model_, "cls_8") && holds(*model_, "kps_8")) {
    throw std::runtime_error(name + " is a YuNet of 2023 or later, which OpenCV 4.6 cannot run: use " + kWanted +
                             " (models/fetch gets it)");
  }
  try {
    detect(cv::Mat::zeros(kPartSide, kPartSide, CV_8UC3));
  } catch (const cv::Exception&) {
    throw std::runtime_error(name + " is damaged, or no YuNet: use " + kWanted + " (models/fetch gets it)");
  }
}

YuNet::YuNet(const YuNetOptions& options, std::shared_ptr<const Bytes> model)
    : options_(options), model_(std::move(model)) {}

std::vector<DetectedFace> YuNet::detect(const cv::Mat& picture) {
  if (picture.empty()) return {};
  std::vector<Find> faces;
  const float worthALook = std::min(kWorthALook, options_.confidence);
  std::vector<Find> finds = searchWhole(picture, worthALook);
  if (finds.size() > kMostLooks) {
    std::ranges::nth_element(finds, finds.begin() + kMostLooks, std::greater(), &Find::score);
    finds.resize(kMostLooks);
  }
  for (const Find& find : finds) {
    if (auto face = lookAgain(picture, find)) faces.push_back(*face);
  }
  return withoutDoubles(std::move(faces));
}

std::vector<DetectedFace> YuNet::detectIn(const cv::Mat& picture, const cv::Rect& part) {
  if (part.empty()) return {};
  return withoutDoubles(searchPart(picture, part, options_.confidence));
}

/// What is found where `find` is, from near; nothing where that is no face.
std::optional<YuNet::Find> YuNet::lookAgain(const cv::Mat& picture, const Find& find) {
  const cv::Rect& box = find.face.box;
  for (const Find& seen : searchPart(picture, squareAround(box, kLookAround), options_.confidence)) {
    if (sharedArea(seen.face.box, box) > kSameFace) return seen;
  }
  return std::nullopt;
}

std::optional<Landmarks> YuNet::findLandmarks(const cv::Mat& picture, const cv::Rect& frame) {
  const auto atFrame = [&frame](const std::vector<Find>& finds) -> std::optional<Landmarks> {
    for (const Find& find : finds) {
      if (sharedArea(find.face.frame(), frame) > kSameFace) return find.face.landmarks;
    }
    return std::nullopt;
  };
  // What is sure to be a face need not look much like one.
  const float confidence = std::min(kWorthALook, options_.confidence);
  const auto near = atFrame(searchPart(picture, squareAround(frame, kLookAround * kBoxInFrame), confidence));
  return near ? near : atFrame(searchWhole(picture, confidence));
}

std::vector<YuNet::Find> YuNet::searchWhole(const cv::Mat& picture, float confidence) {
  const cv::Size size = sizeFor(picture.size());
  return search(picture, cv::Rect({}, picture.size()), size, inputFor(size), confidence);
}

std::vector<YuNet::Find> YuNet::searchPart(const cv::Mat& picture, const cv::Rect& part, float confidence) {
  const double shrink = static_cast<double>(kPartSide) / std::max(part.width, part.height);
  // Of one size, whatever the part's shape: one network serves all parts.
  return search(picture, part, {atLeast(part.width * shrink, 1), atLeast(part.height * shrink, 1)},
                {kPartSide, kPartSide}, confidence);
}

std::vector<DetectedFace> YuNet::withoutDoubles(std::vector<Find> finds) const {
  std::ranges::stable_sort(finds, std::greater{}, &Find::score);
  std::vector<DetectedFace> faces;
  for (Find& find : finds) {
    const bool isThere = std::ranges::any_of(faces, [&](const DetectedFace& face) {
      return sharedArea(face.box, find.face.box) > static_cast<double>(options_.overlap);
    });
    if (!isThere) faces.push_back(find.face);
  }
  std::ranges::sort(faces, {}, [](const DetectedFace& face) { return std::pair(face.box.x, face.box.y); });
  return faces;
}

double YuNet::costOfPart(cv::Size picture) const {
  return static_cast<double>(kPartSide) * kPartSide / inputFor(sizeFor(picture)).area();
}

cv::Size YuNet::sizeFor(cv::Size picture) const {
  const double longer = std::max(picture.width, picture.height);
  const double shrink =
      std::min(1.0, kSmallestFound / options_.minFacePixels) * std::min(1.0, options_.maxSearchSide / longer);
  return {atLeast(picture.width * shrink, 1), atLeast(picture.height * shrink, 1)};
}

cv::Size YuNet::inputFor(cv::Size size) {
  return {std::max(size.width, kLeastSide), std::max(size.height, kLeastSide)};
}

cv::dnn::Net& YuNet::netFor(cv::Size input) {
  const std::pair key(input.width, input.height);
  auto found = nets_.find(key);
  if (found == nets_.end()) {
    if (nets_.size() >= kMostSizes) {
      nets_.erase(std::ranges::min_element(nets_, {}, [](const auto& entry) { return entry.second.used; }));
    }
    found = nets_.emplace(key, Sized{readNetwork(*model_), 0}).first;
  }
  found->second.used = ++uses_;
  return found->second.net;
}

std::vector<YuNet::Find> YuNet::search(const cv::Mat& picture, const cv::Rect& part, cv::Size size, cv::Size input,
                                       float confidence) {
  const cv::Rect inside = part & cv::Rect({}, picture.size());
  const double right = static_cast<double>(part.width) / size.width;
  const double down = static_cast<double>(part.height) / size.height;
  const cv::Rect place = cv::Rect(cvRound((inside.x - part.x) / right), cvRound((inside.y - part.y) / down),
                                  atLeast(inside.width / right, 1), atLeast(inside.height / down, 1)) &
                         cv::Rect({}, size);
  if (inside.empty() || place.empty()) return {};
  cv::dnn::Net& net = netFor(input);
  const cv::Mat seen = picture(inside);
  net.setInput(cv::dnn::blobFromImage(inputOf(seen, place, input)));
  searchedPixels_ += input.area();
  std::vector<cv::Mat> outputs;
  net.forward(outputs, std::vector<cv::String>{"loc", "conf", "iou"});

  std::vector<Find> finds;
  for (const YuNetFind& find : readYuNet(outputs[0], outputs[1], outputs[2], input, confidence, options_.overlap)) {
    DetectedFace face;
    face.box = cv::Rect(part.x + cvRound(find.box.x * right), part.y + cvRound(find.box.y * down),
                        cvRound(find.box.width * right), cvRound(find.box.height * down)) &
               cv::Rect({}, picture.size());
    if (face.box.empty()) continue;
    face.landmarks = find.landmarks;
    for (cv::Point2f& point : *face.landmarks) {
      point = {static_cast<float>(part.x + point.x * right), static_cast<float>(part.y + point.y * down)};
    }
    finds.push_back({face, find.score});
  }
  return finds;
}

/// `seen` in colour, at `place` of a picture of size `input` that is black besides. Valid until the next call, and as
/// long as `seen` is.
const cv::Mat& YuNet::inputOf(const cv::Mat& seen, const cv::Rect& place, cv::Size input) {
  const bool isWhole = place == cv::Rect({}, input);
  if (seen.channels() == 1) cv::cvtColor(seen, colour_, cv::COLOR_GRAY2BGR);
  const cv::Mat& inColour = seen.channels() == 1 ? colour_ : seen;
  if (isWhole && seen.size() == input) return inColour;
  input_.create(input, CV_8UC3);
  if (!isWhole) input_.setTo(cv::Scalar::all(0));
  cv::resize(inColour, input_(place), place.size(), 0, 0, place.width < seen.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
  return input_;
}

}  // namespace facewire::vision
