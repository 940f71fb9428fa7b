#include "recognize_command.hpp"

#include <optional>

#include "annotated_files.hpp"
#include "face_report.hpp"
#include "image_argument.hpp"

namespace facewire::app {
namespace {

void printResult(const Session& session, const std::string& image, const protocol::FacesResult& result) {
  if (session.options.json) {
    protocol::Json json{{"image", image}};
    json.update(protocol::toJson(result));
    session.console.result(protocol::toText(json));
    return;
  }
  for (const std::string& line : describeFaces(nameForPeople(image), result, session.console))
    session.console.result(line);
}

/// One image from file to printed result.
ExitStatus recogniseImage(const Session& session, client::Client& client, const std::string& image,
                          AnnotatedFiles* annotated) {
  const Result<Bytes> jpeg = readImage(image);
  if (!jpeg) return reportImageFailure(session, image, jpeg.error());
  const Result<client::Answer> answer = client.recognise(*jpeg);
  if (!answer) return reportImageFailure(session, image, answer.error());
  printResult(session, image, *answer->faces);
  const ExitStatus status = exitStatusOf(*answer->faces);
  if (annotated == nullptr) return status;
  const std::filesystem::path file = annotated->fileFor(image);
  if (const auto written = AnnotatedFiles::write(file, answer->annotated); !written)
    return session.report(written.error());
  session.console.note("wrote " + file.string());
  return status;
}

}  // namespace

ExitStatus runRecognize(const Session& session, const RecognizeOptions& options) {
  std::optional<AnnotatedFiles> annotated;
  std::vector<protocol::Reply> reply{protocol::Reply::faces};
  if (!options.output.empty()) {
    auto files = AnnotatedFiles::at(options.output, options.images.size());
    if (!files) return session.report(files.error());
    annotated = std::move(*files);
    reply.push_back(protocol::Reply::frame);
  }
  client::ConnectOptions connect = session.connectOptions(std::move(reply));
  connect.track = false;  // pictures, not a film
  auto client = client::Client::connect(connect);
  if (!client) return session.report(client.error());

  ExitStatus status = ExitStatus::done;
  const auto total = static_cast<std::int64_t>(options.images.size());
  for (std::int64_t i = 0; i < total; ++i) {
    if (total > 1) session.console.progress({i, total, "pictures"});
    const std::string& image = options.images[static_cast<std::size_t>(i)];
    status = moreSerious(status, recogniseImage(session, *client, image, annotated ? &*annotated : nullptr));
    if (!client->isOpen() || session.console.reader() != Console::Reader::reads) break;
  }
  session.console.endProgress();
  return status;
}

}  // namespace facewire::app
