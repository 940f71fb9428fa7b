#include "setting_kinds.hpp"

#include "facewire/gallery/decision.hpp"

namespace facewire::app {

std::vector<Setting> engineSettings() {
  return {
      common(path("data", "DIR", "Where the people are kept; made (0700) where it is missing.", &Options::data)),
      common(choice(
          "engine", "ENGINE",
          "classic (Haar cascade and LBPH), deep (YuNet and an embedding network), or auto: each part is deep where "
          "its model is named.",
          &Options::engine, {"auto", "classic", "deep"})),
      choice("detector", "DETECTOR", "haar, yunet, or auto: as the engine has it.", &Options::detector,
             {"auto", "haar", "yunet"}),
      choice("recognizer", "RECOGNIZER", "lbph, network, or auto: as the engine has it.", &Options::recognizer,
             {"auto", "lbph", "network"}),
      path("cascade", "FILE", "Haar cascade that finds faces.", &Options::cascade),
      path("detector_model", "FILE", "YuNet, as ONNX; see models/README.md.", &Options::detectorModel),
      path("recognizer_model", "FILE", "Network that makes an embedding of a face of 112 x 112 pixels.",
           &Options::recognizerModel),
      path("recognizer_config", "FILE", "Its second file, where it has two, as Caffe's .prototxt.",
           &Options::recognizerConfig),
      real("detector_confidence", "Score (0 to 1) from which on YuNet's finds are faces.", &Options::detectorConfidence,
           0.01, 1),
      real("recognizer_mean", "What is taken from each value of a picture, 0 to 255, before the network gets it.",
           &Options::recognizerMean, -1000, 1000),
      real("recognizer_scale", "What each is multiplied by then.", &Options::recognizerScale, 1e-6, 1e6),
      choice("recognizer_channels", "ORDER", "rgb or bgr: the order in which the network wants colours.",
             &Options::recognizerChannels, {"rgb", "bgr"}),
      common(real("threshold",
                  "Largest distance at which a face is named; lower says unknown more often. Unless given: what "
                  "\"facewire calibrate --apply\" stored, or " +
                      shortText(gallery::DecisionOptions{}.threshold) + " (LBPH), " +
                      shortText(gallery::DecisionOptions::ofEmbeddings().threshold) + " (networks).",
                  &Options::threshold, 0.001, 1e6)),
      real("opencv_threshold",
           "As threshold, in OpenCV's distances, for people who were imported from an OpenCV file; by default what "
           "suits "
           "the "
           "file.",
           &Options::openCvThreshold, 0.001, 1e6),
      whole<int>("min_face",
                 "Side of the smallest face that is recognised, in pixels; YuNet searches for none smaller.",
                 &Options::minFacePixels, 12, 1000),
      real("min_sharpness", "Sharpness (0 to 1) under which a face is not recognised; 0 takes any.",
           &Options::minSharpness, 0, 1),
      real("min_enrol_sharpness", "Sharpness under which a face is not enrolled; 0 takes any.",
           &Options::minEnrolSharpness, 0, 1),
      whole<std::size_t>("max_faces", "Faces of one picture that are recognised: the largest.", &Options::maxFaces, 1,
                         10'000),
      common(whole<std::size_t>("workers", "Frames in work at a time; by default the cores and one more.",
                                &Options::workers, 1, 1024)),
      whole<int>("jpeg_quality", "Of annotated frames; what was sent coarser stays so.", &Options::jpegQuality, 1, 100),
  };
}

}  // namespace facewire::app
