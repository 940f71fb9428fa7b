#include "client_fixture.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include "facewire/base/file.hpp"
#include "pictures.hpp"

namespace facewire::test {

std::vector<std::string> ClientEndToEnd::withServer(const std::vector<std::string>& arguments) const {
  std::vector<std::string> words{"--server", server_.address()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

ProcessResult ClientEndToEnd::facewire(const std::vector<std::string>& arguments, ProcessOptions options) {
  return runClient(withServer(arguments), std::move(options));
}

std::unique_ptr<Process> ClientEndToEnd::startFacewire(const std::vector<std::string>& arguments,
                                                       ProcessOptions options) {
  return startClient(withServer(arguments), std::move(options));
}

std::string ClientEndToEnd::put(const std::string& name, ByteView bytes) {
  const std::filesystem::path file = folder_.path() / name;
  std::filesystem::create_directories(file.parent_path());
  EXPECT_TRUE(writeFile(file, bytes));
  return file.string();
}

std::string ClientEndToEnd::portrait(std::uint64_t person, std::uint64_t shot) {
  return put("person" + std::to_string(person) + "-" + std::to_string(shot) + ".jpg", portraitJpeg(person, shot));
}

std::string ClientEndToEnd::video(const std::string& name, std::uint64_t person, int frames) {
  const std::string file = path(name);
  cv::VideoWriter writer(file, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, {320, 240});
  for (int i = 0; i < frames; ++i) {
    Bytes jpeg = portraitJpeg(person, static_cast<std::uint64_t>(i));
    writer.write(cv::imdecode(cv::Mat(1, static_cast<int>(jpeg.size()), CV_8UC1, jpeg.data()), cv::IMREAD_COLOR));
  }
  return file;
}

void ClientEndToEnd::enrol(const std::string& name, std::uint64_t person) {
  const ProcessResult result =
      facewire({"enroll", name, portrait(person, 1), portrait(person, 2), portrait(person, 3)});
  ASSERT_EQ(result.exitStatus, 0) << result.err;
}

std::vector<protocol::Json> ClientEndToEnd::jsonLines(const std::string& text) {
  std::vector<protocol::Json> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    auto object = protocol::parseObject(asBytes(std::string_view(text).substr(start, end - start)), "line");
    EXPECT_TRUE(object) << text.substr(start, end - start);
    if (object) lines.push_back(std::move(*object));
    start = end + 1;
  }
  return lines;
}

std::string ClientEndToEnd::readText(const std::string& file) {
  const auto bytes = readFile(file, 64 << 20);
  EXPECT_TRUE(bytes) << file;
  return bytes ? std::string(asText(*bytes)) : "";
}

}  // namespace facewire::test
