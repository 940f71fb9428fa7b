#pragma once

#include <stop_token>

#include "facewire/gallery/gallery.hpp"
#include "facewire/gallery/transfer_file.hpp"

namespace facewire::service {

/// How much an export holds.
struct OpenCvExport {
  std::size_t people = 0;
  std::size_t samples = 0;
};

/// Writes our people as cv::face::LBPHFaceRecognizer::read() takes them: the YAML that its write() makes (radius 1,
/// 8 neighbours, 8 x 8 cells), with the histograms that it would have of the same faces, and the names in labelsInfo;
/// label n is the n-th name. A face is the box as it was enrolled, in grey, brought to 96 x 96 pixels. Known strangers
/// are left out, for it knows only names. A sample at a time is in memory. Errors: `internal` (a full disk);
/// `shuttingDown` where `stop` was asked.
Result<OpenCvExport> writeForOpenCv(gallery::Gallery& gallery, gallery::TransferFile& file,
                                    const std::stop_token& stop);

}  // namespace facewire::service
