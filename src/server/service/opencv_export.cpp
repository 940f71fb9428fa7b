#include "opencv_export.hpp"

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/vision/opencv_histogram.hpp"
#include "stored_face.hpp"

namespace facewire::service {
namespace {

/// cv::FileStorage's own lines are about as long.
constexpr std::size_t kLine = 72;

/// Of a face, in pixels.
constexpr int kSide = 96;

/// What the file says that its histograms were taken with.
constexpr vision::OpenCvSettings kSettings{.radius = 1, .gridX = 8, .gridY = 8};

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
  explicit Writer(gallery::TransferFile& file) : file_(file) {}

  Result<void> begin() {
    const std::string never = "1.7976931348623157e+308";  // cv::face's default: everybody is near enough
    return put("%YAML:1.0\n---\nopencv_lbphfaces:\n   threshold: " + never +
               "\n   radius: 1\n   neighbors: 8\n   grid_x: 8\n   grid_y: 8\n   histograms:\n");
  }

  Result<void> add(const vision::OpenCvHistogram& histogram, int label) {
    std::string text =
        "      - !!opencv-matrix\n         rows: 1\n         cols: " + std::to_string(histogram.shares.size()) +
        "\n         dt: f\n         data: ";
    NumberList list(text, "             ");
    for (const float share : histogram.shares) list.add(share == 0 ? zero_ : asText(share));
    list.end();
    labels_.push_back(label);
    return put(text);
  }

  Result<void> end(const std::map<int, std::string>& names) {
    std::string text = "   labels: !!opencv-matrix\n      rows: " + std::to_string(labels_.size()) +
                       "\n      cols: 1\n      dt: i\n      data: ";
    NumberList list(text, "          ");
    for (const int label : labels_) list.add(std::to_string(label));
    list.end();
    text += "   labelsInfo:\n";
    for (const auto& [label, name] : names) {
      text += "      -\n         label: " + std::to_string(label) + "\n         value: " + quoted(name) + "\n";
    }
    return put(text);
  }

  std::size_t samples() const { return labels_.size(); }

 private:
  Result<void> put(const std::string& text) { return file_.append(asBytes(text)); }

  gallery::TransferFile& file_;
  const std::string zero_ = asText(0);  // most of them
  std::vector<int> labels_;
};

/// Gives out the labels: to whom a file of OpenCV's gave one that very one again, as long as nobody else has it.
class Labels {
 public:
  explicit Labels(const gallery::GallerySnapshot& snapshot) {
    for (const auto& [name, id] : snapshot.byName) {
      const auto& label = snapshot.people.at(id)->openCvLabel;
      if (label) owners_.emplace(*label, name);
    }
  }

  int of(const gallery::PersonInfo& person) {
    if (person.openCvLabel && owners_.at(*person.openCvLabel) == person.name) return *person.openCvLabel;
    while (owners_.contains(next_)) ++next_;
    owners_.emplace(next_, person.name);
    return next_;
  }

 private:
  std::map<int, std::string> owners_;
  int next_ = 1;
};

/// What cv::face would keep of a sample: of a picture its own histograms, else those that came. Nothing where the
/// sample is removed meanwhile, or damaged, or of other settings than the file can have.
class Histograms {
 public:
  static Result<Histograms> of(gallery::Gallery& gallery) {
    auto kept = gallery.readHistograms();
    if (!kept) return fail(kept.error());
    return Histograms(gallery, *std::move(kept));
  }

  std::optional<vision::OpenCvHistogram> read(const gallery::SampleInfo& sample) const {
    if (!sample.hasPicture) {
      const auto found = kept_.find(sample.id);
      if (found == kept_.end() || found->second.settings != kSettings) return std::nullopt;
      return found->second;
    }
    const auto chip = gallery_->readFace(sample.id).and_then(fromStored);
    if (!chip) return std::nullopt;
    return vision::takeOpenCvHistogram(vision::cutForOpenCv(chip->picture, chip->face, {kSide, kSide}), kSettings);
  }

 private:
  Histograms(gallery::Gallery& gallery, std::map<gallery::SampleId, vision::OpenCvHistogram> kept)
      : gallery_(&gallery), kept_(std::move(kept)) {}

  gallery::Gallery* gallery_;
  std::map<gallery::SampleId, vision::OpenCvHistogram> kept_;
};

}  // namespace

Result<OpenCvExport> writeForOpenCv(gallery::Gallery& gallery, gallery::TransferFile& file,
                                    const std::stop_token& stop) {
  const auto snapshot = gallery.snapshot();
  const auto histograms = Histograms::of(gallery);
  if (!histograms) return fail(histograms.error());
  Writer writer(file);
  if (auto begun = writer.begin(); !begun) return fail(begun.error());
  Labels labels(*snapshot);
  std::map<int, std::string> names;
  for (const auto& [name, id] : snapshot->byName) {
    const gallery::PersonInfo& person = *snapshot->people.at(id);
    if (person.stranger || person.samples.empty()) continue;
    const int label = labels.of(person);
    names.emplace(label, name);
    for (const gallery::SampleInfo& sample : person.samples) {
      if (stop.stop_requested()) return fail(ErrorCode::shuttingDown, "the server is stopping");
      const auto histogram = histograms->read(sample);
      if (!histogram) continue;
      if (auto added = writer.add(*histogram, label); !added) return fail(added.error());
    }
  }
  if (writer.samples() == 0) {
    return fail(ErrorCode::badGallery, "nobody is enrolled, and cv::face reads no file without people");
  }
  if (auto ended = writer.end(names); !ended) return fail(ended.error());
  return OpenCvExport{names.size(), writer.samples()};
}

}  // namespace facewire::service
