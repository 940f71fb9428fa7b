#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"

namespace facewire::capture {

/// What cv::face::LBPHFaceRecognizer keeps in a file: histograms of the pictures that it was trained with.
struct OpenCvModel {
  struct Sample {
    int label = 0;
    std::vector<float> shares;  ///< 256 a cell, row by row
  };

  int radius = 0;
  int gridX = 0;
  int gridY = 0;
  std::vector<Sample> samples;       ///< as they come in the file
  std::map<int, std::string> names;  ///< by label, as far as setLabelInfo gave any
};

/// Reads what its write() made: YAML, XML or JSON, deflated or not, of OpenCV 2.4 and later. Takes a few seconds for a
/// thousand samples. Errors: `invalidInput`, naming the file and what is wrong with it: no such file, damaged, another
/// kind of recogniser, neighbours other than 8, nobody in it.
Result<OpenCvModel> readOpenCvModel(const std::filesystem::path& file);

}  // namespace facewire::capture
