#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

#include "portraits/shot.hpp"

namespace facewire::portraits {

/// Somebody to be painted. Any number is a person; one that nobody enrolled is a stranger.
struct Figure {
  std::uint64_t person = 0;
  Shot shot;
  /// Where the face is to be, as a face detector frames it (square; its width counts), in pixels.
  cv::Rect2f face;
};

struct Scene {
  cv::Size size{640, 480};
  std::vector<Figure> figures;
  std::uint64_t world = 1;       ///< which people the numbers stand for
  std::uint64_t background = 1;  ///< which of the backgrounds
  std::uint64_t grain = 1;       ///< which noise of the sensor
  float noise = 0.012F;          ///< its deviation, where 1 is full white
  float blur = 0.0F;             ///< deviation in pixels
  float exposure = 1.0F;
};

/// What is really in a picture.
struct FaceTruth {
  std::uint64_t person = 0;
  cv::Rect box;         ///< centred on the face, from the middle of the forehead to the chin; may leave the picture
  cv::Point2f leftEye;  ///< middle of the eye on the viewer's left, in pixels
  cv::Point2f rightEye;
  float visible = 1.0F;  ///< share of the box that is inside the picture and not behind a nearer face
};

struct Picture {
  cv::Mat image;                 ///< CV_8UC3, BGR
  std::vector<FaceTruth> faces;  ///< in the order of the figures
};

/// Paints the figures over the background, the smallest (farthest) first. The same scene gives the same pixels. Safe
/// for concurrent use.
Picture renderScene(const Scene& scene);

/// `people` side by side over the picture's width, in the order given, each in a shot of their own: what `seed`
/// decides.
Scene groupScene(const std::vector<std::uint64_t>& people, cv::Size size, std::uint64_t seed = 1);

/// One person in the middle, as in an album: picture number `shot` of the person, `variety` as in shotOf.
Scene portraitScene(std::uint64_t person, std::uint64_t shot, cv::Size size, std::uint64_t world = 1,
                    float variety = 1.0F);

}  // namespace facewire::portraits
