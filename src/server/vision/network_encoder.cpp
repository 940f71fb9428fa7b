#include "facewire/vision/network_encoder.hpp"

#include <zlib.h>

#include <cmath>
#include <iomanip>
#include <opencv2/core.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "face_alignment.hpp"
#include "facewire/base/lease_pool.hpp"
#include "model_file.hpp"

namespace facewire::vision {
namespace {

struct Model {
  enum class Framework { onnx, caffe, tensorflow };
  Bytes weights;
  Bytes config;
  Framework framework;
};
using Framework = Model::Framework;

Framework frameworkOf(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending == ".onnx") return Framework::onnx;
  if (ending == ".caffemodel") return Framework::caffe;
  if (ending == ".pb") return Framework::tensorflow;
  throw std::runtime_error("recognizer model '" + file.string() +
                           "' is of a kind that is not known: give an .onnx, a .caffemodel with its .prototxt as "
                           "--recognizer-config, or a .pb");
}

Model readModel(const NetworkEncoderOptions& options) {
  Model model{readModelFile(options.model, "recognizer model"), {}, frameworkOf(options.model)};
  if (!options.config.empty()) model.config = readModelFile(options.config, "recognizer config");
  if (model.framework == Framework::onnx && !model.config.empty()) {
    throw std::runtime_error("recognizer model '" + options.model.string() +
                             "' is in one file: leave out --recognizer-config");
  }
  if (model.framework == Framework::caffe && model.config.empty()) {
    throw std::runtime_error("recognizer model '" + options.model.string() +
                             "' is a Caffe network, which is in two files: give its .prototxt as --recognizer-config");
  }
  return model;
}

/// cv::dnn::readNet, which does the same by a framework's name, knows no ONNX in memory.
cv::dnn::Net readNetwork(const Model& model) {
  const std::string_view weights = asText(model.weights);
  const std::string_view config = asText(model.config);
  switch (model.framework) {
    case Framework::onnx:
      return cv::dnn::readNetFromONNX(weights.data(), weights.size());
    case Framework::caffe:
      return cv::dnn::readNetFromCaffe(config.data(), config.size(), weights.data(), weights.size());
    case Framework::tensorflow:
      return cv::dnn::readNetFromTensorflow(weights.data(), weights.size(), config.data(), config.size());
  }
  return {};
}

/// An embedding has 128 to 512 numbers, some networks' a few times as many: more are not one vector of a face.
constexpr std::size_t kMostNumbers = 4096;

/// Whether the network's output is one vector: 1 x n, with as many further sides of 1 as it likes.
bool isVector(const cv::Mat& output) {
  if (output.type() != CV_32F || output.dims < 2 || output.size[0] != 1) return false;
  int longSides = 0;
  for (int side = 1; side < output.dims; ++side) longSides += output.size[side] > 1 ? 1 : 0;
  return longSides == 1 && output.total() <= kMostNumbers;
}

std::string checksum(const Model& model) {
  uLong sum = ::crc32(0, nullptr, 0);
  for (const Bytes* bytes : {&model.weights, &model.config}) {
    sum = ::crc32_z(sum, reinterpret_cast<const Bytef*>(bytes->data()), bytes->size());
  }
  std::ostringstream text;
  text << std::hex << std::setw(8) << std::setfill('0') << sum;
  return text.str();
}

std::string describe(const NetworkEncoderOptions& options, const Model& model) {
  std::ostringstream id;
  id << "net-" << options.model.stem().string() << '-' << checksum(model)
     << (options.channels == ChannelOrder::rgb ? "-rgb" : "-bgr");
  if (options.mean != 0) id << "-m" << options.mean;
  if (options.scale != 1) id << "-s" << options.scale;
  if (!options.landmarks) id << "-frame";
  return id.str();
}

}  // namespace

/// What one face needs while it is encoded.
struct NetworkTools {
  cv::dnn::Net net;
  std::optional<YuNet> landmarks;
};

struct NetworkEncoder::Impl {
  explicit Impl(const NetworkEncoderOptions& encoderOptions) : options(encoderOptions), model(readModel(options)) {
    if (options.landmarks) landmarks.emplace(*options.landmarks);
  }

  std::unique_ptr<NetworkTools> makeTools() const {
    auto made = std::make_unique<NetworkTools>();
    made->net = readNetwork(model);
    if (landmarks) made->landmarks.emplace(landmarks->sibling());
    return made;
  }

  Landmarks landmarksOf(const FaceChip& chip, NetworkTools& work) const {
    if (chip.landmarks) return *chip.landmarks;
    const auto found = work.landmarks ? work.landmarks->findLandmarks(chip.picture, chip.face) : std::nullopt;
    return found.value_or(usualLandmarks(chip.face));
  }

  std::vector<float> embed(const cv::Mat& aligned, cv::dnn::Net& net) const {
    net.setInput(cv::dnn::blobFromImage(aligned, options.scale, aligned.size(), cv::Scalar::all(options.mean),
                                        options.channels == ChannelOrder::rgb));
    const cv::Mat output = net.forward();
    if (!isVector(output)) CV_Error(cv::Error::StsError, "the network makes no vector of a face");
    const auto* values = output.ptr<float>();
    std::vector<float> embedding(values, values + output.total());
    double squares = 0;
    for (const float value : embedding) squares += double{value} * value;
    const double length = std::sqrt(squares);
    // A face without any direction is near to nobody.
    if (!(length > 0) || !std::isfinite(length)) CV_Error(cv::Error::StsError, "the network made no vector of a face");
    for (float& value : embedding) value = static_cast<float>(value / length);
    return embedding;
  }

  const NetworkEncoderOptions options;
  const Model model;
  std::optional<YuNet> landmarks;  ///< whose siblings do the work
  LeasePool<NetworkTools> tools{[this] { return makeTools(); }};
};

NetworkEncoder::NetworkEncoder(const NetworkEncoderOptions& options)
    : impl_(std::make_unique<Impl>(options)), id_(describe(options, impl_->model)) {
  const std::string name = "recognizer model '" + options.model.string() + "'";
  try {
    const cv::Mat grey(kSide, kSide, CV_8UC3, cv::Scalar::all(128));
    const auto work = impl_->tools.take();
    impl_->embed(grey, work->net);
  } catch (const std::exception&) {
    throw std::runtime_error(name + (options.config.empty() ? "" : " with '" + options.config.string() + "'") +
                             " is damaged, or no network that makes a vector of a face of 112 x 112 pixels: fetch it "
                             "again, or give another (models/README.md)");
  }
}

NetworkEncoder::~NetworkEncoder() = default;

Descriptor NetworkEncoder::encode(const FaceChip& chip) const {
  const auto work = impl_->tools.take();
  return {.counts = {}, .embedding = impl_->embed(alignFace(chip.picture, impl_->landmarksOf(chip, *work)), work->net)};
}

void NetworkEncoder::encodeViews(const FaceChip& chip, FaceViews& face) const {
  face.views.clear();
  face.views.push_back(encode(chip));
  face.around = nullptr;
}

cv::Mat NetworkEncoder::normalise(const FaceChip& chip) const {
  const auto work = impl_->tools.take();
  return alignFace(chip.picture, impl_->landmarksOf(chip, *work));
}

}  // namespace facewire::vision
