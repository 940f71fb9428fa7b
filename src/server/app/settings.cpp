#include "settings.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <sstream>

#include "facewire/gallery/decision.hpp"

namespace facewire::app {
namespace {

using Values = std::span<const std::string>;

tl::unexpected<Error> expected(const std::string& what, const std::string& text) {
  return fail(ErrorCode::invalidInput, "expected " + what + ", not \"" + text + "\"");
}

template <typename T>
std::string shortText(T number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

template <typename Number>
std::string wholeText(const Number& number) {
  return std::to_string(number);
}

template <typename Number>
std::string wholeText(const std::optional<Number>& number) {
  return number ? std::to_string(*number) : std::string();
}

/// `Member`: of type T, or an optional one.
template <typename T, typename Member>
Setting whole(std::string key, std::string help, Member Options::*member, T least, T most) {
  return {std::move(key),
          "N",
          std::move(help),
          false,
          false,
          [=](Options& options, Values values) -> Result<void> {
            const std::string& text = values.back();
            T number{};
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
              return expected("a whole number from " + std::to_string(least) + " to " + std::to_string(most), text);
            }
            options.*member = number;
            return {};
          },
          [=](const Options& options) { return std::vector{wholeText(options.*member)}; }};
}

Result<double> parseReal(const std::string& text, double least, double most) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number >= least && number <= most)) {
    return expected("a number from " + shortText(least) + " to " + shortText(most), text);
  }
  return number;
}

std::string textOf(double number) {
  return shortText(number);
}

std::string textOf(const std::optional<double>& number) {
  return number ? shortText(*number) : std::string();
}

/// `Number`: double, or an optional one.
template <typename Number>
Setting real(std::string key, std::string help, Number Options::*member, double least, double most) {
  return {std::move(key),
          "X",
          std::move(help),
          false,
          false,
          [=](Options& options, Values values) -> Result<void> {
            const auto number = parseReal(values.back(), least, most);
            if (!number) return fail(number.error());
            options.*member = *number;
            return {};
          },
          [=](const Options& options) { return std::vector{textOf(options.*member)}; }};
}

Setting seconds(std::string key, std::string help, std::chrono::milliseconds Options::*member) {
  return {std::move(key),
          "SECONDS",
          std::move(help),
          false,
          false,
          [=](Options& options, Values values) -> Result<void> {
            const auto number = parseReal(values.back(), 0.001, 1'000'000);
            if (!number) return fail(number.error());
            options.*member = std::chrono::milliseconds(std::llround(*number * 1000));
            return {};
          },
          [=](const Options& options) {
            return std::vector{shortText(static_cast<double>((options.*member).count()) / 1000)};
          }};
}

Setting path(std::string key, std::string value, std::string help, std::filesystem::path Options::*member) {
  return {std::move(key),
          std::move(value),
          std::move(help),
          false,
          true,
          [=](Options& options, Values values) -> Result<void> {
            if (values.back().empty()) return expected("a path", "");
            options.*member = values.back();
            return {};
          },
          [=](const Options& options) { return std::vector{(options.*member).string()}; }};
}

Setting choice(std::string key, std::string value, std::string help, std::string Options::*member,
               const std::vector<std::string>& words) {
  return {std::move(key),
          std::move(value),
          std::move(help),
          false,
          true,
          [=](Options& options, Values values) -> Result<void> {
            if (std::ranges::find(words, values.back()) == words.end()) {
              std::string all;
              for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
              return expected("one of " + all, values.back());
            }
            options.*member = values.back();
            return {};
          },
          [=](const Options& options) { return std::vector{options.*member}; }};
}

Setting toggle(std::string key, std::string help, bool Options::*member) {
  return {std::move(key),
          "",
          std::move(help),
          false,
          false,
          [=](Options& options, Values values) -> Result<void> {
            const std::string& text = values.back();
            if (text != "true" && text != "false") return expected("true or false", text);
            options.*member = text == "true";
            return {};
          },
          [=](const Options& options) { return std::vector<std::string>{options.*member ? "true" : "false"}; },
          true};
}

Setting listen() {
  return {"listen",
          "ADDR",
          "Address to listen on: HOST:PORT, [::1]:PORT or unix:/path; port 0 takes any free one. May be repeated.",
          true,
          true,
          [](Options& options, Values values) -> Result<void> {
            std::vector<net::Endpoint> endpoints;
            for (const std::string& text : values) {
              auto endpoint = net::parseEndpoint(text);
              if (!endpoint) return fail(endpoint.error());
              endpoints.push_back(std::move(*endpoint));
            }
            if (endpoints.empty()) return expected("at least one address", "");
            options.listen = std::move(endpoints);
            return {};
          },
          [](const Options& options) {
            std::vector<std::string> texts;
            std::ranges::transform(options.listen, std::back_inserter(texts), net::toText);
            return texts;
          }};
}

