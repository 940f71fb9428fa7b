#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/server/service.hpp"
#include "facewire/service/distance_marks.hpp"
#include "facewire/service/service_counts.hpp"
#include "facewire/sightings/sighting_book.hpp"
#include "facewire/tracking/identity_vote.hpp"
#include "facewire/vision/encoder.hpp"
#include "facewire/vision/face_finder.hpp"

namespace facewire::service {

struct ServiceOptions {
  std::string serverName = "facewired";  ///< as WELCOME tells it, with the version
  protocol::Limits limits{8u << 20, 25'000'000};
  std::size_t workers = 1;     ///< frames in work at a time
  int jpegQuality = 90;        ///< of annotated frames
  std::size_t maxFaces = 100;  ///< of one picture: the largest; each takes an engine a while
  int minFacePixels = 24;      ///< side of the smallest face that is recognised; smaller ones are near to everybody
  int minEnrolPixels = 48;     ///< side of the smallest face that is enrolled: small ones are near to strangers
  double minSharpness = 0.07;  ///< vision::FaceQuality's, of a face to be recognised; 0: blur is not looked at
  double minEnrolSharpness = 0.12;  ///< of a face to be enrolled
  vision::FinderOptions detector;
  gallery::DecisionOptions decision;        ///< the encoder's own, whatever is configured
  std::optional<double> openCvThreshold{};  ///< the same in OpenCV's distances, for who came out of an OpenCV file
  std::optional<double> threshold{};        ///< where one is configured: it beats what a calibration stored
  DistanceMarks marks = DistanceMarks::ofHistograms();  ///< the encoder's
  tracking::Rest rest{};                                ///< of tracked faces, as the encoder allows it
};

/// Frame to answer and request to answer; knows nothing of sockets. Safe for concurrent use.
class RecognitionService : public server::Service {
 public:
  /// `gallery`, `encoder` and `book` outlive this; the gallery's descriptors are the encoder's. `book`: where those who
  /// are seen in streams are remembered; null: nowhere.
  /// Throws std::runtime_error where an engine cannot be made (no cascade), or the gallery's calibration cannot be
  /// read.
  RecognitionService(const ServiceOptions& options, gallery::Gallery& gallery, const vision::Encoder& encoder,
                     sightings::SightingBook* book = nullptr);
  ~RecognitionService() override;

  /// The threshold in use, where it comes from, and what the operator should know of it: one line.
  std::string describeThreshold() const;

  /// For whoever shows them; nobody who waits for a frame is held up.
  ServiceCounts counts() const;

  protocol::Welcome welcome() const override;
  std::unique_ptr<server::FrameStream> openStream(const server::StreamOptions& options) override;
  std::unique_ptr<server::Exchange> openExchange() override;
  protocol::Response answerRequest(const protocol::Request& request, ByteView frame, const server::Load& load,
                                   const std::stop_token& stop) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Whether a stored face can be encoded at all. Errors: `corruptImage`: the PNG is damaged, or its box is not inside
/// it.
Result<void> expectUsable(const gallery::StoredFace& face);

/// The encoding that a Gallery needs to read its store: PNG, chip, descriptor.
Result<vision::Descriptor> encodeStoredFace(const vision::Encoder& encoder, const gallery::StoredFace& face);

}  // namespace facewire::service
