#pragma once

#include <opencv2/core/mat.hpp>

namespace facewire::vision {

/// A picture of that size and type in `memory`, which grows to the largest so far and is kept alive by what lies in it.
/// Its pixels are whatever was there. Precondition: the same depth every time, and a size that is not empty.
inline cv::Mat pictureIn(cv::Mat& memory, cv::Size size, int type) {
  const int numbers = size.area() * CV_MAT_CN(type);
  if (memory.cols < numbers) memory.create(1, numbers, CV_MAT_DEPTH(type));
  cv::Mat picture = memory.colRange(0, numbers).reshape(CV_MAT_CN(type), size.height);
  // OpenCV's filters would take what lies behind it in the memory for pixels beyond its border.
  picture.flags &= ~cv::Mat::SUBMATRIX_FLAG;
  picture.dataend = picture.datastart + picture.total() * picture.elemSize();
  picture.datalimit = picture.dataend;
  return picture;
}

}  // namespace facewire::vision