std::vector<Setting> makeSettings() {
  return {
      listen(),
      path("data", "DIR", "Where the people are kept; made (0700) where it is missing.", &Options::data),
      choice("engine", "ENGINE",
             "classic (Haar cascade and LBPH), deep (YuNet and an embedding network), or auto: each part is deep where "
             "its model is named.",
             &Options::engine, {"auto", "classic", "deep"}),
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
      choice("tls", "WHEN",
             "auto (on TCP, where there is a certificate: --tls-cert's, or keygen's in the data directory) or off.",
             &Options::tls, {"auto", "off"}),
      path("tls_cert", "FILE", "The server's certificate and its chain, PEM; facewired keygen makes one.",
           &Options::tlsCert),
      path("tls_key", "FILE", "Its key, PEM, without a passphrase, readable by nobody else.", &Options::tlsKey),
      path("tls_client_ca", "FILE", "Ask clients for certificates that this one vouches for (PEM).",
           &Options::tlsClientCa),
      choice("tls_client_certs", "WHEN", "required, or optional: clients without one need a token.",
             &Options::tlsClientCerts, {"required", "optional"}),
      choice("tls_client_role", "ROLE", "What a client's certificate allows: viewer, enroller or admin.",
             &Options::tlsClientRole, {"viewer", "enroller", "admin"}),
      toggle("insecure",
             "Listen on the network even without TLS and tokens. Anybody there may then see and change all.",
             &Options::insecure),
      whole<std::size_t>("max_clients", "Clients served at a time; the next one is told busy.", &Options::maxClients, 1,
                         100'000),
      whole<std::size_t>("max_clients_per_address",
                         "Clients of one address (of IPv6: one network of 64 bits). Unless given: a quarter of "
                         "max_clients, for other machines; this one's own may have all.",
                         &Options::maxClientsPerAddress, 1, 100'000),
      whole<std::size_t>("max_login_failures", "Wrong tokens from one address in five minutes; then it has to wait.",
                         &Options::maxLoginFailures, 1, 1'000'000),
      real("max_frame_rate", "Frames a second of one client, on average; 0 takes as many as come.",
           &Options::maxFrameRate, 0, 1e6),
      whole<std::size_t>("workers", "Frames in work at a time; by default the cores and one more.", &Options::workers,
                         1, 1024),
      path("port_file", "FILE", "Gets the bound TCP port, once the server accepts.", &Options::portFile),
      choice("log_level", "LEVEL", "trace, debug, info, warn, error or off.", &Options::logLevel,
             {"trace", "debug", "info", "warn", "error", "off"}),
      choice("log_format", "FORMAT", "text or json.", &Options::logFormat, {"text", "json"}),
      real("threshold",
           "Largest distance at which a face is named; lower says unknown more often. Unless given: what "
           "\"facewire calibrate --apply\" stored, or " +
               shortText(gallery::DecisionOptions{}.threshold) + " (LBPH), " +
               shortText(gallery::DecisionOptions::ofEmbeddings().threshold) + " (networks).",
           &Options::threshold, 0.001, 1e6),
      whole<int>("min_face",
                 "Side of the smallest face that is recognised, in pixels; YuNet searches for none smaller.",
                 &Options::minFacePixels, 12, 1000),
      real("min_sharpness", "Sharpness (0 to 1) under which a face is not recognised; 0 takes any.",
           &Options::minSharpness, 0, 1),
      real("min_enrol_sharpness", "Sharpness under which a face is not enrolled; 0 takes any.",
           &Options::minEnrolSharpness, 0, 1),
      whole<std::size_t>("max_frame_bytes", "Largest picture taken, in bytes.", &Options::maxFrameBytes, 1024,
                         0xFFFFFF),
      whole<std::size_t>("max_pixels", "Largest picture taken, in pixels.", &Options::maxPixels, 1, 1'000'000'000),
      whole<std::size_t>("max_frames_memory", "Bytes that the frames and answers of all clients may take together.",
                         &Options::maxFramesMemory, 1024, std::size_t{1} << 40),
      whole<std::size_t>("max_unsent_bytes", "Bytes of answers that one client may leave waiting in the system.",
                         &Options::maxUnsentBytes, 1024, std::size_t{1} << 40),
      whole<std::size_t>("max_faces", "Faces of one picture that are recognised: the largest.", &Options::maxFaces, 1,
                         10'000),
      whole<int>("jpeg_quality", "Of annotated frames; what was sent coarser stays so.", &Options::jpegQuality, 1, 100),
      seconds("login_timeout", "How long a client may take to show its token, TLS included.", &Options::loginTimeout),
      seconds("idle_timeout", "How long a client may say nothing.", &Options::idleTimeout),
      seconds("message_timeout", "How long one message may take to arrive.", &Options::messageTimeout),
      seconds("write_timeout", "How long a client may take to accept an answer.", &Options::writeTimeout),
      seconds("grace", "How long answers in work may take after SIGTERM.", &Options::grace),
  };
}

}  // namespace

std::string Setting::flag() const {
  std::string text = "--" + key;
  std::ranges::replace(text, '_', '-');
  return text;
}

std::string Setting::environment() const {
  std::string text = "FACEWIRE_" + key;
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::toupper(letter); });
  return text;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = makeSettings();
  return all;
}

}  // namespace facewire::app
