#pragma once

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "ledger.hpp"
#include "sighting_fixture.hpp"
#include "temporary_folder.hpp"

namespace facewire::sightings::test {

/// A picture whose bytes follow from `seed` and occur nowhere else.
inline SeenFace noisy(SeenFace face, std::uint64_t seed) {
  face.picture = cv::Mat(64, 64, CV_8UC1);
  cv::RNG(seed).fill(face.picture, cv::RNG::UNIFORM, 0, 256);
  face.merit = 0.9;
  return face;
}

/// A ledger with a driven clock, and its files.
class LedgerFixture : public testing::Test {
 protected:
  SightingOptions options() {
    SightingOptions made;
    made.file = folder.path() / "sightings.db";
    made.now = [this] { return clock.now(); };
    made.days = days;
    made.strangers = strangers;
    made.pictures = pictures;
    return made;
  }

  void start(const std::vector<std::shared_ptr<const gallery::PersonInfo>>& people = {kAda, kBob}) {
    ledger.reset();  // as a server that is killed: nothing is closed
    ledger.emplace(options(), galleryOf(people), log);
    ledger->advance(clock.now());
  }

  /// A visit of so long, with a frame a second, that has ended.
  void visit(const Camera& camera, const SeenFace& face, std::chrono::seconds time = 10s) {
    show(camera, face, time);
    clock.pass(31s);
    ledger->advance(clock.now());
  }
  void show(const Camera& camera, const SeenFace& face, std::chrono::seconds time) {
    for (auto second = 0s; second <= time; ++second) {
      ledger->take(camera.frame({face}));
      ledger->advance(clock.now());
      if (second < time) clock.pass(1s);
    }
  }

  std::vector<StoredSighting> all(const SightingQuery& query = {}) {
    auto read = ledger->read(query);
    EXPECT_TRUE(read) << read.error().detail;
    return read ? *read : std::vector<StoredSighting>();
  }

  Bytes pictureOf(std::int64_t id) {
    const auto shown = ledger->show(id);
    return shown && *shown ? (*shown)->picture.value_or(Bytes()) : Bytes();
  }

  std::vector<std::string> events() {
    std::vector<std::string> told;
    for (const Event& event : ledger->takeEvents()) {
      told.push_back(event.sighting.person.value_or("?") + (event.kind == EventKind::entered ? " came" : " left"));
    }
    return told;
  }

  bool isAnywhere(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream stream(entry.path(), std::ios::binary);
      if (std::string(std::istreambuf_iterator<char>(stream), {}).find(bytes) != std::string::npos) return true;
    }
    return false;
  }
  bool isAnywhere(const Bytes& picture) const {
    return isAnywhere(asText(picture).substr(0, 64)) || isAnywhere(asText(picture).substr(picture.size() - 64));
  }

  DrivenClock clock;
  facewire::test::TemporaryFolder folder;
  std::ostringstream logged;
  spdlog::logger log{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(logged)};
  double days = 30;
  bool strangers = false;
  bool pictures = true;
  Camera door{clock, 1, "front-door"};
  Camera yard{clock, 2, "yard"};
  std::optional<Ledger> ledger;
};

}  // namespace facewire::sightings::test
