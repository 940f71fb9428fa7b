#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "act_as_owner.hpp"
#include "commands.hpp"
#include "exit_status.hpp"
#include "facewire/base/file.hpp"
#include "facewire/gallery/data_directory.hpp"
#include "facewire/net/self_signed.hpp"

namespace facewire::app {
namespace {

struct KeygenOptions {
  std::vector<std::string> names;
  int days = 3650;
  bool force = false;
};

std::string hostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "facewired";
}

/// Throws std::runtime_error.
void writePrivately(const std::filesystem::path& file, const std::string& text) {
  if (const auto written = replacePrivateFile(file, asBytes(text)); !written) {
    throw std::runtime_error(written.error().detail);
  }
}

int makeKeys(const Options& options, KeygenOptions keygen) {
  const auto certificate = options.tlsCert.empty() ? defaultCertificate(options) : options.tlsCert;
  const auto key = options.tlsKey.empty() ? defaultKey(options) : options.tlsKey;
  for (const auto& file : {certificate, key}) {
    if (keygen.force || !std::filesystem::exists(file)) continue;
    std::cerr << "facewired: \"" << file.string()
              << "\" is there already, and clients may know it: say --force to replace it\n";
    return kFailed;
  }
  if (keygen.names.empty()) keygen.names = {hostName(), "localhost", "127.0.0.1", "::1"};
  const auto pair = net::makeSelfSigned(keygen.names, std::chrono::days(keygen.days));
  if (!pair) {
    std::cerr << "facewired: " << pair.error().detail << "\n";
    return kMisused;
  }
  actAsOwnerOf(key.parent_path());
  for (const auto& file : {certificate, key}) {
    if (file.has_parent_path()) gallery::makeDirectories(file.parent_path());
  }
  writePrivately(key, pair->key);
  writePrivately(certificate, pair->certificate);
  const std::string fingerprint = net::toText(pair->fingerprint);
  std::cout << "certificate  " << certificate.string() << "\n"
            << "key          " << key.string() << "\n"
            << "names        ";
  for (const std::string& name : keygen.names) std::cout << name << " ";
  std::cout << "\nfingerprint  " << fingerprint << "\n\n"
            << "From its next start on facewired speaks TLS on TCP with it. Clients make sure of it by\n"
            << "  facewire --tls-fingerprint " << fingerprint << " ...\n"
            << "or by a copy of the certificate: facewire --tls-ca " << certificate.filename().string() << " ...\n";
  return kStopped;
}

}  // namespace

void addKeygenCommand(CLI::App& app, Command& chosen) {
  auto keygen = std::make_shared<KeygenOptions>();  // lives as long as the parser's callbacks
  CLI::App* command = app.add_subcommand("keygen", "Make a key and a certificate for TLS, and print its fingerprint.");
  command->add_option("--name", keygen->names, "Host name or address of this server; may be repeated.")
      ->type_name("HOST")
      ->expected(1);
  command->add_option("--days", keygen->days, "How long the certificate is good (3650).")
      ->type_name("N")
      ->check(CLI::Range(1, 36500));
  command->add_flag("--force", keygen->force, "Replace what is there; clients have to be told the new fingerprint.");
  command->footer(
      "The files are those of --tls-cert and --tls-key, by default tls-cert.pem and tls-key.pem in the data "
      "directory.\n\n"
      "  facewired keygen --name door.local --name 192.168.1.7");
  command->callback(
      [&chosen, keygen] { chosen = [keygen](const Options& options) { return makeKeys(options, *keygen); }; });
}

}  // namespace facewire::app
