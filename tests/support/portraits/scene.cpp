#include "portraits/scene.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "portraits/background.hpp"
#include "portraits/figure_painter.hpp"
#include "portraits/random.hpp"

namespace facewire::portraits {
namespace {

// Film's shoulder: bright skin keeps its colour instead of turning white.
float rollOff(float light) {
  constexpr float kKnee = 0.75F;
  constexpr float kRoom = 1.05F - kKnee;
  const float above = light - kKnee;
  return above <= 0.0F ? light : kKnee + above / (1.0F + above / kRoom * 0.6F);
}

cv::Mat develop(const cv::Mat& canvas, const Scene& scene) {
  cv::Mat sharp = canvas;
  if (scene.blur > 0.0F) cv::GaussianBlur(canvas, sharp, cv::Size(), scene.blur);
  cv::Mat image(sharp.size(), CV_8UC3);
  Random random{scene.grain, 0x677261696e};
  const float amplitude = scene.noise * 255.0F / 147.8F;  // the deviation of the sum of four bytes is 147.8
  for (int row = 0; row < image.rows; ++row) {
    const float* in = sharp.ptr<float>(row);
    auto* out = image.ptr<std::uint8_t>(row);
    std::uint64_t bits = 0;
    for (int i = 0; i < image.cols * 3; ++i) {
      bits = i % 2 == 0 ? random.next() : bits >> 32;
      const auto sum = static_cast<int>((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255));
      const float value = rollOff(in[i] * scene.exposure) * 255.0F + amplitude * (static_cast<float>(sum) - 510.0F);
      out[i] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }
  return image;
}

float visibleShare(const std::vector<FaceTruth>& faces, std::size_t index, cv::Size size) {
  const cv::Rect box = faces[index].box;
  if (box.area() <= 0) return 0.0F;
  const cv::Rect shown = box & cv::Rect(cv::Point(), size);
  int hidden = 0;
  for (std::size_t other = 0; other < faces.size(); ++other) {
    const cv::Rect& front = faces[other].box;
    if (front.width > box.width || (front.width == box.width && other > index))
      hidden = std::max(hidden, (shown & front).area());
  }
  return static_cast<float>(shown.area() - hidden) / static_cast<float>(box.area());
}

}  // namespace

Picture renderScene(const Scene& scene) {
  cv::Mat canvas = renderBackground(scene.size, scene.background);
  std::vector<std::size_t> order(scene.figures.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scene.figures[a].face.width < scene.figures[b].face.width;
  });
  Picture picture;
  picture.faces.resize(scene.figures.size());
  for (const std::size_t index : order) {
    const Figure& figure = scene.figures[index];
    const FigurePainter painter(identityOf(figure.person, scene.world), figure.shot, figure.face);
    painter.paintOn(canvas);
    picture.faces[index] = {figure.person, cv::Rect(painter.face()), painter.leftEye(), painter.rightEye(), 1.0F};
  }
  for (std::size_t i = 0; i < picture.faces.size(); ++i)
    picture.faces[i].visible = visibleShare(picture.faces, i, scene.size);
  picture.image = develop(canvas, scene);
  return picture;
}

Scene groupScene(const std::vector<std::uint64_t>& people, cv::Size size, std::uint64_t seed) {
  Random random{seed, 0x67726f7570};
  Scene scene;
  scene.size = size;
  scene.background = random.next();
  scene.grain = random.next();
  if (people.empty()) return scene;
  const auto width = static_cast<float>(size.width);
  const auto height = static_cast<float>(size.height);
  const float lane = width / static_cast<float>(people.size());
  const Shot light = shotOf(random.next(), 0.7F);
  const float largest = std::min(0.6F * lane, 0.42F * height);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const float side = largest * random.between(0.82F, 1.0F);
    const float x = lane * (static_cast<float>(i) + 0.5F) + 0.06F * lane * random.bell() * 0.5F;
    const float y = 0.44F * height + 0.03F * height * random.bell();
    Shot shot = shotOf(random.next(), 0.7F);
    shot.lightAzimuth = light.lightAzimuth;
    shot.lightElevation = light.lightElevation;
    scene.figures.push_back({people[i], shot, {x - side / 2.0F, y - side / 2.0F, side, side}});
  }
  return scene;
}

Scene portraitScene(std::uint64_t person, std::uint64_t shot, cv::Size size, std::uint64_t world, float variety) {
  Random random{world, person, shot, 0x706f7274};
  Scene scene;
  scene.size = size;
  scene.world = world;
  scene.background = random.next();
  scene.grain = random.next();
  const auto width = static_cast<float>(size.width);
  const auto height = static_cast<float>(size.height);
  const float side = 0.52F * std::min(width, height) * (1.0F + 0.05F * variety * random.bell());
  const float x = width / 2.0F + 0.02F * variety * width * random.bell();
  const float y = 0.53F * height + 0.015F * variety * height * random.bell();
  scene.figures.push_back({person, shotOf(random.next(), variety), {x - side / 2.0F, y - side / 2.0F, side, side}});
  scene.exposure = 1.0F + 0.06F * variety * random.bell();
  scene.noise = 0.008F + 0.008F * variety * random.uniform();
  if (random.chance(0.2F * variety)) scene.blur = random.between(0.3F, 0.9F) * std::min(width, height) / 250.0F;
  return scene;
}

}  // namespace facewire::portraits
