#include <future>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "facewire/base/file.hpp"
#include "interview_fixture.hpp"

namespace facewire::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// What each command says with the deep engine, on half of the pictures of both people.
class DeepCommands : public InterviewEndToEnd {
 protected:
  void SetUp() override {
    InterviewEndToEnd::SetUp();
    if (IsSkipped()) return;
    start(models_.deep());
    importHalf();
  }

  /// A picture of Mr smith's in a larger black one.
  static cv::Mat smithIn(cv::Size size, cv::Point at, int side) {
    cv::Mat canvas(size, CV_8UC3, cv::Scalar::all(0));
    cv::Mat face;
    cv::resize(cv::imread(picture(1, 1)), face, {side, side}, 0, 0, cv::INTER_AREA);
    face.copyTo(canvas(cv::Rect(at, face.size())));
    return canvas;
  }

  static cv::Mat frameOfFilm(int number) {
    cv::VideoCapture capture(film());
    cv::Mat frame;
    for (int i = 0; i <= number; ++i) capture.read(frame);
    return frame;
  }
};

TEST_F(DeepCommands, ExplainShowsTheAlignedFacesAndAnswersAsWithout) {
  const std::string probe = picture(1, 1);
  const ProcessResult plain = facewire({"recognize", probe});
  EXPECT_EQ(plain.exitStatus, 0);
  EXPECT_NE(plain.out.find(std::string(kSmith) + " (score 1.00, distance 0."), std::string::npos) << plain.out;
  const ProcessResult explained = facewire({"recognize", probe, "--explain", path("why.png")});
  EXPECT_EQ(explained.exitStatus, 0) << explained.err;
  EXPECT_EQ(explained.out, plain.out);
  const cv::Mat sheet = cv::imread(path("why.png"));
  EXPECT_EQ(sheet.cols, 1080);
  EXPECT_GT(sheet.rows, 500);
}

TEST_F(DeepCommands, AnnotatesWhereTheFaceIs) {
  const fs::path still = put("still.jpg", frameOfFilm(200));
  const ProcessResult result = facewire({"recognize", still, "--output", path("who.jpg")});
  EXPECT_EQ(result.exitStatus, 0) << result.err << result.out;
  const cv::Mat before = cv::imread(still);
  const cv::Mat after = cv::imread(path("who.jpg"));
  ASSERT_EQ(after.size(), before.size());
  cv::Mat changed;
  cv::absdiff(before, after, changed);
  const json face = facewireJson({"recognize", still}).at(0)["faces"].at(0);
  const std::vector<int> box = face["box"];
  const cv::Mat edge = changed(cv::Rect(box[0], box[1], box[2], box[3]) & cv::Rect({}, changed.size()));
  EXPECT_GT(cv::norm(edge, cv::NORM_INF), 60);
}

TEST_F(DeepCommands, VerifySaysYesNoOrNobody) {
  EXPECT_EQ(facewire({"verify", kSmith, picture(1, 1), picture(1, 3)}).exitStatus, 0);
  const ProcessResult other = facewire({"verify", kSmith, picture(2, 1)});
  EXPECT_EQ(other.exitStatus, 11);
  EXPECT_NE(other.out.find("no, this is Ms Emma"), std::string::npos) << other.out;
  const ProcessResult none = facewire({"verify", kSmith, put("black.jpg", cv::Mat::zeros(240, 320, CV_8UC3))});
  EXPECT_EQ(none.exitStatus, 10) << none.out << none.err;
  const json yes = facewireJson({"verify", kSmith, picture(1, 1)}).at(0);
  EXPECT_EQ(yes["verified"], true);
  EXPECT_LT(yes["distance"], yes["threshold"]);
}

TEST_F(DeepCommands, CalibrateStaysWithinWhatEmbeddingsAllow) {
  const json found = facewireJson({"calibrate"}).at(0);
  EXPECT_EQ(found["people"], 2) << found;
  // Two people are too few to go above the default.
  EXPECT_EQ(found["current"]["threshold"], facewireJson({"status"}).at(0)["engine"]["threshold"]);
  EXPECT_LE(found["suggested"]["threshold"], found["current"]["threshold"]);
  EXPECT_GT(found["suggested"]["threshold"], 0.2);
  EXPECT_EQ(found["current"]["mistaken"], 0);
  EXPECT_EQ(facewire({"calibrate", "--apply", "--plot", path("rates.svg")}).exitStatus, 0);
  EXPECT_TRUE(fs::exists(path("rates.svg")));
  EXPECT_EQ(facewireJson({"status"}).at(0)["engine"]["threshold_from"], "calibration");
  EXPECT_EQ(namedRight(), 50);
}

