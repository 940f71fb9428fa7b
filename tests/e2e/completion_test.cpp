#include <gtest/gtest.h>

#include <filesystem>

#include "facewire/client/client.hpp"
#include "pictures.hpp"
#include "server_process.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

/// The completions that are installed, in the shells that they are for.
class CompletionTest : public testing::Test {
 protected:
  void enrol(const std::string& name, std::uint64_t person) {
    client::ConnectOptions options;
    options.server = net::TcpEndpoint{"127.0.0.1", server_.port()};
    options.timeout = 60s;
    auto client = client::Client::connect(options);
    ASSERT_TRUE(client) << client.error().detail;
    ASSERT_TRUE(client->enrol(name, portraitJpeg(person, 1, {480, 360}), "", false));
  }

  /// What bash offers behind these words, of which the last is being typed; a line each.
  std::string completed(std::vector<std::string> words) {
    std::string script = "compopt() { :; }; source " FACEWIRE_GENERATED
                         "/facewire.bash; COMP_WORDS=(\"$@\"); "
                         "COMP_CWORD=$(($# - 1)); _facewire; printf '%s\\n' \"${COMPREPLY[@]}\"";
    words.insert(words.begin(), {"-c", script, "bash"});
    return run("bash", words).out;
  }
  ProcessResult run(const std::string& shell, std::vector<std::string> words) {
    const std::string programs = std::filesystem::path(FACEWIRE_CLIENT_PROGRAM).parent_path();
    words.insert(words.begin(), shell);
    return runProcess("/usr/bin/env", words,
                      {.input = "",
                       .environment = {{"PATH", programs + ":/usr/bin:/bin"},
                                       {"FACEWIRE_SERVER", server_.address()},
                                       {"XDG_CONFIG_HOME", "/nonexistent"}}});
  }

  ServerProcess server_;
};

TEST_F(CompletionTest, BashKnowsCommandsOptionsAndTheirWords) {
  EXPECT_EQ(completed({"facewire", "st"}), "stream\nstatus\n");
  EXPECT_EQ(completed({"facewire", "--tls-fir"}), "--tls-first-use\n");
  EXPECT_EQ(completed({"facewire", "bench", "--reply", "f"}), "frame\nfaces\n");
  EXPECT_EQ(completed({"facewire", "--server", "a:1", "people", "rem"}), "remove\nremove-sample\n");
}

TEST_F(CompletionTest, BashAsksTheServerForPeoplesNames) {
  enrol("Ada Lovelace", 1);
  enrol("Alan", 2);
  enrol("Bob", 3);
  EXPECT_EQ(completed({"facewire", "people", "show", "A"}), "Ada\\ Lovelace\nAlan\n");
  EXPECT_EQ(completed({"facewire", "people", "rename", "Ada\\ L"}), "Ada\\ Lovelace\n");
  EXPECT_EQ(completed({"facewire", "--server", "127.0.0.1:1", "people", "show", ""}), "\n");
}

TEST_F(CompletionTest, BashRunsNothingOfWhatIsBeingTyped) {
  enrol("Ada Lovelace", 1);
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "made";
  EXPECT_EQ(completed({"facewire", "people", "show", "$(touch " + file.string() + ")"}), "\n");
  EXPECT_EQ(completed({"facewire", "people", "show", "`touch " + file.string() + "`"}), "\n");
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(completed({"facewire", "people", "show", "'Ada L"}), "Ada\\ Lovelace\n");
}

TEST_F(CompletionTest, ZshTakesItAndKnowsTheCommands) {
  if (run("zsh", {"-c", "true"}).exitStatus != 0) GTEST_SKIP() << "there is no zsh here: apt-get install zsh";
  // A terminal of its own, as completion is a part of the line editor.
  const std::string script =
      "zmodload zsh/zpty; zpty shell zsh -f -i; "
      "zpty -w shell 'PS1=; fpath=(" FACEWIRE_GENERATED
      " $fpath); autoload -U compinit; compinit -u -D; zstyle \":completion:*\" list-prompt \"\"; LISTMAX=0'; "
      "zpty -w shell 'print rea''dy'; zpty -r -m shell seen '*ready*'; "
      "zpty -n -w shell $'facewire sta\\t'; zpty -n -w shell $' --js\\t'; "
      "zpty -r -m shell seen '*facewire status*--json*' && print found; zpty -d shell";
  const ProcessResult said = run("timeout", {"30", "zsh", "-c", script});
  EXPECT_NE(said.out.find("found"), std::string::npos) << said.out << said.err;
}

}  // namespace
}  // namespace facewire::test
