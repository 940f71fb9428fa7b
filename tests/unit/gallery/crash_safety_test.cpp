#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <random>
#include <thread>

#include "facewire/gallery/data_directory.hpp"
#include "facewire/gallery/gallery_store.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

/// An answered change, as the enrolling process tells it.
struct Report {
  SampleId sample = 0;
  unsigned seed = 0;
};

/// Enrols until it is killed, and reports each sample when the store has answered.
[[noreturn]] void enrolForEver(const std::filesystem::path& path, unsigned firstSeed, int pipe) {
  try {
    const DataDirectory directory(path);
    GalleryStore store(directory.galleryFile());
    for (unsigned seed = firstSeed;; ++seed) {
      const auto added =
          store.addSample("Person " + std::to_string(seed % 7), "", test::faceOf(seed, 500 + seed * 977 % 30'000));
      if (!added) ::_exit(1);
      const Report report{added->sample.id, seed};
      if (::write(pipe, &report, sizeof report) != sizeof report) ::_exit(2);
      if (seed % 5 == 0 && !store.removeSample(added->sample.id)) ::_exit(3);
    }
  } catch (const std::exception&) {
    ::_exit(4);
  }
}

class CrashSafetyTest : public testing::Test {
 protected:
  /// Starts the enrolling process, waits for `reports` of its reports and `delay` more, kills it, and takes in the
  /// rest.
  void enrolAndKill(const std::filesystem::path& path, std::size_t reports, std::chrono::microseconds delay) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    firstSeed += 100'000;
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      enrolForEver(path, firstSeed, ends[1]);
    }
    ::close(ends[1]);
    Report report;
    std::size_t read = 0;
    const auto readOne = [&] { return ::read(ends[0], &report, sizeof report) == sizeof report; };
    for (; read < reports && readOne(); ++read) answered[report.sample] = report.seed;
    ASSERT_EQ(read, reports) << "the enrolling process failed";
    // Not to wait for anything: the moment of the kill shall fall anywhere in a change.
    std::this_thread::sleep_for(delay);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    while (readOne()) answered[report.sample] = report.seed;
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself with status " << WEXITSTATUS(status);
  }

  /// Opening also runs SQLite's own check of the file.
  void expectAllAnsweredIsThere(const std::filesystem::path& path) {
    DataDirectory held(path);
    GalleryStore store(held.galleryFile());
    for (const auto& [sample, seed] : answered) {
      const auto face = store.readFace(sample);
      // Every fifth was removed again, or the process was killed before that.
      if (!face && seed % 5 == 0) continue;
      ASSERT_TRUE(face) << "sample " << sample << " was answered and is lost";
      ASSERT_EQ(face->png, test::faceOf(seed, 500 + seed * 977 % 30'000).png);
    }
    std::size_t samples = 0;
    const std::vector<PersonInfo> everybody = store.readPeople().value();
    for (const PersonInfo& person : everybody) samples += person.samples.size();
    EXPECT_LE(samples, answered.size() + static_cast<std::size_t>(++rounds))
        << "more than the one unanswered change a kill";
  }

  test::TemporaryFolder directory;
  std::map<SampleId, unsigned> answered;
  unsigned firstSeed = 0;
  int rounds = 0;
  std::mt19937 random{5};
};

TEST_F(CrashSafetyTest, KeepsEverythingAnsweredWhenKilledAtAnyMoment) {
  for (int round = 0; round < 20; ++round) {
    enrolAndKill(directory.path() / "data", random() % 40, std::chrono::microseconds(random() % 4000));
    if (HasFatalFailure()) return;
    expectAllAnsweredIsThere(directory.path() / "data");
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(answered.size(), 100U);
}

TEST_F(CrashSafetyTest, CanBeOpenedAgainWhenKilledWhileItIsMade) {
  for (int round = 0; round < 20; ++round) {
    const auto path = directory.path() / std::to_string(round);
    answered.clear();
    enrolAndKill(path, 0, std::chrono::microseconds(random() % 15'000));
    if (HasFatalFailure()) return;
    expectAllAnsweredIsThere(path);
  }
}

}  // namespace
}  // namespace facewire::gallery
