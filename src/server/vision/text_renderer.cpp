#include "text_renderer.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

// Standing here, the sanitizers' exceptions come into every program that draws text.
#if defined(__SANITIZE_ADDRESS__)
// Fontconfig 2.14 loses a block while it reads its configuration, once a process, and Pango's thread that asks it for
// fonts may be stopped by the end of the process; neither grows, and neither is ours.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
#elif defined(__SANITIZE_THREAD__)
// GLib's locks wait on futexes of their own, which ThreadSanitizer does not see: it takes Pango's thread and ours for
// racing.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:libfontconfig.so\nrace:libpango\nrace:libglib-2.0.so\nrace:libgobject-2.0.so\n"
         "race:libharfbuzz.so\nrace:libcairo.so\nrace:libfreetype.so\nrace:libexpat.so\n";
}
#endif

namespace facewire::vision {
namespace {

/// Enough for the tags of a few hundred faces, or of twenty in a picture of 4K.
constexpr std::size_t kMaxCachedBytes = std::size_t{8} << 20;
/// More than any tag can show; a name of megabytes must not be laid out.
constexpr std::size_t kMaxTextBytes = 512;
// For what these do not have, Pango asks the machine's other fonts. Han characters stand in several, Korean ones among
// them, with forms of their own.
constexpr char kFamilies[] = "Noto Sans, DejaVu Sans, Noto Sans CJK SC, Droid Sans Fallback, sans-serif";

struct Release {
  void operator()(gpointer object) const { g_object_unref(object); }
  void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

std::string toValidText(std::string_view text) {
  text = text.substr(0, kMaxTextBytes);
  char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string result(valid);
  g_free(valid);
  return result;
}

}  // namespace

struct TextRenderer::Impl {
  Owned<PangoFontMap> fonts{pango_cairo_font_map_new()};
  Owned<PangoContext> context{pango_font_map_create_context(fonts.get())};
  Owned<PangoLayout> layout;
  Owned<PangoFontDescription> font{pango_font_description_from_string(kFamilies)};

  struct Entry {
    std::string key;
    std::shared_ptr<const TextImage> image;
  };
  std::list<Entry> recent;                                                   // the one used last in front
  std::unordered_map<std::string_view, std::list<Entry>::iterator> entries;  // looks at the keys in `recent`
  std::size_t cachedBytes = 0;
  std::string key;

  Impl() {
    const Owned<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    layout.reset(pango_layout_new(context.get()));
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  }

  TextImage draw(std::string_view text, const TextStyle& style, int maxWidth) {
    pango_font_description_set_absolute_size(font.get(), static_cast<double>(style.pixels) * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_MEDIUM);
    pango_layout_set_font_description(layout.get(), font.get());
    const std::string valid = toValidText(text);
    pango_layout_set_text(layout.get(), valid.data(), static_cast<int>(valid.size()));
    pango_layout_set_width(layout.get(), -1);
    PangoRectangle ink;
    PangoRectangle advance;
    pango_layout_get_pixel_extents(layout.get(), &ink, &advance);
    if (advance.width > maxWidth) {
      pango_layout_set_width(layout.get(), maxWidth * PANGO_SCALE);
      pango_layout_get_pixel_extents(layout.get(), &ink, &advance);
      // The line now reports the width it was given, and text from right to left lies at that width's far end.
      advance.x = ink.x;
      advance.width = ink.width;
    }
    // Marks can be stacked on a letter without end: what is further off than any script's own letters reach is cut.
    const int baseline = PANGO_PIXELS(pango_layout_get_baseline(layout.get()));
    const int top = std::clamp(std::min(ink.y, baseline), baseline - style.pixels * 14 / 10, baseline);
    const int bottom = std::clamp(std::max(ink.y + ink.height, baseline), baseline, baseline + style.pixels * 7 / 10);
    const int left = std::min(ink.x, advance.x);
    const int right = std::min(std::max(ink.x + ink.width, advance.x + advance.width), left + maxWidth);

    TextImage image;
    image.width = right - left;
    image.height = bottom - top;
    image.baseline = baseline - top;
    if (image.width <= 0 || image.height <= 0) return {};
    image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    const Owned<cairo_surface_t> surface(cairo_image_surface_create_for_data(
        reinterpret_cast<unsigned char*>(image.pixels.data()), CAIRO_FORMAT_ARGB32, image.width, image.height,
        image.width * static_cast<int>(sizeof(std::uint32_t))));
    const Owned<cairo_t> cairo(cairo_create(surface.get()));
    const auto channel = [&](int shift) { return static_cast<double>(style.colour >> shift & 255) / 255; };
    cairo_set_source_rgba(cairo.get(), channel(16), channel(8), channel(0), channel(24));
    cairo_move_to(cairo.get(), -left, -top);
    pango_cairo_show_layout(cairo.get(), layout.get());
    cairo_surface_flush(surface.get());
    return image;
  }

  static std::size_t sizeOf(const Entry& entry) {
    return entry.key.size() + sizeof(Entry) + sizeof(TextImage) + entry.image->pixels.size() * sizeof(std::uint32_t);
  }
};

TextRenderer::TextRenderer() : impl_(std::make_unique<Impl>()) {}
TextRenderer::~TextRenderer() = default;
TextRenderer::TextRenderer(TextRenderer&&) noexcept = default;

std::shared_ptr<const TextImage> TextRenderer::render(std::string_view text, const TextStyle& style, int maxWidth) {
  Impl& impl = *impl_;
  impl.key.assign(text.substr(0, kMaxTextBytes));
  for (const std::uint32_t part : {static_cast<std::uint32_t>(style.pixels), static_cast<std::uint32_t>(maxWidth),
                                   static_cast<std::uint32_t>(style.bold), style.colour}) {
    for (int shift = 0; shift < 32; shift += 8) impl.key.push_back(static_cast<char>(part >> shift & 255));
  }
  if (const auto found = impl.entries.find(impl.key); found != impl.entries.end()) {
    impl.recent.splice(impl.recent.begin(), impl.recent, found->second);
    return found->second->image;
  }
  auto image = std::make_shared<const TextImage>(impl.draw(text, style, maxWidth));
  impl.recent.push_front({impl.key, image});
  impl.entries.emplace(impl.recent.front().key, impl.recent.begin());
  impl.cachedBytes += Impl::sizeOf(impl.recent.front());
  while (impl.cachedBytes > kMaxCachedBytes && impl.recent.size() > 1) {
    impl.cachedBytes -= Impl::sizeOf(impl.recent.back());
    impl.entries.erase(impl.recent.back().key);
    impl.recent.pop_back();
  }
  return image;
}

}  // namespace facewire::vision
