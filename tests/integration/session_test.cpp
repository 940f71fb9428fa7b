#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "facewire/image/jpeg_codec.hpp"
#include "live_server.hpp"
#include "pictures.hpp"
#include "portraits/scene.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using protocol::Message;
using protocol::MessageType;
using protocol::Reply;

constexpr std::string_view kHello = R"({"version": 1, "client": "test", "reply": ["faces", "frame"]})";

/// One server for a test, and what a client of it does.
class SessionTest : public testing::Test {
 protected:
  static void send(net::MessageStream& stream, MessageType type, ByteView payload) {
    const auto sent = stream.write(type, payload);
    ASSERT_TRUE(sent) << sent.error().detail;
  }
  static Message receive(net::MessageStream& stream) {
    Message message;
    const auto got = stream.read(message);
    EXPECT_TRUE(got) << got.error().detail;
    return message;
  }
  net::MessageStream sayHello() {
    auto stream = server_.connectSilently();
    send(stream, MessageType::hello, asBytes(kHello));
    EXPECT_EQ(receive(stream).type, MessageType::welcome);
    return stream;
  }
  static protocol::ErrorMessage receiveError(net::MessageStream& stream) {
    const Message message = receive(stream);
    EXPECT_EQ(message.type, MessageType::error);
    const auto error = protocol::parseError(message.payload);
    EXPECT_TRUE(error);
    return error.value_or(protocol::ErrorMessage{});
  }
  static void expectClosed(net::MessageStream& stream) {
    Message message;
    const auto got = stream.read(message);
    ASSERT_FALSE(got) << "a " << protocol::toWord(message.type) << " came instead of the end";
    EXPECT_EQ(got.error().code, ErrorCode::disconnected);
  }
  static void expectPicture(ByteView jpeg, cv::Size size) {
    const auto header = image::readJpegHeader(jpeg, 1'000'000);
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(cv::Size(header->width, header->height), size);
  }

  LiveServer server_;
};

TEST_F(SessionTest, AnswersPlainClientsOnEveryKindOfAddress) {
  const Bytes portrait = portraitJpeg(1, 1);
  for (const auto& address : {server_.ipv4(), server_.ipv6(), server_.unixSocket()}) {
    SCOPED_TRACE(net::toText(address));
    auto stream = server_.connectSilently(address);
    for (int i = 0; i < 3; ++i) {
      send(stream, MessageType::frame, portrait);
      const Message answer = receive(stream);
      EXPECT_EQ(answer.type, MessageType::frame);
      expectPicture(answer.payload, {320, 240});
      EXPECT_NE(answer.payload, portrait);
    }
  }
}

TEST_F(SessionTest, WelcomesWithItsLimits) {
  auto client = server_.connect();
  EXPECT_EQ(client.welcome().people, 0u);
  EXPECT_EQ(client.welcome().limits.maxPixels, LiveServer::defaults().service.limits.maxPixels);
  EXPECT_EQ(client.welcome().engine.at("name"), "classic");
}

TEST_F(SessionTest, AnswersWithThePartsAskedForInTheirOrder) {
  auto stream = server_.connectSilently();
  send(stream, MessageType::hello, asBytes(R"({"version": 1, "reply": ["frame", "faces"]})"));
  EXPECT_EQ(receive(stream).type, MessageType::welcome);
  send(stream, MessageType::frame, portraitJpeg(1, 1));
  EXPECT_EQ(receive(stream).type, MessageType::frame);
  EXPECT_EQ(receive(stream).type, MessageType::faces);
}

TEST_F(SessionTest, AnswersPipelinedFramesInOrder) {
  auto client = server_.connect({Reply::faces, Reply::frame});
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(client.sendFrame(i % 2 ? portraitJpeg(1, 1) : emptyRoomJpeg({160, 120})));
  for (int i = 0; i < 8; ++i) {
    const auto answer = client.receiveAnswer();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->faces->frame, i);
    EXPECT_EQ(answer->faces->width, i % 2 ? 320 : 160);
    expectPicture(answer->annotated, i % 2 ? cv::Size(320, 240) : cv::Size(160, 120));
  }
}

TEST_F(SessionTest, FindsNobodyKnownInAnEmptyGallery) {
  auto client = server_.connect();
  const auto answer = client.recognise(portraitJpeg(1, 1));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->faces->faces.size(), 1u);
  const protocol::Face& face = answer->faces->faces[0];
  EXPECT_FALSE(face.known);
  EXPECT_EQ(face.reason, protocol::Reason::emptyGallery);
  EXPECT_FALSE(face.distance);
}

