#include <gtest/gtest.h>

#include <opencv2/face/facerec.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "facewire/base/file.hpp"
#include "live_server.hpp"
#include "pictures.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {
namespace {

/// What a program with OpenCV does with a face that was found: grey, its box, 96 x 96.
cv::Mat cropOf(ByteView picture, const protocol::Box& box) {
  Bytes bytes(picture.begin(), picture.end());
  cv::Mat grey = cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8UC1, bytes.data()), cv::IMREAD_UNCHANGED);
  if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
  cv::Mat crop;
  cv::resize(grey(cv::Rect(box.x, box.y, box.width, box.height)), crop, {96, 96}, 0, 0, cv::INTER_AREA);
  return crop;
}

TEST(OpenCvExport, IsReadByItsRecogniserWhichKnowsThePeopleByNameAndDistance) {
  LiveServer server;
  auto client = server.connect({protocol::Reply::faces}, false);
  const std::vector<std::string> names{"Ada", "B\\\"ob", "Дарья"};
  std::vector<std::int64_t> samples;
  for (std::uint64_t person = 0; person < names.size(); ++person) {
    for (std::uint64_t shot = 1; shot <= 3; ++shot) {
      const auto enrolled = client.enrol(names[person], portraitJpeg(person + 1, shot), "", false);
      ASSERT_TRUE(enrolled);
      samples.push_back(enrolled->sample);
    }
  }
  ASSERT_TRUE(client.enrol("Postman", portraitJpeg(9, 1), "", false, true));

  const auto backup = client.beginBackup(std::chrono::seconds(60), client::BackupFormat::opencv);
  ASSERT_TRUE(backup) << backup.error().detail;
  EXPECT_EQ(backup->size.people, 3U);
  EXPECT_EQ(backup->size.samples, 9U);
  Bytes whole;
  while (whole.size() < backup->bytes) {
    const auto part = client.readBackupPart(whole.size());
    ASSERT_TRUE(part);
    whole.insert(whole.end(), part->begin(), part->end());
  }
  TemporaryFolder folder;
  const std::string file = (folder.path() / "people.yml").string();
  ASSERT_TRUE(writeFile(file, whole));

  const auto recogniser = cv::face::LBPHFaceRecognizer::create();
  recogniser->read(file);
  EXPECT_EQ(recogniser->getHistograms().size(), 9U);
  EXPECT_EQ(recogniser->getRadius(), 1);
  EXPECT_EQ(recogniser->getGridX(), 8);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(recogniser->getLabelInfo(static_cast<int>(i) + 1), names[i]);
  }
  // The very faces that are in it are at no distance: the histograms are its own.
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto picture = client.readSample(samples[i]);
    ASSERT_TRUE(picture);
    int label = 0;
    double distance = 1;
    recogniser->predict(cropOf(picture->png, picture->face), label, distance);
    EXPECT_EQ(label, static_cast<int>(i / 3) + 1);
    EXPECT_LT(distance, 1e-3);
  }
  // And it tells other pictures of these people apart, cut as they are to be cut.
  int right = 0;
  int tried = 0;
  for (std::uint64_t person = 0; person < names.size(); ++person) {
    for (std::uint64_t shot = 11; shot <= 14; ++shot) {
      const Bytes jpeg = portraitJpeg(person + 1, shot);
      const auto answer = client.recognise(jpeg);
      ASSERT_TRUE(answer);
      if (answer->faces->faces.size() != 1) continue;  // not every shot is one of a face
      ++tried;
      right += recogniser->predict(cropOf(jpeg, answer->faces->faces[0].box)) == static_cast<int>(person) + 1 ? 1 : 0;
    }
  }
  EXPECT_GE(tried, 8);
  EXPECT_GE(right, tried - 2) << "of " << tried;
}

TEST(OpenCvExport, OfNobodyIsRefused) {
  LiveServer server;
  auto client = server.connect();
  const auto backup = client.beginBackup(std::chrono::seconds(60), client::BackupFormat::opencv);
  ASSERT_FALSE(backup);
  EXPECT_EQ(backup.error().code, ErrorCode::badGallery);
}

}  // namespace
}  // namespace facewire::test
