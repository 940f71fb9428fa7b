#include <fstream>
#include <map>
#include <sstream>

#include "interview_fixture.hpp"

namespace facewire::test {
namespace {

using nlohmann::json;

class DeepServer : public InterviewEndToEnd {
 protected:
  struct TrueFace {
    cv::Rect2d box;
    bool isSmith = false;
  };

  /// Who is where in the film, by frame: every third frame was looked at.
  static std::map<int, std::vector<TrueFace>> truth() {
    std::map<int, std::vector<TrueFace>> faces;
    std::ifstream file(sharedData() / "interview" / "video1.truth.csv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
      std::ranges::replace(line, ',', ' ');
      int frame = 0;
      double x = 0, y = 0, width = 0, height = 0, score = 0;
      std::string identity;
      std::istringstream(line) >> frame >> x >> y >> width >> height >> score >> identity;
      faces[frame].push_back({{x, y, width, height}, identity == "Mr"});
    }
    return faces;
  }

  json engineStatus() const { return facewireJson({"status"}).at(0)["engine"]; }
};

TEST_F(DeepServer, TellsTheTwoPeopleOfAnImportedFolderApart) {
  start(models_.deep());
  importHalf();
  EXPECT_EQ(namedRight(), 50);
  const json engine = engineStatus();
  EXPECT_EQ(engine["name"], "deep");
  EXPECT_EQ(engine["detector"], "yunet");
  EXPECT_EQ(engine["recogniser"], "network");
  const json people = facewireJson({"people"}).at(0);
  EXPECT_EQ(people["name"], kSmith);
  EXPECT_EQ(people["samples"], 25);
}

TEST_F(DeepServer, NamesTheManInAFilmAndNeverTheOther) {
  start(models_.deep());
  importHalf();
  const auto people = truth();
  int smiths = 0, named = 0, others = 0, mistaken = 0;
  for (const json& line : facewireJson({"stream", "--video", film(), "--max-frames", "420", "--no-display"})) {
    const auto there = people.find(line["frame"].get<int>());
    if (there == people.end()) continue;
    for (const TrueFace& face : there->second) {
      (face.isSmith ? smiths : others) += 1;
      for (const json& found : line["faces"]) {
        const std::vector<double> box = found["box"];
        const cv::Rect2d where(box[0], box[1], box[2], box[3]);
        const double shared = (where & face.box).area();
        // The other man's head is beside his, and at times before it.
        if (shared < 0.3 * (where.area() + face.box.area() - shared) || found["name"].is_null()) continue;
        const bool right = face.isSmith && found["name"] == kSmith;
        (right ? named : mistaken) += 1;
      }
    }
  }
  ASSERT_GT(smiths, 30);
  ASSERT_GT(others, 30);
  EXPECT_GE(named, 0.95 * smiths) << "of " << smiths;
  EXPECT_EQ(mistaken, 0) << "of " << others << " others";
}

TEST_F(DeepServer, EachPartCanBeChosenOnItsOwn) {
  Words haarAndBoth = models_.deep();
  for (const char* word : {"--detector", "haar"}) haarAndBoth.emplace_back(word);
  const struct {
    Words arguments;
    const char* detector;
    const char* recogniser;
    int atLeast;  ///< of 50 pictures: a cascade finds fewer of them, and LBPH knows fewer
  } engines[] = {
      {models_.findingByYuNet(), "yunet", "lbph", 45},
      {models_.encodingByNetwork(), "haar", "network", 45},
      {haarAndBoth, "haar", "network", 45},
  };
  for (const auto& engine : engines) {
    SCOPED_TRACE(testing::PrintToString(engine.arguments));
    std::filesystem::remove_all(path("gallery"));
    std::filesystem::remove_all(path("half"));
    start(engine.arguments);
    importHalf();
    EXPECT_GE(namedRight(), engine.atLeast);
    EXPECT_EQ(engineStatus()["detector"], engine.detector);
    EXPECT_EQ(engineStatus()["recogniser"], engine.recogniser);
    stop();
  }
}

TEST_F(DeepServer, WhoeverWasEnrolledByOneEngineIsKnownToTheOther) {
  start({"--engine", "classic"});
  importHalf();
  const int byClassic = namedRight();
  EXPECT_GE(byClassic, 40);
  start(models_.deep());
  EXPECT_EQ(namedRight(), 50);
  const ProcessResult enrolled = facewire({"enroll", "Ms Emma", picture(2, 1), "--cropped"});
  EXPECT_EQ(enrolled.exitStatus, 0) << enrolled.err;
  start({"--engine", "classic"});
  EXPECT_GE(namedRight(), byClassic);
  EXPECT_EQ(facewireJson({"people", "show", kEmma}).at(0)["samples"].size(), 26U);
}

TEST_F(DeepServer, OwnNormalisationGivesTheSameAsTheFileThatHasIt) {
  start(models_.deep());
  importHalf();
  const json within = facewireJson({"recognize", picture(1, 1)}).at(0)["faces"].at(0);
  start({"--engine", "deep", "--detector-model", models_.yunet, "--recognizer-model", models_.network,
         "--recognizer-config", models_.plainConfig, "--recognizer-mean", "127.5", "--recognizer-scale", "0.0078125"});
  const json declared = facewireJson({"recognize", picture(1, 1)}).at(0)["faces"].at(0);
  EXPECT_EQ(declared["name"], kSmith);
  EXPECT_NEAR(declared["distance"].get<double>(), within["distance"].get<double>(), 0.002);
  EXPECT_NEAR(declared["runner_up"]["distance"].get<double>(), within["runner_up"]["distance"].get<double>(), 0.002);
}

/// What clients rely on is the same whichever engine answers.
TEST_F(DeepServer, FacesHaveTheSameFieldsAndScoresMeanTheSame) {
  std::vector<std::string> fields;
  for (const Words& engine : {Words{"--engine", "classic"}, models_.deep()}) {
    SCOPED_TRACE(testing::PrintToString(engine));
    start(engine);
    if (fields.empty()) importHalf();
    json face = facewireJson({"recognize", picture(1, 1)}).at(0)["faces"].at(0);
    std::vector<std::string> keys;
    for (const auto& [key, value] : face.items()) keys.push_back(key + ":" + value.type_name());
    if (fields.empty()) fields = keys;
    EXPECT_EQ(keys, fields);
    EXPECT_EQ(face["reason"], "accepted");
    EXPECT_LT(face["distance"], face["threshold"]);
    EXPECT_GT(face["score"], 0.5);
    EXPECT_GT(face["runner_up"]["distance"], face["distance"]);
    const double distance = face["distance"];
    // As far as a face may be, and just not.
    for (const auto& [factor, known] : {std::pair(1.02, true), std::pair(0.98, false)}) {
      Words limited = engine;
      limited.insert(limited.end(), {"--threshold", std::to_string(distance * factor)});
      start(limited);
      face = facewireJson({"recognize", picture(1, 1)}).at(0)["faces"].at(0);
      EXPECT_EQ(face["known"], known) << face;
      EXPECT_NEAR(face["score"].get<double>(), 0.5, 0.1) << face;
      EXPECT_EQ(face["score"] > 0.5, known) << face;
      EXPECT_EQ(face["reason"], known ? "accepted" : "too_far");
    }
  }
}

}  // namespace
}  // namespace facewire::test
