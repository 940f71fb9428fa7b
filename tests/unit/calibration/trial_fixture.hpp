#pragma once

#include "facewire/calibration/trial.hpp"

namespace facewire::calibration::test {

/// The rule of these tests: the next person never counts, so a picture needs just its distance.
inline constexpr gallery::DecisionOptions kByDistance{.threshold = 60, .clearOfNext = 0};

/// A picture of `person` that is `own` from their others, and `stranger` from everybody else.
inline Trial trialOf(gallery::PersonId person, double own, double stranger) {
  static gallery::SampleId next = 1000;
  Trial trial;
  trial.person = person;
  trial.sample = ++next;
  const gallery::PersonMatch self{person, 1, own};
  const gallery::PersonMatch other{person + 1, 2, stranger};
  trial.own = self;
  trial.asOneself = own <= stranger ? std::vector{self, other} : std::vector{other, self};
  trial.asStranger = {other};
  return trial;
}

}  // namespace facewire::calibration::test
