#include "table.hpp"

#include <gtest/gtest.h>

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using Lines = std::vector<std::string>;

Table people() {
  Table table({{.heading = "NAME", .shrinks = true},
               {.heading = "SAMPLES", .align = Table::Column::Align::right},
               {.heading = "KIND"}});
  table.add({"Ada", "5", ""});
  table.add({"富士子", "12", "known stranger"});
  return table;
}

TEST(Table, HasColumnsAsWideAsTheirWidestCell) {
  EXPECT_EQ(people().lines(0), (Lines{"NAME    SAMPLES  KIND",  //
                                      "Ada           5",        //
                                      "富士子       12  known stranger"}));
}

TEST(Table, CutsWhatMayShrinkWhereTheTerminalIsNarrow) {
  Table table = people();
  table.add({"Somebody with a long name", "1", ""});
  for (const std::string& line : table.lines(40)) EXPECT_LE(displayWidth(line), 40U) << line;
  EXPECT_EQ(table.lines(40).back(), "Somebody with …        1");
  EXPECT_EQ(table.lines(33).at(2), "富士子         12  known stranger");
  // The rest is not cut, and of a name some letters are left.
  EXPECT_EQ(table.lines(10).back(), "Somebod…        1");
  EXPECT_EQ(table.lines(10).at(2), "富士子         12  known stranger");
}

TEST(Table, CutsNothingInAFile) {
  Table table({{.heading = "NAME", .shrinks = true}});
  table.add({std::string(500, 'x')});
  EXPECT_EQ(table.lines(0).back(), std::string(500, 'x'));
}

TEST(Table, CutsBetweenWideCharacters) {
  Table table({{.heading = "N", .shrinks = true}, {.heading = "S"}});
  table.add({"富士富士富士富士", "1"});
  EXPECT_EQ(table.lines(13).back(), "富士富士…   1");
}

}  // namespace
}  // namespace facewire::app
