#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "facewire/protocol/faces.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::client {

/// What a face would add to the samples of a person.
enum class Novelty {
  first,  ///< the person has none
  fresh,  ///< "new" on the wire: near to one, but not the same again
  alike,  ///< next to nothing: one of them looks just like it
  other   ///< it may be somebody else: nothing that is there looks like it
};

struct AssessedFace {
  protocol::Box box;
  double sharpness = 0;            ///< 0 to 1
  std::string verdict;             ///< "good", "too_small", "too_blurred", "too_dark", "too_bright"
  std::string message;             ///< what is wrong, and the remedy; empty where it is good
  std::optional<Novelty> novelty;  ///< of a good face
  std::optional<double> distance;  ///< to the person's nearest sample
  bool isGood() const { return verdict == "good"; }
};

/// A picture as a candidate to be enrolled.
struct Assessment {
  std::vector<AssessedFace> faces;  ///< from left to right
  std::size_t samples = 0;          ///< how many the person has
};

/// Reads the RESPONSE to `assess`. Throws protocol::Json::exception where a field is missing or of another type.
Assessment readAssessment(const protocol::Json& json);

}  // namespace facewire::client
