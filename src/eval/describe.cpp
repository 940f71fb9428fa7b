#include "describe.hpp"

#include <algorithm>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <stdexcept>

#include "facewire/base/parallel.hpp"
#include "progress.hpp"

namespace facewire::eval {

vision::Picture readPicture(const std::filesystem::path& file, bool inColour) {
  vision::Picture picture;
  try {
    picture.grey = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
    if (inColour) picture.colour = cv::imread(file.string(), cv::IMREAD_COLOR);
  } catch (const cv::Exception&) {
    // Told below in words that name the file.
  }
  if (picture.grey.empty()) throw std::runtime_error(file.string() + ": is missing, or no picture that can be read");
  return picture;
}

std::vector<std::vector<MaybeDescriptor>> describePictures(const std::vector<std::filesystem::path>& files,
                                                           const std::vector<EngineSettings>& engines, Framing framing,
                                                           std::size_t threads) {
  std::vector<std::vector<MaybeDescriptor>> descriptors(engines.size(), std::vector<MaybeDescriptor>(files.size()));
  const bool inColour = std::ranges::any_of(engines, &EngineSettings::wantsColour);
  Progress progress(files.size(), "pictures");
  forEachInParallel(files.size(), threads, [&]() -> ItemWork {
    auto own = std::make_shared<std::vector<EvalEngine>>(engines.begin(), engines.end());
    return [&, own](std::size_t index) {
      const vision::Picture picture = readPicture(files[index], inColour);
      for (std::size_t e = 0; e < own->size(); ++e) descriptors[e][index] = (*own)[e].describe(picture, framing);
      progress.advance();
    };
  });
  return descriptors;
}

}  // namespace facewire::eval
