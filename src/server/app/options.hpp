#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/net/endpoint.hpp"

namespace facewire::app {

inline constexpr std::uint16_t kMetricsPort = 9717;

/// Everything the server can be told, with its defaults. Plain data; settings.hpp knows how each is written.
struct Options {
  std::vector<net::Endpoint> listen{net::TcpEndpoint{"127.0.0.1", net::kDefaultPort}};
  std::filesystem::path data;       ///< defaultDataDirectory() unless told otherwise
  std::string engine = "auto";      ///< "classic", "deep", or "auto": a part is a network where its model is named
  std::string detector = "auto";    ///< "haar", "yunet", or "auto": as `engine` says
  std::string recognizer = "auto";  ///< "lbph", "network", or "auto": as `engine` says
  std::filesystem::path cascade;
  std::filesystem::path detectorModel;
  std::filesystem::path recognizerModel;
  std::filesystem::path recognizerConfig;
  double detectorConfidence = 0.8;  ///< as vision::YuNetOptions
  double recognizerMean = 0;        ///< as vision::NetworkEncoderOptions, and the next two
  double recognizerScale = 1;
  std::string recognizerChannels = "rgb";
  std::string tls = "auto";  ///< "auto": where there is a certificate, given or in the data directory; "off"
  std::filesystem::path tlsCert;
  std::filesystem::path tlsKey;
  std::filesystem::path tlsClientCa;  ///< whose client certificates are asked for; empty: none are
  std::string tlsClientCerts = "required";
  std::string tlsClientRole = "viewer";
  bool insecure = false;  ///< open to the network without TLS and tokens
  std::size_t maxClients = 256;
  std::optional<std::size_t> maxClientsPerAddress;  ///< as server::ServerLimits, like most that follow
  std::size_t maxLoginFailures = 10;
  double maxFrameRate = 0;
  std::size_t maxUnsentBytes = 16u << 20;
  std::size_t maxFramesMemory = 256u << 20;
  /// The machine's cores and one more, unless told otherwise: so no core waits while a thread is awakened.
  std::size_t workers = 1;
  std::filesystem::path portFile;
  std::optional<net::TcpEndpoint> metricsListen{{"127.0.0.1", kMetricsPort}};  ///< nothing: no metrics
  bool metricsListenGiven = false;                                             ///< else it is only the default
  std::string logLevel = "info";
  std::string logFormat = "auto";
  std::optional<double> openCvThreshold;  ///< nothing: gallery::HistogramIndex's own
  std::optional<double> threshold;        ///< nothing: the calibration's, or gallery::DecisionOptions' of the engine
  std::size_t maxFaces = 100;             ///< as service::ServiceOptions, and the next three
  int minFacePixels = 24;
  double minSharpness = 0.07;  ///< as service::ServiceOptions
  double minEnrolSharpness = 0.12;
  std::size_t maxFrameBytes = 8u << 20;
  std::size_t maxPixels = 25'000'000;
  std::chrono::milliseconds loginTimeout{10'000};
  std::chrono::milliseconds idleTimeout{600'000};
  std::chrono::milliseconds messageTimeout{10'000};
  std::chrono::milliseconds writeTimeout{10'000};
  std::chrono::milliseconds grace{10'000};
  int jpegQuality = 90;
  std::filesystem::path onEvent;  ///< as events::EventOptions, and those that follow; nothing is sent unless told
  std::vector<std::string> onEventArgs;
  std::chrono::milliseconds onEventTimeout{10'000};
  std::string webhookUrl;
  std::filesystem::path webhookSecretFile;
  std::filesystem::path webhookCa;
  bool webhookPicture = false;
  std::chrono::milliseconds webhookRetryTime{3'600'000};
  std::string mqtt;
  std::filesystem::path mqttPasswordFile;
  std::filesystem::path mqttCa;
  std::string mqttTopic = "facewire";
  std::string mqttDiscovery = "homeassistant";
  std::size_t eventsQueue = 1'000;
  double sightingsDays = 30;  ///< as sightings::SightingOptions, and the next three
  std::string sightingsOf = "known";
  bool sightingsPictures = true;
  std::chrono::milliseconds sightingsCooldown{30'000};
};

/// The options of this machine and user before anything is configured: data directory, cores, the cascade as installed.
Options defaultOptions();

/// Whether faces are found, or encoded, by a network.
bool findsByNetwork(const Options& options);
bool encodesByNetwork(const Options& options);

/// Where the data directory has its tokens, and what `facewired keygen` makes.
std::filesystem::path tokenFile(const Options& options);
std::filesystem::path defaultCertificate(const Options& options);
std::filesystem::path defaultKey(const Options& options);

/// What is wrong with the options taken together. Errors: `invalidInput`, naming the setting and the remedy.
Result<void> validate(const Options& options);

}  // namespace facewire::app
