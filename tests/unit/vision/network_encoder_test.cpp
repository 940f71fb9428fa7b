#include "facewire/vision/network_encoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect/face.hpp>
#include <set>
#include <stdexcept>
#include <thread>

#include "facewire/base/file.hpp"
#include "facewire/vision/face_chip.hpp"
#include "photographs.hpp"
#include "portraits/scene.hpp"
#include "temporary_folder.hpp"
#include "with_models.hpp"

namespace facewire::vision {
namespace {

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) /
         std::sqrt(std::inner_product(a.begin(), a.end(), a.begin(), 0.0) *
                   std::inner_product(b.begin(), b.end(), b.begin(), 0.0));
}

struct Found {
  cv::Mat picture;
  DetectedFace face;
};

class NetworkEncoderTest : public WithModels {
 protected:
  /// Every face that YuNet finds in photographs and drawings, small enough for a chip to keep its pixels.
  static const std::vector<Found>& faces() {
    static const std::vector<Found> all = [] {
      std::vector<cv::Mat> pictures = photographs();
      for (std::uint64_t seed = 1; seed < 4; ++seed) {
        pictures.push_back(renderScene(portraits::groupScene({seed, seed + 10}, {320, 240}, seed)).image);
      }
      YuNet detector(yuNetOptions());
      std::vector<Found> found;
      for (const cv::Mat& picture : pictures) {
        for (const DetectedFace& face : detector.detect(picture)) {
          if (face.frame().width * kChipMargin < kChipSide - 1) found.push_back({picture, face});
        }
      }
      return found;
    }();
    return all;
  }

