#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"

namespace facewire::eval {

/// A folder of people: whose pictures, each person's in natural order.
struct People {
  std::vector<std::string> names;                            ///< in natural order of the folders
  std::vector<std::vector<std::filesystem::path>> pictures;  ///< of each of `names`
};

/// Reads DIR/<name>/<picture>, or DIR/Person.<id>.<n>.jpg with users_name.txt. Errors: `invalidInput`, as
/// album::planImport, and any picture that is nobody's: a measure must not leave pictures out in silence.
Result<People> readPeople(const std::filesystem::path& folder);

struct PersonPicture {
  std::filesystem::path file;
  std::size_t person = 0;  ///< the index in People::names
};

/// Which pictures are enrolled and which are probed.
struct Split {
  std::vector<PersonPicture> enrolled;
  std::vector<PersonPicture> probes;
};

enum class SplitRule {
  first,   ///< the first pictures are enrolled
  random,  ///< as first, after a shuffle of each person's pictures
  light,   ///< those whose names say that the light was near the camera's axis
};

struct SplitOptions {
  SplitRule rule = SplitRule::first;
  std::size_t enrol = 5;
  std::optional<std::size_t> probe;  ///< the last so many of the rest; all of the rest by default
  std::uint64_t seed = 1;
  int lightDegrees = 10;  ///< the largest |azimuth| and |elevation| that is enrolled
};

/// Errors: `invalidInput`, naming the person or the picture: nothing would be left to enrol or to probe, or a name that
/// tells no light.
Result<Split> splitPictures(const People& people, const SplitOptions& options);

struct LightDirection {
  int azimuth = 0;  ///< degrees
  int elevation = 0;
};

/// The light in a name such as "yaleB02_P00A+035E-20.png" (Extended Yale B); nothing where it tells none.
std::optional<LightDirection> lightInName(const std::string& name);

}  // namespace facewire::eval
