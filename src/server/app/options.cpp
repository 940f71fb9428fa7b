#include "options.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "facewire/base/numbers.hpp"
#include "facewire/gallery/decision.hpp"

namespace facewire::app {
namespace {

/// Embeddings that point opposite ways are so far apart: 1 - cosine.
constexpr double kLargestEmbeddingDistance = 2;

std::filesystem::path defaultDataDirectory() {
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg && *xdg == '/')
    return std::filesystem::path(xdg) / "facewire";
  if (const char* home = std::getenv("HOME"); home && *home) {
    return std::filesystem::path(home) / ".local" / "share" / "facewire";
  }
  return {};
}

}  // namespace

Options defaultOptions() {
  Options options;
  options.data = defaultDataDirectory();
  options.cascade = std::filesystem::path(FACEWIRE_CASCADES) / "haarcascade_frontalface_default.xml";
  options.workers = std::max(1u, std::thread::hardware_concurrency()) + 1;
  return options;
}

bool findsByNetwork(const Options& options) {
  if (options.detector != "auto") return options.detector == "yunet";
  return options.engine == "auto" ? !options.detectorModel.empty() : options.engine == "deep";
}

bool encodesByNetwork(const Options& options) {
  if (options.recognizer != "auto") return options.recognizer == "network";
  return options.engine == "auto" ? !options.recognizerModel.empty() : options.engine == "deep";
}

std::filesystem::path tokenFile(const Options& options) {
  return options.data / "tokens.json";
}

std::filesystem::path defaultCertificate(const Options& options) {
  return options.data / "tls-cert.pem";
}

std::filesystem::path defaultKey(const Options& options) {
  return options.data / "tls-key.pem";
}

namespace {

Result<void> validateTls(const Options& options) {
  if (options.tlsCert.empty() != options.tlsKey.empty()) {
    return fail(ErrorCode::invalidInput, "--tls-cert and --tls-key belong together: give both, or neither");
  }
  if (options.tls == "off" && (!options.tlsCert.empty() || !options.tlsClientCa.empty())) {
    return fail(ErrorCode::invalidInput, "--tls off and a certificate contradict each other: leave one out");
  }
  return {};
}

Result<void> validateMemory(const Options& options) {
  if (options.maxFramesMemory >= options.maxFrameBytes) return {};
  return fail(ErrorCode::invalidInput,
              "the largest picture (--max-frame-bytes " + std::to_string(options.maxFrameBytes) +
                  ") does not fit the memory for all (--max-frames-memory " + std::to_string(options.maxFramesMemory) +
                  "): raise it, or lower the former");
}

}  // namespace

Result<void> validate(const Options& options) {
  if (options.data.empty()) {
    return fail(ErrorCode::invalidInput, "no data directory: neither XDG_DATA_HOME nor HOME is set; give --data DIR");
  }
  if (findsByNetwork(options) && options.detectorModel.empty()) {
    return fail(ErrorCode::invalidInput,
                "YuNet needs its model: give --detector-model FILE (models/fetch gets one), or --detector haar");
  }
  if (encodesByNetwork(options) && options.recognizerModel.empty()) {
    return fail(
        ErrorCode::invalidInput,
        "a network needs its model: give --recognizer-model FILE (models/fetch gets one), or --recognizer lbph");
  }
  if (encodesByNetwork(options) && options.threshold && *options.threshold > kLargestEmbeddingDistance) {
    return fail(ErrorCode::invalidInput,
                "with a network every face would be named: its distances are 0 to 2, and the threshold is larger, as "
                "LBPH's are; leave out --threshold, or give one near " +
                    plainNumber(gallery::DecisionOptions::ofEmbeddings().threshold, 3) +
                    " (facewire calibrate finds yours)");
  }
  if (auto good = validateTls(options); !good) return good;
  if (auto good = validateMemory(options); !good) return good;
  std::error_code error;
  if (!findsByNetwork(options) && !std::filesystem::is_regular_file(options.cascade, error)) {
    return fail(ErrorCode::invalidInput, "cascade " + options.cascade.string() +
                                             " is not a file: install Debian's opencv-data, or give --cascade FILE");
  }
  return {};
}

}  // namespace facewire::app
