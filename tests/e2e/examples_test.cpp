#include <gtest/gtest.h>

#include "data_fixture.hpp"
#include "facewire/base/file.hpp"
#include "facewire/image/jpeg_header.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

/// The programs of examples/, as they lie there, against a real server.
class Examples : public testing::Test {
 protected:
  static ProcessResult run(std::vector<std::string> command, const ProcessOptions& options = {}) {
    return runProcess("/usr/bin/env", command, options);
  }

  ProcessResult python(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"python3", "-B", FACEWIRE_EXAMPLES "/python/facewire.py", "--server", server_.address()});
    return run(arguments);
  }

  std::string put(const std::string& name, ByteView bytes) {
    EXPECT_TRUE(writeFile(folder_.path() / name, bytes));
    return (folder_.path() / name).string();
  }

  TemporaryFolder folder_;
  ServerProcess server_;
};

TEST_F(Examples, ThePythonClientEnrolsRecognisesAndLists) {
  const std::string ada = put("ada.jpg", portraitJpeg(1, 1));
  const ProcessResult enrolled = python({"enrol", "Ada", ada});
  EXPECT_EQ(enrolled.exitStatus, 0) << enrolled.err;
  EXPECT_EQ(enrolled.out, ada + ": sample 1 of Ada\n");
  EXPECT_NE(python({"recognise", ada}).out.find(": Ada at ("), std::string::npos);
  EXPECT_EQ(python({"people"}).out, "Ada: 1 samples\n");
  EXPECT_NE(python({"status"}).out.find("\"samples\": 1"), std::string::npos);
  const ProcessResult noPicture = python({"enrol", "Ada", put("text.jpg", asBytes("hello"))});
  EXPECT_EQ(noPicture.exitStatus, 1);
  EXPECT_NE(noPicture.err.find("facewire.py: "), std::string::npos) << noPicture.err;
  EXPECT_EQ(noPicture.err.find("Traceback"), std::string::npos) << noPicture.err;
}

TEST_F(Examples, ThePythonClientSpeaksTheWholeProtocol) {
  const std::vector<std::string> pictures{put("ada1.jpg", portraitJpeg(1, 1)), put("ada2.jpg", portraitJpeg(1, 2)),
                                          put("bob.jpg", portraitJpeg(2, 1)), put("broken.jpg", asBytes("hello"))};
  std::vector<std::string> arguments{"python3",
                                     "-B",
                                     FACEWIRE_SOURCE_DIR "/tests/e2e/python_client_check.py",
                                     FACEWIRE_EXAMPLES "/python",
                                     server_.address(),
                                     folder_.path().string()};
  arguments.insert(arguments.end(), pictures.begin(), pictures.end());
  const ProcessResult result = run(arguments);
  EXPECT_EQ(result.exitStatus, 0) << result.out << result.err;
  EXPECT_EQ(result.out, "all of it\n");
}

TEST_F(Examples, ThePythonClientGetsInByFingerprintAndToken) {
  const std::string data = (folder_.path() / "keys").string();
  const ProcessResult made = runProcess(FACEWIRE_SERVER_PROGRAM, {"keygen", "--data", data});
  ASSERT_EQ(made.exitStatus, 0) << made.err;
  const ProcessResult added = runProcess(FACEWIRE_SERVER_PROGRAM, {"token", "add", "python", "--data", data});
  ASSERT_EQ(added.exitStatus, 0) << added.err;
  const auto wordWith = [](const std::string& text, const std::string& beginning) {
    const std::size_t at = text.find(beginning);
    return at == std::string::npos ? "" : text.substr(at, text.find_first_of(" \n", at) - at);
  };
  const std::string label = "--tls-fingerprint ";
  const std::string command = made.out + made.err;
  const std::size_t shown = command.find(label);
  ASSERT_NE(shown, std::string::npos) << command;
  const std::string fingerprint = wordWith(command, command.substr(shown + label.size(), 8));
  const std::string token = wordWith(added.out + added.err, "fw_");
  ASSERT_FALSE(token.empty()) << added.out << added.err;
  ServerProcess guarded({"--data", data});
  const auto ask = [&](const std::string& expected, const std::string& key) {
    return run({"python3", "-B", FACEWIRE_EXAMPLES "/python/facewire.py", "--server", guarded.address(),
                "--tls-fingerprint", expected, "status"},
               {.input = {}, .environment = {{"FACEWIRE_TOKEN", key}}});
  };
  EXPECT_EQ(ask(fingerprint, token).exitStatus, 0) << ask(fingerprint, token).err;
  EXPECT_EQ(ask(fingerprint, "fw_wrong").exitStatus, 1);
  const ProcessResult other = ask("SHA256:" + std::string(64, 'a'), token);
  EXPECT_NE(other.err.find("shows another certificate"), std::string::npos) << other.err;
}

