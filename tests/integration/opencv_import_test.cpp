#include <gtest/gtest.h>

#include <array>
#include <opencv2/face/facerec.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "facewire/base/file.hpp"
#include "facewire/capture/opencv_model.hpp"
#include "live_server.hpp"
#include "pictures.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {
namespace {

cv::Mat greyOf(ByteView jpeg) {
  Bytes bytes(jpeg.begin(), jpeg.end());
  return cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8UC1, bytes.data()), cv::IMREAD_GRAYSCALE);
}

std::vector<cv::Mat> histogramsOf(const cv::face::LBPHFaceRecognizer& recogniser, int label) {
  std::vector<cv::Mat> of;
  const auto all = recogniser.getHistograms();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (recogniser.getLabels().at<int>(static_cast<int>(i)) == label) of.push_back(all[i]);
  }
  return of;
}

/// A program with OpenCV has been trained with three shots of each of four people, each face as large as it was found,
/// and has written its file; a server of ours has never seen any of them.
class OpenCvImport : public testing::Test {
 protected:
  static constexpr std::uint64_t kPeople = 4;

  void SetUp() override {
    LiveServer finder;
    auto client = finder.connect({protocol::Reply::faces}, false);
    std::vector<cv::Mat> faces;
    std::vector<int> labels;
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      for (std::uint64_t shot = 1; shot <= 3; ++shot) {
        const Bytes jpeg = portraitJpeg(person, shot);
        const auto answer = client.recognise(jpeg);
        ASSERT_TRUE(answer);
        if (answer->faces->faces.size() != 1) continue;
        const protocol::Box& box = answer->faces->faces[0].box;
        faces.push_back(greyOf(jpeg)(cv::Rect(box.x, box.y, box.width, box.height)).clone());
        labels.push_back(labelOf(person));
      }
    }
    recogniser->train(faces, labels);
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      recogniser->setLabelInfo(labelOf(person), nameOf(person));
    }
  }

  static int labelOf(std::uint64_t person) { return static_cast<int>(person * 10); }
  static std::string nameOf(std::uint64_t person) {
    constexpr std::array kNames{"", "Ada", "B\\\"ob", "Дарья", "Éve"};
    return kNames.at(person);
  }

  capture::OpenCvModel write(const std::string& name) const {
    const std::string file = (folder.path() / name).string();
    recogniser->write(file);
    const auto model = capture::readOpenCvModel(file);
    EXPECT_TRUE(model) << model.error().detail;
    return model.value_or(capture::OpenCvModel{});
  }

  static void import(client::Client& client, const capture::OpenCvModel& model) {
    for (const auto& sample : model.samples) {
      const auto added = client.addHistogram({model.names.at(sample.label), "trainer.yml", sample.label, model.radius,
                                              model.gridX, model.gridY, sample.shares});
      ASSERT_TRUE(added) << added.error().detail;
      EXPECT_FALSE(added->already);
    }
  }

  /// How many faces of other shots are named; wrong is none of them.
  static int namedIn(client::Client& client) {
    int named = 0;
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      for (std::uint64_t shot = 11; shot <= 15; ++shot) {
        const auto answer = client.recognise(portraitJpeg(person, shot));
        EXPECT_TRUE(answer);
        if (!answer) continue;
        for (const protocol::Face& face : answer->faces->faces) {
          if (!face.known) continue;
          EXPECT_EQ(face.name, nameOf(person));
          ++named;
        }
      }
    }
    return named;
  }

  TemporaryFolder folder;
  cv::Ptr<cv::face::LBPHFaceRecognizer> recogniser = cv::face::LBPHFaceRecognizer::create();
};

