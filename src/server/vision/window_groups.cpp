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

bool liesIn(const cv::Rect& inner, const cv::Rect& outer) {
  const int dx = cv::saturate_cast<int>(outer.width * kAlike);
  const int dy = cv::saturate_cast<int>(outer.height * kAlike);
  return inner.x >= outer.x - dx && inner.y >= outer.y - dy && inner.br().x <= outer.br().x + dx &&
         inner.br().y <= outer.br().y + dy;
}

/// The first window of those that this one is alike with, be it through others.
std::size_t firstOf(std::vector<std::size_t>& firsts, std::size_t window) {
  while (firsts[window] != window) {
    firsts[window] = firsts[firsts[window]];
    window = firsts[window];
  }
  return window;
}

}  // namespace

std::vector<Window> groupWindows(std::span<const Window> windows, int minNeighbours) {
  WindowGrouper grouper;
  return grouper.group(windows, minNeighbours);
}

/// As cv::partition does: groups are numbered by their first windows.
void WindowGrouper::label() {
  const cv::SimilarRects alike(kAlike);
  firsts_.resize(windows_.size());
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    firsts_[i] = i;
    for (std::size_t before = 0; before < i; ++before) {
      const std::size_t one = firstOf(firsts_, before);
      const std::size_t other = firstOf(firsts_, i);
      if (one != other && alike(windows_[before].box, windows_[i].box))
        firsts_[std::max(one, other)] = std::min(one, other);
    }
  }
  labels_.resize(windows_.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const std::size_t first = firstOf(firsts_, i);
    labels_[i] = first == i ? count++ : labels_[first];
  }
  groups_.assign(count, {});
}

const std::vector<Window>& WindowGrouper::group(std::span<const Window> windows, int minNeighbours) {
  // The finest of what is there twice: a window that stands for itself is one of several that were tried.
  const auto key = [](const Window& w) { return std::tuple(w.box.width, w.box.y, w.box.x, w.box.height, w.weight); };
  windows_.assign(windows.begin(), windows.end());
  std::ranges::sort(windows_, {}, key);
  const auto sameBox = [](const Window& one, const Window& other) { return one.box == other.box; };
  windows_.erase(std::unique(windows_.begin(), windows_.end(), sameBox), windows_.end());

  label();
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    Group& group = groups_[labels_[i]];
    const Window& window = windows_[i];
    ++group.windows;
    group.weight += window.weight;
    group.sum.x += window.box.x * window.weight;
    group.sum.y += window.box.y * window.weight;
    group.sum.width += window.box.width * window.weight;
    group.sum.height += window.box.height * window.weight;
  }
  std::erase_if(groups_, [&](const Group& group) {
    const bool sampled = group.windows >= kSample && group.weight > kSampleSurety * minNeighbours;
    return group.windows <= minNeighbours && !sampled;
  });
  for (Group& group : groups_) {
    const float share = 1.0F / static_cast<float>(group.weight);
    const auto mean = [&](int sum) { return cv::saturate_cast<int>(static_cast<float>(sum) * share); };
    group.box = {mean(group.sum.x), mean(group.sum.y), mean(group.sum.width), mean(group.sum.height)};
  }
  constexpr int kFew = 3;
  faces_.clear();
  for (const Group& group : groups_) {
    const bool hidden = std::ranges::any_of(groups_, [&](const Group& other) {
      return &other != &group && liesIn(group.box, other.box) &&
             (other.weight > std::max(kFew, group.weight) || group.weight < kFew);
    });
    if (!hidden) faces_.push_back({group.box, group.weight});
  }
  return faces_;
}

}  // namespace facewire::vision
