#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace facewire::app {

/// Rows in columns, each as wide as its widest cell. All texts are `printable`.
class Table {
 public:
  struct Column {
    std::string heading = "";
    enum class Align { left, right } align = Align::left;
    bool shrinks = false;  ///< cut where the terminal is too narrow for all; the others never are
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// As many cells as there are columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool isEmpty() const { return rows_.empty(); }

  /// The heading and the rows. `width`: columns of the terminal, 0 where nothing is to be cut.
  std::vector<std::string> lines(std::size_t width) const;

 private:
  std::vector<std::size_t> widths(std::size_t width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace facewire::app
