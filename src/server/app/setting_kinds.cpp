#include "setting_kinds.hpp"

#include <algorithm>
#include <cmath>

namespace facewire::app {
namespace {

using Values = std::span<const std::string>;

Result<double> parseReal(const std::string& text, double least, double most) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number >= least && number <= most)) {
    return expected("a number from " + shortText(least) + " to " + shortText(most), text);
  }
  return number;
}

std::string textOf(double number) {
  return shortText(number);
}

std::string textOf(const std::optional<double>& number) {
  return number ? shortText(*number) : std::string();
}

/// `Number`: double, or an optional one.
template <typename Number>
Setting realOf(std::string key, std::string help, Number Options::*member, double least, double most) {
  Setting setting{std::move(key), "X", std::move(help)};
  setting.set = [=](Options& options, Values values) -> Result<void> {
    const auto number = parseReal(values.back(), least, most);
    if (!number) return fail(number.error());
    options.*member = *number;
    return {};
  };
  setting.show = [=](const Options& options) { return std::vector{textOf(options.*member)}; };
  return setting;
}

}  // namespace

tl::unexpected<Error> expected(const std::string& what, const std::string& text) {
  return fail(ErrorCode::invalidInput, "expected " + what + ", not \"" + text + "\"");
}

Setting real(std::string key, std::string help, double Options::*member, double least, double most) {
  return realOf(std::move(key), std::move(help), member, least, most);
}

Setting real(std::string key, std::string help, std::optional<double> Options::*member, double least, double most) {
  return realOf(std::move(key), std::move(help), member, least, most);
}

Setting seconds(std::string key, std::string help, std::chrono::milliseconds Options::*member) {
  Setting setting{std::move(key), "SECONDS", std::move(help)};
  setting.set = [=](Options& options, Values values) -> Result<void> {
    const auto number = parseReal(values.back(), 0.001, 1'000'000);
    if (!number) return fail(number.error());
    options.*member = std::chrono::milliseconds(std::llround(*number * 1000));
    return {};
  };
  setting.show = [=](const Options& options) {
    return std::vector{shortText(static_cast<double>((options.*member).count()) / 1000)};
  };
  return setting;
}

Setting path(std::string key, std::string value, std::string help, std::filesystem::path Options::*member) {
  Setting setting{std::move(key), std::move(value), std::move(help)};
  setting.isText = true;
  setting.set = [=](Options& options, Values values) -> Result<void> {
    if (values.back().empty()) return expected("a path", "");
    options.*member = values.back();
    return {};
  };
  setting.show = [=](const Options& options) { return std::vector{(options.*member).string()}; };
  return setting;
}

Setting text(std::string key, std::string value, std::string help, std::string Options::*member) {
  Setting setting{std::move(key), std::move(value), std::move(help)};
  setting.isText = true;
  setting.set = [=](Options& options, Values values) -> Result<void> {
    options.*member = values.back();
    return {};
  };
  setting.show = [=](const Options& options) { return std::vector{options.*member}; };
  return setting;
}

Setting choice(std::string key, std::string value, std::string help, std::string Options::*member,
               const std::vector<std::string>& words) {
  Setting setting = text(std::move(key), std::move(value), std::move(help), member);
  setting.words = words;
  setting.set = [=](Options& options, Values values) -> Result<void> {
    if (std::ranges::find(words, values.back()) == words.end()) {
      std::string all;
      for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
      return expected("one of " + all, values.back());
    }
    options.*member = values.back();
    return {};
  };
  return setting;
}

Setting toggle(std::string key, std::string help, bool Options::*member) {
  Setting setting{std::move(key), "", std::move(help)};
  setting.isSwitch = true;
  setting.set = [=](Options& options, Values values) -> Result<void> {
    const std::string& text = values.back();
    if (text != "true" && text != "false") return expected("true or false", text);
    options.*member = text == "true";
    return {};
  };
  setting.show = [=](const Options& options) { return std::vector<std::string>{options.*member ? "true" : "false"}; };
  return setting;
}

Setting common(Setting setting) {
  setting.isCommon = true;
  return setting;
}

Setting reloadable(Setting setting) {
  setting.isReloadable = true;
  return setting;
}

}  // namespace facewire::app
