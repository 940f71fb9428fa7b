#include "facewire/album/people_file.hpp"

#include <gtest/gtest.h>

#include "facewire/album/import_plan.hpp"
#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::album {
namespace {

std::string refusalOf(const std::string& text) {
  const auto people = parsePeopleFile(text, "people.json");
  return people ? "" : people.error().detail;
}

TEST(PeopleFile, KeepsEverything) {
  const std::vector<ExportedPerson> people{{"Ada \"the first\" Lovelace",
                                            "Ada",
                                            "2026-11-22T14:41:07Z",
                                            false,
                                            {{"Ada/0001.png", {28, 27, 136, 135}, "door\n.jpg", "2026-11-22T14:41:08Z"},
                                             {"Ada/0002.png", {1, 2, 3, 4}, "", "2026-11-22T14:41:09Z"}}},
                                           {"Дарья", "Дарья", "2026-11-22T14:41:10Z", true, {}}};
  const auto read = parsePeopleFile(toPeopleFile(people), "people.json");
  ASSERT_TRUE(read) << read.error().detail;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].name, people[0].name);
  EXPECT_EQ((*read)[0].folder, "Ada");
  ASSERT_EQ((*read)[0].samples.size(), 2U);
  EXPECT_EQ((*read)[0].samples[0].source, "door\n.jpg");
  EXPECT_EQ((*read)[0].samples[0].face.width, 136);
  EXPECT_EQ((*read)[0].samples[1].created, "2026-11-22T14:41:09Z");
  EXPECT_TRUE((*read)[1].stranger);
}

TEST(PeopleFile, RefusesWhatIsNoneOrLeadsAway) {
  EXPECT_NE(refusalOf("hello"), "");
  EXPECT_NE(refusalOf("{}").find("is not as \"facewire gallery export\" writes it"), std::string::npos);
  EXPECT_NE(refusalOf(R"({"facewire_people": 2, "people": []})").find("of a later version"), std::string::npos);
  const auto with = [](const std::string& name, const std::string& folder, const std::string& file) {
    return R"({"facewire_people": 1, "people": [{"name": ")" + name + R"(", "folder": ")" + folder +
           R"(", "samples": [{"file": ")" + file + R"(", "face": [1, 2, 3, 4]}]}]})";
  };
  EXPECT_EQ(refusalOf(with("Ada", "Ada", "Ada/1.png")), "");
  EXPECT_NE(refusalOf(with("Ada", "Ada", "../../etc/passwd")).find("is not inside this folder"), std::string::npos);
  EXPECT_NE(refusalOf(with("Ada", "Ada", "/etc/passwd")).find("is not inside this folder"), std::string::npos);
  EXPECT_NE(refusalOf(with("Ada", "..", "Ada/1.png")).find("is not inside this one"), std::string::npos);
  EXPECT_NE(refusalOf(with(" ", "Ada", "Ada/1.png")).find("cannot be a person's name"), std::string::npos);
}

TEST(PeopleFile, GivesEveryPersonAFolderThatAnyFileSystemTakes) {
  std::vector<std::string> given;
  EXPECT_EQ(folderFor("Ada Lovelace", given), "Ada Lovelace");
  EXPECT_EQ(folderFor("Ada/Lovelace", given), "Ada_Lovelace");
  EXPECT_EQ(folderFor("ada:lovelace", given), "ada_lovelace~2");
  EXPECT_EQ(folderFor("..", given), "__");
  EXPECT_EQ(folderFor(".hidden", given), "_hidden");
  EXPECT_EQ(folderFor("Dr.", given), "Dr_");
  EXPECT_EQ(folderFor("people.json", given), "people.json~2");
  EXPECT_EQ(folderFor("Дарья", given), "Дарья");
}

TEST(PeopleFile, IsAskedBeforeTheFolders) {
  test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "A_B");
  for (const char* file : {"A_B/0001.png", "A_B/new.jpg"}) ASSERT_TRUE(writeFile(folder.path() / file, {}));
  ASSERT_TRUE(writeFile(folder.path() / kPeopleFile,
                        asBytes(toPeopleFile({{"A/B",
                                               "A_B",
                                               "2026-11-22T14:41:07Z",
                                               true,
                                               {{"A_B/0001.png", {1, 2, 3, 4}, "door", "2026-11-22T14:41:08Z"}}}}))));
  const auto plan = planImport(folder.path());
  ASSERT_TRUE(plan) << plan.error().detail;
  ASSERT_EQ(plan->items.size(), 2U);
  EXPECT_EQ(plan->items[0].person, "A/B");
  ASSERT_TRUE(plan->items[0].kept);
  EXPECT_TRUE(plan->items[0].kept->stranger);
  EXPECT_EQ(plan->items[0].source, "door");
  EXPECT_EQ(plan->items[1].person, "A/B") << "a picture that was put there later is enrolled as any other";
  EXPECT_FALSE(plan->items[1].kept);
}

}  // namespace
}  // namespace facewire::album
