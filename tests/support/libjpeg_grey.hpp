#pragma once

#include <turbojpeg.h>

#include <memory>
#include <opencv2/core.hpp>
#include <optional>

#include "facewire/base/bytes.hpp"

namespace facewire::test {

/// The picture, of this size, in grey as libjpeg-turbo alone decodes it; nothing where it fails or warns.
inline std::optional<cv::Mat> greyByLibjpeg(ByteView jpeg, cv::Size size) {
  const std::unique_ptr<void, int (*)(void*)> handle(tjInitDecompress(), tjDestroy);
  cv::Mat grey(size, CV_8UC1);
  const int status =
      tjDecompress2(handle.get(), reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size(), grey.data,
                    size.width, static_cast<int>(grey.step), size.height, TJPF_GRAY, TJFLAG_STOPONWARNING);
  if (status != 0) return std::nullopt;
  return grey;
}

}  // namespace facewire::test
