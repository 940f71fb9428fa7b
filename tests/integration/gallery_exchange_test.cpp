#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "access_fixture.hpp"
#include "facewire/base/sha256.hpp"
#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 60s;

Bytes backUp(client::Client& client) {
  const auto backup = client.beginBackup(kPatience);
  EXPECT_TRUE(backup) << backup.error().detail;
  Bytes whole;
  while (whole.size() < backup->bytes) {
    const auto part = client.readBackupPart(whole.size());
    EXPECT_TRUE(part) << part.error().detail;
    if (!part || part->empty()) break;
    whole.insert(whole.end(), part->begin(), part->end());
  }
  Sha256 sum;
  sum.add(whole);
  EXPECT_EQ(sum.hex(), backup->sha256);
  EXPECT_TRUE(client.endBackup());
  return whole;
}

Result<void> upload(client::Client& client, ByteView file) {
  Sha256 sum;
  sum.add(file);
  if (auto begun = client.beginUpload(file.size(), sum.hex()); !begun) return begun;
  for (std::size_t offset = 0; offset < file.size(); offset += 100'000) {
    const ByteView part = file.subspan(offset, std::min<std::size_t>(100'000, file.size() - offset));
    if (auto sent = client.sendUploadPart(offset, part); !sent) return sent;
  }
  return {};
}

std::size_t peopleOf(client::Client& client) {
  return client.listPeople()->size();
}

TEST(GalleryExchange, ABackupHasEveryEnrolmentThatWasAnsweredWhileOthersStreamAndEnrol) {
  LiveServer server;
  auto client = server.connect();
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  std::atomic<std::size_t> answered = 1;
  std::jthread others([&](const std::stop_token& stop) {
    auto busy = server.connect();
    for (std::uint64_t person = 2; person < 9 && !stop.stop_requested(); ++person) {
      ASSERT_TRUE(busy.enrol("person " + std::to_string(person), portraitJpeg(person, 1), "", false));
      ++answered;
      ASSERT_TRUE(busy.recognise(portraitJpeg(1, 2)));
    }
  });
  LiveServer other;
  auto reader = other.connect();
  for (int round = 0; round < 3; ++round) {
    const std::size_t before = answered;
    const Bytes file = backUp(client);
    ASSERT_TRUE(upload(reader, file));
    const auto restored = reader.restoreUpload(false, kPatience);
    ASSERT_TRUE(restored) << restored.error().detail;
    EXPECT_GE(peopleOf(reader), before);
    EXPECT_EQ(peopleOf(reader), restored->incoming.people);
  }
  const auto known = reader.recognise(portraitJpeg(1, 1));
  ASSERT_TRUE(known);
  ASSERT_EQ(known->faces->faces.size(), 1U);
  EXPECT_EQ(known->faces->faces[0].name, "Ada");
}

TEST(GalleryExchange, EveryClientSeesARestoreFromItsNextFrameOn) {
  LiveServer server;
  auto client = server.connect();
  auto camera = server.connect();
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  const Bytes file = backUp(client);
  ASSERT_TRUE(client.renamePerson("Ada", "Grace"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(camera.recognise(portraitJpeg(1, 1))->faces->faces[0].name, "Grace");
  ASSERT_TRUE(upload(client, file));
  const auto wouldBe = client.restoreUpload(true, kPatience);
  ASSERT_TRUE(wouldBe);
  EXPECT_EQ(wouldBe->present.samples, 1U);
  EXPECT_EQ(camera.recognise(portraitJpeg(1, 1))->faces->faces[0].name, "Grace");
  ASSERT_TRUE(client.restoreUpload(false, kPatience));
  EXPECT_EQ(camera.recognise(portraitJpeg(1, 1))->faces->faces[0].name, "Ada");
}

TEST(GalleryExchange, AnUploadThatIsNotWholeIsRefused) {
  LiveServer server;
  auto client = server.connect();
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  const Bytes file = backUp(client);
  ASSERT_TRUE(client.beginUpload(file.size(), std::string(64, '0')));
  const auto early = client.restoreUpload(false, kPatience);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, ErrorCode::badGallery);
  const auto skipping = client.sendUploadPart(10, ByteView(file).first(10));
  ASSERT_FALSE(skipping);
  EXPECT_EQ(skipping.error().code, ErrorCode::badMessage);
  ASSERT_TRUE(client.sendUploadPart(0, file));
  EXPECT_FALSE(client.sendUploadPart(file.size(), ByteView(file).first(1))) << "more than was announced";
  const auto wrongSum = client.restoreUpload(false, kPatience);
  ASSERT_FALSE(wrongSum);
  EXPECT_NE(wrongSum.error().detail.find("SHA-256"), std::string::npos) << wrongSum.error().detail;
  EXPECT_FALSE(client.mergeUpload(false, kPatience));
  ASSERT_TRUE(client.endUpload());
  EXPECT_FALSE(client.restoreUpload(false, kPatience)) << "there is none any more";
  EXPECT_FALSE(client.readBackupPart(0));
  EXPECT_EQ(peopleOf(client), 1U);
}

TEST(GalleryExchange, TwoAreOnTheirWayAtMostAndAClientThatVanishesLeavesItsPlace) {
  LiveServer server;
  auto one = server.connect();
  auto two = std::make_unique<client::Client>(server.connect());
  auto three = server.connect();
  ASSERT_TRUE(one.beginBackup(kPatience));
  ASSERT_TRUE(one.beginBackup(kPatience)) << "in the place of its own last one";
  ASSERT_TRUE(two->beginUpload(1000, std::string(64, '0')));
  const auto refused = three.beginBackup(kPatience);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::busy);
  two.reset();
  Result<client::Backup> taken = fail(ErrorCode::busy, "");
  for (const auto deadline = Clock::now() + 30s; !taken && Clock::now() < deadline;) {
    taken = three.beginBackup(kPatience);  // its session ends in a moment
  }
  EXPECT_TRUE(taken);
}

TEST(GalleryExchange, AStoredPictureGoesOutAndComesBackAsItWas) {
  LiveServer server;
  LiveServer other;
  auto client = server.connect();
  auto reader = other.connect();
  const auto enrolled = client.enrol("Ada", portraitJpeg(1, 1), "door", false);
  ASSERT_TRUE(enrolled);
  const auto picture = client.readSample(enrolled->sample);
  ASSERT_TRUE(picture) << picture.error().detail;
  const client::StoredOrigin origin{"Ada", false, "2020-01-01T00:00:00Z", "door", "2020-01-02T00:00:00Z"};
  const auto added = reader.addSample(*picture, origin);
  ASSERT_TRUE(added) << added.error().detail;
  EXPECT_TRUE(added->newPerson);
  EXPECT_TRUE(reader.addSample(*picture, origin)->already);
  const auto person = reader.showPerson("Ada");
  EXPECT_EQ(person->created, "2020-01-01T00:00:00Z");
  EXPECT_EQ(person->samples.at(0).created, "2020-01-02T00:00:00Z");
  const auto back = reader.readSample(added->sample);
  EXPECT_EQ(back->png, picture->png);
  EXPECT_EQ(back->face, picture->face);
  const auto here = client.recognise(portraitJpeg(1, 2));
  const auto there = reader.recognise(portraitJpeg(1, 2));
  EXPECT_EQ(here->faces->faces[0].distance, there->faces->faces[0].distance);

  EXPECT_EQ(client.readSample(999).error().code, ErrorCode::unknownPerson);
  client::StoredPicture outside = *picture;
  outside.face.width = 5000;
  EXPECT_EQ(reader.addSample(outside, origin).error().code, ErrorCode::corruptImage);
  client::StoredPicture noPng = *picture;
  noPng.png.resize(100);
  EXPECT_EQ(reader.addSample(noPng, origin).error().code, ErrorCode::corruptImage);
  client::StoredOrigin badDate = origin;
  badDate.created = "yesterday";
  EXPECT_EQ(reader.addSample(*picture, badDate).error().code, ErrorCode::badMessage);
}

class GalleryExchangeRoles : public AccessTest {};

TEST_F(GalleryExchangeRoles, EverybodyIsForAdministratorsOnly) {
  auto admin = connect(admin_);
  ASSERT_TRUE(admin->enrol("Ada", portraitJpeg(1, 1), "", false));
  ASSERT_TRUE(admin->beginBackup(kPatience));
  auto enroller = connect(enroller_);
  EXPECT_TRUE(isUnauthorised(enroller->beginBackup(kPatience)));
  EXPECT_TRUE(isUnauthorised(enroller->beginUpload(10, "")));
  EXPECT_TRUE(isUnauthorised(enroller->sendUploadPart(0, asBytes("hello"))));
  EXPECT_TRUE(isUnauthorised(enroller->addSample({}, {})));
  EXPECT_TRUE(enroller->readSample(1)) << "enrollers see pictures";
  auto viewer = connect(viewer_);
  EXPECT_TRUE(isUnauthorised(viewer->readSample(1)));
  EXPECT_TRUE(viewer->recognise(portraitJpeg(1, 1))) << "the connection goes on";
}

}  // namespace
}  // namespace facewire::test
