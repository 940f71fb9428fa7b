#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "facewire/base/utf8.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::protocol {
namespace {

/// Above it a number is written with an exponent, and no JSON reader holds the digits before it exactly.
constexpr double kMostWithoutExponent = 1e15;

/// Writes JSON over what a text holds: members in the order in which they are put.
class FacesWriter {
 public:
  explicit FacesWriter(std::string& text) : text_(text) { text_.clear(); }

  void put(const FacesResult& result) {
    text_ += '{';
    put("frame", result.frame);
    put("width", std::int64_t{result.width});
    put("height", std::int64_t{result.height});
    put("faces", result.faces);
    put("ms", result.ms);
    text_ += '}';
  }

 private:
  void separate() {
    const char last = text_.empty() ? '{' : text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
  }

  void beginMember(std::string_view name) {
    separate();
    text_ += '"';
    text_ += name;
    text_ += "\":";
  }

  template <class Value>
  void put(std::string_view name, const Value& value) {
    beginMember(name);
    put(value);
  }

  template <class Value>
  void put(const std::optional<Value>& value) {
    if (value) {
      put(*value);
    } else {
      text_ += "null";
    }
  }

  void put(const std::vector<Face>& faces) {
    text_ += '[';
    for (const Face& face : faces) {
      separate();
      put(face);
    }
    text_ += ']';
  }

  void put(bool value) { text_ += value ? "true" : "false"; }

  void put(std::int64_t value) {
    std::array<char, 24> digits{};
    text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
  }

  /// The shortest that is read back as the same, with a point in it.
  void put(double value) {
    if (!std::isfinite(value)) {
      text_ += "null";
      return;
    }
    std::array<char, 48> digits{};
    const auto format =
        std::abs(value) < kMostWithoutExponent ? std::chars_format::fixed : std::chars_format::scientific;
    const std::string_view number(digits.data(), std::to_chars(digits.begin(), digits.end(), value, format).ptr);
    text_ += number;
    if (number.find_first_of(".e") == std::string_view::npos) text_ += ".0";
  }

  void put(std::string_view value) {
    const auto isEscaped = [](char c) { return (c >= 0 && c < ' ') || c == '"' || c == '\\'; };
    if (std::ranges::any_of(value, isEscaped) || !isUtf8(value)) {
      text_ += toText(Json(value));
      return;
    }
    text_ += '"';
    text_ += value;
    text_ += '"';
  }

  void put(const std::string& value) { put(std::string_view(value)); }

  void put(const Candidate& candidate) {
    text_ += '{';
    put("name", candidate.name);
    put("distance", rounded(candidate.distance, 1000));
    text_ += '}';
  }

  void put(const Face& face) {
    text_ += '{';
    beginMember("box");
    text_ += '[';
    for (const int number : {face.box.x, face.box.y, face.box.width, face.box.height}) {
      separate();
      put(std::int64_t{number});
    }
    text_ += ']';
    put("name", face.name);
    put("known", face.known);
    put("distance", face.distance ? std::optional(rounded(*face.distance, 1000)) : std::nullopt);
    put("threshold", rounded(face.threshold, 1000));
    put("score", rounded(face.score, 10000));
    put("reason", toWord(face.reason));
    put("runner_up", face.runnerUp);
    put("sample", face.sample);
    put("track", face.track);
    text_ += '}';
  }

  void put(const StageTimes& ms) {
    text_ += '{';
    put("wait", rounded(ms.wait, 1000));
    put("decode", rounded(ms.decode, 1000));
    put("detect", rounded(ms.detect, 1000));
    put("recognise", rounded(ms.recognise, 1000));
    put("annotate", rounded(ms.annotate, 1000));
    put("total", rounded(ms.total, 1000));
    text_ += '}';
  }

  /// So that the text on the wire is short: "61.2" rather than "61.19999885559082".
  static double rounded(double value, double scale) { return std::round(value * scale) / scale; }

  std::string& text_;
};

}  // namespace

void writeJsonText(const FacesResult& result, std::string& text) {
  FacesWriter(text).put(result);
}

}  // namespace facewire::protocol
