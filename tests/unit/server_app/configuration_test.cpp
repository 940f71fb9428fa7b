#include "configuration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>

#include "config_file.hpp"
#include "config_pages.hpp"
#include "temporary_folder.hpp"

namespace facewire::app {
namespace {

class ConfigurationTest : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& text) {
    const auto file = folder_.path() / "facewired.toml";
    std::ofstream(file) << text;
    return file;
  }
  std::string errorOf(const std::string& text) {
    const auto file = readConfigFile(write(text));
    if (!file) return file.error().detail;
    Configuration configuration;
    const auto applied = configuration.apply(*file, "file");
    return applied ? "" : applied.error().detail;
  }

  test::TemporaryFolder folder_;
};

TEST_F(ConfigurationTest, ReadsEverySettingBackFromWhatItPrints) {
  Configuration configuration;
  ASSERT_TRUE(configuration.apply({{"listen", {"[::1]:0", "unix:/run/a \"b\""}},
                                   {"data", {"/srv/a b\\c"}},
                                   {"max_clients", {"17"}},
                                   {"threshold", {"55.5"}},
                                   {"opencv_threshold", {"70"}},
                                   {"port_file", {"/run/port"}},
                                   {"engine", {"deep"}},
                                   {"detector_model", {"/srv/yunet.onnx"}},
                                   {"recognizer_model", {"/srv/net.caffemodel"}},
                                   {"recognizer_config", {"/srv/net.prototxt"}},
                                   {"recognizer_mean", {"127.5"}},
                                   {"recognizer_scale", {"0.0078125"}},
                                   {"tls_cert", {"/etc/cert.pem"}},
                                   {"tls_key", {"/etc/key.pem"}},
                                   {"tls_client_ca", {"/etc/ca.pem"}},
                                   {"insecure", {"true"}},
                                   {"max_clients_per_address", {"3"}},
                                   {"message_timeout", {"0.25"}},
                                   {"on_event", {"/usr/local/bin/announce"}},
                                   {"on_event_args", {"--loud", "a \"b\" c"}},
                                   {"webhook_url", {"https://user:word@host/path?x=1"}},
                                   {"webhook_secret_file", {"/etc/secret"}},
                                   {"webhook_ca", {"/etc/ca.pem"}},
                                   {"mqtt", {"mqtts://ada@broker"}},
                                   {"mqtt_password_file", {"/etc/password"}},
                                   {"mqtt_ca", {"/etc/ca.pem"}},
                                   {"log_format", {"json"}}},
                                  "test"));
  const auto read = readConfigFile(write(configuration.toToml()));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->size(), settings().size());
  Configuration again;
  ASSERT_TRUE(again.apply(*read, "test"));
  EXPECT_EQ(again.options().messageTimeout, std::chrono::milliseconds(250));
  EXPECT_EQ(again.options().data, "/srv/a b\\c");
  EXPECT_EQ(net::toText(again.options().listen.at(1)), "unix:/run/a \"b\"");
  EXPECT_EQ(again.options().threshold, 55.5);
  EXPECT_TRUE(again.options().insecure);
  EXPECT_EQ(again.options().maxClientsPerAddress, 3u);
  EXPECT_EQ(again.options().engine, "deep");
  EXPECT_EQ(again.options().recognizerConfig, "/srv/net.prototxt");
  EXPECT_EQ(again.options().recognizerMean, 127.5);
  EXPECT_EQ(again.options().recognizerScale, 1.0 / 128);
  EXPECT_EQ(again.options().onEventArgs, (std::vector<std::string>{"--loud", "a \"b\" c"}));
}

TEST_F(ConfigurationTest, AListMayBeEmptyWhereNothingIsAnAnswer) {
  Configuration configuration;
  ASSERT_TRUE(configuration.apply({{"on_event_args", {"--loud"}}}, "file"));
  ASSERT_TRUE(configuration.apply({{"on_event_args", {}}}, "FACEWIRE_ON_EVENT_ARGS"));
  EXPECT_TRUE(configuration.options().onEventArgs.empty());
}

TEST_F(ConfigurationTest, NamesFileLineAndNearestKey) {
  const std::string error = errorOf("threshold = 60.0\nmax_client = 3\n");
  EXPECT_NE(error.find("facewired.toml:2"), std::string::npos) << error;
  EXPECT_NE(error.find("did you mean \"max_clients\"?"), std::string::npos) << error;
}

