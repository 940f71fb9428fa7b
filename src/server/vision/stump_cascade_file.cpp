#include <cmath>
#include <opencv2/core/persistence.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "stump_cascade.hpp"

namespace facewire::vision {
namespace {

using Rects = std::vector<WeightedRect>;

constexpr float kThresholdMargin = 1e-5F;  // OpenCV takes it off each stage's threshold
constexpr int kLargestSide = 128;          // window sums stay exact in a float, their squares' in 31 bits

[[noreturn]] void refuse(const char* what) {
  throw std::runtime_error(std::string("the cascade's ") + what);
}

cv::Rect rectFrom(const cv::FileNode& node) {
  return {static_cast<int>(node[0]), static_cast<int>(node[1]), static_cast<int>(node[2]), static_cast<int>(node[3])};
}

/// None where one is tilted or of an unknown make.
std::optional<std::vector<Rects>> readFeatures(const cv::FileNode& list, cv::Size window) {
  std::vector<Rects> features;
  features.reserve(list.size());
  for (const cv::FileNode& feature : list) {
    if (static_cast<int>(feature["tilted"]) != 0) return std::nullopt;
    const cv::FileNode rects = feature["rects"];
    if (!rects.isSeq() || rects.size() < 2 || rects.size() > 3) return std::nullopt;
    Rects& read = features.emplace_back();
    for (const cv::FileNode& rect : rects) {
      if (!rect.isSeq() || rect.size() != 5) return std::nullopt;
      read.push_back({rectFrom(rect), static_cast<float>(rect[4])});
      const cv::Rect& at = read.back().rect;
      if (at.x < 0 || at.y < 0 || at.width < 0 || at.height < 0 || at.x > window.width - at.width ||
          at.y > window.height - at.height)
        refuse("feature leaves the window");
    }
  }
  return features;
}

/// OpenCV follows these indices unchecked, in trees too.
void checkTree(const cv::FileNode& nodes, const cv::FileNode& leaves, std::size_t features) {
  const std::size_t count = nodes.size() / 4;
  if (count == 0 || nodes.size() % 4 != 0 || leaves.size() != count + 1) refuse("tree has the wrong number of leaves");
  const auto leads = [count](int to) {
    return to > 0 ? static_cast<std::size_t>(to) < count : static_cast<std::size_t>(-static_cast<long>(to)) <= count;
  };
  auto number = nodes.begin();
  for (std::size_t i = 0; i < count; ++i) {
    const int left = static_cast<int>(*number++);
    const int right = static_cast<int>(*number++);
    const int feature = static_cast<int>(*number++);
    ++number;
    if (feature < 0 || static_cast<std::size_t>(feature) >= features) refuse("tree names a feature that is not there");
    if (!leads(left) || !leads(right)) refuse("tree leads nowhere");
  }
}

bool isHaar(const cv::FileNode& root) {
  return root.isMap() && root["stageType"].isString() && static_cast<std::string>(root["stageType"]) == "BOOST" &&
         root["featureType"].isString() && static_cast<std::string>(root["featureType"]) == "HAAR" &&
         !root["featureParams"].empty() && static_cast<int>(root["featureParams"]["maxCatCount"]) == 0 &&
         root["stages"].isSeq() && root["features"].isSeq();
}

/// None where a tree has more than one node, or a feature no shape of ours.
std::optional<std::vector<CascadeStage>> readStages(const cv::FileNode& list, const std::vector<Rects>* features,
                                                    std::size_t featureCount) {
  std::vector<CascadeStage> stages;
  bool ours = features != nullptr;
  for (const cv::FileNode& node : list) {
    CascadeStage& stage = stages.emplace_back();
    stage.threshold = static_cast<float>(node["stageThreshold"]) - kThresholdMargin;
    ours = ours && std::isfinite(stage.threshold);
    const cv::FileNode trees = node["weakClassifiers"];
    if (trees.empty()) refuse("stage is empty");
    for (const cv::FileNode& tree : trees) {
      const cv::FileNode nodes = tree["internalNodes"];
      const cv::FileNode leaves = tree["leafValues"];
      checkTree(nodes, leaves, featureCount);
      ours = ours && nodes.size() == 4;
      if (!ours) continue;
      const auto stump =
          makeStump((*features)[static_cast<std::size_t>(static_cast<int>(nodes[2]))], static_cast<float>(nodes[3]),
                    static_cast<float>(leaves[0]), static_cast<float>(leaves[1]));
      ours = stump.has_value();
      if (stump) stage.stumps.push_back(*stump);
    }
  }
  if (!ours || stages.empty()) return std::nullopt;
  return stages;
}

}  // namespace

std::optional<StumpCascade> StumpCascade::load(const std::filesystem::path& file) {
  const cv::FileStorage storage(file.string(), cv::FileStorage::READ);
  if (!storage.isOpened()) return std::nullopt;
  const cv::FileNode root = storage.getFirstTopLevelNode();
  if (!isHaar(root)) return std::nullopt;

  const cv::Size window(static_cast<int>(root["width"]), static_cast<int>(root["height"]));
  if (window.width <= 0 || window.height <= 0) refuse("window is empty");
  const auto features = readFeatures(root["features"], window);
  auto stages = readStages(root["stages"], features ? &*features : nullptr, root["features"].size());
  if (!stages || window.width < 3 || window.height < 3 || window.width > kLargestSide || window.height > kLargestSide)
    return std::nullopt;
  return StumpCascade(window, std::move(*stages));
}

}  // namespace facewire::vision
