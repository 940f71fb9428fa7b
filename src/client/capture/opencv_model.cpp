#include "facewire/capture/opencv_model.hpp"

#include <exception>
#include <opencv2/core.hpp>
#include <opencv2/core/persistence.hpp>
#include <system_error>
#include <utility>

namespace facewire::capture {
namespace {

namespace fs = std::filesystem;

constexpr int kNeighbours = 8;

/// Why a file cannot be read, without its name.
struct Unusable {
  std::string reason;
};

/// The recogniser's node; OpenCV 2.4 had its fields at the top.
cv::FileNode findModel(const cv::FileStorage& storage) {
  const cv::FileNode root = storage.root();
  for (const char* name : {"opencv_lbphfaces", "my_object"}) {
    if (const cv::FileNode node = root[name]; !node.empty()) return node;
  }
  for (const char* name : {"opencv_eigenfaces", "opencv_fisherfaces"}) {
    if (!root[name].empty()) {
      throw Unusable{
          "is of OpenCV's Eigenfaces or Fisherfaces; only its LBPH can be imported: train that one, or "
          "import the pictures"};
    }
  }
  return root;
}

int wholeAt(const cv::FileNode& model, const char* name) {
  const cv::FileNode node = model[name];
  if (!node.isInt()) throw Unusable{std::string("has no \"") + name + "\": is it of LBPHFaceRecognizer?"};
  return static_cast<int>(node);
}

std::vector<int> readLabels(const cv::FileNode& model) {
  cv::Mat labels;
  model["labels"] >> labels;
  if (labels.type() != CV_32S) throw Unusable{"has no \"labels\": is it of LBPHFaceRecognizer?"};
  return {labels.begin<int>(), labels.end<int>()};
}

OpenCvModel::Sample readSample(const cv::FileNode& node, int label) {
  cv::Mat histogram;
  node >> histogram;
  if (histogram.type() != CV_32F || histogram.empty()) throw Unusable{"has a histogram that is no matrix of floats"};
  return {label, {histogram.begin<float>(), histogram.end<float>()}};
}

OpenCvModel read(const fs::path& file) {
  const cv::FileStorage storage(file.string(), cv::FileStorage::READ);
  if (!storage.isOpened()) throw Unusable{"is no file of OpenCV's"};
  const cv::FileNode model = findModel(storage);
  OpenCvModel read;
  read.radius = wholeAt(model, "radius");
  read.gridX = wholeAt(model, "grid_x");
  read.gridY = wholeAt(model, "grid_y");
  if (const int neighbours = wholeAt(model, "neighbors"); neighbours != kNeighbours) {
    throw Unusable{"was made with " + std::to_string(neighbours) +
                   " neighbours, and only 8, OpenCV's default, can be imported: import the pictures"};
  }
  const std::vector<int> labels = readLabels(model);
  const cv::FileNode histograms = model["histograms"];
  if (histograms.size() != labels.size()) {
    throw Unusable{"is damaged: it has " + std::to_string(histograms.size()) + " histograms and " +
                   std::to_string(labels.size()) + " labels"};
  }
  auto label = labels.begin();
  for (const cv::FileNode& histogram : histograms) read.samples.push_back(readSample(histogram, *label++));
  if (read.samples.empty()) throw Unusable{"has nobody in it"};
  for (const cv::FileNode& info : model["labelsInfo"]) {
    const auto name = static_cast<std::string>(info["value"]);
    if (!name.empty()) read.names[static_cast<int>(info["label"])] = name;
  }
  return read;
}

}  // namespace

Result<OpenCvModel> readOpenCvModel(const fs::path& file) {
  const auto because = [&file](const std::string& reason) {
    return fail(ErrorCode::invalidInput, file.string() + ": " + reason);
  };
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return because(fs::exists(file, error) ? "is no file" : "no such file");
  try {
    return read(file);
  } catch (const Unusable& unusable) {
    return because(unusable.reason);
  } catch (const cv::Exception& exception) {
    std::string text = exception.err;
    if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
    return because("is damaged, or no file of OpenCV's: " + text);
  } catch (const std::exception& exception) {  // no memory for what it says that it holds
    return because(std::string("is damaged: ") + exception.what());
  }
}

}  // namespace facewire::capture