TEST_F(ConfigurationTest, RefusesWrongValuesByName) {
  for (const auto& [text, word] :
       std::vector<std::pair<std::string, std::string>>{{"max_clients = 0", "max_clients"},
                                                        {"max_clients = \"many\"", "whole number"},
                                                        {"max_clients = [1, 2]", "not a list"},
                                                        {"max_clients = true", "whole number"},
                                                        {"max_clients = 2026-11-23", "text, a number, true or false"},
                                                        {"insecure = 1", "true or false"},
                                                        {"max_clients_per_address = 0", "max_clients_per_address"},
                                                        {"threshold = -1", "threshold"},
                                                        {"mqtt_discovery = ''", "mqtt_discovery"},
                                                        {"threshold = nan", "threshold"},
                                                        {"listen = []", "listen"},
                                                        {"listen = [\"nowhere:\"]", "expected HOST:PORT"},
                                                        {"log_level = \"loud\"", "one of trace"},
                                                        {"[server]\nmax_clients = 1", "no setting"},
                                                        {"max_clients = ", "facewired.toml:1"}}) {
    EXPECT_NE(errorOf(text).find(word), std::string::npos) << text << " gave: " << errorOf(text);
  }
}

TEST_F(ConfigurationTest, NamesAFileThatIsMissing) {
  const auto read = readConfigFile(folder_.path() / "none.toml");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("none.toml"), std::string::npos);
}

TEST_F(ConfigurationTest, LaterSourcesBeatEarlierOnes) {
  Configuration configuration;
  ASSERT_TRUE(configuration.apply({{"max_clients", {"1"}}, {"workers", {"1"}}}, "file"));
  ASSERT_TRUE(configuration.apply({{"max_clients", {"2"}}}, "FACEWIRE_MAX_CLIENTS"));
  EXPECT_EQ(configuration.options().maxClients, 2u);
  const std::string shown = configuration.toToml();
  for (const char* line :
       {"max_clients = 2 +# FACEWIRE_MAX_CLIENTS\n", "workers = 1 +# file\n", "jpeg_quality = 90 +# default\n"}) {
    EXPECT_TRUE(std::regex_search(shown, std::regex(line))) << line << shown;
  }
}

TEST_F(ConfigurationTest, ReadsListsFromTheEnvironmentByComma) {
  ::setenv("FACEWIRE_LISTEN", "127.0.0.1:1,[::1]:2", 1);
  const auto assignments = readEnvironment().value();
  ::unsetenv("FACEWIRE_LISTEN");
  EXPECT_EQ(assignments.at("listen"), (std::vector<std::string>{"127.0.0.1:1", "[::1]:2"}));
}

TEST_F(ConfigurationTest, TakesAVariableThatIsNearlyASettingsForAMistake) {
  ::setenv("FACEWIRE_MAX_CLIENT", "3", 1);
  const auto misspelt = readEnvironment();
  ::unsetenv("FACEWIRE_MAX_CLIENT");
  ASSERT_FALSE(misspelt);
  EXPECT_NE(misspelt.error().detail.find("did you mean FACEWIRE_MAX_CLIENTS?"), std::string::npos)
      << misspelt.error().detail;
  ::setenv("FACEWIRE_SERVER", "pi:7117", 1);  // the client's
  EXPECT_TRUE(readEnvironment());
  ::unsetenv("FACEWIRE_SERVER");
}

TEST_F(ConfigurationTest, TakesNoFileWhereAnEmptyNameIsGiven) {
  ::setenv("FACEWIRE_CONFIG", "", 1);
  EXPECT_FALSE(chooseConfigFile(std::nullopt));
  EXPECT_EQ(chooseConfigFile("a.toml"), "a.toml");
  ::setenv("FACEWIRE_CONFIG", "b.toml", 1);
  EXPECT_EQ(chooseConfigFile(std::nullopt), "b.toml");
  EXPECT_EQ(chooseConfigFile("a.toml"), "a.toml");
  EXPECT_FALSE(chooseConfigFile(""));
  ::unsetenv("FACEWIRE_CONFIG");
}

TEST_F(ConfigurationTest, TheInstalledFileSetsNothingButTheDataDirectory) {
  std::string text = configTemplate();
  auto read = readConfigFile(write(text));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->size(), 1u);
  EXPECT_TRUE(read->contains("data"));
  // What it shows as the defaults are the defaults: of those that have a value.
  text = std::regex_replace(text, std::regex("\n#([a-z_]+ = )(?!''|\\n)"), "\n$1");
  read = readConfigFile(write(text));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_GT(read->size(), 30u);
  Configuration configuration;
  ASSERT_TRUE(configuration.apply(*read, "file"));
  for (const Setting* changed : configuration.changesFrom(Configuration())) {
    EXPECT_TRUE(changed->key == "data" || changed->key == "workers") << changed->key;
  }
}

TEST(Settings, HaveMatchingFlagAndVariable) {
  const auto setting = std::ranges::find(settings(), "max_clients", &Setting::key);
  ASSERT_NE(setting, settings().end());
  EXPECT_EQ(setting->flag(), "--max-clients");
  EXPECT_EQ(setting->environment(), "FACEWIRE_MAX_CLIENTS");
}

}  // namespace
}  // namespace facewire::app
