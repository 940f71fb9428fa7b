#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "facewire/gallery/person.hpp"

namespace facewire::gallery {

/// A probe as the rows of a block are compared with it.
struct EmbeddingProbe {
  std::vector<float> values;  ///< filled up with zeros
  std::vector<std::int16_t> numbers;
  std::size_t length;    ///< without the zeros
  double squaredLength;  ///< dotInOrder with itself
  float error;
  std::size_t view;  ///< its number among the views of its face

  /// Precondition: isDirection(embedding).
  explicit EmbeddingProbe(std::span<const float> embedding, std::size_t view = 0);
};

/// Whether an embedding can be compared at all: 1 to EmbeddingIndex::kMostNumbers finite numbers, not all of them 0.
bool isDirection(std::span<const float> embedding);

/// Up to 256 embeddings of one length, each as it is and, for a first look that reads a fourth of the bytes, in steps
/// of 8 bits. Is filled, and never changes from then on.
class EmbeddingBlock {
 public:
  static constexpr std::size_t kCapacity = 256;

  struct Member {
    SampleId sample;
    PersonId person;
    double squaredLength;  ///< dotInOrder with itself
  };

  /// `isSettled`: not to be built anew when a sample is added.
  EmbeddingBlock(std::size_t length, std::size_t members, bool isSettled);

  /// Precondition: an embedding of this length, and isDirection.
  void append(SampleId sample, PersonId person, std::span<const float> embedding);
  /// Precondition: the other block's embeddings are of this length.
  void append(const EmbeddingBlock& other, std::size_t member);

  /// Raises each of `cosines`, one for each member, to what the cosine of member and probe is at most.
  void raiseToHighestCosines(const EmbeddingProbe& probe, std::span<float> cosines) const;
  /// 1 - cosine, as near as a double comes.
  double distance(const EmbeddingProbe& probe, std::size_t member) const;

  const std::vector<Member>& members() const { return members_; }
  std::size_t length() const { return length_; }
  bool isSettled() const { return isSettled_; }
  std::size_t bytes() const;

 private:
  std::size_t length_;
  std::size_t rowLength_;  ///< with the zeros it is filled up with
  bool isSettled_;
  std::vector<Member> members_;
  std::vector<float> values_;
  std::vector<std::int8_t> rows_;
  std::vector<float> scales_;
  std::vector<float> errors_;
};

}  // namespace facewire::gallery
