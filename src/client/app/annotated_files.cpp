#include "annotated_files.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <system_error>

#include "facewire/base/file.hpp"
#include "facewire/capture/picture.hpp"

namespace facewire::app {

Result<AnnotatedFiles> AnnotatedFiles::at(const std::string& output, std::size_t images, const std::string& option,
                                          const std::string& suffix) {
  const std::filesystem::path path(output);
  std::error_code error;
  const bool exists = std::filesystem::exists(path, error);
  const bool folder = std::filesystem::is_directory(path, error);
  if (exists && !folder && (images > 1 || output.ends_with('/'))) {
    return fail(ErrorCode::invalidInput,
                output + ": is a file; " + option + " must name a folder for " + std::to_string(images) + " images");
  }
  if (!folder && !output.ends_with('/') && images == 1) return AnnotatedFiles(path, false, suffix);
  std::filesystem::create_directories(path, error);
  if (!std::filesystem::is_directory(path)) {
    return fail(ErrorCode::invalidInput, output + ": this folder cannot be made: " + error.message());
  }
  return AnnotatedFiles(path, true, suffix);
}

std::filesystem::path AnnotatedFiles::fileFor(const std::string& image) {
  if (!isFolder_) return output_;
  const std::string stem = image == "-" ? "stdin" : std::filesystem::path(image).stem().string();
  std::filesystem::path file = output_ / (stem + suffix_);
  for (int i = 2; !used_.insert(file).second; ++i) file = output_ / (stem + "-" + std::to_string(i) + suffix_);
  return file;
}

Result<void> AnnotatedFiles::write(const std::filesystem::path& file, ByteView jpeg) {
  const std::string ending = file.extension().string();
  if (ending.empty() || ending == ".jpg" || ending == ".jpeg" || ending == ".JPG" || ending == ".JPEG")
    return writeFile(file, jpeg);
  const auto picture = capture::decodeColour(jpeg);
  if (!picture) return fail(picture.error());
  std::vector<uchar> encoded;
  try {
    if (cv::imencode(ending, *picture, encoded)) return writeFile(file, std::as_bytes(std::span(encoded)));
  } catch (const cv::Exception&) {
  }
  return fail(ErrorCode::invalidInput,
              file.string() + ": no picture format is written for the ending " + ending + " (use .jpg or .png)");
}

}  // namespace facewire::app
