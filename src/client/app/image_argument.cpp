#include "image_argument.hpp"

#include "facewire/base/file.hpp"
#include "facewire/capture/picture.hpp"

namespace facewire::app {

Result<Bytes> readImage(const std::string& image) {
  if (image != "-") return capture::readPictureAsJpeg(image);
  Result<Bytes> bytes = readFile("/dev/stdin", capture::kMaxPictureBytes);
  if (!bytes) return fail(bytes.error().code, "standard input: " + bytes.error().detail);
  return capture::toJpeg(std::move(*bytes), "standard input");
}

std::string nameForPeople(const std::string& image) {
  return image == "-" ? "standard input" : image;
}

ExitStatus reportImageFailure(const Session& session, const std::string& image, const Error& error) {
  if (session.options.json) session.console.result(protocol::toText({{"image", image}, {"error", toJson(error)}}));
  return session.report(error, nameForPeople(image));
}

}  // namespace facewire::app
