#include "url.hpp"

#include <curl/curl.h>

#include <memory>

namespace facewire::events {
namespace {

struct Cleanup {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};

std::string part(CURLU* url, CURLUPart which, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

}  // namespace

std::string Url::withoutSecrets() const {
  const bool isIpv6 = host.find(':') != std::string::npos;
  std::string text = scheme + "://" + (isIpv6 ? "[" + host + "]" : host);
  if (port != 0) text += ":" + std::to_string(port);
  return text;
}

Result<Url> parseUrl(const std::string& text) {
  const std::unique_ptr<CURLU, Cleanup> url(curl_url());
  if (!url) return fail(ErrorCode::internal, "no memory to read a URL");
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK) return fail(ErrorCode::invalidInput, std::string("not a URL: ") + curl_url_strerror(code));
  Url out;
  out.scheme = part(url.get(), CURLUPART_SCHEME, 0);
  out.user = part(url.get(), CURLUPART_USER, CURLU_URLDECODE);
  out.password = part(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE);
  out.host = part(url.get(), CURLUPART_HOST, 0);
  if (out.host.starts_with('[') && out.host.ends_with(']')) out.host = out.host.substr(1, out.host.size() - 2);
  out.path = part(url.get(), CURLUPART_PATH, 0);
  const std::string query = part(url.get(), CURLUPART_QUERY, 0);
  if (!query.empty()) out.path += "?" + query;
  const std::string port = part(url.get(), CURLUPART_PORT, 0);
  if (!port.empty()) out.port = static_cast<std::uint16_t>(std::stoul(port));
  if (out.host.empty()) return fail(ErrorCode::invalidInput, "not a URL: there is no host in it");
  return out;
}

}  // namespace facewire::events
