#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "portraits/names.hpp"
#include "portraits/scene.hpp"
#include "portraits/video.hpp"

namespace {

namespace fs = std::filesystem;
using namespace facewire::portraits;

struct Options {
  std::string output;
  std::string size;
  std::uint64_t seed = 1;
  int people = 10;
  std::uint64_t first = 0;
  int samples = 5;
  double variety = 1.0;
  std::vector<std::uint64_t> who;
  int frames = 250;
  double fps = 25.0;
  std::string truth;
};

// The text has passed kSizeCheck.
cv::Size sizeOf(const std::string& text) {
  const std::size_t cross = text.find('x');
  return {std::stoi(text.substr(0, cross)), std::stoi(text.substr(cross + 1))};
}

const CLI::Validator kSizeCheck(
    [](std::string& text) -> std::string {
      const char* const end = text.data() + text.size();
      int width = 0;
      int height = 0;
      const auto [cross, widthError] = std::from_chars(text.data(), end, width);
      if (widthError == std::errc() && cross != end && *cross == 'x') {
        const auto [rest, heightError] = std::from_chars(cross + 1, end, height);
        const bool sensible = width >= 16 && height >= 16 && width <= 8192 && height <= 8192;
        if (heightError == std::errc() && rest == end && sensible) return {};
      }
      return "'" + text + "' is not a size; write WIDTHxHEIGHT with 16 to 8192 each, such as 640x480";
    },
    "WxH");

void writePicture(const fs::path& file, const cv::Mat& image) {
  bool written = false;
  try {
    written = cv::imwrite(file.string(), image, {cv::IMWRITE_JPEG_QUALITY, 92});
  } catch (const cv::Exception&) {
    throw std::runtime_error("cannot write '" + file.string() + "': give it the ending .jpg or .png");
  }
  if (!written)
    throw std::runtime_error("cannot write '" + file.string() + "': is there such a folder, and may you write to it?");
}

// One record of `truth`: names hold neither commas nor quotes.
void writeTruth(std::ostream& out, int frame, const FaceTruth& face) {
  out << frame << ',' << face.box.x << ',' << face.box.y << ',' << face.box.width << ',' << face.box.height << ','
      << nameOf(face.person) << '\n';
}

std::ofstream openTruth(const std::string& path) {
  std::ofstream out(path);
  if (!out) throw std::runtime_error("cannot write '" + path + "': is there such a folder, and may you write to it?");
  out << "frame,x,y,w,h,name\n";
  return out;
}

void closeTruth(std::ofstream& out, const std::string& path) {
  out.close();
  if (!out) throw std::runtime_error("could not write all of '" + path + "': is the disk full?");
}

void writePeople(const Options& options) {
  for (int i = 0; i < options.people; ++i) {
    const std::uint64_t person = options.first + static_cast<std::uint64_t>(i);
    const fs::path folder = fs::path(options.output) / nameOf(person);
    fs::create_directories(folder);
    for (int shot = 0; shot < options.samples; ++shot) {
      const Scene scene = portraitScene(person, static_cast<std::uint64_t>(shot), sizeOf(options.size), options.seed,
                                        static_cast<float>(options.variety));
      const std::string number = (shot < 9 ? "0" : "") + std::to_string(shot + 1);
      writePicture(folder / (number + ".jpg"), renderScene(scene).image);
    }
  }
}

void writeScene(const Options& options) {
  Scene scene = groupScene(options.who, sizeOf(options.size), options.seed);
  const Picture picture = renderScene(scene);
  writePicture(options.output, picture.image);
  if (options.truth.empty()) return;
  std::ofstream truth = openTruth(options.truth);
  for (const FaceTruth& face : picture.faces) writeTruth(truth, 0, face);
  closeTruth(truth, options.truth);
}

void writeVideo(const Options& options) {
  const Video video{options.who, sizeOf(options.size), options.frames, options.fps, 1, options.seed};
  const bool mp4 = fs::path(options.output).extension() == ".mp4";
  const int codec = mp4 ? cv::VideoWriter::fourcc('m', 'p', '4', 'v') : cv::VideoWriter::fourcc('M', 'J', 'P', 'G');
  cv::VideoWriter writer(options.output, codec, options.fps, video.size);
  if (!writer.isOpened())
    throw std::runtime_error("cannot write '" + options.output +
                             "': is there such a folder, and does the name end in .avi or .mp4?");
  std::ofstream truth;
  if (!options.truth.empty()) truth = openTruth(options.truth);
  renderVideo(video, [&](int index, const Picture& frame) {
    writer.write(frame.image);
    if (truth.is_open()) {
      for (const FaceTruth& face : frame.faces) writeTruth(truth, index, face);
    }
    return true;
  });
  if (truth.is_open()) closeTruth(truth, options.truth);
}

void addWho(CLI::App& command, Options& options) {
  command
      .add_option("--people", options.who,
                  "Numbers of the people, from left to right, such as 0,3,900. Every number is somebody: the ones "
                  "that `people` wrote are known by those pictures, any other is a stranger. None: an empty room")
      ->delimiter(',');
}

void addSize(CLI::App& command, Options& options) {
  command.add_option("--size", options.size, "Width and height in pixels")->check(kSizeCheck)->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Draws people who do not exist, always the same for the same numbers: pictures and videos to try and test face "
      "recognition with."};
  app.require_subcommand(1);
  Options portrait;
  portrait.size = "250x250";
  Options scene;
  scene.size = "640x480";
  Options film = scene;

  CLI::App& people = *app.add_subcommand("people", "An album: DIR/<name>/01.jpg, 02.jpg, ... for each person");
  people.add_option("DIR", portrait.output, "Folder to write to")->required();
  people.add_option("--people", portrait.people, "How many people")->check(CLI::PositiveNumber)->capture_default_str();
  people.add_option("--first", portrait.first, "Number of the first one")->capture_default_str();
  people.add_option("--samples", portrait.samples, "Pictures of each")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  people.add_option("--variety", portrait.variety, "From 0 (passport) to 1 (hand-held camera)")
      ->check(CLI::Range(0.0, 1.5))
      ->capture_default_str();
  people.add_option("--seed", portrait.seed, "Another world of people; scene and video show those of world 1")
      ->capture_default_str();
  addSize(people, portrait);
  people.callback([&] { writePeople(portrait); });

  CLI::App& group = *app.add_subcommand("scene", "One picture of several people side by side");
  group.add_option("FILE", scene.output, "Picture to write (.jpg or .png)")->required();
  addWho(group, scene);
  group.add_option("--seed", scene.seed, "Another room, light and pose")->capture_default_str();
  group.add_option("--truth", scene.truth, "CSV to write as well, who is where: frame,x,y,w,h,name");
  addSize(group, scene);
  group.callback([&] { writeScene(scene); });

  CLI::App& video = *app.add_subcommand("video", "People who come in, move about and go again");
  video.add_option("FILE", film.output, "Video to write: .avi (Motion JPEG) or .mp4")->required();
  addWho(video, film);
  video.add_option("--frames", film.frames, "How many frames")->check(CLI::PositiveNumber)->capture_default_str();
  video.add_option("--fps", film.fps, "Frames a second")->check(CLI::Range(1.0, 240.0))->capture_default_str();
  video.add_option("--seed", film.seed, "Another room, other ways")->capture_default_str();
  video.add_option("--truth", film.truth, "CSV to write as well, who is where in which frame: frame,x,y,w,h,name");
  addSize(video, film);
  video.callback([&] { writeVideo(film); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "facewire-portraits: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
