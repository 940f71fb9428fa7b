#include "describe.hpp"

#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <stdexcept>

#include "facewire/base/parallel.hpp"
#include "progress.hpp"

namespace facewire::eval {

cv::Mat readGrey(const std::filesystem::path& file) {
  cv::Mat grey;
  try {
    grey = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
  } catch (const cv::Exception&) {
    // Told below in words that name the file.
  }
  if (grey.empty()) throw std::runtime_error(file.string() + ": is missing, or no picture that can be read");
  return grey;
}

std::vector<std::vector<MaybeDescriptor>> describePictures(const std::vector<std::filesystem::path>& files,
                                                           const std::vector<EngineSettings>& engines, Framing framing,
                                                           std::size_t threads) {
  std::vector<std::vector<MaybeDescriptor>> descriptors(engines.size(), std::vector<MaybeDescriptor>(files.size()));
  Progress progress(files.size(), "pictures");
  forEachInParallel(files.size(), threads, [&]() -> ItemWork {
    auto own = std::make_shared<std::vector<EvalEngine>>(engines.begin(), engines.end());
    return [&, own](std::size_t index) {
      const cv::Mat grey = readGrey(files[index]);
      for (std::size_t e = 0; e < own->size(); ++e) descriptors[e][index] = (*own)[e].describe(grey, framing);
      progress.advance();
    };
  });
  return descriptors;
}

}  // namespace facewire::eval
