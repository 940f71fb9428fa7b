// How well people are known who came out of an OpenCV file: the limit that HistogramIndex finds by itself, on folders
// of people.
//
//   histogram_limits DIR [--known 20] [--enrol 5] [--side 96] [--whole] [--strangers DIR] [--video FILE --truth FILE]
//
// Enrols the first pictures of the first people as cv::face keeps them, and counts who of the others is named: their
// own other pictures, and everybody else's. Five rounds, each with other people.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <optional>
#include <random>

#include "facewire/gallery/histogram_index.hpp"
#include "facewire/vision/face_detector.hpp"
#include "people.hpp"
#include "truth_file.hpp"

namespace facewire::bench {
namespace {

using gallery::HistogramIndex;

struct Arguments {
  std::string people;
  std::string strangers;
  std::string video;
  std::string truth;
  std::size_t known = 20;
  std::size_t enrol = 5;
  int side = 96;
  bool whole = false;
};

struct Face {
  cv::Mat grey;
  cv::Rect box;
  std::size_t person = 0;
};

constexpr std::size_t kStranger = 1'000'000;
constexpr int kRounds = 5;

/// The picture's middle face, or its middle square.
std::optional<Face> readFace(const std::filesystem::path& file, bool whole, vision::FaceDetector& detector) {
  const cv::Mat grey = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
  if (grey.empty()) return std::nullopt;
  const int side = std::min(grey.cols, grey.rows);
  if (whole) return Face{grey, {(grey.cols - side) / 2, (grey.rows - side) / 2, side, side}};
  cv::Rect best;
  for (const cv::Rect& box : detector.detect(grey)) {
    if (box.contains({grey.cols / 2, grey.rows / 2}) && box.area() > best.area()) best = box;
  }
  return best.empty() ? std::nullopt : std::optional(Face{grey, best});
}

std::vector<Face> readFaces(const std::string& folder, bool whole, vision::FaceDetector& detector) {
  const auto people = eval::readPeople(folder);
  if (!people) throw std::runtime_error(people.error().detail);
  std::vector<Face> faces;
  for (std::size_t person = 0; person < people->names.size(); ++person) {
    for (const auto& picture : people->pictures[person]) {
      auto face = readFace(picture, whole, detector);
      if (!face) continue;
      face->person = person;
      faces.push_back(std::move(*face));
    }
  }
  return faces;
}

/// Every third of the frames that are known; whoever is not the first person of the truth is a stranger.
std::vector<Face> readVideo(const Arguments& arguments, const std::string& own, std::size_t person,
                            vision::FaceDetector& detector) {
  const auto truth = eval::readTruth(arguments.truth);
  if (!truth) throw std::runtime_error(truth.error().detail);
  std::vector<Face> faces;
  cv::VideoCapture video(arguments.video);
  cv::Mat frame;
  for (std::int64_t number = 0; video.read(frame); ++number) {
    const auto there = truth->frames.find(number);
    if (number % (3 * truth->step) != 0 || there == truth->frames.end()) continue;
    cv::Mat grey;
    cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
    for (const cv::Rect& box : detector.detect(grey)) {
      for (const eval::TrueFace& face : there->second) {
        if ((face.box & box).area() * 5 < face.box.area() * 3) continue;
        faces.push_back({grey, box, face.identity == own ? person : kStranger});
        break;
      }
    }
  }
  return faces;
}

struct Score {
  int own = 0;
  int named = 0;
  int wrong = 0;
  int strangers = 0;
  int taken = 0;

  void add(const Face& face, bool isKnown, const HistogramIndex& index) {
    const auto matches = index.findNearest(index.probesOf(face.grey, face.box), 2);
    const bool isNamed = index.isLargeEnough(face.box) && gallery::decide(matches, index.decisionOptions()).accepted();
    if (isKnown) {
      const bool isRight = matches.front().person == static_cast<gallery::PersonId>(face.person);
      ++own;
      named += isNamed && isRight ? 1 : 0;
      wrong += isNamed && !isRight ? 1 : 0;
    } else {
      ++strangers;
      taken += isNamed ? 1 : 0;
    }
  }
};

void run(const Arguments& arguments) {
  vision::FaceDetector detector({.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"});
  const std::vector<Face> faces = readFaces(arguments.people, arguments.whole, detector);
  std::vector<Face> strangers;
  if (!arguments.strangers.empty()) strangers = readFaces(arguments.strangers, false, detector);
  std::size_t people = 0;
  for (const Face& face : faces) people = std::max(people, face.person + 1);
  std::vector<Face> filmed;
  if (!arguments.video.empty()) {
    const auto named = eval::readPeople(arguments.people);
    filmed = readVideo(arguments, named->names.front(), 0, detector);
  }
  Score score;
  std::mt19937 random(1);
  double limits = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::size_t> order(people);
    std::iota(order.begin(), order.end(), 0U);
    if (people > arguments.known) std::ranges::shuffle(order, random);
    std::vector<bool> isKnown(people);
    for (std::size_t i = 0; i < std::min(people, arguments.known); ++i) isKnown[order[i]] = true;
    HistogramIndex index{vision::OpenCvSettings{}};
    std::vector<std::size_t> enrolled(people);
    std::vector<const Face*> probes;
    for (const Face& face : faces) {
      if (!isKnown[face.person] || enrolled[face.person] == arguments.enrol) {
        probes.push_back(&face);
        continue;
      }
      ++enrolled[face.person];
      const int side = arguments.side > 0 ? arguments.side : face.box.width;
      const cv::Mat cut = vision::cutForOpenCv(face.grey, face.box, {side, side});
      index.add(static_cast<gallery::SampleId>(index.size() + 1), static_cast<gallery::PersonId>(face.person),
                vision::takeOpenCvHistogram(cut, {}));
    }
    for (const Face* face : probes) score.add(*face, isKnown[face->person], index);
    for (const Face& face : filmed) score.add(face, face.person != kStranger, index);
    for (const Face& face : strangers) score.add(face, false, index);
    limits += index.decisionOptions().threshold / kRounds;
    if (people <= arguments.known) break;
  }
  std::printf("side %3d  threshold %6.1f  own faces named %.3f of %d, wrongly %.3f; strangers named %.4f of %d\n",
              arguments.side, people <= arguments.known ? limits * kRounds : limits,
              score.own > 0 ? static_cast<double>(score.named) / score.own : 0, score.own,
              score.own > 0 ? static_cast<double>(score.wrong) / score.own : 0,
              score.strangers > 0 ? static_cast<double>(score.taken) / score.strangers : 0, score.strangers);
}

}  // namespace
}  // namespace facewire::bench

int main(int argc, char** argv) {
  facewire::bench::Arguments arguments;
  CLI::App app("How well people are known who came out of an OpenCV file");
  app.add_option("DIR", arguments.people, "Folders of people")->required();
  app.add_option("--known", arguments.known, "How many people are enrolled");
  app.add_option("--enrol", arguments.enrol, "Pictures of each");
  app.add_option("--side", arguments.side, "Of the faces that the file was trained with, in pixels; 0: as they are");
  app.add_flag("--whole", arguments.whole, "The pictures are faces and nothing else");
  app.add_option("--strangers", arguments.strangers, "Folders of people who are nobody's");
  app.add_option("--video", arguments.video, "In which the first person is to be named");
  app.add_option("--truth", arguments.truth, "Who is where in it");
  CLI11_PARSE(app, argc, argv);
  try {
    facewire::bench::run(arguments);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  return 0;
}