TEST_F(SessionTest, TellsOfEachUnusableFrameAndGoesOn) {
  auto client = server_.connect();
  const Bytes good = portraitJpeg(1, 1);
  const Bytes cutOff(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(good.size() / 2));
  EXPECT_EQ(client.recognise(asBytes("not a picture at all")).error().code, ErrorCode::notJpeg);
  EXPECT_EQ(client.recognise({}).error().code, ErrorCode::notJpeg);
  EXPECT_EQ(client.recognise(cutOff).error().code, ErrorCode::corruptImage);
  Bytes huge = good;
  for (std::size_t i = 0; i + 8 < huge.size(); ++i) {
    // The frame header, with 20,000 x 20,000 in place of the real size.
    if (huge[i] != std::byte{0xFF} || huge[i + 1] != std::byte{0xC0}) continue;
    huge[i + 5] = huge[i + 7] = std::byte{0x4E};
    huge[i + 6] = huge[i + 8] = std::byte{0x20};
    break;
  }
  EXPECT_EQ(client.recognise(huge).error().code, ErrorCode::tooManyPixels);
  const auto answer = client.recognise(good);
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->faces->frame, 4);
}

TEST_F(SessionTest, ClosesAPlainClientThatSendsRubbishAndLogsItOnce) {
  auto stream = server_.connectSilently();
  send(stream, MessageType::frame, asBytes("rubbish"));
  expectClosed(stream);
  server_.stop();
  EXPECT_EQ(server_.countLogLines("warning closed"), 1u);
  EXPECT_EQ(server_.countLogLines("code=not_jpeg"), 1u);
}

TEST_F(SessionTest, ClosesWhoSpeaksAnotherProtocolWithoutAWord) {
  auto stream = server_.connectSilently();
  const std::string http = "GET / HTTP/1.1\r\nHost: door\r\n\r\n";
  ASSERT_TRUE(stream.connection().write(asBytes(http), {}, Clock::now() + 10s));
  expectClosed(stream);
}

TEST_F(SessionTest, TellsOfEveryViolationAndCloses) {
  struct Violation {
    const char* what;
    bool helloFirst;
    MessageType type;
    std::string payload;
    ErrorCode code;
  };
  const Violation violations[] = {
      {"HELLO that is no JSON", false, MessageType::hello, "hi", ErrorCode::badMessage},
      {"another version", false, MessageType::hello, R"({"version": 2})", ErrorCode::badMessage},
      {"HELLO twice", true, MessageType::hello, std::string(kHello), ErrorCode::badMessage},
      {"REQUEST without HELLO", false, MessageType::request, R"({"id": 1, "op": "people"})", ErrorCode::badMessage},
      {"REQUEST that is no JSON", true, MessageType::request, "{", ErrorCode::badMessage},
      {"a server's message", true, MessageType::faces, "{}", ErrorCode::badMessage},
      {"a HELLO without end", false, MessageType::hello, std::string(protocol::kMaxJsonBytes + 1, ' '),
       ErrorCode::tooLong},
  };
  for (const Violation& violation : violations) {
    SCOPED_TRACE(violation.what);
    auto stream = violation.helloFirst ? sayHello() : server_.connectSilently();
    // The server may have closed before all of it was sent.
    [[maybe_unused]] const auto sent = stream.write(violation.type, asBytes(violation.payload));
    const auto error = receiveError(stream);
    EXPECT_EQ(error.error.code, violation.code);
    EXPECT_FALSE(error.error.detail.empty());
    EXPECT_TRUE(error.fatal);
    expectClosed(stream);
  }
}

TEST_F(SessionTest, RefusesAFrameOverTheLimitBeforeItArrives) {
  auto stream = sayHello();
  const auto header =
      protocol::encodeHeader({MessageType::frame, server_.connect().welcome().limits.maxFrameBytes + 1});
  ASSERT_TRUE(stream.connection().write(header, {}, Clock::now() + 10s));
  const auto error = receiveError(stream);
  EXPECT_EQ(error.error.code, ErrorCode::tooLong);
  EXPECT_TRUE(error.fatal);
  expectClosed(stream);
}

TEST_F(SessionTest, NeedsTheFrameOfAnEnrolment) {
  auto stream = sayHello();
  send(stream, MessageType::request, asBytes(R"({"id": 1, "op": "enroll", "name": "Ada"})"));
  send(stream, MessageType::request, asBytes(R"({"id": 2, "op": "people"})"));
  const auto error = receiveError(stream);
  EXPECT_TRUE(error.fatal);
  EXPECT_EQ(error.error.code, ErrorCode::badMessage);
}

