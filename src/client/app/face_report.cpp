#include "face_report.hpp"

#include <algorithm>

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

std::string nameOf(const protocol::Face& face) {
  return face.known && face.name ? printable(*face.name) : "unknown";
}

std::string whyUnknown(const protocol::Face& face) {
  const std::string limit = ", limit " + distanceNumber(face.threshold, face.threshold);
  switch (face.reason) {
    case protocol::Reason::emptyGallery:
      return "nobody is enrolled yet";
    case protocol::Reason::tooSmall:
      return "the face is too small";
    case protocol::Reason::tooBlurred:
      return "the face is too blurred";
    case protocol::Reason::tooDark:
      return "the face is too dark";
    case protocol::Reason::tooBright:
      return "the face is too bright";
    case protocol::Reason::ambiguous:
      if (!face.runnerUp) return "too like several people";
      return "too like several people, nearest " + printable(face.runnerUp->name) + " at " +
             distanceNumber(face.runnerUp->distance, face.threshold) + limit;
    case protocol::Reason::knownStranger:
      if (!face.runnerUp) return "a known stranger";
      return "known stranger " + printable(face.runnerUp->name) + " at " +
             distanceNumber(face.runnerUp->distance, face.threshold) + limit;
    case protocol::Reason::tooFar:
    case protocol::Reason::accepted:
    case protocol::Reason::anotherPerson:
      break;
  }
  if (!face.runnerUp) return "nobody is near" + limit;
  return "nearest " + printable(face.runnerUp->name) + " at " +
         distanceNumber(face.runnerUp->distance, face.threshold) + limit;
}

}  // namespace

std::string describeFace(const protocol::Face& face, const Console& console, std::size_t nameWidth) {
  const std::string name = nameOf(face);
  const std::string gap = padded("", nameWidth - std::min(nameWidth, displayWidth(name)) + 1);
  if (!face.known) return console.unknown(name) + gap + "(" + whyUnknown(face) + ")";
  std::string text = console.known(name) + gap + "(score " + fixed(face.score, 2);
  if (face.distance)
    text += ", distance " + distanceNumber(*face.distance, face.threshold) + " of at most " +
            distanceNumber(face.threshold, face.threshold);
  return text + ")";
}

std::vector<std::string> describeFaces(const std::string& image, const protocol::FacesResult& result,
                                       const Console& console, std::size_t imageWidth) {
  const std::string head = padded(printable(image) + ":", imageWidth + 1) + " ";
  if (result.faces.empty()) return {head + "no face"};
  std::size_t width = 0;
  for (const protocol::Face& face : result.faces) width = std::max(width, displayWidth(nameOf(face)));
  std::vector<std::string> lines;
  for (const protocol::Face& face : result.faces) {
    std::string line = head + describeFace(face, console, width);
    if (result.faces.size() > 1) {
      line += " at " + std::to_string(face.box.x) + "," + std::to_string(face.box.y) + ", " +
              std::to_string(face.box.width) + " x " + std::to_string(face.box.height);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace facewire::app
