#include <gtest/gtest.h>

#include "data_fixture.hpp"
#include "facewire/base/file.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

/// What one server knows goes to OpenCV, and from there to another server, by the client's commands.
class OpenCvFiles : public testing::Test {
 protected:
  void SetUp() override {
    auto client = connectTo(server_);
    for (std::uint64_t person = 1; person <= 2; ++person) {
      for (std::uint64_t shot = 1; shot <= 3; ++shot) {
        ASSERT_TRUE(client.enrol(person == 1 ? "Ada" : "Bob", portraitJpeg(person, shot), "", false));
      }
    }
    const auto exported = facewire(server_, {"gallery", "export", "--opencv", path("trainer.yml")});
    ASSERT_EQ(exported.exitStatus, 0) << exported.err;
    ASSERT_TRUE(writeFile(path("ada.jpg"), portraitJpeg(1, 1)));
    ASSERT_TRUE(writeFile(path("stranger.jpg"), portraitJpeg(30, 1)));
  }

  static ProcessResult facewire(const ServerProcess& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", server.address()});
    return runClient(arguments);
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  static void expectHas(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }

  TemporaryFolder folder_;
  ServerProcess server_;
  ServerProcess other_;
};

TEST_F(OpenCvFiles, MakePeopleKnownElsewhere) {
  const auto imported = facewire(other_, {"gallery", "import", path("trainer.yml")});
  EXPECT_EQ(imported.exitStatus, 0) << imported.err;
  expectHas(imported.out, "imported 6 of 6 samples of 2 people");
  expectHas(imported.err, "they have no pictures");
  const auto again = facewire(other_, {"gallery", "import", "--opencv", path("trainer.yml")});
  EXPECT_EQ(again.exitStatus, 0);
  expectHas(again.out, "imported 0 of 6 samples of 2 people, 6 enrolled already");

  const auto known = facewire(other_, {"recognize", path("ada.jpg")});
  EXPECT_EQ(known.exitStatus, 0) << known.out << known.err;
  expectHas(known.out, ": Ada (");
  expectHas(facewire(other_, {"recognize", path("stranger.jpg")}).out, ": unknown");
  expectHas(facewire(other_, {"people", "show", "Ada"}).out, "trainer.yml, sample 1 of label 1");
  expectHas(facewire(other_, {"status"}).out, "6 samples");
  expectHas(facewire(other_, {"recognize", path("ada.jpg"), "--explain", path("why.jpg")}).out, "Ada");

  const auto folder = facewire(other_, {"gallery", "export", path("people")});
  EXPECT_EQ(folder.exitStatus, 0) << folder.err;
  expectHas(folder.err, "6 samples left out, for there is no picture");
  expectHas(folder.out, "exported 0 samples of 2 people");

  // The way back to OpenCV is the same file.
  ASSERT_EQ(facewire(other_, {"gallery", "export", "--opencv", path("again.yml")}).exitStatus, 0);
  EXPECT_EQ(readFile(path("again.yml"), 1 << 24).value(), readFile(path("trainer.yml"), 1 << 24).value());
}

TEST_F(OpenCvFiles, AreStillThereAfterARestartAndSound) {
  ASSERT_EQ(facewire(other_, {"import", path("trainer.yml")}).exitStatus, 0);
  EXPECT_EQ(other_.stop().exitStatus, 0);
  const auto check =
      runProcess(FACEWIRE_SERVER_PROGRAM, {"check", "--config", "", "--data", other_.dataFolder().string()});
  EXPECT_EQ(check.exitStatus, 0) << check.out << check.err;
  expectHas(check.out, "6 without a picture");
  other_.startAgain();
  expectHas(facewire(other_, {"recognize", path("ada.jpg")}).out, ": Ada (");
}

TEST_F(OpenCvFiles, TakeNamesFromAFileWhereTheyHaveNone) {
  auto content = readFile(path("trainer.yml"), 1 << 24).value();
  std::string text(asText(content));
  text.resize(text.find("   labelsInfo:"));
  ASSERT_TRUE(writeFile(path("nameless.yml"), asBytes(text)));
  auto imported = facewire(other_, {"gallery", "import", path("nameless.yml")});
  EXPECT_EQ(imported.exitStatus, 0) << imported.err;
  expectHas(imported.err, "2 labels have no names: enrolled as \"Person 1\" and so on");
  expectHas(facewire(other_, {"people"}).out, "Person 2");
  ASSERT_TRUE(writeFile(path("names.txt"), asBytes(std::string_view("1,Grace\n2,Linus\n"))));
  imported = facewire(other_, {"gallery", "import", path("nameless.yml"), "--names", path("names.txt")});
  EXPECT_EQ(imported.exitStatus, 0) << imported.err;
  expectHas(facewire(other_, {"people"}).out, "Grace");
  ASSERT_TRUE(writeFile(path("users_name.txt"), asBytes(std::string_view("1,Mary\n"))));
  imported = facewire(other_, {"gallery", "import", path("nameless.yml")});
  expectHas(facewire(other_, {"people"}).out, "Mary");
  expectHas(imported.err, "label 2 has no name: enrolled as \"Person 2\"");
}

TEST_F(OpenCvFiles, OfAnotherKindAreRefusedByName) {
  const auto refused = facewire(other_, {"gallery", "import", path("ada.jpg")});
  EXPECT_EQ(refused.exitStatus, 5) << refused.err;
  expectHas(refused.err, path("ada.jpg") + ": is damaged, or no file of OpenCV's");
  const auto missing = facewire(other_, {"gallery", "import", "--opencv", path("none.yml")});
  EXPECT_NE(missing.exitStatus, 0);
  expectHas(missing.err, path("none.yml"));
  EXPECT_EQ(facewire(other_, {"gallery", "import"}).exitStatus, 2);
  EXPECT_EQ(facewire(other_, {"import", path("trainer.yml"), "--cropped"}).exitStatus, 2);
  EXPECT_EQ(facewire(other_, {"people"}).out, "");
}

}  // namespace
}  // namespace facewire::test
