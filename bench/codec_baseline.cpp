// What the JPEG codec alone takes for the frames that `facewire bench` sends: each decoded to colour and encoded again
// at quality 90 by libjpeg-turbo, in as many threads as there are clients, nothing else. No server that decodes and
// encodes every picture can be faster. Prints one JSON object, as `facewire bench --json` does.

#include <sys/resource.h>
#include <turbojpeg.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

#include "facewire/capture/frame_source.hpp"
#include "facewire/capture/picture.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using facewire::Bytes;
constexpr int kQuality = 90;

struct CloseHandle {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, CloseHandle>;

/// The very JPEGs that `facewire bench` sends.
std::vector<Bytes> loadFrames(const std::string& video, std::size_t most) {
  auto source = facewire::capture::openVideo(video);
  if (!source) throw std::runtime_error(source.error().detail);
  constexpr std::size_t kMostBytes = std::size_t{256} << 20;
  std::vector<Bytes> jpegs;
  std::size_t bytes = 0;
  while (jpegs.size() < most && bytes < kMostBytes) {
    auto frame = (*source)->next();
    if (!frame) throw std::runtime_error(frame.error().detail);
    if (!frame->has_value()) break;
    auto jpeg = facewire::capture::encodeJpeg((*frame)->picture, kQuality);
    if (!jpeg) throw std::runtime_error(jpeg.error().detail);
    bytes += jpeg->size();
    jpegs.push_back(std::move(*jpeg));
  }
  return jpegs;
}

/// Decodes and encodes. Its buffers are kept from picture to picture. Confined to one thread.
class Codec {
 public:
  void pass(const Bytes& jpeg) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
    const auto size = static_cast<unsigned long>(jpeg.size());
    int width = 0;
    int height = 0;
    int subsampling = 0;
    int colourspace = 0;
    check(tjDecompressHeader3(decoder_.get(), bytes, size, &width, &height, &subsampling, &colourspace));
    pixels_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    check(tjDecompress2(decoder_.get(), bytes, size, pixels_.data(), width, 0, height, TJPF_BGR, 0));
    encoded_.resize(tjBufSize(width, height, TJSAMP_420));
    unsigned char* out = encoded_.data();
    auto room = static_cast<unsigned long>(encoded_.size());
    check(tjCompress2(encoder_.get(), pixels_.data(), width, 0, height, TJPF_BGR, &out, &room, TJSAMP_420, kQuality,
                      TJFLAG_NOREALLOC));
  }

 private:
  static void check(int status) {
    if (status != 0) throw std::runtime_error(std::string("JPEG codec: ") + tjGetErrorStr2(nullptr));
  }

  Handle decoder_{tjInitDecompress()};
  Handle encoder_{tjInitCompress()};
  std::vector<unsigned char> pixels_;
  std::vector<unsigned char> encoded_;
};

double cpuSecondsSoFar() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

/// The time of each frame in milliseconds, of all threads.
std::vector<double> run(const std::vector<Bytes>& jpegs, int threads, int frames) {
  std::vector<std::vector<double>> times(static_cast<std::size_t>(threads));
  std::atomic<int> next = 0;
  {
    std::vector<std::jthread> running;
    for (std::size_t thread = 0; thread < times.size(); ++thread) {
      running.emplace_back([&, thread] {
        Codec codec;
        std::size_t at = thread * jpegs.size() / times.size();
        while (next.fetch_add(1) < frames) {
          const auto start = Clock::now();
          codec.pass(jpegs[at++ % jpegs.size()]);
          times[thread].push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        }
      });
    }
  }
  std::vector<double> all;
  for (const auto& ofThread : times) all.insert(all.end(), ofThread.begin(), ofThread.end());
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times the JPEG codec alone on the frames of a video.");
  std::string video;
  int clients = 1;
  int frames = 300;
  app.add_option("--video", video, "Video file")->required();
  app.add_option("--clients", clients, "Threads")->check(CLI::Range(1, 1024));
  app.add_option("--frames", frames, "Frames altogether, shared among the threads")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);

  try {
    constexpr std::size_t kMostFramesInMemory = 1000;
    const auto jpegs = loadFrames(video, std::min<std::size_t>(kMostFramesInMemory, static_cast<std::size_t>(frames)));
    const double cpuBefore = cpuSecondsSoFar();
    const auto begin = Clock::now();
    std::vector<double> times = run(jpegs, clients, frames);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const double cpuMs = (cpuSecondsSoFar() - cpuBefore) * 1000 / static_cast<double>(times.size());
    std::ranges::sort(times);
    std::cout << nlohmann::ordered_json{{"frames", times.size()},
                                        {"clients", clients},
                                        {"seconds", seconds},
                                        {"fps", static_cast<double>(times.size()) / seconds},
                                        {"p50_ms", percentile(times, 0.50)},
                                        {"p95_ms", percentile(times, 0.95)},
                                        {"p99_ms", percentile(times, 0.99)},
                                        {"errors", 0},
                                        {"cpu_ms", cpuMs}}
              << "\n";
  } catch (const std::exception& error) {
    std::cerr << "codec_baseline: " << error.what() << "\n";
    return 1;
  }
}
