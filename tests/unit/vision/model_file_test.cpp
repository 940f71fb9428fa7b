#include "model_file.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "facewire/base/file.hpp"
#include "temporary_folder.hpp"

namespace facewire::vision {
namespace {

class ModelFile : public testing::Test {
 protected:
  std::string errorOf(const std::filesystem::path& file) const {
    try {
      readModelFile(file, "detector model");
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }

  void expectSays(const std::filesystem::path& file, const std::string& remedy) const {
    const std::string error = errorOf(file);
    for (const std::string& part : {std::string("detector model"), file.string(), remedy}) {
      EXPECT_NE(error.find(part), std::string::npos) << error;
    }
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  }

  const test::TemporaryFolder folder_;
};

TEST_F(ModelFile, IsReadAsItIs) {
  const std::filesystem::path file = folder_.path() / "net.onnx";
  const Bytes bytes{std::byte{0}, std::byte{255}, std::byte{10}};
  ASSERT_TRUE(writeFile(file, bytes));
  EXPECT_EQ(readModelFile(file, "detector model"), bytes);
}

TEST_F(ModelFile, TellsTheRemedyWhereItIsMissingOrAFolder) {
  expectSays(folder_.path() / "nothing.onnx", "models/fetch");
  expectSays(folder_.path(), "name the file in it");
}

TEST_F(ModelFile, IsRefusedWhereItIsEmpty) {
  const std::filesystem::path file = folder_.path() / "empty.onnx";
  ASSERT_TRUE(writeFile(file, {}));
  expectSays(file, "fetch it again");
}

TEST_F(ModelFile, IsRefusedWhereItIsTooLargeForOne) {
  const std::filesystem::path file = folder_.path() / "film.onnx";
  ASSERT_TRUE(writeFile(file, Bytes(1)));
  std::filesystem::resize_file(file, (std::uintmax_t{1} << 30) + 1);
  expectSays(file, "too large");
}

}  // namespace
}  // namespace facewire::vision
