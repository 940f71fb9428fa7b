// A connection's search of a film (tracking::VideoSearch) beside a full scan of each of its frames, in one run, the two
// in turns on every frame. Films of drawn people with their truth, or a video file:
//
//   video_search_bench [--frames N]
//   video_search_bench FILE [--truth CSV] [--enlarge N] [--skip N] [--every N] [--frames N]
//
// CPU and WINDOWS are the search's cost as a share of the full scans'; RECALL is of the full scans' boxes; EXTRA are
// boxes that the full scan of the frame does not have, FALSE those over nobody (search / full scans); LATEST is how
// many frames later than by full scans a face that stays is first shown.

#include <CLI/CLI.hpp>
#include <ctime>
#include <functional>
#include <iomanip>
#include <iostream>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "facewire/tracking/tracked_faces.hpp"
#include "portraits/video.hpp"
#include "truth_file.hpp"
#include "video_score.hpp"

namespace facewire {
namespace {

constexpr double kSame = 0.5;

double cpuSeconds() {
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

bool holdsLike(const std::vector<cv::Rect>& boxes, const cv::Rect& box) {
  return std::ranges::any_of(boxes, [&](const cv::Rect& other) { return eval::overlapOf(box, other) >= kSame; });
}

/// Faces that the full scans find frame after frame, and since when the search has not shown them.
class Appearances {
 public:
  void add(const std::vector<cv::Rect>& full, const std::vector<cv::Rect>& spread) {
    std::vector<Spell> now;
    for (const cv::Rect& box : full) {
      Spell spell{box, 0, false};
      for (const Spell& before : spells_) {
        if (eval::overlapOf(before.box, box) >= kSame) spell = {box, before.frames + 1, before.shown};
      }
      if (!spell.shown && holdsLike(spread, box)) {
        spell.shown = true;
        latest_ = std::max(latest_, spell.frames);
      }
      if (!spell.shown) latest_ = std::max(latest_, spell.frames + 1);
      notYet_ += spell.shown ? 0 : 1;
      now.push_back(spell);
    }
    spells_ = std::move(now);
  }
  int latest() const { return latest_; }
  std::size_t notYet() const { return notYet_; }

 private:
  struct Spell {
    cv::Rect box;
    int frames;
    bool shown;
  };
  std::vector<Spell> spells_;
  int latest_ = 0;
  std::size_t notYet_ = 0;
};

class Comparison {
 public:
  explicit Comparison(const std::string& cascade) : finder_(vision::DetectorOptions{.cascade = cascade}) {}

  void add(const cv::Mat& grey, const std::vector<eval::TrueFace>* truth) {
    const double start = cpuSeconds();
    const std::vector<cv::Rect> full = detector_.detect(grey);
    const double middle = cpuSeconds();
    const std::vector<vision::DetectedFace> faces = faces_.find({grey}, finder_);
    const double end = cpuSeconds();
    faces_.follow(faces, nullptr);
    const std::vector<cv::Rect> spread = vision::boxesOf(faces);
    fullSeconds_ += middle - start;
    spreadSeconds_ += end - middle;
    spreadWindows_ += faces_.windows();
    for (const auto& layer : detector_.layers(detector_.searched(grey).size())) fullWindows_ += layer.windows();
    ++frames_;
    fullBoxes_ += full.size();
    for (const cv::Rect& box : full) kept_ += holdsLike(spread, box) ? 1 : 0;
    for (const cv::Rect& box : full) {
      double best = 0;
      for (const cv::Rect& other : spread) best = std::max(best, eval::overlapOf(box, other));
      if (best >= kSame) overlap_ += best;
    }
    for (const cv::Rect& box : spread) extra_ += holdsLike(full, box) ? 0 : 1;
    appearances_.add(full, spread);
    if (truth == nullptr) return;
    trueFaces_ += truth->size();
    score(*truth, full, fullFound_, fullFalse_);
    score(*truth, spread, spreadFound_, spreadFalse_);
  }

  void print(const std::string& name) const {
    const auto share = [](auto part, auto whole) {
      return static_cast<double>(part) / static_cast<double>(std::max<decltype(whole)>(whole, 1));
    };
    std::cout << std::left << std::setw(26) << name << std::right << std::fixed << std::setw(7) << frames_
              << std::setw(7) << fullBoxes_ << std::setprecision(4) << std::setw(8) << share(kept_, fullBoxes_)
              << std::setw(8) << overlap_ / static_cast<double>(std::max<std::size_t>(1, kept_)) << std::setw(7)
              << extra_ << std::setprecision(3) << std::setw(8) << share(spreadFound_, trueFaces_) << " / "
              << share(fullFound_, trueFaces_) << std::setw(6) << spreadFalse_ << " / " << std::left << std::setw(5)
              << fullFalse_ << std::right << std::setw(6) << appearances_.latest() << std::setw(6)
              << appearances_.notYet() << std::setw(5) << fullBoxes_ - kept_ - appearances_.notYet()
              << std::setprecision(3) << std::setw(8) << spreadSeconds_ / fullSeconds_ << std::setw(9)
              << share(spreadWindows_, fullWindows_) << std::setprecision(1) << std::setw(9)
              << 1e3 * share(fullSeconds_, frames_) << std::endl;
  }

  static void printHeading() {
    std::cout << "FILM                       FRAMES  BOXES  RECALL     IOU  EXTRA  OF TRUTH S / F     FALSE S / F "
                 "LATEST  LATE LOST "
                 " CPU  WINDOWS  FULL MS\n";
  }

 private:
  static void score(const std::vector<eval::TrueFace>& truth, const std::vector<cv::Rect>& boxes, std::size_t& found,
                    std::size_t& wrong) {
    std::vector<eval::FoundFace> faces;
    for (const cv::Rect& box : boxes) faces.push_back({box, std::nullopt});
    const auto matches = eval::matchFaces(truth, faces);
    const auto right = static_cast<std::size_t>(std::ranges::count_if(matches, [](auto& m) { return m.has_value(); }));
    found += right;
    wrong += boxes.size() - right;
  }

  vision::FaceFinder finder_;
  vision::FaceDetector& detector_ = *finder_.haar();
  tracking::TrackedFaces faces_;
  Appearances appearances_;
  double overlap_ = 0, fullSeconds_ = 0, spreadSeconds_ = 0;
  std::int64_t fullWindows_ = 0, spreadWindows_ = 0;
  std::size_t frames_ = 0, fullBoxes_ = 0, kept_ = 0, extra_ = 0;
  std::size_t trueFaces_ = 0, fullFound_ = 0, spreadFound_ = 0, fullFalse_ = 0, spreadFalse_ = 0;
};

struct Options {
  std::string cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml";
  std::string file;
  std::string truth;
  int enlarge = 1;
  int frames = 1'000'000;
  int skip = 0;
  int every = 1;
};

void compareDrawn(const Options& options) {
  for (std::uint64_t people = 0; people <= 5; ++people) {
    portraits::Video film{.people = {}, .frames = std::min(options.frames, 250), .seed = 20 + people};
    for (std::uint64_t i = 0; i < people; ++i) film.people.push_back(10 * people + i);
    Comparison comparison(options.cascade);
    renderVideo(film, [&](int, const portraits::Picture& picture) {
      std::vector<eval::TrueFace> truth;
      for (const auto& face : picture.faces) truth.push_back({face.box, "somebody"});
      cv::Mat grey;
      cv::cvtColor(picture.image, grey, cv::COLOR_BGR2GRAY);
      comparison.add(grey, &truth);
      return true;
    });
    comparison.print(std::to_string(people) + " drawn people");
  }
}

void compareFile(const Options& options) {
  cv::VideoCapture capture(options.file);
  if (!capture.isOpened()) throw std::runtime_error(options.file + ": is missing, or no video that can be read");
  eval::Truth truth;
  if (!options.truth.empty()) {
    auto read = eval::readTruth(options.truth);
    if (!read) throw std::runtime_error(read.error().detail);
    truth = std::move(*read);
  }
  Comparison comparison(options.cascade);
  cv::Mat colour;
  cv::Mat grey;
  for (int i = 0; i < options.skip && capture.grab(); ++i) {
  }
  for (int taken = 0; taken < options.frames && capture.read(colour); ++taken) {
    const int index = options.skip + taken * options.every;
    for (int i = 1; i < options.every && capture.grab(); ++i) {
    }
    cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
    if (options.enlarge > 1) cv::resize(grey, grey, {}, options.enlarge, options.enlarge, cv::INTER_LINEAR);
    std::vector<eval::TrueFace> faces = truth.frames[index];
    for (eval::TrueFace& face : faces) {
      face.box = {face.box.tl() * options.enlarge, face.box.size() * options.enlarge};
    }
    comparison.add(grey, options.truth.empty() || index % truth.step != 0 ? nullptr : &faces);
  }
  comparison.print(std::to_string(grey.cols) + " x " + std::to_string(grey.rows));
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("The spread search of a film beside a full scan of each frame");
  app.add_option("FILE", options.file, "Video file; films of drawn people by default");
  app.add_option("--truth", options.truth, "CSV: frame,x,y,w,h,identity");
  app.add_option("--enlarge", options.enlarge, "Enlarge the film's frames so many times")->check(CLI::PositiveNumber);
  app.add_option("--frames", options.frames, "At most so many frames")->check(CLI::PositiveNumber);
  app.add_option("--skip", options.skip, "Leave out so many frames first");
  app.add_option("--every", options.every, "Take every N-th frame only, as of a camera with fewer frames a second")
      ->check(CLI::PositiveNumber);
  app.add_option("--cascade", options.cascade, "Haar cascade")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  Comparison::printHeading();
  try {
    options.file.empty() ? compareDrawn(options) : compareFile(options);
  } catch (const std::exception& error) {
    std::cerr << "video_search_bench: " << error.what() << '\n';
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace facewire

int main(int argc, char** argv) {
  return facewire::run(argc, argv);
}
