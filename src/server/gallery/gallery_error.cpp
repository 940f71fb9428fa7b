#include "gallery_error.hpp"

namespace facewire::gallery {

Error nobodyNamed(const std::string& name) {
  return {ErrorCode::unknownPerson, "nobody is enrolled as \"" + name + "\""};
}

/// A person's kind is chosen once, with the first sample.
Error ofOtherKind(const std::string& name, bool isStranger) {
  const std::string quoted = "\"" + name + "\"";
  const std::string what = isStranger ? " is a known stranger: enrol the picture as one too, choose another name"
                                      : " is one of your people, not a known stranger: choose another name";
  return {ErrorCode::nameTaken, quoted + what + ", or remove " + quoted + " first"};
}

Error noSample(SampleId sample) {
  return {ErrorCode::unknownPerson, "there is no sample " + std::to_string(sample)};
}

Error withoutPicture(SampleId sample) {
  return {ErrorCode::unknownPerson,
          "sample " + std::to_string(sample) + " has no picture: it came out of an OpenCV file, which keeps none"};
}

}  // namespace facewire::gallery
