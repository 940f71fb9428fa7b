#pragma once

#include <spdlog/logger.h>

#include <string>
#include <utility>
#include <vector>

#include "facewire/gallery/gallery.hpp"

namespace facewire::app {

/// Tells the operator how far the opening of a gallery is, and what it cannot use. Confined to one thread.
class GalleryLog {
 public:
  /// `encoder`: the id of the one in use.
  GalleryLog(std::string encoder, spdlog::logger& log) : encoder_(std::move(encoder)), log_(log) {}

  /// As Gallery's constructor reports them. Samples are listed by `listUnreadable`, when their people are known.
  void takeUnreadable(gallery::SampleId sample, const Error& error) { unreadable_.emplace_back(sample, error.detail); }
  void tellProgress(const gallery::Gallery::Remaking& remaking);
  void tellNotStored(const Error& error);

  /// One line for each sample that could not be encoded: whose it is, why, and what to do.
  void listUnreadable(const gallery::GallerySnapshot& snapshot) const;

 private:
  std::string encoder_;
  spdlog::logger& log_;
  bool hasTold_ = false;  ///< what is being done, and why
  std::vector<std::pair<gallery::SampleId, std::string>> unreadable_;
};

}  // namespace facewire::app
