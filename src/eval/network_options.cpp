#include "network_options.hpp"

#include <stdexcept>

namespace facewire::eval {
namespace {

/// As the server looks for landmarks in stored pictures.
constexpr int kLandmarksFromPixels = 12;

}  // namespace

void NetworkOptions::addTo(CLI::App& app) {
  const std::string group = "Networks (facewire as it is without them then stands beside)";
  app.add_option("--engine", engine, "classic, deep, or auto: a part is a network where its model is named")
      ->check(CLI::IsMember({"auto", "classic", "deep"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--detector", detector, "haar, yunet, or auto: as the engine has it")
      ->check(CLI::IsMember({"auto", "haar", "yunet"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--recognizer", recognizer, "lbph, network, or auto: as the engine has it")
      ->check(CLI::IsMember({"auto", "lbph", "network"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--detector-model", yunet.model, "YuNet, as ONNX")->group(group);
  app.add_option("--detector-confidence", yunet.confidence, "Score from which on its finds are faces")
      ->capture_default_str()
      ->group(group);
  app.add_option("--recognizer-model", encoder.model, "Embedding network")->group(group);
  app.add_option("--recognizer-config", encoder.config, "Its second file, where it has two")->group(group);
  app.add_option("--recognizer-mean", encoder.mean, "What is taken from each value of a picture")
      ->capture_default_str()
      ->group(group);
  app.add_option("--recognizer-scale", encoder.scale, "What each is multiplied by then")
      ->capture_default_str()
      ->group(group);
  app.add_option_function<std::string>(
         "--recognizer-channels",
         [this](const std::string& order) {
           encoder.channels = order == "bgr" ? vision::ChannelOrder::bgr : vision::ChannelOrder::rgb;
         },
         "Order in which the network wants colours")
      ->check(CLI::IsMember({"rgb", "bgr"}))
      ->default_str("rgb")
      ->group(group);
}

bool NetworkOptions::findsByNetwork() const {
  if (detector != "auto") return detector == "yunet";
  return engine == "auto" ? !yunet.model.empty() : engine == "deep";
}

bool NetworkOptions::encodesByNetwork() const {
  if (recognizer != "auto") return recognizer == "network";
  return engine == "auto" ? !encoder.model.empty() : engine == "deep";
}

void NetworkOptions::applyTo(RunOptions& run, bool thresholdIsGiven) const {
  const EngineSettings classic = run.engine;
  if (findsByNetwork()) {
    if (yunet.model.empty()) throw std::invalid_argument("YuNet needs its model: give --detector-model FILE");
    run.engine.yunet = yunet;
  }
  if (encodesByNetwork()) {
    if (encoder.model.empty()) throw std::invalid_argument("a network needs its model: give --recognizer-model FILE");
    const double given = run.engine.decision.threshold;
    run.engine.decision = gallery::DecisionOptions::ofEmbeddings();
    if (thresholdIsGiven) run.engine.decision.threshold = given;
    run.engine.network = encoder;
    if (!yunet.model.empty()) {
      run.engine.network->landmarks = yunet;
      run.engine.network->landmarks->minFacePixels = kLandmarksFromPixels;
    }
  }
  if (!run.engine.wantsColour()) return;
  run.engine.name = run.engine.yunet && run.engine.network ? "deep" : "mixed";
  run.classic = classic;
  run.classic->name = "classic";
}

}  // namespace facewire::eval
