#include "tally.hpp"

#include <algorithm>
#include <numeric>

namespace facewire::service {
namespace {

std::chrono::nanoseconds fromMilliseconds(double ms) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double, std::milli>(ms));
}

}  // namespace

void RefusedFrames::count(ErrorCode code) noexcept {
  static_assert(kFrameRefusals.back() == ErrorCode::internal);
  const auto found = std::min(std::ranges::find(kFrameRefusals, code), kFrameRefusals.end() - 1);
  ++counts_[static_cast<std::size_t>(found - kFrameRefusals.begin())];
}

std::array<std::uint64_t, kFrameRefusals.size()> RefusedFrames::read() const noexcept {
  std::array<std::uint64_t, kFrameRefusals.size()> counts{};
  std::ranges::transform(counts_, counts.begin(), [](const auto& count) { return count.load(); });
  return counts;
}

std::uint64_t RefusedFrames::total() const noexcept {
  const auto counts = read();
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

void StageTimes::add(const protocol::StageTimes& ms, bool annotated) noexcept {
  const auto at = [this](Stage stage) -> TimeHistogram& { return stages_[static_cast<std::size_t>(stage)]; };
  at(Stage::wait).add(fromMilliseconds(ms.wait));
  at(Stage::decode).add(fromMilliseconds(ms.decode));
  at(Stage::detect).add(fromMilliseconds(ms.detect));
  at(Stage::recognise).add(fromMilliseconds(ms.recognise));
  if (annotated) at(Stage::annotate).add(fromMilliseconds(ms.annotate));
  whole_.add(fromMilliseconds(ms.total));
}

}  // namespace facewire::service
