#include "table.hpp"

#include <algorithm>
#include <numeric>

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::size_t kGap = 2;
/// Less of a name says nothing.
constexpr std::size_t kNarrowest = 8;

std::string cutToFit(const std::string& text, std::size_t width) {
  return displayWidth(text) <= width ? text : cutToWidth(text, width - 1) + "…";
}

std::string line(const std::vector<Table::Column>& columns, const std::vector<std::string>& cells,
                 const std::vector<std::size_t>& widths) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string cell = cutToFit(cells[i], widths[i]);
    const std::string space(widths[i] - displayWidth(cell), ' ');
    if (i > 0) text += std::string(kGap, ' ');
    text += columns[i].align == Table::Column::Align::right ? space + cell : cell + space;
  }
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

std::vector<std::size_t> Table::widths(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(displayWidth(column.heading));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], displayWidth(row[i]));
  }
  if (width == 0) return widths;
  std::size_t taken = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  for (std::size_t i = widths.size(); i-- > 0 && taken > width;) {
    if (!columns_[i].shrinks) continue;
    const std::size_t least = std::min(widths[i], std::max(kNarrowest, displayWidth(columns_[i].heading)));
    const std::size_t shorter = std::max(least, widths[i] - std::min(widths[i], taken - width));
    taken -= widths[i] - shorter;
    widths[i] = shorter;
  }
  return widths;
}

std::vector<std::string> Table::lines(std::size_t width) const {
  const std::vector<std::size_t> wide = widths(width);
  std::vector<std::string> headings;
  std::ranges::transform(columns_, std::back_inserter(headings), &Column::heading);
  std::vector<std::string> lines{line(columns_, headings, wide)};
  for (const auto& row : rows_) lines.push_back(line(columns_, row, wide));
  return lines;
}

}  // namespace facewire::app
