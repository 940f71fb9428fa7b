#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace facewire::eval {

/// One probe of somebody enrolled: who it is, and who was nearest (nobody where no face was found). People are numbers
/// from 0.
struct ClosedTrial {
  std::size_t person = 0;
  std::optional<std::size_t> nearest;
};

/// The share of probes whose nearest person is the right one; a probe without a face is wrong. 0 without probes.
double rankOne(std::span<const ClosedTrial> trials);

/// How often a probe of person (row) was nearest to person (column): `people` x `people`.
std::vector<std::vector<std::size_t>> confusionOf(std::span<const ClosedTrial> trials, std::size_t people);

}  // namespace facewire::eval
