#include "interview_fixture.hpp"

#include <opencv2/imgcodecs.hpp>
#include <sstream>

#include "facewire/base/file.hpp"

namespace facewire::test {

namespace fs = std::filesystem;

void InterviewEndToEnd::SetUp() {
  if (!models_.exist()) GTEST_SKIP() << "no networks in " << sharedData() / "models";
  if (!fs::exists(film()) || !fs::exists(picture(2, 0))) {
    GTEST_SKIP() << "no real pictures in " << sharedData() / "interview";
  }
}

void InterviewEndToEnd::start(const Words& arguments) {
  stop();
  Words words{"--data", path("gallery"), "--workers", "2"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  server_ = std::make_unique<ServerProcess>(words);
}

ProcessResult InterviewEndToEnd::facewire(const Words& arguments) const {
  Words words{"--server", server_->address()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return runClient(words, {}, std::chrono::minutes(3));
}

std::vector<nlohmann::json> InterviewEndToEnd::facewireJson(Words arguments) const {
  arguments.insert(arguments.begin(), "--json");
  const ProcessResult result = facewire(arguments);
  std::vector<nlohmann::json> lines;
  std::istringstream text(result.out);
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  EXPECT_FALSE(lines.empty()) << result.err;
  return lines;
}

client::Client InterviewEndToEnd::connect(std::vector<protocol::Reply> reply, bool track) const {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server_->port()};
  options.reply = std::move(reply);
  options.track = track;
  options.timeout = std::chrono::seconds(60);
  auto client = client::Client::connect(options);
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(*client);
}

void InterviewEndToEnd::importHalf() const {
  const fs::path half = path("half");
  fs::create_directory(half);
  for (const int person : {1, 2}) {
    for (int number = 0; number < kPicturesEach; number += 2) {
      const fs::path file = picture(person, number);
      fs::copy_file(file, half / file.filename());
    }
  }
  fs::copy_file(sharedData() / "interview" / "users_name.txt", half / "users_name.txt");
  const ProcessResult result = facewire({"import", half, "--cropped"});
  ASSERT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_NE(result.out.find("imported 50 of 50 pictures of 2 people"), std::string::npos) << result.out;
}

std::string InterviewEndToEnd::picture(int person, int number) {
  return sharedData() / "interview" / "dataset" /
         ("Person." + std::to_string(person) + "." + std::to_string(number) + ".jpg");
}

int InterviewEndToEnd::namedRight() const {
  int right = 0;
  for (const int person : {1, 2}) {
    Words words{"recognize"};
    for (int number = 1; number < kPicturesEach; number += 2) words.push_back(picture(person, number));
    for (const nlohmann::json& line : facewireJson(words)) {
      for (const nlohmann::json& face : line["faces"]) {
        if (face["name"].is_null()) continue;
        const bool good = face["name"] == (person == 1 ? kSmith : kEmma);
        EXPECT_TRUE(good) << line;
        right += good ? 1 : 0;
      }
    }
  }
  return right;
}

std::string InterviewEndToEnd::put(const std::string& name, const cv::Mat& picture) const {
  EXPECT_TRUE(writeFile(path(name), asJpeg(picture)));
  return path(name);
}

Bytes asJpeg(const cv::Mat& picture) {
  std::vector<uchar> coded;
  cv::imencode(".jpg", picture, coded, {cv::IMWRITE_JPEG_QUALITY, 95});
  const ByteView bytes = std::as_bytes(std::span(coded));
  return {bytes.begin(), bytes.end()};
}

}  // namespace facewire::test
