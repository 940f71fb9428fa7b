#include "facewire/vision/annotator.hpp"

#include <gtest/gtest.h>

#include <climits>
#include <opencv2/core.hpp>
#include <thread>
#include <vector>

namespace facewire::vision {
namespace {

const cv::Scalar kMiddleGrey = cv::Scalar::all(128);

cv::Mat paintPlain(cv::Size size, const cv::Scalar& colour = kMiddleGrey) {
  return cv::Mat(size, CV_8UC3, colour);
}

cv::Mat drawOn(cv::Mat picture, const std::vector<Mark>& marks) {
  Annotator annotator;
  annotator.draw(picture, marks);
  return picture;
}

/// Green is most of what a grey picture keeps, and all three colours are plain grey in the background.
int greyAt(const cv::Mat& picture, int x, int y) {
  const auto& pixel = picture.at<cv::Vec3b>(y, x);
  return (pixel[0] * 114 + pixel[1] * 587 + pixel[2] * 299) / 1'000;
}

bool areEqual(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF) == 0;
}

/// How many separate bright strokes are met along the top edge of the box.
int countTopStrokes(const cv::Mat& picture, const cv::Rect& box) {
  int strokes = 0;
  bool inStroke = false;
  for (int x = box.x; x < box.x + box.width; ++x) {
    int brightest = 0;
    for (int y = box.y; y < box.y + 4; ++y) brightest = std::max(brightest, greyAt(picture, x, y));
    const bool bright = brightest > 160;
    strokes += bright && !inStroke ? 1 : 0;
    inStroke = bright;
  }
  return strokes;
}

/// The darkest and brightest grey in a part of the picture, and how much of it is dark.
struct Tones {
  int darkest = 255;
  int brightest = 0;
  double darkShare = 0;
};

Tones tonesOf(const cv::Mat& picture, const cv::Rect& area) {
  Tones tones;
  int dark = 0;
  for (int y = area.y; y < area.y + area.height; ++y) {
    for (int x = area.x; x < area.x + area.width; ++x) {
      const int grey = greyAt(picture, x, y);
      tones.darkest = std::min(tones.darkest, grey);
      tones.brightest = std::max(tones.brightest, grey);
      dark += grey < 100 ? 1 : 0;
    }
  }
  tones.darkShare = static_cast<double>(dark) / area.area();
  return tones;
}

TEST(Annotator, TellsKnownFromUnknownWithoutColour) {
  const cv::Rect box(200, 200, 160, 160);
  const cv::Mat known = drawOn(paintPlain({640, 480}), {{box, true, "Ada", ""}});
  const cv::Mat unknown = drawOn(paintPlain({640, 480}), {{box, false, "Ada", ""}});
  EXPECT_EQ(countTopStrokes(known, box), 2);
  EXPECT_GE(countTopStrokes(unknown, box), 4);
  // Inside the tags, above the boxes' left ends: dark on bright, and bright on dark.
  const cv::Rect inTag(210, 175, 30, 12);
  EXPECT_LT(tonesOf(known, inTag).darkShare, 0.5);
  EXPECT_GT(tonesOf(unknown, inTag).darkShare, 0.5);
}

TEST(Annotator, IsLegibleOnAnyBackground) {
  const cv::Scalar backgrounds[] = {
      cv::Scalar::all(0), cv::Scalar::all(255), kMiddleGrey, {0x90, 0xE8, 0x3D}, {0x38, 0xB9, 0xFF}};
  for (const auto& background : backgrounds) {
    for (const bool known : {true, false}) {
      const cv::Mat picture = drawOn(paintPlain({640, 480}, background), {{{200, 200, 160, 160}, known, "MMMMM", ""}});
      const Tones tones = tonesOf(picture, {225, 175, 60, 12});
      EXPECT_GT(tones.brightest - tones.darkest, 120) << background << (known ? " known" : " unknown");
      const Tones corner = tonesOf(picture, {200, 198, 30, 8});
      EXPECT_GT(corner.brightest - corner.darkest, 50) << background << (known ? " known" : " unknown");
    }
  }
}

TEST(Annotator, DrawsTheNameItIsGiven) {
  const cv::Rect box(200, 200, 100, 100);
  const auto named = [&](const char* name) { return drawOn(paintPlain({640, 480}), {{box, true, name, "90%"}}); };
  EXPECT_FALSE(areEqual(named("富士子"), named("田中一")));
  EXPECT_FALSE(areEqual(named("Ada"), named("Bob")));
  EXPECT_TRUE(areEqual(named("Ada"), named("Ada")));
}

TEST(Annotator, LeavesPixelsFarFromFacesAlone) {
  const cv::Mat blank = paintPlain({640, 480});
  const cv::Mat drawn =
      drawOn(blank.clone(), {{{80, 80, 90, 90}, true, "Ada", "94%"}, {{480, 320, 90, 90}, false, "unknown", ""}});
  // The faces' middles, and what is further off than a tag reaches.
  for (const cv::Rect& far : {cv::Rect(105, 105, 40, 40), cv::Rect(505, 345, 40, 40), cv::Rect(0, 250, 400, 230),
                              cv::Rect(300, 0, 340, 250)}) {
    EXPECT_TRUE(areEqual(drawn(far), blank(far))) << far;
  }
}

TEST(Annotator, DrawsNothingForNoFaces) {
  const cv::Mat blank = paintPlain({64, 48});
  EXPECT_TRUE(areEqual(drawOn(blank.clone(), {}), blank));
}

// The picture is a window in a larger one, so that a pixel drawn outside it is seen.
TEST(Annotator, StaysInsideThePictureAtEveryCorner) {
  const cv::Rect window(50, 40, 320, 240);
  for (const cv::Rect& box :
       {cv::Rect(0, 0, 60, 60), cv::Rect(260, 0, 60, 60), cv::Rect(0, 180, 60, 60), cv::Rect(260, 180, 60, 60),
        cv::Rect(-30, -30, 60, 60), cv::Rect(290, 210, 60, 60), cv::Rect(-10, -10, 400, 400)}) {
    for (const bool known : {true, false}) {
      cv::Mat whole = paintPlain({420, 320});
      cv::Mat picture = whole(window);
      Annotator annotator;
      annotator.draw(picture, std::vector<Mark>{{box, known, "Ada Lovelace", "94%"}});
      EXPECT_FALSE(areEqual(picture, paintPlain(window.size()))) << box;
      whole(window).setTo(kMiddleGrey);
      EXPECT_TRUE(areEqual(whole, paintPlain(whole.size()))) << box;
    }
  }
}

TEST(Annotator, ShowsAllOfATagAtThePicturesEdge) {
  // A tag's plate has the same number of changed pixels wherever it is, unless some of it is cut off.
  const auto changed = [](const cv::Rect& box) {
    cv::Mat marked = drawOn(paintPlain({640, 480}), {{box, true, "Ada Lovelace", "94%"}});
    const cv::Mat bare = drawOn(paintPlain({640, 480}), {{box, true, "", ""}});
    cv::Mat difference;
    cv::absdiff(marked, bare, difference);
    cv::Mat sum;
    cv::transform(difference, sum, cv::Matx13f(1, 1, 1));
    return cv::countNonZero(sum);
  };
  const int whole = changed({250, 200, 90, 90});
  for (const cv::Rect& box :
       {cv::Rect(0, 0, 90, 90), cv::Rect(550, 0, 90, 90), cv::Rect(0, 390, 90, 90), cv::Rect(550, 390, 90, 90)}) {
    // The shade around the plate may fall outside.
    EXPECT_GT(changed(box), whole * 9 / 10) << box;
  }
}

TEST(Annotator, SurvivesPicturesOfAnySize) {
  Annotator annotator;
  for (const int width : {1, 2, 3, 5, 8, 13, 21, 40, 64, 160}) {
    for (const int height : {1, 2, 3, 5, 8, 13, 21, 40, 64, 120}) {
      cv::Mat picture = paintPlain({width, height});
      const std::vector<Mark> marks = {{{0, 0, width, height}, true, "Ada Lovelace", "94%"},
                                       {{width / 2, height / 2, width, height}, false, "unknown", ""},
                                       {{width / 3, height / 3, 1, 1}, true, "Bob", ""}};
      annotator.draw(picture, marks);
    }
  }
  cv::Mat none;
  annotator.draw(none, std::vector<Mark>{{{0, 0, 10, 10}, true, "Ada", ""}});
}

TEST(Annotator, SurvivesBoxesOfAnyKind) {
  for (const cv::Rect& box :
       {cv::Rect(0, 0, 0, 0), cv::Rect(10, 10, -5, -5), cv::Rect(INT_MIN, INT_MIN, INT_MAX, INT_MAX),
        cv::Rect(INT_MAX, INT_MAX, INT_MAX, INT_MAX), cv::Rect(10, 10, INT_MAX, INT_MAX), cv::Rect(-500, 10, 100, 100),
        cv::Rect(0, 50, 640, 1), cv::Rect(50, 0, 1, 480), cv::Rect(INT_MIN, INT_MIN, INT_MIN, INT_MIN)}) {
    drawOn(paintPlain({640, 480}), {{box, true, "Ada", ""}, {box, false, "unknown", ""}});
  }
}

TEST(Annotator, SurvivesLabelsOfAnyKind) {
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "W";
  std::string stacked = "A";
  for (int i = 0; i < 300; ++i) stacked += "\u0301";
  for (const std::string& label :
       {std::string("\xFF\xFE"), std::string("Ada\0Bob", 7), std::string("<b>&"), wide, stacked,
        std::string("a\nb\tc\r"), std::string("\u202E\u2066Ada"), std::string("\u0378")}) {
    const cv::Mat drawn = drawOn(paintPlain({320, 240}), {{{100, 100, 60, 60}, true, label, label}});
    EXPECT_FALSE(areEqual(drawn, drawOn(paintPlain({320, 240}), {{{100, 100, 60, 60}, true, "", ""}})));
  }
}

TEST(Annotator, DrawsHundredsOfFaces) {
  std::vector<Mark> crowd;
  for (int i = 0; i < 400; ++i) {
    crowd.push_back({{i % 25 * 25, i / 25 * 29, 22, 22}, i % 2 == 0, "Person " + std::to_string(i), "50%"});
  }
  EXPECT_FALSE(areEqual(drawOn(paintPlain({640, 480}), crowd), paintPlain({640, 480})));
}

TEST(Annotator, ScalesWithThePicture) {
  const auto inkOf = [](int scale) {
    const cv::Size size(640 * scale, 360 * scale);
    const cv::Rect box(200 * scale, 120 * scale, 120 * scale, 120 * scale);
    cv::Mat difference;
    cv::absdiff(drawOn(paintPlain(size), {{box, true, "Ada", "94%"}}), paintPlain(size), difference);
    return cv::mean(difference)[1];
  };
  const double small = inkOf(1);
  const double large = inkOf(6);
  EXPECT_GT(large, small * 0.6);
  EXPECT_LT(large, small * 1.6);
}

TEST(Annotator, TellsOfEachPartBeforeItDrawsThere) {
  const std::vector<Mark> marks{{{60, 50, 120, 120}, true, "Ada", "93 %"}, {{230, 100, 80, 80}, false, "unknown", ""}};
  cv::Mat photo(240, 320, CV_8UC3);
  cv::RNG(3).fill(photo, cv::RNG::UNIFORM, 0, 256);
  const cv::Mat whole = drawOn(photo.clone(), marks);

  cv::Mat partial(photo.size(), CV_8UC3, cv::Scalar::all(0));
  cv::Mat shown(photo.size(), CV_8UC1, cv::Scalar(0));
  Annotator annotator;
  annotator.draw(partial, marks, [&](const cv::Rect& part) {
    for (int y = part.y; y < part.br().y; ++y) {
      for (int x = part.x; x < part.br().x; ++x) {
        if (shown.at<std::uint8_t>(y, x) != 0) continue;
        shown.at<std::uint8_t>(y, x) = 1;
        partial.at<cv::Vec3b>(y, x) = photo.at<cv::Vec3b>(y, x);
      }
    }
  });

  cv::Mat expected = photo.clone();
  partial.copyTo(expected, shown);
  EXPECT_TRUE(areEqual(expected, whole));
  EXPECT_LT(cv::countNonZero(shown), 320 * 240 / 4) << "only where something is drawn";
}

TEST(Annotator, DrawsTheSameOnEveryThreadItIsLentTo) {
  const std::vector<Mark> marks = {{{60, 60, 80, 80}, true, "सरोजिनी", "94%"}};
  Annotator annotator;
  cv::Mat first = paintPlain({320, 240});
  annotator.draw(first, marks);
  for (int i = 0; i < 4; ++i) {
    std::jthread([&] {
      cv::Mat again = paintPlain({320, 240});
      annotator.draw(again, marks);
      EXPECT_TRUE(areEqual(again, first));
      annotator.draw(again, std::vector<Mark>{{{60, 60, 80, 80}, false, "محمد " + std::to_string(i), ""}});
    }).join();
  }
}

TEST(Annotator, DrawsInParallelWithOnesOfOtherThreads) {
  const std::vector<Mark> marks = {{{60, 60, 80, 80}, true, "富士子 محمد", "94%"}};
  const cv::Mat expected = drawOn(paintPlain({320, 240}), marks);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) EXPECT_TRUE(areEqual(drawOn(paintPlain({320, 240}), marks), expected));
    });
  }
}

}  // namespace
}  // namespace facewire::vision
