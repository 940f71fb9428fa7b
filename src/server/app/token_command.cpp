#include <CLI/CLI.hpp>
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

#include "act_as_owner.hpp"
#include "commands.hpp"
#include "exit_status.hpp"
#include "facewire/access/token_file.hpp"
#include "facewire/gallery/data_directory.hpp"

namespace facewire::app {
namespace {

struct TokenOptions {
  std::string name;
  std::string role = "viewer";
};

int report(const Error& error) {
  std::cerr << "facewired: " << error.detail << "\n";
  return error.code == ErrorCode::badName ? kMisused : kFailed;
}

access::TokenFile tokensOf(const Options& options) {
  gallery::makeDirectories(options.data);
  actAsOwnerOf(options.data);
  return access::TokenFile(tokenFile(options));
}

int addToken(const Options& options, const TokenOptions& wanted) {
  access::TokenFile file = tokensOf(options);
  const bool isFirst = !file.exists();
  const auto made = file.add(wanted.name, *access::roleFromWord(wanted.role));
  if (!made) return report(made.error());
  std::cout << made->token << std::endl;
  std::cerr << "This is the only time that the token of \"" << made->entry.name << "\" (" << wanted.role
            << ") is shown. Give it to the client in FACEWIRE_TOKEN,\n"
               "or in a file of its own (chmod 600) that --token-file names.\n";
  if (isFirst) std::cerr << "From now on a running server asks every client on TCP for a token.\n";
  return kStopped;
}

int listTokens(const Options& options) {
  const auto entries = tokensOf(options).read();
  if (!entries) return report(entries.error());
  if (entries->empty()) {
    std::cerr << "There are no tokens; facewired token add NAME makes one.\n";
    return kStopped;
  }
  std::size_t width = 4;
  for (const auto& entry : *entries) width = std::max(width, entry.name.size());
  const auto line = [width](const std::string& name, std::string_view role, const std::string& id,
                            const std::string& created) {
    std::cout << std::left << std::setw(static_cast<int>(width)) << name << "  " << std::setw(8) << role << "  "
              << std::setw(8) << id << "  " << created << "\n";
  };
  line("NAME", "ROLE", "ID", "MADE");
  for (const auto& entry : *entries) line(entry.name, toWord(entry.role), entry.id, entry.created);
  return kStopped;
}

int revokeToken(const Options& options, const TokenOptions& wanted) {
  const auto revoked = tokensOf(options).revoke(wanted.name);
  if (!revoked) return report(revoked.error());
  std::cerr << "Revoked the token of \"" << revoked->name << "\" (" << toWord(revoked->role)
            << "); its connections end with their next message.\n";
  return kStopped;
}

}  // namespace

void addTokenCommand(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<TokenOptions>();  // lives as long as the parser's callbacks
  CLI::App* command = app.add_subcommand("token", "Make, list and revoke the tokens by which clients log in.");
  command->require_subcommand(1);
  command->fallthrough();
  CLI::App* add = command->add_subcommand("add", "Make a token and print it, once.");
  add->add_option("NAME", options->name, "Whose it is: \"front-door\".")->required();
  add->add_option(
         "--role", options->role,
         "viewer (stream, recognise, verify), enroller (and see who is enrolled, and enrol) or admin (and remove, "
         "rename, calibrate); viewer unless given.")
      ->type_name("ROLE")
      ->check(CLI::IsMember({"viewer", "enroller", "admin"}));
  add->footer("  facewired token add front-door > token && chmod 600 token");
  add->callback(
      [&chosen, options] { chosen = [options](const Options& server) { return addToken(server, *options); }; });
  command->add_subcommand("list", "Show whose tokens there are; the tokens themselves are stored nowhere.")
      ->callback([&chosen] { chosen = listTokens; });
  CLI::App* revoke = command->add_subcommand("revoke", "Make a token worthless, for a running server too.");
  revoke->add_option("NAME", options->name, "Whose it is, or its id.")->required();
  revoke->callback(
      [&chosen, options] { chosen = [options](const Options& server) { return revokeToken(server, *options); }; });
  command->footer("Only their hashes are stored: in tokens.json in the data directory.");
}

}  // namespace facewire::app
