#include "verify_command.hpp"

#include <optional>

#include "image_argument.hpp"
#include "terminal_text.hpp"
#include "waiting_bar.hpp"

namespace facewire::app {
namespace {

using protocol::Json;
using protocol::Reason;

Json toJson(const std::string& image, const client::Verification& verification) {
  Json json{{"image", image},
            {"verified", verification.verified},
            {"name", verification.name},
            {"distance", nullptr},
            {"threshold", verification.threshold},
            {"score", verification.score},
            {"reason", protocol::toWord(verification.reason)},
            {"runner_up", nullptr},
            {"sample", nullptr},
            {"box", {verification.box.x, verification.box.y, verification.box.width, verification.box.height}}};
  if (verification.distance) json["distance"] = *verification.distance;
  if (verification.runnerUp) {
    json["runner_up"] = {{"name", verification.runnerUp->name}, {"distance", verification.runnerUp->distance}};
  }
  if (verification.sample) json["sample"] = *verification.sample;
  return json;
}

std::string whyNot(const client::Verification& verification) {
  const std::string name = printable(verification.name);
  const std::string limit = ", limit " + distanceNumber(verification.threshold, verification.threshold) + ")";
  const std::string distance =
      verification.distance ? distanceNumber(*verification.distance, verification.threshold) : "?";
  const std::string other = verification.runnerUp ? printable(verification.runnerUp->name) : "somebody else";
  const std::string both =
      " (" + name + " at " + distance +
      (verification.runnerUp
           ? ", " + other + " at " + distanceNumber(verification.runnerUp->distance, verification.threshold)
           : "") +
      limit;
  switch (verification.reason) {
    case Reason::tooSmall:
      return "the face is too small";
    case Reason::tooBlurred:
      return "the face is too blurred";
    case Reason::tooDark:
      return "the face is too dark";
    case Reason::tooBright:
      return "the face is too bright";
    case Reason::anotherPerson:
      return "this is " + other + both;
    case Reason::ambiguous:
      return "nearly as near to " + other + both;
    default:
      return "too far from " + name + " (distance " + distance + limit;
  }
}

/// One image from file to printed result.
Result<client::Verification> verifyImage(client::Client& client, const std::string& name, const std::string& image) {
  const Result<Bytes> jpeg = readImage(image);
  if (!jpeg) return fail(jpeg.error());
  return client.verify(name, *jpeg);
}

}  // namespace

std::string describeVerification(const client::Verification& verification, const Console& console) {
  if (!verification.verified) return console.unknown("no") + ", " + whyNot(verification);
  std::string text =
      console.known("yes") + ", " + printable(verification.name) + " (score " + fixed(verification.score, 2);
  if (verification.distance) {
    text += ", distance " + distanceNumber(*verification.distance, verification.threshold) + " of at most " +
            distanceNumber(verification.threshold, verification.threshold);
  }
  return text + ")";
}

ExitStatus runVerify(const Session& session, const VerifyOptions& options) {
  auto client = session.connect();
  if (!client) return session.report(client.error());

  ExitStatus status = ExitStatus::done;
  const auto total = static_cast<std::int64_t>(options.images.size());
  for (std::int64_t i = 0; i < total; ++i) {
    if (total > 1) session.console.progress({i, total, "pictures"});
    const std::string& image = options.images[static_cast<std::size_t>(i)];
    const Result<client::Verification> answer = [&] {
      std::optional<WaitingBar> waiting;
      if (total == 1) waiting.emplace(session.console, "looking at " + printable(image), std::chrono::seconds(1));
      return verifyImage(*client, options.name, image);
    }();
    if (!answer) {
      status = moreSerious(status, reportImageFailure(session, image, answer.error()));
      // It would be refused with every picture.
      const ErrorCode code = answer.error().code;
      if (code == ErrorCode::unknownPerson || code == ErrorCode::badName) break;
    } else {
      session.console.result(session.options.json ? protocol::toText(toJson(image, *answer))
                                                  : printable(nameForPeople(image)) + ": " +
                                                        describeVerification(*answer, session.console));
      status = moreSerious(status, answer->verified ? ExitStatus::done : ExitStatus::nobodyKnown);
    }
    if (!client->isOpen() || session.console.reader() != Console::Reader::reads) break;
  }
  session.console.endProgress();
  return status;
}

}  // namespace facewire::app
