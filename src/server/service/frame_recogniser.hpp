#pragma once

#include <cstdint>
#include <optional>

#include "engine_pool.hpp"
#include "face_watch.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/sightings/sighting_book.hpp"
#include "facewire/tracking/tracked_faces.hpp"
#include "tally.hpp"

namespace facewire::service {

/// What every stream and request works with. All of it outlives them; safe for concurrent use.
struct Workshop {
  const ServiceOptions& options;
  gallery::Gallery& gallery;
  const vision::Encoder& encoder;
  EnginePool& engines;
  Tally& tally;
  sightings::SightingBook* sightings = nullptr;  ///< where who is seen is remembered, if anywhere
};

/// One connection's frames: check, lease, decode, detect, recognise, follow, draw, encode. Confined to one thread.
class FrameRecogniser : public server::FrameStream {
 public:
  /// Where faces are tracked they are named by the votes of several frames, and seen; else each frame stands alone.
  FrameRecogniser(const Workshop& workshop, const server::StreamOptions& options);

  Result<const server::FrameAnswer*> answerFrame(ByteView jpeg, bool wantAnnotated,
                                                 const std::stop_token& stop) override;
  void releaseBuffers() override;

 private:
  Result<void> recognise(ByteView jpeg, bool wantAnnotated, const std::stop_token& stop);
  void identify(Engine& engine, const gallery::GallerySnapshot& snapshot, const vision::DetectedFace& detected,
                std::optional<tracking::TrackId> track, protocol::Face& face);
  Result<void> annotate(Engine& engine, ByteView jpeg, const image::JpegHeader& header, bool canRetouch,
                        const std::vector<protocol::Face>& faces);
  static std::optional<ByteView> retouch(Engine& engine, std::span<const vision::Mark> marks);
  Result<ByteView> redraw(Engine& engine, ByteView jpeg, const image::JpegHeader& header,
                          std::span<const vision::Mark> marks);

  const Workshop& workshop_;
  std::int64_t nextFrame_ = 0;
  std::optional<tracking::TrackedFaces> tracked_;  ///< where faces are tracked
  std::optional<FaceWatch> watch_;                 ///< where those who are seen are remembered
  EnginePool::Waiter waiter_;
  // Both keep their memory from frame to frame.
  server::FrameAnswer answer_;
  Bytes annotated_;
};

}  // namespace facewire::service
