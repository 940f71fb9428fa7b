#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include "command_line.hpp"
#include "facewire/base/file.hpp"
#include "portraits/scene.hpp"
#include "portraits/video.hpp"
#include "temporary_folder.hpp"

namespace facewire::eval {
namespace {

using portraits::Picture;

/// Drawn people in a folder, and the program run on them.
class EvalOnPortraits : public ::testing::Test {
 protected:
  void draw(std::uint64_t people, std::uint64_t samples) const {
    for (std::uint64_t person = 0; person < people; ++person) {
      const auto folder = path() / "people" / ("p" + std::to_string(person));
      std::filesystem::create_directories(folder);
      for (std::uint64_t shot = 0; shot < samples; ++shot) {
        const Picture picture = renderScene(portraits::portraitScene(person, shot, {240, 240}, 1, 0.3F));
        ASSERT_TRUE(cv::imwrite((folder / (std::to_string(shot) + ".png")).string(), picture.image));
      }
    }
  }

  /// `known` have names in the truth; anybody else is "other".
  void film(const std::vector<std::uint64_t>& people, std::uint64_t known, int frames) const {
    cv::VideoWriter video((path() / "video.avi").string(), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 25, {480, 360});
    ASSERT_TRUE(video.isOpened());
    std::ofstream truth(path() / "truth.csv");
    truth << "frame,x,y,w,h,name\n";
    portraits::renderVideo(
        {.people = people, .size = {480, 360}, .frames = frames}, [&](int index, const Picture& frame) {
          video.write(frame.image);
          for (const auto& face : frame.faces) {
            truth << index << ',' << face.box.x << ',' << face.box.y << ',' << face.box.width << ',' << face.box.height
                  << ',' << (face.person < known ? "p" + std::to_string(face.person) : "other") << '\n';
          }
          return true;
        });
  }

  int evaluate(std::vector<std::string> words) const {
    for (const char* word : {"--json", "results.json", "--plots", "plots"}) {
      words.push_back(word[0] == '-' ? std::string(word) : (path() / word).string());
    }
    words.insert(words.begin(), "facewire-eval");
    std::vector<const char*> arguments;
    for (const auto& word : words) arguments.push_back(word.c_str());
    return run(static_cast<int>(arguments.size()), arguments.data());
  }

  nlohmann::json results() const {
    std::ifstream file(path() / "results.json");
    return nlohmann::json::parse(file);
  }

  std::string plot(const std::string& name) const {
    const auto bytes = readFile(path() / "plots" / (name + ".svg"), 10'000'000);
    return bytes ? std::string(asText(*bytes)) : bytes.error().detail;
  }

  const std::filesystem::path& path() const { return folder_.path(); }
  std::string people() const { return (path() / "people").string(); }

 private:
  test::TemporaryFolder folder_;
};

TEST_F(EvalOnPortraits, IdentifiesThemBesideTheBaseline) {
  draw(5, 4);
  ASSERT_EQ(evaluate({"identify", people(), "--enrol", "2"}), 0);
  const auto json = results();
  EXPECT_EQ(json["probes"], 10);
  ASSERT_EQ(json["engines"].size(), 2U);
  EXPECT_EQ(json["engines"][0]["engine"], "facewire");
  EXPECT_EQ(json["engines"][1]["engine"], "opencv");
  EXPECT_GE(json["engines"][0]["rank1"].get<double>(), 0.8);
  EXPECT_NE(plot("confusion").find("p4"), std::string::npos);
}

TEST_F(EvalOnPortraits, GivesTheSameResultsOnOneThreadAsOnSeveral) {
  draw(4, 4);
  ASSERT_EQ(evaluate({"openset", people(), "--enrolled", "2", "--samples", "2", "--threads", "1"}), 0);
  const auto alone = results();
  EXPECT_EQ(alone["probes"], 4);
  EXPECT_EQ(alone["stranger_probes"], 8);
  ASSERT_EQ(evaluate({"openset", people(), "--enrolled", "2", "--samples", "2", "--threads", "4"}), 0);
  EXPECT_EQ(results(), alone);
}

TEST_F(EvalOnPortraits, VerifiesThePairsItMade) {
  draw(8, 3);
  const std::string pairs = (path() / "pairs.txt").string();
  ASSERT_EQ(evaluate({"pairs", people(), "--out", pairs, "--folds", "2", "--count", "12"}), 0);
  ASSERT_EQ(evaluate({"verify", pairs}), 0);
  EXPECT_EQ(results()["count"], 24);
  EXPECT_GE(results()["engines"][0]["accuracy"].get<double>(), 0.7);
}

TEST_F(EvalOnPortraits, CountsEnrolledPeopleAndStrangersInAVideoApart) {
  draw(3, 6);
  film({1, 77}, 3, 40);
  ASSERT_EQ(evaluate({"video", (path() / "video.avi").string(), "--truth", (path() / "truth.csv").string(), "--gallery",
                      people(), "--every", "2"}),
            0);
  const auto json = results();
  EXPECT_EQ(json["frames"], 20);
  const auto& identities = json["engines"][0]["identities"];
  EXPECT_GT(identities["p1"]["found"], 0);
  EXPECT_TRUE(identities["p1"]["enrolled"]);
  EXPECT_FALSE(identities["other"]["enrolled"]);
  EXPECT_NE(plot("video").find("p1"), std::string::npos);
}

TEST_F(EvalOnPortraits, OtherSettingsOfTheEngineLeaveTheBaselineAsItIs) {
  draw(3, 3);
  ASSERT_EQ(evaluate({"identify", people(), "--enrol", "1"}), 0);
  const auto before = results()["engines"];
  ASSERT_EQ(evaluate({"identify", people(), "--enrol", "1", "--radius", "3", "--no-even-light", "--grid", "5"}), 0);
  EXPECT_NE(results()["engines"][0]["encoder"], before[0]["encoder"]);
  EXPECT_EQ(results()["engines"][1], before[1]);
}

TEST_F(EvalOnPortraits, WhatCannotBeUsedIsAnErrorAndNotAResult) {
  EXPECT_EQ(evaluate({"identify", (path() / "nobody").string()}), 5);
  EXPECT_EQ(evaluate({"identify"}), 2);
  draw(2, 2);
  EXPECT_EQ(evaluate({"identify", people(), "--enrol", "1", "--radius", "0"}), 2);
  EXPECT_TRUE(writeFile(path() / "people/p0/9.png", asBytes("not a picture")));
  EXPECT_EQ(evaluate({"identify", people(), "--enrol", "1"}), 5);
}

}  // namespace
}  // namespace facewire::eval
