#include "facewire/vision/yunet.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "model_file.hpp"
#include "yunet_output.hpp"

namespace facewire::vision {
namespace {

/// YuNet finds faces from 10 pixels on; at 12 it finds them steadily.
constexpr double kSmallestFound = 12;
/// Side of what a part is searched at. Measured on parts twice as wide as their faces: landmarks as near to those of a
/// search at twice the scale as a full search's; at 64, a fourth of the faces are missed.
constexpr int kPartSide = 96;
/// Sizes that networks are kept for: two cameras' and the part's.
constexpr std::size_t kMostSizes = 4;
/// Its coarsest level has a cell for each 64 pixels; OpenCV cannot run it where that is none.
constexpr int kLeastSide = 64;

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

}  // namespace

YuNet::YuNet(const YuNetOptions& options) : options_(options) {
  model_ = std::make_shared<const Bytes>(readModelFile(options.model, "detector model"));
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
  const cv::Size size = sizeFor(picture.size());
  return search(picture, cv::Rect({}, picture.size()), size, inputFor(size));
}

std::vector<DetectedFace> YuNet::detectIn(const cv::Mat& picture, const cv::Rect& part) {
  if (part.empty()) return {};
  const double shrink = static_cast<double>(kPartSide) / std::max(part.width, part.height);
  // The network's input is of one size, whatever the part's shape.
  return search(picture, part, {atLeast(part.width * shrink, 1), atLeast(part.height * shrink, 1)},
                {kPartSide, kPartSide});
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

std::vector<DetectedFace> YuNet::search(const cv::Mat& picture, const cv::Rect& part, cv::Size size, cv::Size input) {
  cv::Mat searched = picture(part);
  if (picture.channels() == 1) {
    cv::cvtColor(searched, colour_, cv::COLOR_GRAY2BGR);
    searched = colour_;
  }
  if (size != input) {
    input_.create(input, CV_8UC3);
    input_.setTo(cv::Scalar::all(0));
    cv::resize(searched, input_(cv::Rect({}, size)), size, 0, 0, cv::INTER_AREA);
    searched = input_;
  } else if (size != part.size()) {
    cv::resize(searched, input_, size, 0, 0, cv::INTER_AREA);
    searched = input_;
  }
  cv::dnn::Net& net = netFor(input);
  net.setInput(cv::dnn::blobFromImage(searched));
  searchedPixels_ += input.area();
  std::vector<cv::Mat> outputs;
  net.forward(outputs, std::vector<cv::String>{"loc", "conf", "iou"});

  const double right = static_cast<double>(part.width) / size.width;
  const double down = static_cast<double>(part.height) / size.height;
  std::vector<DetectedFace> faces;
  for (const YuNetFind& find :
       readYuNet(outputs[0], outputs[1], outputs[2], input, options_.confidence, options_.overlap)) {
    DetectedFace face;
    face.box = cv::Rect(part.x + cvRound(find.box.x * right), part.y + cvRound(find.box.y * down),
                        cvRound(find.box.width * right), cvRound(find.box.height * down)) &
               cv::Rect({}, picture.size());
    if (face.box.empty()) continue;
    face.landmarks = find.landmarks;
    for (cv::Point2f& point : *face.landmarks) {
      point = {static_cast<float>(part.x + point.x * right), static_cast<float>(part.y + point.y * down)};
    }
    faces.push_back(face);
  }
  std::ranges::sort(faces, {}, [](const DetectedFace& face) { return std::pair(face.box.x, face.box.y); });
  return faces;
}

}  // namespace facewire::vision
