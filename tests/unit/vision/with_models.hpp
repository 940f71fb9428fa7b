#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "models.hpp"

namespace facewire::vision {

/// Skips its tests where there are no models.
class WithModels : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& file : {yuNetModel(), mobileFaceNet().model}) {
      if (!std::filesystem::exists(file)) GTEST_SKIP() << "no model at " << file;
    }
  }
};

}  // namespace facewire::vision