TEST_F(SessionTest, ReadsTheFrameOfARefusedEnrolmentToo) {
  auto stream = sayHello();
  send(stream, MessageType::request, asBytes(R"({"id": 1, "op": "enroll", "name": " "})"));
  send(stream, MessageType::frame, portraitJpeg(1, 1));
  send(stream, MessageType::request, asBytes(R"({"id": 2, "op": "nonsense"})"));
  const auto refused = protocol::parseResponse(receive(stream).payload);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->id, 1);
  EXPECT_EQ(refused->result.error().code, ErrorCode::badName);
  const auto unknown = protocol::parseResponse(receive(stream).payload);
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->result.error().code, ErrorCode::unknownOp);
}

TEST_F(SessionTest, NamesAnEnrolledPersonOnEveryConnectionFromTheNextFrame) {
  auto watcher = server_.connect();
  auto manager = server_.connect();
  const Bytes probe = portraitJpeg(1, 7);
  const auto whoIsThere = [&] {
    const auto answer = watcher.recognise(probe);
    EXPECT_TRUE(answer && answer->faces->faces.size() == 1);
    return answer->faces->faces.at(0).name.value_or("unknown");
  };
  EXPECT_EQ(whoIsThere(), "unknown");
  for (const std::uint64_t shot : {1U, 2U, 3U, 7U}) {
    const auto enrolled = manager.enrol("Ada", portraitJpeg(1, shot), "test.jpg", false);
    ASSERT_TRUE(enrolled) << enrolled.error().detail;
  }
  EXPECT_EQ(whoIsThere(), "Ada");
  ASSERT_TRUE(manager.renamePerson("Ada", "富士子"));
  EXPECT_EQ(whoIsThere(), "富士子");
  ASSERT_EQ(manager.removePerson("富士子").value_or(0), 4u);
  EXPECT_EQ(whoIsThere(), "unknown");
}

TEST_F(SessionTest, ListsAndShowsPeople) {
  auto client = server_.connect();
  ASSERT_TRUE(client.enrol("Björn", portraitJpeg(2, 1), "a.jpg", false));
  ASSERT_TRUE(client.enrol("  Ada ", portraitJpeg(1, 1), "b.jpg", false));
  const auto again = client.enrol("Ada", portraitJpeg(1, 2), "c.jpg", false);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->samples, 2u);
  EXPECT_FALSE(again->newPerson);

  const auto people = client.listPeople();
  ASSERT_TRUE(people);
  ASSERT_EQ(people->size(), 2u);
  EXPECT_EQ((*people)[0].name, "Ada");
  EXPECT_EQ((*people)[0].samples, 2u);
  const auto ada = client.showPerson("Ada");
  ASSERT_TRUE(ada);
  EXPECT_EQ(ada->samples.at(0).source, "b.jpg");
  ASSERT_TRUE(client.removeSample(ada->samples.at(0).id));
  EXPECT_EQ(client.showPerson("Ada")->samples.size(), 1u);

  EXPECT_EQ(client.showPerson("Zoe").error().code, ErrorCode::unknownPerson);
  EXPECT_EQ(client.renamePerson("Ada", "Björn").error().code, ErrorCode::nameTaken);
  EXPECT_EQ(client.removeSample(999).error().code, ErrorCode::unknownPerson);
  const auto status = client.status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->at("people"), 2);
  EXPECT_EQ(status->at("clients"), 1);
}

TEST_F(SessionTest, RefusesPicturesThatCannotBeEnrolled) {
  auto client = server_.connect();
  EXPECT_EQ(client.enrol("Ada", emptyRoomJpeg(), "", false).error().code, ErrorCode::noFace);
  EXPECT_EQ(client.enrol("Ada", groupJpeg({1, 2}), "", false).error().code, ErrorCode::severalFaces);
  EXPECT_EQ(client.enrol("Ada", portraitJpeg(1, 1, {24, 24}), "", true).error().code, ErrorCode::poorQuality);
  EXPECT_EQ(client.enrol("Ada", asBytes("text"), "", false).error().code, ErrorCode::notJpeg);
  EXPECT_TRUE(client.listPeople()->empty());
  EXPECT_TRUE(client.isOpen());
}

TEST_F(SessionTest, TakesACroppedFaceAsItIs) {
  auto client = server_.connect();
  cv::Mat upsideDown;  // which the detector does not find
  cv::flip(portraits::renderScene(portraits::portraitScene(1, 1, {92, 112})).image, upsideDown, 0);
  const auto enrolled = client.enrol("Ada", toJpeg(upsideDown), "", true);
  ASSERT_TRUE(enrolled) << enrolled.error().detail;
  EXPECT_EQ(enrolled->box, (protocol::Box{0, 0, 92, 112}));
}

}  // namespace
}  // namespace facewire::test
