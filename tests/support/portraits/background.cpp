#include "portraits/background.hpp"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "portraits/colour.hpp"
#include "portraits/noise.hpp"
#include "portraits/random.hpp"

namespace facewire::portraits {
namespace {

// A soft upright panel (door, curtain, book case) or a round blur of light.
struct Shape {
  float x, y, halfWidth, halfHeight, soft;
  bool round;
  Colour colour;
  float share;

  float at(float px, float py) const {
    const float dx = std::fabs(px - x) / halfWidth;
    const float dy = std::fabs(py - y) / halfHeight;
    const float far = round ? std::sqrt(dx * dx + dy * dy) : std::fmax(dx, dy);
    return smooth(1.0F, 1.0F - soft, far) * share;
  }
};

}  // namespace

cv::Mat renderBackground(cv::Size whole, std::uint64_t seed) {
  // Out of focus, so a quarter of the size says it all.
  const cv::Size size((whole.width + 3) / 4, (whole.height + 3) / 4);
  constexpr std::array kWalls{rgb(0xb9c4c9), rgb(0xd8cbb8), rgb(0x9fb3a8), rgb(0xc9b7ae),
                              rgb(0x8fa3b8), rgb(0xcfd2cd), rgb(0xa79fb4)};
  Random random{seed, 0x6261636b};
  const Colour wall = kWalls[static_cast<std::size_t>(random.below(static_cast<int>(kWalls.size())))];
  const Colour other = mix(wall, kWalls[static_cast<std::size_t>(random.below(static_cast<int>(kWalls.size())))], 0.6F);
  const float aspect = static_cast<float>(size.width) / static_cast<float>(size.height);
  std::vector<Shape> shapes;
  for (int i = 0; i < 3; ++i) {
    const float tone = random.between(0.72F, 1.2F);
    shapes.push_back(
        {random.between(0.0F, aspect), 0.5F, random.between(0.1F, 0.32F), 2.0F, 0.18F, false, wall * tone, 0.55F});
  }
  for (int i = 0; i < 5; ++i) {
    const float radius = random.between(0.05F, 0.16F);
    shapes.push_back({random.between(0.0F, aspect), random.between(0.0F, 0.8F), radius, radius, 0.5F, true,
                      Colour{1.0F, 0.96F, 0.88F}, random.between(0.05F, 0.16F)});
  }
  const float drift = random.between(0.0F, 60.0F);
  cv::Mat canvas(size, CV_32FC3);
  const float scale = 1.0F / static_cast<float>(size.height);
  for (int row = 0; row < size.height; ++row) {
    auto* pixels = canvas.ptr<cv::Vec3f>(row);
    const float y = static_cast<float>(row) * scale;
    for (int column = 0; column < size.width; ++column) {
      const float x = static_cast<float>(column) * scale;
      Colour c = mix(wall, other, clamp01(0.5F * y + 0.3F * x / aspect)) * (1.04F - 0.22F * y);
      c = c * (1.0F + 0.06F * noiseAt(x * 1.7F + drift, y * 1.7F));
      for (const Shape& shape : shapes) {
        const float share = shape.at(x, y);
        if (share > 0.0F) c = mix(c, shape.colour, share);
      }
      pixels[column] = {c.b, c.g, c.r};
    }
  }
  cv::Mat enlarged;
  cv::resize(canvas, enlarged, whole, 0, 0, cv::INTER_LINEAR);
  return enlarged;
}

}  // namespace facewire::portraits
