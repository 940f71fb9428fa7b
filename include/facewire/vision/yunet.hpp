#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <optional>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/vision/detected_face.hpp"

namespace facewire::vision {

struct YuNetOptions {
  std::filesystem::path model;
  /// The least score, 0 to 1, at which something is a face when it is looked at from near. Measured: at 0.8, no false
  /// face in 198 pictures without any, and none of 270 photographs' faces missed.
  float confidence = 0.8F;
  float overlap = 0.3F;      ///< of two boxes that share more of their area, the surer is kept
  int minFacePixels = 24;    ///< the smallest face that is wanted: pictures are searched at the scale that this needs
  int maxSearchSide = 1280;  ///< larger pictures are searched as though they had been shrunk to this first
};

/// Finds faces, and five landmarks of each, with YuNet (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector",
/// 2023; the network of 2022mar), by cv::dnn. Confined to one thread.
class YuNet {
 public:
  /// Throws std::runtime_error naming the file and the remedy: missing, damaged, not YuNet, or one that OpenCV 4.6
  /// cannot run.
  explicit YuNet(const YuNetOptions& options);

  /// Another with the same options, for another thread; the model's bytes are shared.
  YuNet sibling() const { return YuNet(options_, model_); }

  /// `picture`: CV_8UC3 (BGR), or CV_8UC1, which it finds a little less in. Boxes inside it, from left to right. The
  /// smallest faces found are of about minFacePixels. Whatever might be a face is looked at again from near, at the
  /// size that the network is surest at: scores depend much on the size at which a face happens to be searched.
  std::vector<DetectedFace> detect(const cv::Mat& picture);

  /// The faces in `part` of the picture, searched at a fixed small size: what a part costs does not depend
  /// on how large it is. In pixels of the whole picture.
  std::vector<DetectedFace> detectIn(const cv::Mat& picture, const cv::Rect& part);

  /// The landmarks of a face that is known to be at `frame` (DetectedFace::frame; inside the picture), of which there
  /// may be no more than the frame: searched from near, then in the whole picture. Nothing where none is found there.
  std::optional<Landmarks> findLandmarks(const cv::Mat& picture, const cv::Rect& frame);

  /// What a search of a part costs, in those of a full search of such a picture.
  double costOfPart(cv::Size picture) const;

  /// Pixels that the network has been given so far: what the searches cost, on any machine.
  std::int64_t searchedPixels() const { return searchedPixels_; }

 private:
  YuNet(const YuNetOptions& options, std::shared_ptr<const Bytes> model);

  struct Find {
    DetectedFace face;
    float score;
  };
  struct Sized {
    cv::dnn::Net net;
    std::uint64_t used = 0;  ///< when it was last used
  };

  /// At which size a picture of that size is searched.
  cv::Size sizeFor(cv::Size picture) const;
  /// What the network is given then: where the picture is smaller, the rest is black.
  static cv::Size inputFor(cv::Size size);
  cv::dnn::Net& netFor(cv::Size input);
  /// What is found in `part`, which may reach over the edges, shrunk or enlarged to `size` in the corner of an input
  /// that is as large or larger; in pixels of `picture`, surest first.
  std::vector<Find> search(const cv::Mat& picture, const cv::Rect& part, cv::Size size, cv::Size input,
                           float confidence);
  std::vector<Find> searchWhole(const cv::Mat& picture, float confidence);
  const cv::Mat& inputOf(const cv::Mat& seen, const cv::Rect& place, cv::Size input);
  std::vector<Find> searchPart(const cv::Mat& picture, const cv::Rect& part, float confidence);
  std::optional<Find> lookAgain(const cv::Mat& picture, const Find& find);
  std::vector<DetectedFace> withoutDoubles(std::vector<Find> finds) const;

  YuNetOptions options_;
  std::shared_ptr<const Bytes> model_;
  std::map<std::pair<int, int>, Sized> nets_;  ///< by size: a network set up for one size is slow to turn to another
  std::uint64_t uses_ = 0;
  std::int64_t searchedPixels_ = 0;
  cv::Mat input_;
  cv::Mat colour_;
};

}  // namespace facewire::vision
