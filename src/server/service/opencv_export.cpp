#include "opencv_export.hpp"

#include <array>
#include <charconv>
#include <opencv2/imgproc.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/vision/face_encoder.hpp"
#include "stored_face.hpp"

namespace facewire::service {
namespace {

/// cv::FileStorage's own lines are about as long.
constexpr std::size_t kLine = 72;

/// Of a face, in pixels.
constexpr int kSide = 96;

/// The shortest text that reads back as this very float, with the point by which YAML tells that it is one.
std::string asText(float number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  std::string out(text.data(), end);
  if (out.find_first_of(".e") == std::string::npos) out += '.';
  return out;
}

/// As cv::FileStorage reads it; names have no control characters.
std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char letter : name) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '"';
}

/// The face as a program with OpenCV cuts it, with that very function, for it is held beside faces that were.
cv::Mat cropOf(const vision::FaceChip& chip) {
  cv::Mat grey = chip.picture;
  if (grey.channels() == 3) cv::cvtColor(chip.picture, grey, cv::COLOR_BGR2GRAY);
  cv::Mat crop;
  cv::resize(grey(chip.face), crop, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  return crop;
}

/// "[ 1, 2, 3 ]" over as many lines as it takes.
class NumberList {
 public:
  NumberList(std::string& out, std::string indent) : out_(out), indent_(std::move(indent)) { out_ += "[ "; }

  void add(const std::string& number) {
    if (!isFirst_) out_ += ',';
    if (!isFirst_ && column_ + number.size() > kLine) {
      out_ += '\n' + indent_;
      column_ = 0;
    } else if (!isFirst_) {
      out_ += ' ';
    }
    out_ += number;
    column_ += number.size() + 2;
    isFirst_ = false;
  }

  void end() { out_ += " ]\n"; }

 private:
  std::string& out_;
  const std::string indent_;
  std::size_t column_ = 0;
  bool isFirst_ = true;
};

class Writer {
 public:
  explicit Writer(gallery::TransferFile& file) : file_(file) {
    // A count is that many of a cell's pixels, and cv::face divides the one by the other, in this arithmetic.
    for (std::size_t count = 0; count < numbers_.size(); ++count) {
      numbers_.at(count) = asText(static_cast<float>(count) / static_cast<float>(encoder_.cellPixels()));
    }
  }

  Result<void> begin() {
    const std::string never = "1.7976931348623157e+308";  // cv::face's default: everybody is near enough
    return put("%YAML:1.0\n---\nopencv_lbphfaces:\n   threshold: " + never +
               "\n   radius: 1\n   neighbors: 8\n   grid_x: 8\n   grid_y: 8\n   histograms:\n");
  }

  Result<void> add(const vision::FaceChip& chip, int label) {
    const vision::Descriptor descriptor = encoder_.encodeNormalised(cropOf(chip));
    std::string text =
        "      - !!opencv-matrix\n         rows: 1\n         cols: " + std::to_string(descriptor.counts.size()) +
        "\n         dt: f\n         data: ";
    NumberList list(text, "             ");
    for (const std::uint8_t count : descriptor.counts) list.add(numbers_.at(count));
    list.end();
    labels_.push_back(label);
    return put(text);
  }

  Result<void> end(const std::vector<std::string>& names) {
    std::string text = "   labels: !!opencv-matrix\n      rows: " + std::to_string(labels_.size()) +
                       "\n      cols: 1\n      dt: i\n      data: ";
    NumberList list(text, "          ");
    for (const int label : labels_) list.add(std::to_string(label));
    list.end();
    text += "   labelsInfo:\n";
    for (std::size_t i = 0; i < names.size(); ++i) {
      text += "      -\n         label: " + std::to_string(i + 1) + "\n         value: " + quoted(names[i]) + "\n";
    }
    return put(text);
  }

  std::size_t samples() const { return labels_.size(); }

 private:
  Result<void> put(const std::string& text) { return file_.append(asBytes(text)); }

  gallery::TransferFile& file_;
  const vision::FaceEncoder encoder_{vision::EncoderOptions::opencv()};
  std::array<std::string, 256> numbers_;
  std::vector<int> labels_;
};

}  // namespace

Result<OpenCvExport> writeForOpenCv(gallery::Gallery& gallery, gallery::TransferFile& file,
                                    const std::stop_token& stop) {
  const auto snapshot = gallery.snapshot();
  Writer writer(file);
  if (auto begun = writer.begin(); !begun) return fail(begun.error());
  std::vector<std::string> names;
  for (const auto& [name, id] : snapshot->byName) {
    const gallery::PersonInfo& person = *snapshot->people.at(id);
    if (person.stranger || person.samples.empty()) continue;
    names.push_back(name);
    for (const gallery::SampleInfo& sample : person.samples) {
      if (stop.stop_requested()) return fail(ErrorCode::shuttingDown, "the server is stopping");
      const auto stored = gallery.readFace(sample.id);
      const auto chip = stored.and_then(fromStored);
      if (!chip) continue;  // removed meanwhile, or damaged: recognised here by what was made of it once
      if (auto added = writer.add(*chip, static_cast<int>(names.size())); !added) return fail(added.error());
    }
  }
  if (writer.samples() == 0) {
    return fail(ErrorCode::badGallery, "nobody is enrolled, and cv::face reads no file without people");
  }
  if (auto ended = writer.end(names); !ended) return fail(ended.error());
  return OpenCvExport{names.size(), writer.samples()};
}

}  // namespace facewire::service
