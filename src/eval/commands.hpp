#pragma once

#include <cstddef>
#include <filesystem>

#include "facewire/base/result.hpp"
#include "pairs_file.hpp"
#include "people.hpp"
#include "report.hpp"

namespace facewire::eval {

struct IdentifyOptions {
  std::filesystem::path folder;
  SplitOptions split;
  Framing framing = Framing::detected;
};
/// Closed set: everybody is enrolled, every probe is of somebody. Errors of all commands: `invalidInput`. They throw as
/// describePictures does.
Result<Report> identify(const IdentifyOptions& options, const RunOptions& run);

struct OpenSetOptions {
  std::filesystem::path folder;
  std::size_t enrolled = 20;  ///< the first so many people
  std::size_t samples = 5;    ///< the first so many pictures of each
  Framing framing = Framing::detected;
};
/// Open set: some are enrolled; the rest of their pictures and everybody else's are probed.
Result<Report> openSet(const OpenSetOptions& options, const RunOptions& run);

struct VerifyOptions {
  std::filesystem::path pairs;
  Framing framing = Framing::detected;
};
/// Are two pictures of one person?
Result<Report> verify(const VerifyOptions& options, const RunOptions& run);

struct PairsCommandOptions {
  std::filesystem::path folder;
  std::filesystem::path output;
  PairsOptions pairs;
};
/// Makes a pairs file.
Result<void> writePairsOf(const PairsCommandOptions& options);

struct VideoOptions {
  std::filesystem::path video;
  std::filesystem::path truth;
  std::filesystem::path gallery;
  Framing galleryFraming = Framing::detected;
  std::size_t every = 1;         ///< of the frames that the truth looked at
  bool tracked = true;           ///< the engine follows faces through all frames; else each is decided by itself
  bool everyFrameFully = false;  ///< where faces are followed: searches all frames as the first of a scene
};
/// Who is named in a video, and who should be. The baseline decides each frame by itself.
Result<Report> video(const VideoOptions& options, const RunOptions& run);

struct NegativesOptions {
  std::filesystem::path folder;
};
/// Boxes in pictures without faces.
Result<Report> negatives(const NegativesOptions& options, const RunOptions& run);

}  // namespace facewire::eval
