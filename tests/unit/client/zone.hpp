#pragma once

#include <cstdlib>
#include <ctime>

namespace facewire::app::test {

/// The local time zone, as a test wants it.
class Zone {
 public:
  explicit Zone(const char* name) {
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~Zone() {
    ::unsetenv("TZ");
    ::tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;
};

}  // namespace facewire::app::test