  static std::string errorOf(const NetworkEncoderOptions& options) {
    try {
      NetworkEncoder encoder(options);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(NetworkEncoderTest, MakesTheEmbeddingsOfOpenCv) {
  const NetworkEncoder encoder(mobileFaceNet());
  const auto recognizer = cv::FaceRecognizerSF::create(mobileFaceNet().model.string(), mobileFaceNet().config.string());
  ASSERT_GT(faces().size(), 5U);
  for (const Found& found : faces()) {
    cv::Mat row(1, 15, CV_32F, cv::Scalar(0));
    for (int i = 0; i < 5; ++i) {
      row.at<float>(4 + 2 * i) = (*found.face.landmarks)[static_cast<std::size_t>(i)].x;
      row.at<float>(5 + 2 * i) = (*found.face.landmarks)[static_cast<std::size_t>(i)].y;
    }
    cv::Mat aligned;
    cv::Mat feature;
    recognizer->alignCrop(found.picture, row, aligned);
    recognizer->feature(aligned, feature);
    // Of the whole picture: a chip ends sooner than the network's square where the face is tilted.
    const Descriptor made = encoder.encode({found.picture, found.face.frame(), found.face.landmarks});
    EXPECT_GT(cosine(made.embedding, feature.reshape(1, 1)), 0.9999) << found.face.box;
    EXPECT_TRUE(made.counts.empty());
  }
}

TEST_F(NetworkEncoderTest, EncodesChipsAsThePicturesTheyAreCutFrom) {
  const NetworkEncoder encoder(mobileFaceNet());
  for (const Found& found : faces()) {
    const Landmarks& points = *found.face.landmarks;
    // Of a face in profile the chip does not hold all that the network sees.
    if (cv::norm(points[1] - points[0]) < found.face.frame().width / 4.0) continue;
    const Descriptor fromChip = encoder.encode(cutChip(found.picture, found.face));
    const Descriptor fromPicture = encoder.encode({found.picture, found.face.frame(), found.face.landmarks});
    EXPECT_GT(cosine(fromChip.embedding, fromPicture.embedding), 0.97) << found.face.frame();
  }
}

TEST_F(NetworkEncoderTest, NormalisesAsItIsDeclared) {
  const NetworkEncoder inside(mobileFaceNet());
  const NetworkEncoder declared(plainMobileFaceNet());
  NetworkEncoderOptions wrong = plainMobileFaceNet();
  wrong.mean = 0;
  const NetworkEncoder undeclared(wrong);
  for (const Found& found : faces()) {
    const FaceChip chip = cutChip(found.picture, found.face);
    EXPECT_GT(cosine(inside.encode(chip).embedding, declared.encode(chip).embedding), 0.9999);
    EXPECT_LT(cosine(inside.encode(chip).embedding, undeclared.encode(chip).embedding), 0.999);
  }
}

TEST_F(NetworkEncoderTest, MakesVectorsOfLengthOne) {
  const NetworkEncoder encoder(mobileFaceNet());
  for (const Found& found : faces()) {
    const auto vector = encoder.encode(cutChip(found.picture, found.face)).embedding;
    EXPECT_EQ(vector.size(), 128U);
    EXPECT_NEAR(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0), 1, 1e-5);
  }
}

TEST_F(NetworkEncoderTest, HasOneViewOfAFace) {
  const NetworkEncoder encoder(mobileFaceNet());
  const FaceChip chip = cutChip(faces()[0].picture, faces()[0].face);
  const FaceViews views = encoder.encodeViews(chip);
  EXPECT_EQ(views.views, std::vector{encoder.encode(chip)});
  EXPECT_FALSE(views.around);
}

TEST_F(NetworkEncoderTest, IsNamedByAllThatItsVectorsDependOn) {
  const test::TemporaryFolder folder;
  std::vector<NetworkEncoderOptions> all(7, mobileFaceNet());
  all[1].channels = ChannelOrder::bgr;
  all[2].mean = 127.5;
  all[3].scale = 0.0078125;
  all[4].landmarks.reset();
  all[5].config = folder.path() / "other.prototxt";
  auto text = readFile(mobileFaceNet().config, 1U << 24);
  ASSERT_TRUE(text);
  for (const char letter : std::string("\n# another\n")) text->push_back(static_cast<std::byte>(letter));
  ASSERT_TRUE(writeFile(all[5].config, *text));
  all[6].model = folder.path() / "renamed.caffemodel";
  std::filesystem::copy_file(mobileFaceNet().model, all[6].model);
  std::set<std::string> ids;
  for (const NetworkEncoderOptions& options : all) ids.insert(NetworkEncoder(options).id());
  EXPECT_EQ(ids.size(), all.size());
  EXPECT_TRUE(ids.contains(NetworkEncoder(mobileFaceNet()).id()));
}

TEST_F(NetworkEncoderTest, GivesTheSameVectorsToSeveralThreads) {
  const NetworkEncoder encoder(mobileFaceNet());
  std::vector<FaceChip> chips;
  for (const Found& found : faces()) {
    chips.push_back(cutChip(found.picture, found.face));
    if (chips.size() % 2 == 0) chips.back().landmarks.reset();
    if (chips.size() == 6) break;
  }
  std::vector<Descriptor> expected;
  for (const FaceChip& chip : chips) expected.push_back(encoder.encode(chip));
  std::vector<std::size_t> same(4, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < same.size(); ++t) {
      threads.emplace_back([&, t] {
        for (std::size_t i = 0; i < chips.size(); ++i) same[t] += encoder.encode(chips[i]) == expected[i] ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(same, std::vector<std::size_t>(4, chips.size()));
}

/// Of tilted heads: upright ones have their landmarks where they usually are.
TEST_F(NetworkEncoderTest, SearchesChipsWithoutLandmarksForThem) {
  const NetworkEncoder encoder(mobileFaceNet());
  YuNet detector(yuNetOptions());
  std::size_t tilted = 0;
  std::size_t nearer = 0;
  for (const Found& found : faces()) {
    const cv::Point2f middle = (found.face.box.tl() + found.face.box.br()) / 2;
    cv::Mat picture;
    cv::warpAffine(found.picture, picture, cv::getRotationMatrix2D(middle, 25, 1), found.picture.size());
    for (const DetectedFace& face : detector.detect(picture)) {
      if (!(face.box.contains(middle)) || face.frame().width * kChipMargin > kChipSide) continue;
      FaceChip chip = cutChip(picture, face);
      const Descriptor expected = encoder.encode(chip);
      chip.landmarks = usualLandmarks(chip.face);
      const double byUsual = cosine(encoder.encode(chip).embedding, expected.embedding);
      chip.landmarks.reset();
      const double bySearch = cosine(encoder.encode(chip).embedding, expected.embedding);
      ++tilted;
      nearer += bySearch > byUsual ? 1 : 0;
    }
  }
  EXPECT_GT(tilted, 10U);
  EXPECT_GE(nearer * 10, tilted * 6) << nearer << " of " << tilted;
}

TEST_F(NetworkEncoderTest, TakesTheUsualLandmarksWhereNoneAreFound) {
  const NetworkEncoder searching(mobileFaceNet());
  const cv::Mat noFace = noise(140, 140, 3);
  const cv::Rect frame(20, 20, 100, 100);
  const FaceChip without{noFace, frame};
  const FaceChip usual{noFace, frame, usualLandmarks(frame)};
  EXPECT_EQ(searching.encode(without), searching.encode(usual));
  EXPECT_EQ(cv::norm(searching.normalise(without), searching.normalise(usual), cv::NORM_INF), 0);
  // Another's face, beside the one that is meant.
  const Found& found = faces()[0];
  FaceChip other = cutChip(found.picture, found.face);
  other.landmarks.reset();
  other.face = cv::Rect(0, 0, other.face.width / 4, other.face.height / 4);
  const Descriptor expected = searching.encode({other.picture, other.face, usualLandmarks(other.face)});
  EXPECT_EQ(searching.encode(other), expected);
}

TEST_F(NetworkEncoderTest, TakesTheUsualLandmarksWhereItHasNoDetector) {
  NetworkEncoderOptions options = mobileFaceNet();
  options.landmarks.reset();
  const NetworkEncoder encoder(options);
  FaceChip chip = cutChip(faces()[0].picture, faces()[0].face);
  chip.landmarks = usualLandmarks(chip.face);
  const Descriptor expected = encoder.encode(chip);
  chip.landmarks.reset();
  EXPECT_EQ(encoder.encode(chip), expected);
}

TEST_F(NetworkEncoderTest, EncodesTheSmallestAndTheGreyestFaces) {
  const NetworkEncoder encoder(mobileFaceNet());
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 200), cv::Size(192, 2), cv::Size(40, 40)}) {
    const FaceChip chip{noise(size.width, size.height, 5), cv::Rect({}, size)};
    EXPECT_EQ(encoder.encode(chip).embedding.size(), 128U) << size;
    EXPECT_EQ(encoder.normalise(chip).type(), CV_8UC3);
  }
}

TEST_F(NetworkEncoderTest, RefusesWhatIsNoEmbeddingNetwork) {
  const test::TemporaryFolder folder;
  NetworkEncoderOptions options = mobileFaceNet();
  options.config.clear();
  EXPECT_NE(errorOf(options).find("--recognizer-config"), std::string::npos) << errorOf(options);
  options.model = folder.path() / "network.txt";
  ASSERT_TRUE(writeFile(options.model, Bytes(3)));
  EXPECT_NE(errorOf(options).find("network.txt"), std::string::npos) << errorOf(options);
  options = mobileFaceNet();
  options.model = folder.path() / "cut.caffemodel";
  const auto model = readFile(mobileFaceNet().model, 1U << 24);
  ASSERT_TRUE(model);
  ASSERT_TRUE(writeFile(options.model, ByteView(*model).first(model->size() / 2)));
  EXPECT_NE(errorOf(options).find("cut.caffemodel"), std::string::npos) << errorOf(options);
  options = mobileFaceNet();
  options.model = yuNetModel();
  options.config.clear();
  EXPECT_NE(errorOf(options).find("face_detection_yunet"), std::string::npos) << errorOf(options);
}

}  // namespace
}  // namespace facewire::vision
