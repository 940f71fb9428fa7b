// What a stream's frames take from the heap once all buffers have grown: calls of malloc and its kin for each frame,
// and bytes, in `faces` and in annotated replies, from the JPEG to the answer. Ten people are enrolled with ten
// pictures each; the film shows two of them, over and over.

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "facewire/image/jpeg_codec.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "frame_recogniser.hpp"
#include "portraits/scene.hpp"
#include "portraits/video.hpp"
#include "stored_face.hpp"
#include "temporary_folder.hpp"

namespace {

std::atomic<std::int64_t> calls{0};
std::atomic<std::int64_t> bytes{0};

void count(std::size_t size) {
  calls.fetch_add(1, std::memory_order_relaxed);
  bytes.fetch_add(static_cast<std::int64_t>(size), std::memory_order_relaxed);
}

}  // namespace

// The C library's own, under which everybody's allocations end, OpenCV's too.
extern "C" {
void* __libc_malloc(std::size_t size);                           // NOLINT
void* __libc_calloc(std::size_t number, std::size_t size);       // NOLINT
void* __libc_realloc(void* old, std::size_t size);               // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT

void* malloc(std::size_t size) {
  count(size);
  return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
  count(number * size);
  return __libc_calloc(number, size);
}
void* realloc(void* old, std::size_t size) {
  count(size);
  return __libc_realloc(old, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  count(size);
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** to, std::size_t alignment, std::size_t size) {
  count(size);
  *to = __libc_memalign(alignment, size);
  return *to == nullptr ? ENOMEM : 0;
}
}

namespace facewire::service {
namespace {

constexpr std::uint64_t kPeople = 10;
constexpr std::uint64_t kPictures = 10;
constexpr int kFrames = 60;
constexpr int kTurnsBefore = 3;

class Office {
 public:
  Office() {
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      for (std::uint64_t shot = 1; shot <= kPictures; ++shot) {
        const auto picture = renderScene(portraits::portraitScene(person, shot, {320, 240}, 1, 0.4F));
        const cv::Rect box = picture.faces.at(0).box & cv::Rect({}, picture.image.size());
        cv::Mat grey;
        cv::cvtColor(picture.image, grey, cv::COLOR_BGR2GRAY);
        const vision::FaceChip chip = vision::cutChip(grey, box);
        const auto added = gallery_.addSample("Person " + std::to_string(person), "shot " + std::to_string(shot),
                                              toStored(chip).value(), encoder_.encode(chip));
        if (!added) throw std::runtime_error(added.error().detail);
      }
    }
  }

  const Workshop& workshop() const { return workshop_; }

 private:
  test::TemporaryFolder folder_;
  ServiceOptions options_;
  vision::FaceEncoder encoder_{vision::EncoderOptions{}};
  gallery::Gallery gallery_{gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
                            [this](const gallery::StoredFace& face) { return encodeStoredFace(encoder_, face); },
                            [](gallery::SampleId, const Error&) {}};
  Tally tally_;
  EnginePool engines_{1, vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"},
                      false};
  Workshop workshop_{options_, gallery_, encoder_, engines_, tally_};
};

/// As `facewire stream` sends them.
constexpr int kFrameQuality = 90;

/// To and fro, so that no turn begins with a cut.
std::vector<Bytes> filmOfTwo() {
  std::vector<Bytes> jpegs;
  image::JpegEncoder encoder;
  portraits::Video film{.people = {1, 2}, .size = {640, 480}, .frames = kFrames, .seed = 5};
  renderVideo(film, [&](int, const portraits::Picture& picture) {
    const auto jpeg = encoder.encode(picture.image, kFrameQuality);
    if (!jpeg) throw std::runtime_error(jpeg.error().detail);
    jpegs.emplace_back(jpeg->begin(), jpeg->end());
    return true;
  });
  for (int i = kFrames - 2; i > 0; --i) jpegs.push_back(jpegs[static_cast<std::size_t>(i)]);
  return jpegs;
}

void measure(const Office& office, const std::vector<Bytes>& film, bool annotated) {
  FrameRecogniser stream(office.workshop(), {});
  const std::stop_token never;
  std::size_t faces = 0;
  const auto turn = [&] {
    for (const Bytes& jpeg : film) {
      const auto answer = stream.answerFrame(jpeg, annotated, never);
      if (!answer) throw std::runtime_error(answer.error().detail);
      faces += answer->faces.faces.size();
    }
  };
  for (int i = 0; i < kTurnsBefore; ++i) turn();
  faces = 0;
  const std::int64_t callsBefore = calls;
  const std::int64_t bytesBefore = bytes;
  turn();
  const auto each = [&film](auto sum) { return static_cast<double>(sum) / static_cast<double>(film.size()); };
  std::cout << (annotated ? "annotated" : "faces") << ": " << each(calls - callsBefore) << " allocations a frame of "
            << each(bytes - bytesBefore) / 1024 << " KiB together, " << each(faces) << " faces a frame\n";
}

}  // namespace
}  // namespace facewire::service

int main() {
  cv::setNumThreads(1);
  const facewire::service::Office office;
  const auto film = facewire::service::filmOfTwo();
  facewire::service::measure(office, film, false);
  facewire::service::measure(office, film, true);
}
