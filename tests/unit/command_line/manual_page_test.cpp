#include "facewire/command_line/manual_page.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "facewire/command_line/completion.hpp"
#include "facewire/command_line/help_format.hpp"

namespace facewire::command_line {
namespace {

class Program : public testing::Test {
 protected:
  Program() {
    app_.add_option("--role", role_, "Who: .dots, 'quotes' and back\\slashes")
        ->envname("PROGRAM_ROLE")
        ->check(CLI::IsMember({"viewer", "admin"}));
    app_.footer("Prose.\n\n  an example --with options");
    CLI::App* show = app_.add_subcommand("show", "Show it");
    show->add_option("FILE", files_, "Which")->required();
  }

  std::string role_;
  std::vector<std::string> files_;
  CLI::App app_{"What it does.", "program"};
};

TEST_F(Program, HasAManualPageOfAllThatItsHelpSays) {
  const std::string page =
      toManualPage(app_, {"1", "try things", "1.2", {{"Files", "/etc/program"}}, "\\fBother\\fR(1)"});
  for (const char* part : {".TH PROGRAM 1 \"\" \"Facewire 1.2\"\n", ".SH NAME\nprogram \\- try things\n",
                           "\\fB\\-\\-role\\fR", "Who: .dots, 'quotes' and back\\eslashes",
                           ".EX\nan example \\-\\-with options\n.EE", ".SS \\fBprogram show\\fR", "\\fIFILE\\fR...",
                           "\\fBPROGRAM_ROLE\\fR", ".SH FILES\n", ".SH SEE ALSO\n\\fBother\\fR(1)"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
}

TEST(Roff, TakesNothingInATextForAMacro) {
  EXPECT_EQ(toRoff(".SH no\n'no\n\\fB-"), "\\&.SH no\n\\&'no\n\\efB\\-");
}

TEST_F(Program, TellsTheWordsOfAValueToTheShells) {
  EXPECT_EQ(valueWords(*app_.get_option("--role")), (std::vector<std::string>{"viewer", "admin"}));
  EXPECT_NE(toBashCompletion(app_).find("compgen -W 'viewer admin'"), std::string::npos);
  EXPECT_NE(toZshCompletion(app_).find(":(viewer admin)'"), std::string::npos);
}

}  // namespace
}  // namespace facewire::command_line
