#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "file_host.hpp"
#include "process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kYuNet = "face_detection_yunet_2022mar.onnx";
constexpr const char* kSFace = "face_recognition_sface_2021dec.onnx";

/// What stands in for the networks: the copy of the script that is tried asks for these sizes and checksums.
const std::string kYuNetContent = "a detector\n";
const std::string kSFaceContent = "a recogniser\n";

std::string readText(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string sha256(const std::string& text) {
  ProcessOptions options;
  options.input = text;
  return runProcess("/usr/bin/env", {"sha256sum"}, options).out.substr(0, 64);
}

fs::path findProgram(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (fs::exists(fs::path(folder) / name)) return fs::path(folder) / name;
  }
  return {};
}

class ModelsFetch : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    fs::create_directory(programs_);
    for (const char* name :
         {"bash", "cat", "chmod", "dirname", "mkdir", "mktemp", "mv", "rm", "sed", "sha256sum", "wc"}) {
      fs::create_symlink(findProgram(name), programs_ / name);
    }
    std::string script = readText(FACEWIRE_SOURCE_DIR "/models/fetch");
    expectFile(script, "yunet", kYuNetContent);
    expectFile(script, "sface", kSFaceContent);
    fs::create_directory(script_.parent_path());
    std::ofstream(script_) << script;
  }

  void usePrograms(const std::string& downloader) {
    const fs::path found = findProgram(downloader);
    if (found.empty()) GTEST_SKIP() << "no " << downloader << " here";
    fs::create_symlink(found, programs_ / downloader);
  }

  /// `models/fetch ARGUMENTS...` with `url` for its mirror.
  ProcessResult fetch(const std::vector<std::string>& arguments, const std::string& url) const {
    std::vector<std::string> words{script_.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    ProcessOptions options;
    options.environment = {
        {"PATH", programs_.string()}, {"FACEWIRE_MODELS_URL", url}, {"http_proxy", ""}, {"all_proxy", ""}};
    return runProcess(programs_ / "bash", words, options);
  }

  static std::vector<std::string> filesIn(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }

  TemporaryFolder folder_;
  const fs::path programs_ = folder_.path() / "bin";
  const fs::path script_ = folder_.path() / "models" / "fetch";
  const fs::path target_ = folder_.path() / "target";

 private:
  /// Has the script want `content` where it names `variable`'s size and checksum.
  static void expectFile(std::string& script, const std::string& variable, const std::string& content) {
    const std::size_t line = script.find("\nfetch \"$" + variable + "\" ");
    ASSERT_NE(line, std::string::npos);
    const std::size_t end = script.find('\n', line + 1);
    script.replace(line, end - line,
                   "\nfetch \"$" + variable + "\" " + std::to_string(content.size()) + " " + sha256(content));
  }
};

TEST_P(ModelsFetch, GetsBothAndSaysHowToStart) {
  usePrograms(GetParam());
  if (IsSkipped()) return;
  const FileHost host({{kYuNet, kYuNetContent}, {kSFace, kSFaceContent}});
  const ProcessResult result = fetch({target_}, host.url() + "/");
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_EQ(filesIn(target_), (std::vector<std::string>{kYuNet, kSFace}));
  EXPECT_EQ(readText(target_ / kYuNet), kYuNetContent);
  EXPECT_EQ(readText(target_ / kSFace), kSFaceContent);
  EXPECT_EQ(fs::status(target_ / kSFace).permissions(), fs::perms(0644));
  EXPECT_NE(result.out.find("--engine deep --detector-model " + (target_ / kYuNet).string()), std::string::npos)
      << result.out;
}

TEST_P(ModelsFetch, FetchesNothingThatIsThereAndGood) {
  usePrograms(GetParam());
  if (IsSkipped()) return;
  const FileHost host({{kYuNet, kYuNetContent}, {kSFace, kSFaceContent}});
  fs::create_directory(target_);
  std::ofstream(target_ / kSFace) << kSFaceContent;
  EXPECT_EQ(fetch({target_}, host.url()).exitStatus, 0);
  EXPECT_EQ(host.requests(), std::vector<std::string>{kYuNet});
  const ProcessResult again = fetch({target_}, host.url());
  EXPECT_EQ(again.exitStatus, 0);
  EXPECT_NE(again.out.find(std::string(kYuNet) + " is there and good\n"), std::string::npos) << again.out;
  EXPECT_EQ(host.requests().size(), 1U);
}

