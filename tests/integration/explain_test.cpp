#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "facewire/image/jpeg_codec.hpp"
#include "facewire/vision/explanation_sheet.hpp"
#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using protocol::MessageType;

class Explain : public testing::Test {
 protected:
  void enrol(const std::string& name, std::uint64_t person, bool stranger = false) {
    for (const std::uint64_t shot : {1U, 2U, 3U}) {
      const auto enrolled = client_.enrol(name, portraitJpeg(person, shot), "test.jpg", false, stranger);
      ASSERT_TRUE(enrolled) << enrolled.error().detail;
    }
  }

  client::Explanation explain(const Bytes& jpeg) {
    auto explanation = client_.explain(jpeg);
    EXPECT_TRUE(explanation) << explanation.error().detail;
    return explanation ? std::move(*explanation) : client::Explanation{};
  }

  static cv::Size sizeOf(ByteView jpeg) {
    const auto header = image::readJpegHeader(jpeg, 100'000'000);
    EXPECT_TRUE(header) << header.error().detail;
    return header ? cv::Size(header->width, header->height) : cv::Size();
  }

  LiveServer server_;
  client::Client client_ = server_.connect({protocol::Reply::faces}, false);
};

TEST_F(Explain, TellsOfTheVeryDecisionThatRecognitionReports) {
  for (const std::uint64_t person : {1U, 2U, 3U}) enrol("Person " + std::to_string(person), person, person == 3);
  for (const Bytes& jpeg : {portraitJpeg(1, 5), portraitJpeg(3, 2), portraitJpeg(77, 1), groupJpeg({1, 2, 77})}) {
    const auto explained = explain(jpeg).faces;
    const auto answer = client_.recognise(jpeg);
    ASSERT_TRUE(answer);
    const auto& faces = answer->faces->faces;
    ASSERT_EQ(explained.faces.size(), faces.size());
    EXPECT_EQ(explained.width, answer->faces->width);
    for (std::size_t i = 0; i < faces.size(); ++i) {
      EXPECT_EQ(explained.faces[i].box, faces[i].box);
      EXPECT_EQ(explained.faces[i].name, faces[i].name);
      EXPECT_EQ(explained.faces[i].reason, faces[i].reason);
      EXPECT_EQ(explained.faces[i].distance, faces[i].distance);
      EXPECT_EQ(explained.faces[i].score, faces[i].score);
      EXPECT_EQ(explained.faces[i].sample, faces[i].sample);
      EXPECT_EQ(explained.faces[i].track, std::nullopt);
    }
  }
}

TEST_F(Explain, DrawsASheetWhoeverIsEnrolled) {
  const auto nobody = sizeOf(explain(portraitJpeg(1, 5)).sheet);
  EXPECT_EQ(nobody.width, vision::kSheetWidth);
  enrol("علي بن محمد", 1);
  const auto one = sizeOf(explain(portraitJpeg(1, 5)).sheet);
  EXPECT_GT(one.height, nobody.height);
  enrol("富士子", 2, true);
  EXPECT_EQ(sizeOf(explain(portraitJpeg(1, 5)).sheet), one);
  EXPECT_GT(sizeOf(explain(groupJpeg({1, 2, 77})).sheet).height, one.height);
  EXPECT_LT(sizeOf(explain(emptyRoomJpeg()).sheet).height, nobody.height);
}

TEST_F(Explain, RefusesWhatIsNoPictureWithoutAFrameAndGoesOn) {
  EXPECT_EQ(client_.explain(asBytes("text")).error().code, ErrorCode::notJpeg);
  Bytes cut = portraitJpeg(1, 1);
  cut.resize(cut.size() / 2);
  EXPECT_EQ(client_.explain(cut).error().code, ErrorCode::corruptImage);
  EXPECT_TRUE(client_.listPeople());
  EXPECT_EQ(explain(portraitJpeg(1, 1)).faces.faces.size(), 1u);
  EXPECT_TRUE(client_.recognise(portraitJpeg(1, 1)));
}

TEST_F(Explain, IsAnsweredByAResponseAndThenOneFrame) {
  auto stream = server_.connectSilently();
  ASSERT_TRUE(stream.write(MessageType::hello, asBytes(R"({"version": 1})")));
  protocol::Message message;
  ASSERT_TRUE(stream.read(message));
  ASSERT_TRUE(stream.write(MessageType::request, asBytes(R"({"id": 9, "op": "explain"})")));
  ASSERT_TRUE(stream.write(MessageType::frame, portraitJpeg(1, 1)));
  ASSERT_TRUE(stream.write(MessageType::request, asBytes(R"({"id": 10, "op": "people"})")));
  ASSERT_TRUE(stream.read(message));
  ASSERT_EQ(message.type, MessageType::response);
  const auto response = protocol::parseResponse(message.payload);
  ASSERT_TRUE(response && response->result);
  EXPECT_EQ(response->id, 9);
  EXPECT_EQ(response->result->at("faces").size(), 1u);
  EXPECT_EQ(response->result->at("width"), 320);
  ASSERT_TRUE(stream.read(message));
  EXPECT_EQ(message.type, MessageType::frame);
  EXPECT_EQ(sizeOf(message.payload).width, vision::kSheetWidth);
  ASSERT_TRUE(stream.read(message));
  ASSERT_EQ(message.type, MessageType::response);
  EXPECT_EQ(protocol::parseResponse(message.payload)->id, 10);
}

}  // namespace
}  // namespace facewire::test
