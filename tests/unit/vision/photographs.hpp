#pragma once

#include <algorithm>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <system_error>
#include <vector>

#include "pictures.hpp"

namespace facewire::vision {

/// Some of the real pictures, in colour; none where these are absent.
inline std::vector<cv::Mat> photographs() {
  std::vector<std::filesystem::path> files;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(sharedData() / "interview" / "images", absent)) {
    files.push_back(entry.path());
  }
  for (const auto& entry : std::filesystem::directory_iterator(sharedData() / "lfw-dev", absent)) {
    if (files.size() >= 24) break;
    files.push_back(std::filesystem::directory_iterator(entry)->path());
  }
  std::ranges::sort(files);
  std::vector<cv::Mat> pictures;
  for (const auto& file : files) {
    if (cv::Mat picture = cv::imread(file.string(), cv::IMREAD_COLOR); !picture.empty()) pictures.push_back(picture);
  }
  return pictures;
}

}  // namespace facewire::vision
