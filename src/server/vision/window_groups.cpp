#include "facewire/vision/window_groups.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>
#include <tuple>

namespace facewire::vision {
namespace {

/// As detectMultiScale has it: by how much of their size alike windows may differ.
constexpr double kAlike = 0.2;

/// So many windows are enough where they stand for so many times as many as are asked for.
constexpr int kSample = 5;
constexpr int kSampleSurety = 3;

struct Group {
  int windows = 0;
  int weight = 0;
  cv::Rect sum;
  cv::Rect box;
};

bool liesIn(const cv::Rect& inner, const cv::Rect& outer) {
  const int dx = cv::saturate_cast<int>(outer.width * kAlike);
  const int dy = cv::saturate_cast<int>(outer.height * kAlike);
  return inner.x >= outer.x - dx && inner.y >= outer.y - dy && inner.br().x <= outer.br().x + dx &&
         inner.br().y <= outer.br().y + dy;
}

}  // namespace

std::vector<Window> groupWindows(std::vector<Window> windows, int minNeighbours) {
  if (windows.empty()) return {};  // cv::partition takes the first one's address
  // The finest of what is there twice: a window that stands for itself is one of several that were tried.
  const auto key = [](const Window& w) { return std::tuple(w.box.width, w.box.y, w.box.x, w.box.height, w.weight); };
  std::ranges::sort(windows, {}, key);
  const auto sameBox = [](const Window& one, const Window& other) { return one.box == other.box; };
  windows.erase(std::unique(windows.begin(), windows.end(), sameBox), windows.end());

  std::vector<int> labels;
  const cv::SimilarRects alike(kAlike);
  const int count =
      cv::partition(windows, labels, [&](const Window& a, const Window& b) { return alike(a.box, b.box); });
  std::vector<Group> groups(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < windows.size(); ++i) {
    Group& group = groups[static_cast<std::size_t>(labels[i])];
    const Window& window = windows[i];
    ++group.windows;
    group.weight += window.weight;
    group.sum.x += window.box.x * window.weight;
    group.sum.y += window.box.y * window.weight;
    group.sum.width += window.box.width * window.weight;
    group.sum.height += window.box.height * window.weight;
  }
  std::erase_if(groups, [&](const Group& group) {
    const bool sampled = group.windows >= kSample && group.weight > kSampleSurety * minNeighbours;
    return group.windows <= minNeighbours && !sampled;
  });
  for (Group& group : groups) {
    const float share = 1.0F / static_cast<float>(group.weight);
    const auto mean = [&](int sum) { return cv::saturate_cast<int>(static_cast<float>(sum) * share); };
    group.box = {mean(group.sum.x), mean(group.sum.y), mean(group.sum.width), mean(group.sum.height)};
  }
  constexpr int kFew = 3;
  std::vector<Window> faces;
  for (const Group& group : groups) {
    const bool hidden = std::ranges::any_of(groups, [&](const Group& other) {
      return &other != &group && liesIn(group.box, other.box) &&
             (other.weight > std::max(kFew, group.weight) || group.weight < kFew);
    });
    if (!hidden) faces.push_back({group.box, group.weight});
  }
  return faces;
}

}  // namespace facewire::vision
