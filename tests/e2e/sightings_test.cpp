#include "sightings_fixture.hpp"

namespace facewire::test {
namespace {

TEST_F(SightingsEndToEnd, TellWhoCameWhenAndForHowLongAsItTrulyWas) {
  start();
  enrol(1, "Ada Lovelace");
  enrol(3, "Cem");
  const Video video{.people = {1, 2, 3}, .size = {640, 240}, .frames = 150, .seed = 4};
  std::map<std::uint64_t, Stay> truth;
  auto door = camera("front-door");
  portraits::renderVideo(video, [&](int, const portraits::Picture& picture) {
    const auto sent = Wall::now();
    EXPECT_TRUE(door.recognise(toJpeg(picture.image)));
    const auto answered = Wall::now();
    for (const portraits::FaceTruth& face : picture.faces) {
      Stay& stay = truth[face.person];
      ++stay.frames;
      stay.first = std::min(stay.first, sent);
      stay.last = answered;
    }
    return true;
  });
  const auto seen = sightings();
  ASSERT_EQ(seen.size(), 2U) << "one of each who is enrolled, none of the stranger";
  for (const Json& sighting : seen) {
    const bool isAda = sighting.at("person") == "Ada Lovelace";
    EXPECT_TRUE(isAda || sighting.at("person") == "Cem") << sighting;
    const Stay& stay = truth.at(isAda ? 1 : 3);
    EXPECT_EQ(sighting.at("client"), "front-door");
    EXPECT_TRUE(sighting.at("open").get<bool>());
    // A face that comes in is found within some frames; what the truth leaves out as hidden may be found all the same.
    const auto frame = (stay.last - stay.first) / stay.frames;
    EXPECT_NEAR(sighting.at("frames").get<int>(), stay.frames, 25) << sighting;
    EXPECT_GE(timeOf(sighting.at("first")), stay.first - 25 * frame) << sighting;
    EXPECT_LE(timeOf(sighting.at("first")), stay.first + 25 * frame) << sighting;
    EXPECT_GE(timeOf(sighting.at("last")), stay.last - 25 * frame) << sighting;
    EXPECT_LE(timeOf(sighting.at("last")), stay.last + 25 * frame) << sighting;
  }
}

TEST_F(SightingsEndToEnd, AreMadeOfAVideoThatTheClientStreams) {
  start({"--sightings-cooldown", "1"});
  const std::string file = (folder_.path() / "film.avi").string();
  cv::VideoWriter writer(file, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 25, {320, 240});
  ASSERT_TRUE(writer.isOpened());
  const Video film{.people = {1}, .size = {320, 240}, .seed = 9};
  enrol(1, "Ada Lovelace");
  for (int i = 60; i < 160; ++i) writer.write(renderVideoFrame(film, i).image);
  writer.release();

  const auto watcher = watch();
  ASSERT_EQ(facewire({"stream", "--video", file, "--no-display", "--name", "side door"}).exitStatus, 0);
  ASSERT_TRUE(watcher->waitForOutput("\"left\""));
  watcher->sendSignal(SIGINT);
  const ProcessResult watched = watcher->wait();
  EXPECT_EQ(watched.exitStatus, 0) << watched.err;
  const auto events = linesOf(watched.out);
  ASSERT_EQ(events.size(), 2U) << watched.out;
  EXPECT_EQ(events[0].at("event"), "entered");
  EXPECT_EQ(events[1].at("event"), "left");
  for (const Json& event : events) {
    EXPECT_EQ(event.at("person"), "Ada Lovelace");
    EXPECT_EQ(event.at("client"), "side door");
  }
  const auto seen = sightings();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_FALSE(seen[0].at("open").get<bool>());
  EXPECT_EQ(seen[0].at("frames"), events[1].at("frames"));

  const ProcessResult table = facewire({"sightings", "--since", "1h", "--person", "Ada Lovelace"});
  EXPECT_NE(table.out.find("Ada Lovelace"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("side door"), std::string::npos) << table.out;
  EXPECT_TRUE(sightings({"--person", "Nobody"}).empty());
  EXPECT_TRUE(sightings({"--client", "front door"}).empty());
  EXPECT_TRUE(sightings({"--until", "1h"}).empty());
  const ProcessResult attendance = facewire({"sightings", "--attendance", "--csv", "--since", "yesterday"});
  EXPECT_EQ(attendance.out.find("day,person,first,last,seconds,sightings\n"), 0U) << attendance.out;
  EXPECT_NE(attendance.out.find(",Ada Lovelace,"), std::string::npos) << attendance.out;
  const std::string pictures = (folder_.path() / "crops").string();
  ASSERT_EQ(facewire({"sightings", "--pictures", pictures}).exitStatus, 0);
  EXPECT_TRUE(std::filesystem::exists(pictures + "/" + std::to_string(seen[0].at("id").get<int>()) + ".jpg"));
  EXPECT_EQ(facewire({"sightings", "forget", "--before", "now"}).out, "forgot 1 sighting\n");
  EXPECT_TRUE(sightings().empty());
}

TEST_F(SightingsEndToEnd, AreClosedWhereTheServerWasKilled) {
  start();
  enrol(1, "Ada Lovelace");
  show("front-door", 1);
  const auto before = sightings();
  ASSERT_EQ(before.size(), 1U);
  ASSERT_TRUE(before[0].at("open").get<bool>());
  const auto watcher = watch();
  server_->kill();
  server_->startAgain();
  EXPECT_TRUE(watcher->waitForError("back after"));
  const auto after = sightings();
  ASSERT_EQ(after.size(), 1U);
  EXPECT_FALSE(after[0].at("open").get<bool>());
  EXPECT_EQ(after[0].at("last"), before[0].at("last")) << "as it was last written";
  show("front-door", 1);
  const auto again = sightings();
  ASSERT_EQ(again.size(), 2U);
  EXPECT_GT(again[1].at("id"), after[0].at("id"));
  EXPECT_TRUE(watcher->waitForOutput("entered")) << "the watcher goes on by itself";
  EXPECT_EQ(server_->stop().exitStatus, 0);
  EXPECT_EQ(checkData(server_->dataFolder()).exitStatus, 0);
}

TEST_F(SightingsEndToEnd, GoWithAPersonToTheLastByte) {
  start();
  enrol(1, "Zaphod Beeblebrox");
  enrol(3, "Cem");
  show("front-door", 1);
  show("front-door", 3);
  ASSERT_EQ(sightings().size(), 2U);
  const auto pictures = crops();
  ASSERT_EQ(pictures.size(), 2U);
  ASSERT_TRUE(isAnywhere("Zaphod Beeblebrox"));
  auto client = connectTo(*server_);
  ASSERT_TRUE(client.removePerson("Zaphod Beeblebrox"));
  EXPECT_FALSE(isAnywhere("Zaphod Beeblebrox"));
  const auto left = crops();
  ASSERT_EQ(left.size(), 1U);
  const std::string& gone = pictures[pictures[0] == left[0] ? 1 : 0];
  for (std::size_t at = 100; at + 24 < gone.size() - 24; at += 24) {
    ASSERT_FALSE(isAnywhere(gone.substr(at, 24))) << "at " << at;
  }
  EXPECT_TRUE(isAnywhere(left[0].substr(100, 24))) << "the other one's stays";
  server_->kill();
  EXPECT_FALSE(isAnywhere("Zaphod Beeblebrox"));
}

TEST_F(SightingsEndToEnd, AreNotKeptForNoDays) {
  start({"--sightings-days", "0", "--sightings-cooldown", "1"});
  enrol(1, "Zaphod Beeblebrox");
  const auto watcher = watch();
  show("the-front-door", 1);
  EXPECT_TRUE(watcher->waitForOutput("\"left\"")) << "those who watch are told all the same";
  EXPECT_TRUE(sightings().empty());
  EXPECT_TRUE(crops().empty());
  for (const auto& [name, content] : filesIn(server_->dataFolder())) {
    if (!name.starts_with("sightings")) continue;
    EXPECT_EQ(content.find("Zaphod"), std::string::npos) << name;
    EXPECT_EQ(content.find("the-front-door"), std::string::npos) << name;
  }
}

TEST_F(SightingsEndToEnd, DoNotStopRecognitionWhereTheyCannotBeKept) {
  start();
  enrol(1, "Ada Lovelace");
  ASSERT_EQ(server_->stop().exitStatus, 0);
  std::ofstream(server_->dataFolder() / "sightings.db") << std::string(5000, 'x');
  std::filesystem::remove(server_->dataFolder() / "sightings.db-wal");
  server_->startAgain();
  EXPECT_TRUE(server_->process().waitForError("sightings are not kept, all else works"));
  show("front-door", 1);
  auto client = connectTo(*server_);
  EXPECT_EQ(nameOf(client, portraitJpeg(1, 4)), "Ada Lovelace");
  const ProcessResult asked = facewire({"sightings"});
  EXPECT_NE(asked.exitStatus, 0);
  EXPECT_NE(asked.err.find("sightings.db"), std::string::npos) << asked.err;
  EXPECT_EQ(server_->stop().exitStatus, 0);
  const ProcessResult check = checkData(server_->dataFolder());
  EXPECT_EQ(check.exitStatus, 1);
  EXPECT_NE(check.out.find("is not a database of sightings"), std::string::npos) << check.out;
}

}  // namespace
}  // namespace facewire::test