TEST_P(ModelsFetch, KeepsNothingOfAWrongFile) {
  usePrograms(GetParam());
  if (IsSkipped()) return;
  // As long as the right one.
  const FileHost host({{kYuNet, kYuNetContent}, {kSFace, "a recogniseR\n"}});
  const ProcessResult result = fetch({target_}, host.url());
  EXPECT_EQ(result.exitStatus, 1);
  EXPECT_EQ(filesIn(target_), std::vector<std::string>{kYuNet}) << "what was right is kept";
  const std::string line = "models/fetch: " + host.url() + "/" + kSFace + " is not the right file: its SHA-256 is ";
  EXPECT_NE(result.err.find(line), std::string::npos) << result.err;
}

TEST_P(ModelsFetch, KeepsNothingOfADownloadCutShort) {
  usePrograms(GetParam());
  if (IsSkipped()) return;
  const FileHost host({{kYuNet, kYuNetContent}, {kSFace, kSFaceContent}}, kYuNet);
  const ProcessResult result = fetch({target_}, host.url());
  EXPECT_EQ(result.exitStatus, 1);
  EXPECT_EQ(filesIn(target_), std::vector<std::string>{});
  EXPECT_NE(result.err.find(host.url() + "/" + kYuNet), std::string::npos) << result.err;
}

TEST_P(ModelsFetch, NamesWhatItCannotGet) {
  usePrograms(GetParam());
  if (IsSkipped()) return;
  const FileHost host({});
  const ProcessResult result = fetch({target_}, host.url());
  EXPECT_EQ(result.exitStatus, 1);
  EXPECT_EQ(filesIn(target_), std::vector<std::string>{});
  EXPECT_NE(result.err.find("models/fetch: cannot fetch " + host.url() + "/" + kYuNet), std::string::npos)
      << result.err;
}

TEST_P(ModelsFetch, KeepsADamagedFileUntilItHasAGoodOne) {
  usePrograms(GetParam());
  if (IsSkipped()) return;
  fs::create_directory(target_);
  std::ofstream(target_ / kYuNet) << "half";
  const FileHost nothing({});
  EXPECT_EQ(fetch({target_}, nothing.url()).exitStatus, 1);
  EXPECT_EQ(readText(target_ / kYuNet), "half");
  const FileHost host({{kYuNet, kYuNetContent}, {kSFace, kSFaceContent}});
  const ProcessResult result = fetch({target_}, host.url());
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_NE(result.err.find("it has 4 bytes, not 11"), std::string::npos) << result.err;
  EXPECT_EQ(readText(target_ / kYuNet), kYuNetContent);
}

INSTANTIATE_TEST_SUITE_P(With, ModelsFetch, testing::Values("curl", "wget"),
                         [](const auto& instance) { return instance.param; });

using ModelsFetchUse = ModelsFetch;

TEST_P(ModelsFetchUse, SaysWhatIsLackingOrWrong) {
  const ProcessResult help = fetch({"--help"}, "");
  EXPECT_EQ(help.exitStatus, 0);
  EXPECT_TRUE(help.out.starts_with("Fetches the two networks")) << help.out;
  EXPECT_EQ(fetch({"--nothing"}, "").exitStatus, 2);
  EXPECT_EQ(fetch({"one", "two"}, "").exitStatus, 2);
  const ProcessResult alone = fetch({target_}, "");
  EXPECT_EQ(alone.exitStatus, 1);
  EXPECT_EQ(alone.err, "models/fetch: needs curl or wget: install one (apt install curl)\n");
  EXPECT_EQ(filesIn(target_), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(Without, ModelsFetchUse, testing::Values("either"));

}  // namespace
}  // namespace facewire::test
