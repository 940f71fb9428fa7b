// A wall clock that jumps, by libfaketime. What counts seconds must use the other one.

#include <filesystem>
#include <fstream>

#include "fault_fixture.hpp"
#include "pictures.hpp"
#include "stream_fixture.hpp"

namespace facewire::test {
namespace {

std::string fakeTimeLibrary() {
  std::error_code none;
  for (const auto& folder : std::filesystem::directory_iterator("/usr/lib", none)) {
    const auto library = folder.path() / "faketime/libfaketimeMT.so.1";
    if (std::filesystem::exists(library, none)) return library;
  }
  return "";
}

/// A wall clock that is set while programs run under it. The monotonic one goes on as it does in truth.
class WallClock {
 public:
  explicit WallClock(const std::filesystem::path& file) : file_(file) { set("+0"); }

  /// As faketime(1): "+1d", "-1d", "@2039-06-01 12:00:00".
  void set(const std::string& time) const {
    const std::string partial = file_.string() + ".partial";
    std::ofstream(partial) << time << "\n";
    std::filesystem::rename(partial, file_);
  }

  std::map<std::string, std::string> environment() const {
    return {{"LD_PRELOAD", fakeTimeLibrary()},
            {"FAKETIME_TIMESTAMP_FILE", file_.string()},
            {"FAKETIME_NO_CACHE", "1"},
            {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
            {"TZ", "UTC"}};
  }

 private:
  const std::filesystem::path file_;
};

TEST(ClockJump, TimesNobodyOutAndIsSeenInTheTimesThatAreTold) {
  if (fakeTimeLibrary().empty()) GTEST_SKIP() << "install Debian's libfaketime";
  TemporaryFolder folder;
  const WallClock clock(folder.path() / "clock");
  ServerProcess server({}, 0, clock.environment());
  auto idle = connectTo(server);
  auto busy = connectTo(server);
  const struct {
    const char* time;
    const char* year;
  } jumps[] = {{"@2030-05-05 12:00:00", "2030"}, {"@2030-05-06 12:00:00", "2030"}, {"@2030-05-05 12:00:00", "2030"},
               {"@1970-06-02 12:00:00", "1970"}, {"@2039-06-01 12:00:00", "2039"}, {"@2000-02-29 12:00:00", "2000"}};
  std::uint64_t person = 1;
  for (const auto& [time, year] : jumps) {
    SCOPED_TRACE(time);
    clock.set(time);
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(busy.recognise(portraitJpeg(1, 1)));
    const std::string name = "Person " + std::to_string(person);
    ASSERT_TRUE(busy.enrol(name, portraitJpeg(person, 1), "jump.jpg", false));
    ++person;
    const auto shown = busy.showPerson(name);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->created.substr(0, 4), year);
    EXPECT_EQ(shown->samples.at(0).created.substr(0, 4), year);
    const auto status = connectTo(server).status();
    ASSERT_TRUE(status);
    EXPECT_GE(status->at("uptime_s").get<double>(), 0);
    EXPECT_LT(status->at("uptime_s").get<double>(), 3600);
  }
  EXPECT_TRUE(idle.recognise(portraitJpeg(1, 1))) << "one who was idle through it all";
  const ProcessResult end = server.stop();
  EXPECT_EQ(end.exitStatus, 0) << end.err;
  EXPECT_EQ(countIn(end.err, "warning"), 0U) << end.err;
  EXPECT_EQ(countIn(end.err, "error"), 0U) << end.err;
  EXPECT_EQ(integrityOf(server), "ok");
}

class ClockJumpOfTheClient : public StreamEndToEnd {};

TEST_F(ClockJumpOfTheClient, DoesNotConcernAStream) {
  if (fakeTimeLibrary().empty()) GTEST_SKIP() << "install Debian's libfaketime";
  const WallClock clock(path("clock"));
  const auto client = startFacewire({"stream", "--video", video("ada.avi", 1, 120), "--results", "-", "--no-display"},
                                    {"", clock.environment()});
  int frame = 5;
  for (const char* time : {"+1d", "-1d", "@1970-06-02 12:00:00", "@2039-06-01 12:00:00"}) {
    ASSERT_TRUE(client->waitForOutput("\"frame\":" + std::to_string(frame) + ",")) << time;
    clock.set(time);
    frame += 20;
  }
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_EQ(result.err.find("lost"), std::string::npos) << result.err;
  expectEveryFrameOnce(result.out, 120);
}

}  // namespace
}  // namespace facewire::test