TEST_F(OpenCvImport, ReadsEveryFormOfItsFileToTheLastBit) {
  const auto histograms = recogniser->getHistograms();
  for (const char* name : {"trainer.yml", "trainer.yaml", "trainer.xml", "trainer.json", "trainer.yml.gz"}) {
    const capture::OpenCvModel model = write(name);
    EXPECT_EQ(model.radius, 1);
    EXPECT_EQ(model.gridX, 8);
    EXPECT_EQ(model.gridY, 8);
    ASSERT_EQ(model.samples.size(), histograms.size()) << name;
    for (std::size_t i = 0; i < histograms.size(); ++i) {
      EXPECT_EQ(model.samples[i].shares, std::vector<float>(histograms[i].begin<float>(), histograms[i].end<float>()))
          << name;
      EXPECT_EQ(model.samples[i].label, recogniser->getLabels().at<int>(static_cast<int>(i)));
    }
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      EXPECT_EQ(model.names.at(labelOf(person)), nameOf(person)) << name;
    }
  }
}

TEST_F(OpenCvImport, NamesThePeopleAndNoStrangers) {
  LiveServer server;
  auto client = server.connect({protocol::Reply::faces}, false);
  import(client, write("trainer.yml"));
  for (std::uint64_t person = 1; person <= kPeople; ++person) {
    const auto answer = client.recognise(portraitJpeg(person, 1));
    ASSERT_TRUE(answer);
    if (answer->faces->faces.size() != 1) continue;
    const protocol::Face& face = answer->faces->faces[0];
    EXPECT_EQ(face.name, nameOf(person));
    EXPECT_LE(*face.distance, face.threshold);
    const auto verified = client.verify(nameOf(person), portraitJpeg(person, 1));
    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_TRUE(verified->verified);
    const auto other = client.verify(nameOf(person % kPeople + 1), portraitJpeg(person, 1));
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_FALSE(other->verified);
    EXPECT_EQ(other->reason, protocol::Reason::anotherPerson);
  }
  EXPECT_GE(namedIn(client), 2);
  for (std::uint64_t stranger = 30; stranger < 40; ++stranger) {
    const auto answer = client.recognise(portraitJpeg(stranger, 1));
    ASSERT_TRUE(answer);
    for (const protocol::Face& face : answer->faces->faces) EXPECT_FALSE(face.known) << *face.name;
  }
}

TEST_F(OpenCvImport, NamesMoreUpToADistanceThatIsChosen) {
  auto settings = LiveServer::defaults();
  settings.service.openCvThreshold = 150;
  LiveServer server(settings);
  auto client = server.connect({protocol::Reply::faces}, false);
  import(client, write("trainer.yml"));
  EXPECT_GE(namedIn(client), 8);
  const auto answer = client.recognise(portraitJpeg(1, 1));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->faces->faces.size(), 1U);
  EXPECT_EQ(answer->faces->faces[0].threshold, 150);
}

TEST_F(OpenCvImport, TakesAMuchSmallerFaceForTooSmallAndNotForAnEmptyGallery) {
  LiveServer server;
  auto client = server.connect({protocol::Reply::faces}, false);
  import(client, write("trainer.yml"));
  const auto answer = client.recognise(portraitJpeg(1, 1, {160, 120}));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->faces->faces.size(), 1U);
  EXPECT_FALSE(answer->faces->faces[0].known);
  EXPECT_EQ(answer->faces->faces[0].reason, protocol::Reason::tooSmall);
}

TEST_F(OpenCvImport, GivesWayToPicturesOfTheSamePeople) {
  LiveServer server;
  auto client = server.connect({protocol::Reply::faces}, false);
  import(client, write("trainer.yml"));
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  const auto answer = client.recognise(portraitJpeg(1, 1));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->faces->faces.size(), 1U);
  EXPECT_EQ(answer->faces->faces[0].name, "Ada");
  const auto person = client.showPerson("Ada");
  ASSERT_TRUE(person);
  EXPECT_TRUE(person->samples.back().hasPicture);
  EXPECT_FALSE(person->samples.front().hasPicture);
  EXPECT_EQ(answer->faces->faces[0].sample, person->samples.back().id);
}

