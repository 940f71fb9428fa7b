#pragma once

#include <stdexcept>

namespace facewire::app {

/// What the options name cannot be used (a model, a certificate), or they would let in whom nobody asked in: what, and
/// the remedy.
class UnusableConfiguration : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace facewire::app
