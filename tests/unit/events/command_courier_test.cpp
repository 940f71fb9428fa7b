#include <unistd.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "facewire/base/descriptor.hpp"
#include "sink_fixture.hpp"

namespace facewire::events {
namespace {

/// A shell script for each event; what it makes of `$OUT` is read back.
class CommandCourierTest : public SinkFixture {
 protected:
  void script(const std::string& text) {
    const std::string out = "OUT='" + out_.string() + "'\n";
    options_.command.program = write("command.sh", "#!/bin/sh\n" + out + text, 0700);
  }
  std::string out() const {
    std::ostringstream text;
    text << std::ifstream(out_).rdbuf();
    return text.str();
  }

  std::filesystem::path out_ = folder_.path() / "out";
};

TEST_F(CommandCourierTest, GetsEachEventAsOneLineInOrder) {
  script("cat >> \"$OUT\"\n");
  start();
  for (const std::int64_t id : {1, 2, 3}) take(adaEvent(kEntered, id));
  finish();
  EXPECT_EQ(counts().sent, 3u);
  std::istringstream lines(out());
  std::int64_t id = 0;
  for (std::string line; std::getline(lines, line);) EXPECT_EQ(nlohmann::json::parse(line)["id"], ++id);
  EXPECT_EQ(id, 3);
}

TEST_F(CommandCourierTest, NoShellLooksAtItsArguments) {
  script("printf '<%s>' \"$@\" > \"$OUT\"\n");
  options_.command.arguments = {"$(id)", "a  b", "; rm -rf x", "*"};
  start();
  take(adaEvent());
  finish();
  EXPECT_EQ(out(), "<$(id)><a  b><; rm -rf x><*>");
}

TEST_F(CommandCourierTest, SeesNoSecretAndNoDescriptorOfOurs) {
  script("cat > /dev/null; env > \"$OUT\"; ls /proc/self/fd >> \"$OUT\"; echo end >> \"$OUT\"\n");
  ::setenv("FACEWIRE_TOKEN", "hush", 1);
  ::setenv("NOTIFY_SOCKET", "/run/x", 1);
  const Descriptor open(::dup(0));  // without FD_CLOEXEC
  start();
  take(adaEvent());
  finish();
  ::unsetenv("FACEWIRE_TOKEN");
  ::unsetenv("NOTIFY_SOCKET");
  EXPECT_EQ(out().find("hush"), std::string::npos);
  EXPECT_EQ(out().find("NOTIFY_SOCKET"), std::string::npos);
  EXPECT_NE(out().find("PATH="), std::string::npos);
  // Its three, and the one by which ls reads the folder.
  EXPECT_NE(out().find("\n0\n1\n2\n3\nend"), std::string::npos) << out();
}

TEST_F(CommandCourierTest, SignalsReachItAsTheyReachAnyProgram) {
  // No shell: that would mend the mask.
  options_.command.program = "/bin/grep";
  options_.command.arguments = {"-E", "SigBlk|SigIgn", "/proc/self/status"};
  struct sigaction before {};
  struct sigaction ignored {};
  ignored.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignored, &before);
  start();
  take(adaEvent());
  finish();
  ::sigaction(SIGPIPE, &before, nullptr);
  EXPECT_EQ(linesWith("said \"SigBlk:\\t0000000000000000\""), 1u) << logged();
  // The two highest are glibc's own.
  EXPECT_EQ(linesWith("said \"SigIgn:\\t0000000180000000\"") + linesWith("said \"SigIgn:\\t0000000000000000\""), 1u)
      << logged();
}

TEST_F(CommandCourierTest, WhatItSaysIsInTheLogOfWhoWantsToKnow) {
  script("echo hello; echo 'a \"b\"' >&2; i=0; while [ $i -lt 1000 ]; do echo more; i=$((i+1)); done\n");
  start();
  take(adaEvent());
  finish();
  EXPECT_EQ(counts().sent, 1u);
  EXPECT_EQ(linesWith("said \"hello\""), 1u) << logged();
  EXPECT_EQ(linesWith("said \"a \\\"b\\\"\""), 1u) << logged();
  EXPECT_EQ(linesWith("said"), 20u);
}

TEST_F(CommandCourierTest, OneThatHangsIsKilledWithAllThatItStarted) {
  script("sleep 1000 & echo $! > \"$OUT\"; echo 'no answer' ; wait\n");
  options_.command.timeout = std::chrono::milliseconds(300);
  start();
  take(adaEvent());
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return now.failed == 1; }));
  EXPECT_EQ(counts().trouble, "was killed: it took longer than 0.3 s (--on-event-timeout), saying \"no answer\"");
  pid_t grandchild = 0;
  ASSERT_TRUE(std::ifstream(out_) >> grandchild);
  const auto isAlive = [grandchild] {
    std::string state;
    std::ifstream status("/proc/" + std::to_string(grandchild) + "/stat");
    status >> state >> state >> state;
    return !state.empty() && state != "Z";  // whoever adopted it may take its time to reap it
  };
  const auto deadline = Clock::now() + std::chrono::seconds(30);
  while (isAlive() && Clock::now() < deadline) std::this_thread::yield();
  EXPECT_FALSE(isAlive());
}

