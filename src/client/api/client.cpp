#include "facewire/client/client.hpp"

#include <utility>

#include "read_calibration.hpp"
#include "read_fields.hpp"
#include "read_number.hpp"
#include "read_people.hpp"

namespace facewire::client {
namespace {

using protocol::Json;
using protocol::MessageType;

net::StreamLimits streamLimits(const ConnectOptions& options) {
  net::StreamLimits limits;
  limits.maxJsonBytes = protocol::kMaxPayloadBytes;  // a long list of people is the server's to send
  limits.idle = options.timeout;
  limits.message = options.timeout;
  limits.write = options.timeout;
  return limits;
}

/// TLS, where it is asked for, and it is the server that is meant: before anything is said to it.
Result<void> secure(net::Connection& connection, const ConnectOptions& options) {
  const auto* tcp = std::get_if<net::TcpEndpoint>(&options.server);
  if (!options.trust || !tcp) return {};
  if (auto shaken = connection.startTls(options.trust->context(), tcp->host, Clock::now() + options.timeout); !shaken) {
    return shaken;
  }
  const auto shown = connection.tlsPeer();
  if (!shown) return fail(ErrorCode::untrusted, "the server shows no certificate");
  return options.trust->judge(options.server, *shown);
}

}  // namespace

Client::Client(net::MessageStream stream, const ConnectOptions& options)
    : stream_(std::move(stream)), reply_(options.reply) {}

Client::Client(Client&& other) noexcept
    : stream_(std::move(other.stream_)),
      reply_(std::move(other.reply_)),
      welcome_(std::move(other.welcome_)),
      nextRequest_(other.nextRequest_),
      open_(other.open_.load()) {}

Client& Client::operator=(Client&& other) noexcept {
  stream_ = std::move(other.stream_);
  reply_ = std::move(other.reply_);
  welcome_ = std::move(other.welcome_);
  nextRequest_ = other.nextRequest_;
  open_ = other.open_.load();
  return *this;
}

Result<Client> Client::connect(const ConnectOptions& options) {
  auto connection = net::Connection::connect(options.server, options.timeout);
  if (!connection) return fail(connection.error());
  if (auto secured = secure(*connection, options); !secured) return fail(secured.error());
  Client client(net::MessageStream(std::move(*connection), streamLimits(options)), options);

  protocol::Hello hello;
  hello.client = options.name;
  hello.token = options.token;
  hello.reply = options.reply;
  hello.track = options.track;
  hello.sightings = options.sightings;
  // A server that refuses (busy, shutting down) may have closed already: what it said is still there to be read, and
  // says more than the failed write.
  const auto sent = client.stream_.write(MessageType::hello, asBytes(protocol::toJsonText(hello)));
  const auto message = client.readMessage();
  if (!message) return fail(sent ? message.error() : sent.error());
  if (message->type != MessageType::welcome) return fail(unexpectedMessage(*message, "WELCOME"));
  auto welcome = protocol::parseWelcome(message->payload);
  if (!welcome) return fail(welcome.error());
  client.welcome_ = std::move(*welcome);
  return client;
}

tl::unexpected<Error> Client::close(Error error) {
  open_ = false;
  return fail(std::move(error));
}

Result<protocol::Message> Client::readMessage() {
  protocol::Message message;
  if (auto got = readMessage(message); !got) return fail(got.error());
  return message;
}

/// The next message that is no ERROR; a fatal ERROR closes.
Result<void> Client::readMessage(protocol::Message& message) {
  if (auto got = stream_.read(message); !got) return close(got.error());
  if (message.type != MessageType::error) return {};
  auto error = protocol::parseError(message.payload);
  if (!error) return close(error.error());
  if (error->fatal) return close(std::move(error->error));
  return fail(std::move(error->error));
}

Result<void> Client::sendFrame(ByteView jpeg) {
  if (jpeg.size() > welcome_.limits.maxFrameBytes) {
    return fail(ErrorCode::tooLong, "the picture has " + std::to_string(jpeg.size()) +
                                        " bytes; the server takes at most " +
                                        std::to_string(welcome_.limits.maxFrameBytes));
  }
  auto sent = stream_.write(MessageType::frame, jpeg);
  if (!sent) return close(sent.error());
  return sent;
}

Result<Answer> Client::receiveAnswer() {
  Answer answer;
  for (const protocol::Reply part : reply_) {
    auto message = readMessage();
    if (!message) return fail(message.error());
    if (part == protocol::Reply::faces) {
      if (message->type != MessageType::faces) return close(unexpectedMessage(*message, "FACES"));
      auto faces = protocol::parseFaces(message->payload);
      if (!faces) return close(faces.error());
      answer.faces = std::move(*faces);
    } else {
      if (message->type != MessageType::frame) return close(unexpectedMessage(*message, "FRAME"));
      answer.annotated = std::move(message->payload);
    }
  }
  return answer;
}

Result<void> Client::dropAnswer() {
  for (const protocol::Reply part : reply_) {
    if (auto got = readMessage(dropped_); !got) return got;
    const MessageType wanted = part == protocol::Reply::faces ? MessageType::faces : MessageType::frame;
    if (dropped_.type != wanted) return close(unexpectedMessage(dropped_, protocol::toWord(wanted)));
  }
  return {};
}

Result<Answer> Client::recognise(ByteView jpeg) {
  if (auto sent = sendFrame(jpeg); !sent) {
    if (isOpen()) return fail(sent.error());
    // The reason, where the server gave one, is waiting to be read.
    auto answer = receiveAnswer();
    return answer ? Result<Answer>(fail(sent.error())) : answer;
  }
  return receiveAnswer();
}

Result<Json> Client::ask(std::string_view op, Json fields, ByteView attachment) {
  const std::int64_t id = nextRequest_++;
  protocol::Request request{id, std::string(op), std::move(fields)};
  if (request.takesFrame() && attachment.size() > welcome_.limits.maxFrameBytes) {
    return fail(ErrorCode::tooLong, "the picture has " + std::to_string(attachment.size()) +
                                        " bytes; the server takes at most " +
                                        std::to_string(welcome_.limits.maxFrameBytes));
  }
  if (auto sent = stream_.write(MessageType::request, asBytes(protocol::toJsonText(request))); !sent) {
    return close(sent.error());
  }
  if (request.takesFrame() || request.takesData()) {
    const MessageType type = request.takesFrame() ? MessageType::frame : MessageType::data;
    if (auto sent = stream_.write(type, attachment); !sent) return close(sent.error());
  }
  auto message = readMessage();
  if (!message) return fail(message.error());
  if (message->type != MessageType::response) return close(unexpectedMessage(*message, "RESPONSE"));
  auto response = protocol::parseResponse(message->payload);
  if (!response) return close(response.error());
  if (response->id != id) {
    return close({ErrorCode::badMessage, "the server answered request " + std::to_string(response->id) + " where " +
                                             std::to_string(id) + " was due"});
  }
  return std::move(response->result);
}

/// The same of an op that may take long.
Result<Json> Client::askPatiently(std::string_view op, Json fields, std::chrono::milliseconds patience) {
  const net::StreamLimits usual = stream_.limits();
  net::StreamLimits patient = usual;
  patient.idle = patience;
  stream_.setLimits(patient);
  auto json = ask(op, std::move(fields));
  stream_.setLimits(usual);
  return json;
}

/// The DATA that follows a RESPONSE.
Result<Bytes> Client::readData() {
  auto message = readMessage();
  if (!message) return fail(message.error());
  if (message->type != MessageType::data) return close(unexpectedMessage(*message, "DATA"));
  return std::move(message->payload);
}

Result<std::vector<PersonSummary>> Client::listPeople() {
  const auto json = ask("people", Json::object());
  if (!json) return fail(json.error());
  return readFields(*json, "people", readPeople);
}

Result<Person> Client::showPerson(std::string_view name) {
  const auto json = ask("person", {{"name", name}});
  if (!json) return fail(json.error());
  return readFields(*json, "person", readPerson);
}

Result<Enrolled> Client::enrol(std::string_view name, ByteView jpeg, std::string_view source, bool cropped,
                               bool stranger) {
  const auto json =
      ask("enroll", {{"name", name}, {"source", source}, {"cropped", cropped}, {"stranger", stranger}}, jpeg);
  if (!json) return fail(json.error());
  return readFields(*json, "enroll", readEnrolled);
}

Result<Assessment> Client::assess(std::string_view name, ByteView jpeg) {
  const auto json = ask("assess", {{"name", name}}, jpeg);
  if (!json) return fail(json.error());
  return readFields(*json, "assess", readAssessment);
}

Result<Explanation> Client::explain(ByteView jpeg) {
  const auto json = ask("explain", Json::object(), jpeg);
  if (!json) return fail(json.error());
  auto sheet = readMessage();
  if (!sheet) return fail(sheet.error());
  if (sheet->type != MessageType::frame) return close(unexpectedMessage(*sheet, "FRAME"));
  auto faces = protocol::facesFromJson(*json);
  if (!faces) return fail(faces.error());
  return Explanation{std::move(*faces), std::move(sheet->payload)};
}

Result<Verification> Client::verify(std::string_view name, ByteView jpeg) {
  const auto json = ask("verify", {{"name", name}}, jpeg);
  if (!json) return fail(json.error());
  return readFields(*json, "verify", readVerification);
}

Result<std::size_t> Client::removePerson(std::string_view name) {
  const auto json = ask("remove_person", {{"name", name}});
  if (!json) return fail(json.error());
  return readFields<std::size_t>(*json, "remove_person",
                                 [](const Json& body) { return readCount(body.at("removed_samples")); });
}

Result<void> Client::renamePerson(std::string_view name, std::string_view newName) {
  const auto json = ask("rename_person", {{"name", name}, {"new_name", newName}});
  if (!json) return fail(json.error());
  return {};
}

Result<void> Client::removeSample(std::int64_t sample) {
  const auto json = ask("remove_sample", {{"sample", sample}});
  if (!json) return fail(json.error());
  return {};
}

Result<Calibration> Client::calibrate(double far, bool apply, std::chrono::milliseconds patience) {
  const auto json = askPatiently("calibrate", {{"far", far}, {"apply", apply}}, patience);
  if (!json) return fail(json.error());
  return readFields(*json, "calibrate", readCalibration);
}

Result<ThresholdReset> Client::resetCalibration() {
  const auto json = ask("reset_calibration", Json::object());
  if (!json) return fail(json.error());
  return readFields<ThresholdReset>(*json, "reset_calibration", [](const Json& body) {
    return ThresholdReset{body.at("removed").get<bool>(), body.at("threshold").get<double>(),
                          body.at("threshold_from").get<std::string>()};
  });
}

Result<Json> Client::status() {
  const auto json = ask("status", Json::object());
  if (!json) return fail(json.error());
  return readFields<Json>(*json, "status", [](const Json& body) { return body.at("status"); });
}

}  // namespace facewire::client
