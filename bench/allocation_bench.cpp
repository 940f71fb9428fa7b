// What a stream's frames take from the heap once all buffers have grown: calls of malloc and its kin for each frame,
// and bytes, in `faces` and in annotated replies, from the JPEG to the payload of the answer. Ten people are enrolled
// with ten pictures each; the film shows two of them, over and over.

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "facewire/image/jpeg_codec.hpp"
#include "frame_recogniser.hpp"
#include "office.hpp"
#include "portraits/video.hpp"

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

void measure(const test::Office& office, const std::vector<Bytes>& film, bool annotated) {
  FrameRecogniser stream(office.workshop(), {});
  const std::stop_token never;
  std::size_t faces = 0;
  int framesWithout = 0;
  std::string text;
  const auto turn = [&] {
    for (const Bytes& jpeg : film) {
      const std::int64_t before = calls;
      const auto answer = stream.answerFrame(jpeg, annotated, never);
      if (!answer) throw std::runtime_error(answer.error().detail);
      faces += (*answer)->faces.faces.size();
      if (!annotated) protocol::writeJsonText((*answer)->faces, text);
      if (calls == before) ++framesWithout;
    }
  };
  for (int i = 0; i < kTurnsBefore; ++i) turn();
  faces = 0;
  framesWithout = 0;
  const std::int64_t callsBefore = calls;
  const std::int64_t bytesBefore = bytes;
  turn();
  const auto each = [&film](auto sum) { return static_cast<double>(sum) / static_cast<double>(film.size()); };
  std::cout << std::setprecision(3) << (annotated ? "annotated" : "faces") << ": " << each(calls - callsBefore)
            << " allocations a frame of " << each(bytes - bytesBefore) / 1024 << " KiB together, " << each(faces)
            << " faces a frame; " << framesWithout << " of " << film.size() << " frames take none\n";
}

}  // namespace
}  // namespace facewire::service

int main() {
  cv::setNumThreads(1);
  const facewire::test::Office office(facewire::service::kPeople, facewire::service::kPictures);
  const auto film = facewire::service::filmOfTwo();
  facewire::service::measure(office, film, false);
  facewire::service::measure(office, film, true);
}
