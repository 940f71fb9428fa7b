#include "calibrator.hpp"

#include <gtest/gtest.h>

#include <future>

#include "facewire/vision/face_encoder.hpp"
#include "portraits/scene.hpp"
#include "stored_face.hpp"
#include "temporary_folder.hpp"

namespace facewire::service {
namespace {

using protocol::Json;

/// A gallery of drawn people, their faces cut where the drawing says they are.
class CalibratorTest : public testing::Test {
 protected:
  static ServiceOptions optionsWithCascade() {
    ServiceOptions options;
    options.detector = vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"};
    return options;
  }

  gallery::SampleId enrol(const std::string& name, std::uint64_t person, std::uint64_t shot) {
    const portraits::Picture picture = renderScene(portraits::portraitScene(person, shot, {320, 240}, 1, 0.4F));
    const cv::Rect all(0, 0, picture.image.cols, picture.image.rows);
    const vision::FaceChip chip = vision::cutChip(picture.image, picture.faces.at(0).box & all);
    return gallery_.addSample(name, "shot " + std::to_string(shot), toStored(chip).value(), encoder_.encode(chip))
        ->sample;
  }

  void enrolPeople(std::uint64_t count) {
    for (std::uint64_t person = 1; person <= count; ++person) {
      for (std::uint64_t shot = 1; shot <= 3; ++shot) enrol("Person " + std::to_string(person), person, shot);
    }
  }

  Result<Json> calibrate(Json fields, const std::stop_token& stop = {}) {
    return calibrator_.calibrate({1, "calibrate", std::move(fields)}, stop);
  }

  Json found(Json fields) { return calibrate(std::move(fields)).value().at("calibration"); }

  test::TemporaryFolder folder_;
  ServiceOptions options_ = optionsWithCascade();
  vision::FaceEncoder encoder_{vision::EncoderOptions{}};
  gallery::Gallery gallery_{gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
                            [this](const gallery::StoredFace& face) { return encodeStoredFace(encoder_, face); },
                            [](gallery::SampleId, const Error&) {}};
  Tally tally_;
  EnginePool engines_{1, options_.detector, false};
  Workshop workshop_{options_, gallery_, encoder_, engines_, tally_};
  Calibrator calibrator_{workshop_};
};

TEST_F(CalibratorTest, TriesEachPictureInBothItsParts) {
  enrolPeople(4);
  const Json report = found({{"far", 0.05}});
  EXPECT_EQ(report["people"], 4);
  EXPECT_EQ(report["samples"], 12);
  EXPECT_EQ(report["current"]["own_pictures"], 12);
  EXPECT_EQ(report["current"]["stranger_pictures"], 12);
  EXPECT_EQ(report["genuine"]["distances"].size(), 12U);
  EXPECT_EQ(report["impostor"]["thresholds"].size(), 12U);
  EXPECT_LT(report["genuine"]["distances"][6], report["impostor"]["distances"][6]);
  EXPECT_EQ(report["footing"], "little");
  EXPECT_EQ(report["applied"], false);
  EXPECT_EQ(gallery_.snapshot()->calibration, std::nullopt);
}

TEST_F(CalibratorTest, FindsAPictureUnderTheWrongNameAndCalibratesWithoutIt) {
  enrolPeople(4);
  const Json before = found({});
  ASSERT_EQ(before["mislabelled"].size(), 0U);
  const gallery::SampleId wrong = enrol("Person 1", 3, 4);
  const Json report = found({});
  ASSERT_EQ(report["mislabelled"].size(), 1U);
  EXPECT_EQ(report["mislabelled"][0]["sample"], wrong);
  EXPECT_EQ(report["mislabelled"][0]["name"], "Person 1");
  EXPECT_EQ(report["mislabelled"][0]["source"], "shot 4");
  EXPECT_EQ(report["mislabelled"][0]["nearest"]["name"], "Person 3");
  EXPECT_EQ(report["samples"], 12);
  EXPECT_EQ(report["suggested"]["threshold"], before["suggested"]["threshold"]);
  EXPECT_EQ(report["closest"], before["closest"]);
}

TEST_F(CalibratorTest, DoesNotCountDoublesForOneAnother) {
  enrolPeople(3);
  const Json before = found({});
  enrol("Person 2", 2, 1);  // the very picture again
  const Json report = found({});
  EXPECT_GT(report["near_identical"], before["near_identical"]);
  EXPECT_GT(report["genuine"]["distances"][0], 5);
}

TEST_F(CalibratorTest, StoresWhatItIsToldTo) {
  options_.decision.threshold = 140;
  enrolPeople(4);
  const Json report = found({{"far", 0.001}, {"apply", true}});
  EXPECT_EQ(report["applied"], true);
  const auto stored = gallery_.snapshot()->calibration;
  ASSERT_TRUE(stored);
  EXPECT_NEAR(stored->threshold, report["suggested"]["threshold"].get<double>(), 0.001);
  EXPECT_LT(stored->threshold, options_.decision.threshold);
  EXPECT_EQ(stored->far, 0.001);
  EXPECT_EQ(stored->people, 4);
  EXPECT_EQ(stored->samples, 12);
  EXPECT_EQ(found({})["current"]["threshold"], report["suggested"]["threshold"]);
  EXPECT_TRUE(calibrator_.reset().value()["removed"]);
  EXPECT_FALSE(calibrator_.reset().value()["removed"]);
  EXPECT_EQ(gallery_.snapshot()->calibration, std::nullopt);
}

TEST_F(CalibratorTest, SaysWhatIsMissingWhereNobodyCanBeTheStranger) {
  EXPECT_NE(found({})["why"].get<std::string>().find("nobody is enrolled"), std::string::npos);
  enrolPeople(1);
  const Json report = found({});
  EXPECT_TRUE(report["suggested"].is_null());
  EXPECT_TRUE(report["closest"].is_null());
  EXPECT_NE(report["why"].get<std::string>().find("only one person"), std::string::npos);
  const auto refused = calibrate({{"apply", true}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::cannotCalibrate);
  EXPECT_NE(refused.error().detail.find("only one person"), std::string::npos);
}

TEST_F(CalibratorTest, NamesFieldsThatAreWrong) {
  for (const Json& fields : {Json{{"far", 0}}, Json{{"far", 0.6}}, Json{{"far", "0.01"}}, Json{{"apply", "yes"}}}) {
    const auto refused = calibrate(fields);
    ASSERT_FALSE(refused) << fields;
    EXPECT_EQ(refused.error().code, ErrorCode::badMessage);
    EXPECT_NE(refused.error().detail.find("\"" + fields.items().begin().key() + "\""), std::string::npos);
  }
}

TEST_F(CalibratorTest, LetsOneAtATimeRun) {
  enrolPeople(2);
  auto engine = std::make_optional(std::move(engines_.lease({}).value()));
  auto one = std::async(std::launch::async, [this] { return calibrate({}); });
  auto other = std::async(std::launch::async, [this] { return calibrate({}); });
  // Whichever came first waits for the engine, so the one that ends now was refused.
  auto* refused = &one;
  while (refused->wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
    refused = refused == &one ? &other : &one;
  const auto answer = refused->get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::busy);
  engine.reset();
  EXPECT_TRUE((refused == &one ? other : one).get());
}

TEST_F(CalibratorTest, EndsWithTheServer) {
  enrolPeople(2);
  const auto engine = engines_.lease({});
  std::stop_source stop;
  stop.request_stop();
  const auto answer = calibrate({}, stop.get_token());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::shuttingDown);
}

}  // namespace
}  // namespace facewire::service