TEST_F(DeepCommands, PeopleAreShownRenamedAndRemoved) {
  EXPECT_EQ(facewireJson({"people", "show", kEmma}).at(0)["samples"].size(), 25U);
  EXPECT_EQ(facewire({"people", "rename", kEmma, "Emma"}).exitStatus, 0);
  EXPECT_EQ(facewireJson({"recognize", picture(2, 1)}).at(0)["faces"].at(0)["name"], "Emma");
  EXPECT_EQ(facewire({"people", "remove", "Emma"}).exitStatus, 0);
  const ProcessResult gone = facewire({"recognize", picture(2, 1)});
  EXPECT_EQ(gone.exitStatus, 11);
  EXPECT_NE(gone.out.find("unknown (nearest Mr smith at "), std::string::npos) << gone.out;
}

TEST_F(DeepCommands, AFilmEnrolsDifferentFramesOfOnePerson) {
  ASSERT_EQ(facewire({"people", "remove", kSmith}).exitStatus, 0);
  // From here on he is alone for a while.
  cv::VideoCapture capture(film());
  cv::VideoWriter writer(path("smith.avi"), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 30, {320, 240});
  cv::Mat frame;
  for (int i = 0; i < 300 && capture.read(frame); ++i) {
    if (i >= 175) writer.write(frame);
  }
  writer.release();
  const ProcessResult result = facewire({"enroll", "The man", "--video", path("smith.avi"), "--samples", "2"});
  EXPECT_EQ(result.exitStatus, 0) << result.out << result.err;
  EXPECT_EQ(facewireJson({"recognize", put("later.jpg", frameOfFilm(290))}).at(0)["faces"].at(0)["name"], "The man");
}

TEST_F(DeepCommands, GreyPicturesAreRecognisedToo) {
  cv::Mat grey;
  cv::cvtColor(frameOfFilm(200), grey, cv::COLOR_BGR2GRAY);
  const json faces = facewireJson({"recognize", put("grey.jpg", grey)}).at(0)["faces"];
  ASSERT_EQ(faces.size(), 1U);
  EXPECT_EQ(faces[0]["name"], kSmith);
  const ProcessResult annotated = facewire({"recognize", path("grey.jpg"), "--output", path("who.jpg")});
  EXPECT_EQ(annotated.exitStatus, 0) << annotated.err;
  EXPECT_EQ(cv::imread(path("who.jpg")).size(), grey.size());
}

TEST_F(DeepCommands, PicturesOfAnySizeAreAnswered) {
  const ProcessResult pixel = facewire({"recognize", put("pixel.jpg", cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(90)))});
  EXPECT_EQ(pixel.exitStatus, 10) << pixel.err;
  for (const cv::Size size : {cv::Size(1, 900), cv::Size(900, 1), cv::Size(40, 2000)}) {
    EXPECT_EQ(facewire({"recognize", put("thin.jpg", cv::Mat::zeros(size, CV_8UC3))}).exitStatus, 10) << size;
  }
  const cv::Rect where(1900, 700, 500, 500);
  const fs::path large = put("large.jpg", smithIn({3000, 2000}, where.tl(), where.width));
  const json answer = facewireJson({"recognize", large}).at(0);
  EXPECT_EQ(answer["width"], 3000);
  ASSERT_EQ(answer["faces"].size(), 1U) << answer;
  EXPECT_EQ(answer["faces"][0]["name"], kSmith);
  const std::vector<int> box = answer["faces"][0]["box"];
  EXPECT_GT((cv::Rect(box[0], box[1], box[2], box[3]) & where).area(), 0.9 * box[2] * box[3]) << answer;
}

TEST_F(DeepCommands, TwoClientsStreamDifferentSizesAtOnce) {
  std::vector<cv::Mat> frames;
  cv::VideoCapture capture(film());
  cv::Mat frame;
  for (int i = 0; i < 240 && capture.read(frame); ++i) {
    if (i >= 180) frames.push_back(frame.clone());
  }
  const auto stream = [&](cv::Size size, protocol::Reply reply) {
    auto client = connect({protocol::Reply::faces, reply});
    int named = 0;
    for (const cv::Mat& each : frames) {
      cv::Mat sized;
      cv::resize(each, sized, size, 0, 0, cv::INTER_LINEAR);
      const auto answer = client.recognise(asJpeg(sized));
      if (!answer || answer->faces->width != size.width || answer->faces->height != size.height) return -1;
      for (const protocol::Face& face : answer->faces->faces) {
        if (face.known && face.name != kSmith) return -2;
        named += face.known ? 1 : 0;
      }
    }
    return named;
  };
  auto small = std::async(std::launch::async, stream, cv::Size(320, 240), protocol::Reply::frame);
  auto large = std::async(std::launch::async, stream, cv::Size(1024, 768), protocol::Reply::frame);
  auto upright = std::async(std::launch::async, stream, cv::Size(450, 600), protocol::Reply::frame);
  const auto atLeast = static_cast<int>(frames.size()) - 3;
  EXPECT_GE(small.get(), atLeast);
  EXPECT_GE(large.get(), atLeast);
  EXPECT_GE(upright.get(), atLeast);
}

}  // namespace
}  // namespace facewire::test
