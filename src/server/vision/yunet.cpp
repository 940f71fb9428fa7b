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
/// Side of what a part is searched at: a face that fills a good third of it is of the size that YuNet is best at.
constexpr int kPartSide = 128;
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
    search(cv::Mat::zeros(kPartSide, kPartSide, CV_8UC3), {kPartSide, kPartSide});
  } catch (const cv::Exception&) {
    throw std::runtime_error(name + " is damaged, or no YuNet: use " + kWanted + " (models/fetch gets it)");
  }
}

YuNet::YuNet(const YuNetOptions& options, std::shared_ptr<const Bytes> model)
    : options_(options), model_(std::move(model)) {}

std::vector<DetectedFace> YuNet::detect(const cv::Mat& picture) {
  if (picture.empty()) return {};
  return search(picture, inputFor(picture.size()));
}

std::vector<DetectedFace> YuNet::detectIn(const cv::Mat& picture, const cv::Rect& part) {
  if (part.empty()) return {};
  const double shrink = static_cast<double>(kPartSide) / std::max(part.width, part.height);
  // Always of one size, whatever the part's shape: the rest stays black.
  const cv::Size size(atLeast(part.width * shrink, 1), atLeast(part.height * shrink, 1));
  cv::Mat canvas(kPartSide, kPartSide, picture.type(), cv::Scalar::all(0));
  cv::resize(picture(part), canvas(cv::Rect({}, size)), size, 0, 0, cv::INTER_LINEAR);
  std::vector<DetectedFace> faces = search(canvas, canvas.size());
  const double enlarge = 1 / shrink;
  for (DetectedFace& face : faces) {
    const cv::Point2d corner = cv::Point2d(face.box.tl()) * enlarge;
    face.box = cv::Rect(part.x + cvRound(corner.x), part.y + cvRound(corner.y), atLeast(face.box.width * enlarge, 1),
                        atLeast(face.box.height * enlarge, 1)) &
               cv::Rect({}, picture.size());
    for (cv::Point2f& point : *face.landmarks) point = cv::Point2f(part.tl()) + point * static_cast<float>(enlarge);
  }
  std::erase_if(faces, [](const DetectedFace& face) { return face.box.empty(); });
  return faces;
}

double YuNet::costOfPart(cv::Size picture) const {
  return static_cast<double>(kPartSide) * kPartSide / inputFor(picture).area();
}

cv::Size YuNet::inputFor(cv::Size picture) const {
  const double longer = std::max(picture.width, picture.height);
  const double shrink =
      std::min(1.0, kSmallestFound / options_.minFacePixels) * std::min(1.0, options_.maxSearchSide / longer);
  return {atLeast(picture.width * shrink, kLeastSide), atLeast(picture.height * shrink, kLeastSide)};
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

std::vector<DetectedFace> YuNet::search(const cv::Mat& picture, cv::Size input) {
  const cv::Mat* searched = &picture;
  if (picture.channels() == 1) {
    cv::cvtColor(picture, colour_, cv::COLOR_GRAY2BGR);
    searched = &colour_;
  }
  if (searched->size() != input) {
    cv::resize(*searched, input_, input, 0, 0, cv::INTER_AREA);
    searched = &input_;
  }
  cv::dnn::Net& net = netFor(input);
  net.setInput(cv::dnn::blobFromImage(*searched));
  std::vector<cv::Mat> outputs;
  net.forward(outputs, std::vector<cv::String>{"loc", "conf", "iou"});

  const double right = static_cast<double>(picture.cols) / input.width;
  const double down = static_cast<double>(picture.rows) / input.height;
  std::vector<DetectedFace> faces;
  for (const YuNetFind& find :
       readYuNet(outputs[0], outputs[1], outputs[2], input, options_.confidence, options_.overlap)) {
    DetectedFace face;
    const cv::Rect2d box(find.box.x * right, find.box.y * down, find.box.width * right, find.box.height * down);
    face.box = cv::Rect(cvRound(box.x), cvRound(box.y), cvRound(box.width), cvRound(box.height)) &
               cv::Rect({}, picture.size());
    if (face.box.empty()) continue;
    face.landmarks = find.landmarks;
    for (cv::Point2f& point : *face.landmarks) {
      point = {static_cast<float>(point.x * right), static_cast<float>(point.y * down)};
    }
    faces.push_back(face);
  }
  std::ranges::sort(faces, {}, [](const DetectedFace& face) { return std::pair(face.box.x, face.box.y); });
  return faces;
}

}  // namespace facewire::vision
