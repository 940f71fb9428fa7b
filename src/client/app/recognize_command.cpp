#include "recognize_command.hpp"

#include <algorithm>
#include <optional>

#include "annotated_files.hpp"
#include "face_report.hpp"
#include "image_argument.hpp"
#include "terminal_text.hpp"
#include "waiting_bar.hpp"

namespace facewire::app {
namespace {

/// Longer ones stand out from the column rather than push all others to the right.
constexpr std::size_t kWidestImage = 40;

std::size_t widthOf(const std::vector<std::string>& images) {
  std::size_t width = 0;
  for (const std::string& image : images) {
    const std::size_t wide = displayWidth(printable(nameForPeople(image)));
    if (wide <= kWidestImage) width = std::max(width, wide);
  }
  return width;
}

void printResult(const Session& session, const std::string& image, const protocol::FacesResult& result,
                 std::size_t imageWidth) {
  if (session.options.json) {
    protocol::Json json{{"image", image}};
    json.update(protocol::toJson(result));
    session.console.result(protocol::toText(json));
    return;
  }
  for (const std::string& line : describeFaces(nameForPeople(image), result, session.console, imageWidth))
    session.console.result(line);
}

/// Where the pictures go that were asked for beside the result.
struct Outputs {
  std::optional<AnnotatedFiles> annotated;
  std::optional<AnnotatedFiles> explained;
};

Result<Outputs> openOutputs(const RecognizeOptions& options) {
  if (!options.explain.empty() && options.explain == options.output && options.images.size() == 1 &&
      !options.output.ends_with('/') && !std::filesystem::is_directory(options.output)) {
    return fail(ErrorCode::invalidInput, options.output + ": --output and --explain must name different files");
  }
  Outputs outputs;
  if (!options.output.empty()) {
    auto files = AnnotatedFiles::at(options.output, options.images.size());
    if (!files) return fail(files.error());
    outputs.annotated = std::move(*files);
  }
  if (!options.explain.empty()) {
    auto files = AnnotatedFiles::at(options.explain, options.images.size(), "--explain", ".explained.jpg");
    if (!files) return fail(files.error());
    outputs.explained = std::move(*files);
  }
  return outputs;
}

/// What the server says of one image. The faces are those that the sheet explains, where there is one.
struct Recognised {
  protocol::FacesResult faces;
  Bytes annotated;
  Bytes sheet;
};

Result<Recognised> ask(client::Client& client, ByteView jpeg, const Outputs& outputs, std::int64_t frame) {
  Recognised recognised;
  if (outputs.explained) {
    auto explanation = client.explain(jpeg);
    if (!explanation) return fail(explanation.error());
    recognised.faces = std::move(explanation->faces);
    recognised.faces.frame = frame;
    recognised.sheet = std::move(explanation->sheet);
  }
  if (outputs.annotated || !outputs.explained) {
    auto answer = client.recognise(jpeg);
    if (!answer) return fail(answer.error());
    if (!outputs.explained) recognised.faces = std::move(*answer->faces);
    recognised.annotated = std::move(answer->annotated);
  }
  return recognised;
}

/// What to end with where the file could not be written.
ExitStatus writePicture(const Session& session, AnnotatedFiles& files, const std::string& image, ByteView jpeg) {
  const std::filesystem::path file = files.fileFor(image);
  if (const auto written = AnnotatedFiles::write(file, jpeg); !written) return session.report(written.error());
  session.console.note("wrote " + file.string());
  return ExitStatus::done;
}

/// One image from file to printed result. `frame`: how many were sent before.
ExitStatus recogniseImage(const Session& session, client::Client& client, const std::string& image, Outputs& outputs,
                          std::int64_t& frame, std::size_t imageWidth, bool isAlone) {
  const Result<Bytes> jpeg = readImage(image);
  if (!jpeg) return reportImageFailure(session, image, jpeg.error());
  const Result<Recognised> answer = [&] {
    std::optional<WaitingBar> waiting;
    if (isAlone) waiting.emplace(session.console, "looking at " + printable(image), std::chrono::seconds(1));
    return ask(client, *jpeg, outputs, frame++);
  }();
  if (!answer) return reportImageFailure(session, image, answer.error());
  printResult(session, image, answer->faces, imageWidth);
  ExitStatus status = exitStatusOf(answer->faces);
  if (outputs.annotated)
    status = moreSerious(status, writePicture(session, *outputs.annotated, image, answer->annotated));
  if (outputs.explained) status = moreSerious(status, writePicture(session, *outputs.explained, image, answer->sheet));
  return status;
}

}  // namespace

ExitStatus runRecognize(const Session& session, const RecognizeOptions& options) {
  auto outputs = openOutputs(options);
  if (!outputs) return session.report(outputs.error());
  std::vector<protocol::Reply> reply{protocol::Reply::faces};
  if (outputs->annotated) reply.push_back(protocol::Reply::frame);
  client::ConnectOptions connect = session.connectOptions(std::move(reply));
  connect.track = false;  // pictures, not a film
  auto client = session.connect(connect);
  if (!client) return session.report(client.error());

  ExitStatus status = ExitStatus::done;
  std::int64_t frame = 0;
  const std::size_t imageWidth = widthOf(options.images);
  const auto total = static_cast<std::int64_t>(options.images.size());
  for (std::int64_t i = 0; i < total; ++i) {
    if (total > 1) session.console.progress({i, total, "pictures"});
    const std::string& image = options.images[static_cast<std::size_t>(i)];
    status = moreSerious(status, recogniseImage(session, *client, image, *outputs, frame, imageWidth, total == 1));
    if (!client->isOpen() || session.console.reader() != Console::Reader::reads) break;
  }
  session.console.endProgress();
  return status;
}

}  // namespace facewire::app
