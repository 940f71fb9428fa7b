#include "data_fixture.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace facewire::test {

client::Client connectTo(const ServerProcess& server) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.timeout = std::chrono::seconds(60);
  options.track = false;
  auto client = client::Client::connect(options);
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(*client);
}

ProcessResult checkData(const std::filesystem::path& data) {
  return runProcess(FACEWIRE_SERVER_PROGRAM, {"check", "--data", data.string()});
}

std::map<std::string, std::string> filesIn(const std::filesystem::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(stream), {}};
  }
  return files;
}

std::string nameOf(client::Client& client, ByteView jpeg) {
  const auto answer = client.recognise(jpeg);
  if (!answer) throw std::runtime_error(answer.error().detail);
  if (answer->faces->faces.size() != 1) return "(nobody)";
  return answer->faces->faces[0].name.value_or("");
}

std::vector<std::string> peopleIn(client::Client& client) {
  const auto people = client.listPeople();
  if (!people) throw std::runtime_error(people.error().detail);
  std::vector<std::string> names;
  for (const auto& person : *people) names.push_back(person.name);
  return names;
}

}  // namespace facewire::test