TEST_F(OpenCvImport, GoesBackToOpenCvWithTheSameLabels) {
  LiveServer server;
  auto client = server.connect({protocol::Reply::faces}, false);
  import(client, write("trainer.yml"));
  ASSERT_TRUE(client.enrol("Zoe", portraitJpeg(20, 1), "", false));
  const auto backup = client.beginBackup(std::chrono::seconds(60), client::BackupFormat::opencv);
  ASSERT_TRUE(backup) << backup.error().detail;
  Bytes whole;
  while (whole.size() < backup->bytes) {
    const auto part = client.readBackupPart(whole.size());
    ASSERT_TRUE(part);
    whole.insert(whole.end(), part->begin(), part->end());
  }
  const std::string file = (folder.path() / "again.yml").string();
  ASSERT_TRUE(writeFile(file, whole));
  const auto again = cv::face::LBPHFaceRecognizer::create();
  again->read(file);
  EXPECT_EQ(again->getLabelInfo(1), "Zoe");
  for (std::uint64_t person = 1; person <= kPeople; ++person) {
    EXPECT_EQ(again->getLabelInfo(labelOf(person)), nameOf(person));
  }
  for (std::uint64_t person = 1; person <= kPeople; ++person) {
    const auto before = histogramsOf(*recogniser, labelOf(person));
    const auto after = histogramsOf(*again, labelOf(person));
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(cv::norm(before[i], after[i], cv::NORM_INF), 0) << i;
  }
}

TEST_F(OpenCvImport, SaysWhatIsWrongWithAFile) {
  const auto refusalOf = [&](const std::string& name, const std::string& content) {
    const std::string file = (folder.path() / name).string();
    EXPECT_TRUE(writeFile(file, asBytes(content)));
    const auto model = capture::readOpenCvModel(file);
    EXPECT_FALSE(model);
    if (model) return std::string();
    EXPECT_EQ(model.error().code, ErrorCode::invalidInput);
    EXPECT_TRUE(model.error().detail.starts_with(file + ": ")) << model.error().detail;
    return model.error().detail.substr(file.size() + 2);
  };
  const auto has = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  EXPECT_EQ(capture::readOpenCvModel(folder.path() / "none.yml").error().detail,
            (folder.path() / "none.yml").string() + ": no such file");
  has(refusalOf("empty.yml", ""), "is damaged, or no file of OpenCV's");
  has(refusalOf("words.yml", "%YAML:1.0\n---\nwords: 3\n"), "is it of LBPHFaceRecognizer?");
  has(refusalOf("eigen.yml", "%YAML:1.0\n---\nopencv_eigenfaces:\n   threshold: 1.\n"),
      "only its LBPH can be imported");
  has(refusalOf("cut.yml", "%YAML:1.0\n---\nopencv_lbphfaces:\n   radius: 1\n   neighbors: 8\n   grid_x: ["),
      "damaged");
  const std::string head =
      "%YAML:1.0\n---\nopencv_lbphfaces:\n   threshold: 1.\n   radius: 1\n   grid_x: 8\n   grid_y: 8\n";
  const std::string labels =
      "   labels: !!opencv-matrix\n      rows: 2\n      cols: 1\n      dt: i\n      data: [ 1, 2 ]\n";
  has(refusalOf("neighbours.yml", head + "   neighbors: 12\n"), "12 neighbours, and only 8");
  has(refusalOf("nobody.yml", head + "   neighbors: 8\n   histograms: []\n"), "no \"labels\"");
  has(refusalOf("fewer.yml", head + "   neighbors: 8\n   histograms: []\n" + labels), "0 histograms and 2 labels");
}

TEST_F(OpenCvImport, IsRefusedByTheServerWhereItIsNoFace) {
  LiveServer server;
  auto client = server.connect();
  capture::OpenCvModel model = write("trainer.yml");
  auto wrong = model.samples.front().shares;
  wrong[5] = 7;
  auto refused = client.addHistogram({"Ada", "", 1, 1, 8, 8, wrong});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::badGallery);
  refused = client.addHistogram({"Ada", "", 1, 1, 9, 8, model.samples.front().shares});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::badGallery);
  EXPECT_TRUE(client.listPeople()->empty());
  ASSERT_TRUE(client.enrol("Postman", portraitJpeg(9, 1), "", false, true));
  refused = client.addHistogram({"Postman", "", 1, 1, 8, 8, model.samples.front().shares});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::nameTaken);
}

}  // namespace
}  // namespace facewire::test
