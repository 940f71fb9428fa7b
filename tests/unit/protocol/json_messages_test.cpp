#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "facewire/protocol/faces.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/protocol/request.hpp"

namespace facewire::protocol {
namespace {

TEST(Hello, DefaultsToFrameReplies) {
  const auto hello = parseHello(asBytes(R"({"version": 1})"));
  ASSERT_TRUE(hello) << hello.error().detail;
  EXPECT_EQ(hello->reply, std::vector{Reply::frame});
  EXPECT_EQ(hello->client, "");
  EXPECT_TRUE(hello->track);
}

TEST(Hello, IsReadBack) {
  Hello hello;
  hello.client = "front-door";
  hello.token = "secret";
  hello.reply = {Reply::faces, Reply::frame};
  hello.track = false;
  const auto read = parseHello(asBytes(toJsonText(hello)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->client, "front-door");
  EXPECT_EQ(read->token, "secret");
  EXPECT_EQ(read->reply, hello.reply);
  EXPECT_FALSE(read->track);
  EXPECT_TRUE(read->sightings);
  hello.sightings = false;
  EXPECT_FALSE(parseHello(asBytes(toJsonText(hello)))->sightings);
}

TEST(Hello, IgnoresFieldsOfLaterVersions) {
  EXPECT_TRUE(parseHello(asBytes(R"({"version":1,"new":[1,{}]})")));
}

TEST(Hello, IsRefusedByTheFieldThatIsWrong) {
  const std::pair<const char*, const char*> bad[] = {
      {"", "JSON"},
      {"[]", "JSON"},
      {"{", "JSON"},
      {"{}", "version"},
      {R"({"version":"1"})", "version"},
      {R"({"version":2})", "version"},
      {R"({"version":1.0})", "version"},
      {R"({"version":18446744073709551615})", "version"},
      {R"({"version":1,"client":7})", "client"},
      {R"({"version":1,"token":{}})", "token"},
      {R"({"version":1,"reply":"faces"})", "reply"},
      {R"({"version":1,"reply":[]})", "reply"},
      {R"({"version":1,"reply":["faces","faces"]})", "reply"},
      {R"({"version":1,"reply":["voices"]})", "reply"},
      {R"({"version":1,"track":0})", "track"},
      {R"({"version":1,"sightings":"no"})", "sightings"},
      {"{\"version\":1,\"client\":\"\xFF\"}", "JSON"},
  };
  for (const auto& [text, word] : bad) {
    const auto hello = parseHello(asBytes(text));
    ASSERT_FALSE(hello) << text;
    EXPECT_EQ(hello.error().code, ErrorCode::badMessage);
    EXPECT_NE(hello.error().detail.find(word), std::string::npos) << hello.error().detail;
  }
}

TEST(JsonObject, RefusesNestingWithoutEnd) {
  const std::string deep = R"({"a":)" + std::string(500'000, '[') + std::string(500'000, ']') + "}";
  EXPECT_FALSE(parseObject(asBytes(deep), "HELLO"));
}

TEST(JsonObject, IsRefusedWhereverItIsCut) {
  const std::string whole = R"({"version":1,"client":"é","reply":["faces","frame"]})";
  ASSERT_TRUE(parseHello(asBytes(whole)));
  for (std::size_t cut = 0; cut < whole.size(); ++cut) EXPECT_FALSE(parseHello(asBytes(whole.substr(0, cut)))) << cut;
}

TEST(Welcome, IsReadBack) {
  Welcome welcome;
  welcome.server = "facewired 0.1.0";
  welcome.limits = {1000, 2000};
  welcome.engine = {{"name", "classic"}};
  welcome.people = 3;
  const auto read = parseWelcome(asBytes(toJsonText(welcome)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->server, welcome.server);
  EXPECT_EQ(read->limits.maxFrameBytes, 1000u);
  EXPECT_EQ(read->limits.maxPixels, 2000u);
  EXPECT_EQ(read->engine, welcome.engine);
  EXPECT_EQ(read->people, 3u);
}

FacesResult someFaces() {
  FacesResult result;
  result.frame = 17;
  result.width = 640;
  result.height = 480;
  Face known;
  known.box = {10, 20, 30, 40};
  known.name = "Ada";
  known.known = true;
  known.distance = 61.2;
  known.threshold = 70;
  known.score = 0.76;
  known.reason = Reason::accepted;
  known.runnerUp = Candidate{"Bob", 90.1};
  known.sample = 12;
  Face unknown;
  unknown.box = {100, 20, 30, 40};
  unknown.threshold = 70;
  unknown.reason = Reason::emptyGallery;
  result.faces = {known, unknown};
  result.ms = {0, 1, 2, 3, 4, 10};
  return result;
}

TEST(Faces, HaveTheTextOfTheProtocol) {
  EXPECT_EQ(toJsonText(someFaces()),
            R"({"frame":17,"width":640,"height":480,"faces":[)"
            R"({"box":[10,20,30,40],"name":"Ada","known":true,"distance":61.2,"threshold":70.0,"score":0.76,)"
            R"("reason":"accepted","runner_up":{"name":"Bob","distance":90.1},"sample":12,"track":null},)"
            R"({"box":[100,20,30,40],"name":null,"known":false,"distance":null,"threshold":70.0,"score":0.0,)"
            R"("reason":"empty_gallery","runner_up":null,"sample":null,"track":null}],)"
            R"("ms":{"wait":0.0,"decode":1.0,"detect":2.0,"recognise":3.0,"annotate":4.0,"total":10.0}})");
}

/// What the JSON library makes of a text and writes again.
std::string rewritten(const std::string& text) {
  return toText(Json::parse(text));
}

TEST(Faces, OfAnyNameAreWrittenAsTheLibraryWouldWriteThem) {
  for (const std::string name :
       {"", "Anne-Marie O'Neill", "Zoë", "\"the\" one", "back\\slash", "two\nlines", "\x7F", "名前"}) {
    FacesResult result = someFaces();
    result.faces[0].name = name;
    result.faces[0].runnerUp->name = name;
    const std::string text = toJsonText(result);
    EXPECT_EQ(text, rewritten(text));
    const auto read = parseFaces(asBytes(text));
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->faces[0].name, name);
    EXPECT_EQ(read->faces[0].runnerUp->name, name);
  }
  FacesResult notUtf8 = someFaces();
  notUtf8.faces[0].name = "a\xFF";
  EXPECT_NE(toJsonText(notUtf8).find("\"a\uFFFD\""), std::string::npos);
}

TEST(Faces, OfAnyNumberAreWrittenAsTheLibraryWouldWriteThem) {
  for (const double number :
       {0.0, 1.0, -1.0, 0.001, 0.0004, 0.1 + 0.2, 1.0 / 3, 99.9995, 123456.789, 1e14, 1e15, 2.5e200}) {
    FacesResult result = someFaces();
    result.faces[0].distance = number;
    result.faces[0].threshold = number;
    result.faces[0].score = number;
    result.faces[0].runnerUp->distance = number;
    result.ms.total = number;
    const std::string text = toJsonText(result);
    EXPECT_EQ(text, rewritten(text));
  }
  FacesResult result = someFaces();
  result.frame = std::numeric_limits<std::int64_t>::max();
  result.faces[0].box = {std::numeric_limits<int>::min(), -1, 0, std::numeric_limits<int>::max()};
  result.faces[0].distance = std::numeric_limits<double>::infinity();
  result.faces[1].track = 7;
  const std::string text = toJsonText(result);
  EXPECT_EQ(text, rewritten(text));
  EXPECT_NE(text.find(R"("distance":null)"), std::string::npos);
}

TEST(Faces, AreWrittenOverWhatTheTextHeld) {
  std::string text(4096, 'x');
  const char* const memory = text.data();
  writeJsonText(someFaces(), text);
  EXPECT_EQ(text, toJsonText(someFaces()));
  EXPECT_EQ(text.data(), memory);
}

TEST(Faces, AreReadBack) {
  const auto read = parseFaces(asBytes(toJsonText(someFaces())));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(toJsonText(*read), toJsonText(someFaces()));
}

TEST(Faces, WithAnythingMissingOrWrongAreRefused) {
  const Json good = toJson(someFaces());
  for (const char* field : {"frame", "width", "height", "faces"}) {
    Json json = good;
    json.erase(field);
    EXPECT_FALSE(parseFaces(asBytes(json.dump()))) << field;
  }
  for (const char* field : {"box", "known", "threshold", "score", "reason"}) {
    Json json = good;
    json["faces"][0][field] = Json::object();
    EXPECT_FALSE(parseFaces(asBytes(json.dump()))) << field;
  }
  Json json = good;
  json["faces"][0]["box"] = {1, 2, 3, 1e30};
  EXPECT_FALSE(parseFaces(asBytes(json.dump())));
}

TEST(RequestMessage, KeepsItsFields) {
  const auto request = parseRequest(asBytes(R"({"id":3,"op":"enroll","name":"Ada"})"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->id, 3);
  EXPECT_TRUE(request->takesFrame());
  EXPECT_EQ(*requireText(*request, "name"), "Ada");
  EXPECT_EQ(requireText(*request, "new_name").error().code, ErrorCode::badMessage);
  EXPECT_EQ(requireInteger(*request, "name").error().code, ErrorCode::badMessage);
}

TEST(RequestMessage, NeedsIdAndOp) {
  for (const char* text :
       {R"({"op":"people"})", R"({"id":1})", R"({"id":"1","op":"people"})", R"({"id":1,"op":2})", "7"}) {
    EXPECT_FALSE(parseRequest(asBytes(text))) << text;
  }
}

TEST(ResponseMessage, CarriesFieldsOrError) {
  const auto good = parseResponse(asBytes(toJsonText(Response{5, Json{{"people", Json::array()}}})));
  ASSERT_TRUE(good && good->result);
  EXPECT_EQ(good->id, 5);
  EXPECT_TRUE(good->result->at("people").is_array());

  const Response refused{6, fail(ErrorCode::nameTaken, "\"Ada\" is taken")};
  EXPECT_EQ(toJsonText(refused), R"({"id":6,"ok":false,"error":{"code":"name_taken","message":"\"Ada\" is taken"}})");
  const auto bad = parseResponse(asBytes(toJsonText(refused)));
  ASSERT_TRUE(bad);
  ASSERT_FALSE(bad->result);
  EXPECT_EQ(bad->result.error().code, ErrorCode::nameTaken);
}

TEST(ErrorMessageText, IsReadBackAndKeepsUnknownWords) {
  const ErrorMessage message{{ErrorCode::timeout, "slow"}, true};
  EXPECT_EQ(toJsonText(message), R"({"code":"timeout","message":"slow","fatal":true})");
  const auto read = parseError(asBytes(toJsonText(message)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->error.code, ErrorCode::timeout);
  EXPECT_TRUE(read->fatal);
  const auto later = parseError(asBytes(R"({"code":"new_code","message":"m","fatal":false})"));
  ASSERT_TRUE(later);
  EXPECT_EQ(later->error.code, ErrorCode::internal);
  EXPECT_EQ(later->error.detail, "new_code: m");
}

TEST(JsonText, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(toText(Json{{"a", "\xFF"}}), "{\"a\":\"\uFFFD\"}");
}

TEST(Faces, EveryReasonComesBackByItsWord) {
  for (const auto& [reason, word] : {std::pair(Reason::tooSmall, "too_small"),
                                     {Reason::tooBlurred, "too_blurred"},
                                     {Reason::tooDark, "too_dark"},
                                     {Reason::tooBright, "too_bright"}}) {
    EXPECT_EQ(toWord(reason), word);
    FacesResult result;
    result.faces.emplace_back().reason = reason;
    const std::string text = toJsonText(result);
    const auto parsed = parseFaces(asBytes(text));
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ(parsed->faces.at(0).reason, reason);
  }
}

}  // namespace
}  // namespace facewire::protocol
