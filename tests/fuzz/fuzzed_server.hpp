#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>

#include "facewire/gallery/gallery.hpp"
#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "temporary_folder.hpp"

namespace facewire::fuzz {

/// The whole server on a Unix socket in a folder of its own: real gallery, real engine (LBPH), small limits.
class FuzzedServer {
 public:
  static constexpr std::size_t kMaxFrameBytes = 20'000;
  static constexpr std::size_t kMaxJsonBytes = 2'000;
  static constexpr std::size_t kMaxPixels = 160 * 120;

  /// Throws std::runtime_error where it does not start.
  FuzzedServer();

  std::filesystem::path socket() const { return folder_.path() / "socket"; }

 private:
  test::TemporaryFolder folder_;
  spdlog::logger log_;
  vision::FaceEncoder encoder_;
  gallery::Gallery gallery_;
  service::RecognitionService service_;
  server::Server server_;
};

}  // namespace facewire::fuzz