TEST_F(CommandCourierTest, OneThatReadsNothingDoesNoHarm) {
  script("exit 0\n");
  auto event = adaEvent();
  event.sighting.client = std::string(300'000, 'x');  // more than a pipe holds
  start();
  for (int i = 0; i < 5; ++i) take(event);
  finish();
  EXPECT_EQ(counts().sent, 5u);
}

TEST_F(CommandCourierTest, OneThatFailsIsToldOnceUntilItWorksAgain) {
  script("cat >> \"$OUT\"; echo 'the bell is broken' >&2; [ -e \"$OUT.mended\" ] || exit 3\n");
  start();
  for (int i = 0; i < 3; ++i) take(adaEvent());
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return now.failed == 3; }));
  EXPECT_EQ(counts().trouble, "exited with status 3, saying \"the bell is broken\"");
  write("out.mended", "");
  take(adaEvent());
  finish();
  EXPECT_EQ(counts().sent, 1u);
  EXPECT_EQ(counts().trouble, "");
  EXPECT_EQ(linesWith("[warning]"), 1u) << logged();
  EXPECT_EQ(linesWith("works again"), 1u) << logged();
}

TEST_F(CommandCourierTest, OneThatASignalEndsOrThatVanishesIsAFailure) {
  script("kill -SEGV $$\n");
  start();
  take(adaEvent());
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return now.failed == 1; }));
  EXPECT_EQ(counts().trouble, "was ended by signal 11");
  std::filesystem::remove(options_.command.program);
  take(adaEvent());
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return now.failed == 2; }));
  EXPECT_NE(counts().trouble.find("No such file"), std::string::npos) << counts().trouble;
}

TEST_F(CommandCourierTest, OneThatIsNoProgramIsRefusedAtTheStart) {
  options_.command.program = folder_.path() / "none";
  EXPECT_NE(errorOfStart().find("there is no "), std::string::npos) << errorOfStart();
  options_.command.program = write("text", "hello", 0600);
  EXPECT_NE(errorOfStart().find("chmod +x"), std::string::npos) << errorOfStart();
  options_.command.program = folder_.path();
  EXPECT_NE(errorOfStart().find("--on-event"), std::string::npos) << errorOfStart();
}

TEST_F(CommandCourierTest, AStopWaitsForOneThatHangsNoLongerThanItMay) {
  script("echo > \"$OUT\"; exec sleep 1000\n");
  options_.command.timeout = std::chrono::hours(1);
  start();
  for (int i = 0; i < 3; ++i) take(adaEvent());
  while (!std::filesystem::exists(out_)) std::this_thread::yield();
  finish(std::chrono::milliseconds(50));
  EXPECT_EQ(counts().failed, 1u);
  EXPECT_EQ(counts().dropped, 2u);
}

TEST_F(CommandCourierTest, LeavesNoDescriptorAndNoChildBehind) {
  script("exit 0\n");
  const auto descriptors = [] {
    const std::filesystem::directory_iterator open("/proc/self/fd");
    return std::distance(begin(open), end(open));
  };
  start();
  take(adaEvent());
  ASSERT_TRUE(waitUntilSent(1));
  const auto before = descriptors();
  for (int i = 0; i < 20; ++i) take(adaEvent());
  ASSERT_TRUE(waitUntilSent(21));
  EXPECT_EQ(descriptors(), before);
  std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  std::string any;
  EXPECT_FALSE(children >> any) << any;
}

}  // namespace
}  // namespace facewire::events
