#include "embedding_block.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "embedding_kernel.hpp"
#include "facewire/gallery/embedding_index.hpp"

namespace facewire::gallery {
namespace {

constexpr double kLargestStep = 127;

/// Errors are rounded to single precision: never down.
constexpr double kUp = 1.000001;

std::size_t filledUp(std::size_t length) {
  return (length + kRowUnit - 1) / kRowUnit * kRowUnit;
}

double nearestWhole(double number) {
  return std::trunc(number + std::copysign(0.5, number));
}

/// The whole numbers that are nearest to the embedding's, as parts of `unit` times its length; gives how long the rest
/// is, as part of its length.
template <typename Number>
float toWholeNumbers(std::span<const float> embedding, double length, double unit, Number* numbers) {
  double rest = 0;
  for (std::size_t i = 0; i < embedding.size(); ++i) {
    const double part = embedding[i] / length;
    const double number = nearestWhole(part / unit);
    const double error = part - number * unit;
    numbers[i] = static_cast<Number>(number);
    rest += error * error;
  }
  return static_cast<float>(std::sqrt(rest) * kUp);
}

}  // namespace

bool isDirection(std::span<const float> embedding) {
  return !embedding.empty() && embedding.size() <= EmbeddingIndex::kMostNumbers &&
         std::ranges::all_of(embedding, [](float number) { return std::isfinite(number); }) &&
         std::ranges::any_of(embedding, [](float number) { return number != 0; });
}

EmbeddingProbe::EmbeddingProbe(std::span<const float> embedding, std::size_t viewNumber)
    : values(embedding.begin(), embedding.end()), length(embedding.size()), view(viewNumber) {
  assert(isDirection(embedding));
  values.resize(filledUp(length));
  numbers.resize(values.size());
  squaredLength = dotInOrder(values.data(), values.data(), values.size());
  error = toWholeNumbers(embedding, std::sqrt(squaredLength), kProbeUnit, numbers.data());
}

EmbeddingBlock::EmbeddingBlock(std::size_t length, std::size_t members, bool isSettled)
    : length_(length), rowLength_(filledUp(length)), isSettled_(isSettled) {
  assert(members <= kCapacity);
  members_.reserve(members);
  values_.reserve(members * rowLength_);
  rows_.reserve(members * rowLength_);
  scales_.reserve(members);
  errors_.reserve(members);
}

void EmbeddingBlock::append(SampleId sample, PersonId person, std::span<const float> embedding) {
  assert(embedding.size() == length_ && isDirection(embedding));
  const std::size_t begin = values_.size();
  values_.insert(values_.end(), embedding.begin(), embedding.end());
  values_.resize(begin + rowLength_);
  const double squaredLength = dotInOrder(&values_[begin], &values_[begin], rowLength_);
  members_.push_back({sample, person, squaredLength});

  const double length = std::sqrt(squaredLength);
  double largest = 0;
  for (const float number : embedding) largest = std::max(largest, std::abs(number / length));
  // As the kernel has it, so that the error is of what is used, and so that the largest is not more than its byte.
  const auto scale = static_cast<float>(largest / kLargestStep * kProbeUnit);
  rows_.resize(begin + rowLength_);
  scales_.push_back(scale);
  errors_.push_back(toWholeNumbers(embedding, length, double{scale} / kProbeUnit, &rows_[begin]));
}

void EmbeddingBlock::append(const EmbeddingBlock& other, std::size_t member) {
  assert(other.length_ == length_);
  const auto begin = static_cast<std::ptrdiff_t>(member * rowLength_);
  const auto end = begin + static_cast<std::ptrdiff_t>(rowLength_);
  members_.push_back(other.members_[member]);
  values_.insert(values_.end(), other.values_.begin() + begin, other.values_.begin() + end);
  rows_.insert(rows_.end(), other.rows_.begin() + begin, other.rows_.begin() + end);
  scales_.push_back(other.scales_[member]);
  errors_.push_back(other.errors_[member]);
}

void EmbeddingBlock::raiseToHighestCosines(const EmbeddingProbe& probe, std::span<float> cosines) const {
  assert(probe.length == length_ && cosines.size() >= members_.size());
  const EmbeddingRows rows{rows_.data(), rowLength_, members_.size(), scales_.data(), errors_.data()};
  gallery::raiseToHighestCosines(rows, {probe.numbers.data(), probe.error}, cosines.data());
}

double EmbeddingBlock::distance(const EmbeddingProbe& probe, std::size_t member) const {
  // Of a sample and itself the root is their product, to the last bit, and the distance 0.
  const double product = dotInOrder(probe.values.data(), &values_[member * rowLength_], rowLength_);
  const double lengths = std::sqrt(probe.squaredLength * members_[member].squaredLength);
  return std::clamp(1 - product / lengths, 0.0, 2.0);
}

std::size_t EmbeddingBlock::bytes() const {
  return sizeof(*this) + members_.capacity() * sizeof(Member) + values_.capacity() * sizeof(float) + rows_.capacity() +
         (scales_.capacity() + errors_.capacity()) * sizeof(float);
}

}  // namespace facewire::gallery
