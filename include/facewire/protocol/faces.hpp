#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facewire/protocol/json.hpp"

namespace facewire::protocol {

/// In pixels of the picture as sent: left, top, width, height.
struct Box {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

/// Why a face was named, or was not. The words on the wire: accepted, too_far, ambiguous, too_small, too_blurred,
/// empty_gallery, too_dark, too_bright, known_stranger; only of a verification: another_person.
enum class Reason {
  accepted,
  tooFar,
  ambiguous,
  tooSmall,
  tooBlurred,
  emptyGallery,
  tooDark,
  tooBright,
  knownStranger,
  anotherPerson
};

struct Candidate {
  std::string name;
  double distance = 0;
};

struct Face {
  Box box;
  std::optional<std::string> name;  ///< only when known
  bool known = false;
  std::optional<double> distance;  ///< the engine's own measure to the nearest person; lower is nearer
  double threshold = 0;
  double score = 0;  ///< 0..1, higher is surer; 0.5 at the threshold
  Reason reason = Reason::emptyGallery;
  std::optional<Candidate> runnerUp;   ///< of a known face the next person; of an unknown one the nearest
  std::optional<std::int64_t> sample;  ///< the enrolled sample that was nearest
  std::optional<std::int64_t> track;
};

/// Milliseconds spent on one frame, by stage. `wait` is the time in the queue for an engine.
struct StageTimes {
  double wait = 0;
  double decode = 0;
  double detect = 0;
  double recognise = 0;
  double annotate = 0;
  double total = 0;
};

/// FACES: the result for one frame.
struct FacesResult {
  std::int64_t frame = 0;  ///< counted from 0 on each connection
  int width = 0;
  int height = 0;
  std::vector<Face> faces;
  StageTimes ms;
};

Json toJson(const FacesResult& result);
std::string toJsonText(const FacesResult& result);
/// The same over what `text` holds. Takes no memory where that has enough, unless a name has something to escape.
void writeJsonText(const FacesResult& result, std::string& text);

/// Errors: `badMessage`, naming the field.
Result<FacesResult> parseFaces(ByteView payload);
/// The same from what was read as JSON already.
Result<FacesResult> facesFromJson(const Json& object);

std::string_view toWord(Reason reason);

/// Nothing for a word that this version does not know.
std::optional<Reason> reasonFromWord(std::string_view word);

}  // namespace facewire::protocol