TEST_F(Examples, ThePythonClientIsTypedThroughout) {
  if (run({"sh", "-c", "command -v mypy"}).exitStatus != 0) GTEST_SKIP() << "mypy is not installed";
  const ProcessResult result = run(
      {"mypy", "--strict", "--cache-dir", (folder_.path() / "mypy").string(), FACEWIRE_EXAMPLES "/python/facewire.py"});
  EXPECT_EQ(result.exitStatus, 0) << result.out;
}

TEST_F(Examples, ThePlainClientInCTakesSeveralPicturesAndTellsWhatIsWrong) {
  const std::string in = put("ada.jpg", portraitJpeg(1, 1));
  const std::string one = (folder_.path() / "one.jpg").string();
  const std::string two = (folder_.path() / "two.jpg").string();
  const ProcessResult result =
      runProcess(FACEWIRE_PLAIN_CLIENT, {"localhost:" + std::to_string(server_.port()), in, one, in, two});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  for (const std::string& file : {one, two}) {
    const auto annotated = readFile(file, 1 << 24);
    ASSERT_TRUE(annotated);
    EXPECT_TRUE(image::readJpegHeader(*annotated, 1'000'000));
  }
  EXPECT_EQ(runProcess(FACEWIRE_PLAIN_CLIENT, {}).exitStatus, 2);
  EXPECT_EQ(runProcess(FACEWIRE_PLAIN_CLIENT, {"localhost", in, one}).exitStatus, 2);
  const ProcessResult noPicture =
      runProcess(FACEWIRE_PLAIN_CLIENT, {server_.address(), put("text.jpg", asBytes("hello")), one});
  EXPECT_EQ(noPicture.exitStatus, 1);
  EXPECT_NE(noPicture.err.find("its log says why"), std::string::npos) << noPicture.err;
  server_.stop();
  const ProcessResult nobody = runProcess(FACEWIRE_PLAIN_CLIENT, {server_.address(), in, one});
  EXPECT_EQ(nobody.exitStatus, 1);
  EXPECT_NE(nobody.err.find("refused"), std::string::npos) << nobody.err;
}

TEST_F(Examples, TheProgramOnTheClientLibraryEnrolsRecognisesAndLists) {
  const std::string ada = put("ada.jpg", portraitJpeg(1, 1));
  const auto doorkeeper = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), server_.address());
    return runProcess(FACEWIRE_DOORKEEPER, arguments);
  };
  EXPECT_EQ(doorkeeper({"enrol", "Ada", ada}).out, ada + ": sample 1 of Ada\n");
  EXPECT_NE(doorkeeper({"recognise", ada}).out.find(": Ada at "), std::string::npos);
  EXPECT_EQ(doorkeeper({"people"}).out, "Ada: 1 samples\n");
  const ProcessResult noPicture = doorkeeper({"recognise", put("text.jpg", asBytes("hello")), ada});
  EXPECT_EQ(noPicture.exitStatus, 1);
  EXPECT_NE(noPicture.err.find("not_jpeg"), std::string::npos) << noPicture.err;
  EXPECT_NE(noPicture.out.find(": Ada at "), std::string::npos) << "the next picture is taken all the same";
}

}  // namespace
}  // namespace facewire::test
