#include "topics.hpp"

#include <gtest/gtest.h>
#include <mosquitto.h>

#include <set>

namespace facewire::events {
namespace {

TEST(Topics, ASlugIsReadableAndSafe) {
  for (const auto& [name, slug] :
       std::vector<std::pair<std::string, std::string>>{{"Ada", "ada"},
                                                        {"Ada B.", "ada-b"},
                                                        {"  a  +b/#c", "a-b-c"},
                                                        {"Jos\xC3\xA9", "jos"},
                                                        {"\xE6\x9D\x8E", "person"},
                                                        {"", "person"},
                                                        {"$SYS", "sys"},
                                                        {std::string(100, 'x'), std::string(40, 'x')}}) {
    EXPECT_EQ(slugOf(name), slug);
  }
}

TEST(Topics, AnyNameMakesATopicThatOnePersonHasAlone) {
  const Topics topics("house/facewire");
  std::set<std::string> all;
  for (const std::string name : {"Ada", "ada", "a/b", "a+b", "#", "+", "\xE6\x9D\x8E", "\xE7\x8E\x8B", "a\tb"}) {
    const std::string topic = topics.state(levelOf(name, idOf(name, std::nullopt)));
    EXPECT_EQ(mosquitto_pub_topic_check(topic.c_str()), MOSQ_ERR_SUCCESS) << topic;
    EXPECT_TRUE(all.insert(topic).second) << topic;
  }
  EXPECT_NE(topics.state(levelOf("Ada", idOf("Ada", 1))), topics.state(levelOf("Ada", idOf("Ada", 2))));
}

TEST(Topics, ALevelIsFoundAgainInATopic) {
  const Topics topics("house/facewire");
  EXPECT_EQ(topics.levelInState(topics.state("ada-b-7")), "ada-b-7");
  EXPECT_EQ(idInLevel("ada-b-7"), "7");
  EXPECT_EQ(idInLevel(levelOf("Ada", idOf("Ada", std::nullopt))), idOf("Ada", std::nullopt));
  for (const char* other : {"house/facewire/people//state", "house/facewire/event", "house/facewire/people/a/b"}) {
    EXPECT_FALSE(topics.levelInState(other)) << other;
  }
  for (const char* other : {"", "ada", "-7", "ada-", "a/b-7", "ada-y7", "Ada-7", "../../x-7"}) {
    EXPECT_FALSE(idInLevel(other)) << other;
  }
}

}  // namespace
}  // namespace facewire::events
