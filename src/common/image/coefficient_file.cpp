#include "coefficient_file.hpp"

// jpeglib.h needs FILE before itself.
#include <jpeglib.h>
#include <csetjmp>
#include <cstdio>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>

namespace facewire::image {
namespace {

/// libjpeg's way out of an error, which must not return: back to the `setjmp` of whoever called it. So a function with
/// a `setjmp` holds nothing that has a destructor.
struct Errors {
  jpeg_error_mgr manager{};  // first, so that its address is this one's
  std::jmp_buf jump{};
  char text[JMSG_LENGTH_MAX]{};
};

[[noreturn]] void leave(j_common_ptr picture) {
  auto* errors = reinterpret_cast<Errors*>(picture->err);
  picture->err->format_message(picture, errors->text);
  std::longjmp(errors->jump, 1);
}

/// A warning tells of damage, and a half-read picture must not be passed on.
void leaveAtWarning(j_common_ptr picture, int level) {
  if (level < 0) leave(picture);
}

/// Where libjpeg writes to: memory that is kept from picture to picture and grows.
struct Sink {
  jpeg_destination_mgr manager{};  // first, so that its address is this one's
  JOCTET* bytes = nullptr;
  std::size_t capacity = 0;

  static void begin(j_compress_ptr picture) {
    auto* sink = reinterpret_cast<Sink*>(picture->dest);
    sink->manager.next_output_byte = sink->bytes;
    sink->manager.free_in_buffer = sink->capacity;
  }
  static boolean grow(j_compress_ptr picture) {
    auto* sink = reinterpret_cast<Sink*>(picture->dest);
    const std::size_t used = sink->capacity;
    if (!sink->reserve(2 * used)) leave(reinterpret_cast<j_common_ptr>(picture));
    sink->manager.next_output_byte = sink->bytes + used;
    sink->manager.free_in_buffer = sink->capacity - used;
    return TRUE;
  }
  static void end(j_compress_ptr) {}

  bool reserve(std::size_t wanted) {
    if (wanted <= capacity) return true;
    auto* larger = static_cast<JOCTET*>(std::realloc(bytes, wanted));
    if (larger == nullptr) return false;
    bytes = larger;
    capacity = wanted;
    return true;
  }
};

/// Coarser or as coarse: no step of the sum is lost by taking the picture as it is.
bool isCoarseAs(const JQUANT_TBL& table, const JQUANT_TBL& wanted) {
  return std::accumulate(std::begin(table.quantval), std::end(table.quantval), 0U) >=
         std::accumulate(std::begin(wanted.quantval), std::end(wanted.quantval), 0U);
}

}  // namespace

struct CoefficientFile::Impl {
  Errors errors;
  jpeg_decompress_struct in{};
  jpeg_compress_struct out{};
  Sink sink;
  jvirt_barray_ptr* blocks = nullptr;
  std::size_t inputBytes = 0;

  Impl() {
    jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    errors.manager.emit_message = leaveAtWarning;
    in.err = &errors.manager;
    out.err = &errors.manager;
    sink.manager.init_destination = Sink::begin;
    sink.manager.empty_output_buffer = Sink::grow;
    sink.manager.term_destination = Sink::end;
  }
  ~Impl() {
    jpeg_destroy_decompress(&in);
    jpeg_destroy_compress(&out);
    std::free(sink.bytes);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bool open(ByteView jpeg, int quality) {
    if (setjmp(errors.jump) != 0) return false;
    // Anew for each picture: a used one would keep the tables of the last for a picture that brings none.
    jpeg_destroy_decompress(&in);
    jpeg_create_decompress(&in);
    blocks = nullptr;
    inputBytes = jpeg.size();
    jpeg_mem_src(&in, reinterpret_cast<const unsigned char*>(jpeg.data()), static_cast<unsigned long>(jpeg.size()));
    jpeg_read_header(&in, TRUE);
    if (!isOurKind() || !isCoarse(quality)) return false;
    blocks = jpeg_read_coefficients(&in);
    return blocks != nullptr;
  }

  /// More scans than one could each go over the whole picture again.
  bool isOurKind() const {
    if (in.jpeg_color_space != JCS_YCbCr || in.num_components != 3 || in.comps_in_scan != 3 || in.arith_code != 0 ||
        in.data_precision != 8) {
      return false;
    }
    const jpeg_component_info* components = in.comp_info;
    const auto isWhole = [](int factor) { return factor == 1 || factor == 2; };
    for (int i = 0; i < 3; ++i) {
      const int number = components[i].quant_tbl_no;
      if (number < 0 || number >= NUM_QUANT_TBLS || in.quant_tbl_ptrs[number] == nullptr) return false;
      const auto& steps = in.quant_tbl_ptrs[number]->quantval;
      if (std::find(std::begin(steps), std::end(steps), 0) != std::end(steps)) return false;
      if (i > 0 && (components[i].h_samp_factor != 1 || components[i].v_samp_factor != 1)) return false;
    }
    return isWhole(components[0].h_samp_factor) && isWhole(components[0].v_samp_factor);
  }

  bool isCoarse(int quality) {
    if (out.mem == nullptr) {
      jpeg_create_compress(&out);
      out.dest = &sink.manager;
      out.in_color_space = JCS_YCbCr;
      out.input_components = 3;
      jpeg_set_defaults(&out);
    }
    jpeg_set_quality(&out, std::clamp(quality, 1, 100), TRUE);
    return isCoarseAs(*in.quant_tbl_ptrs[in.comp_info[0].quant_tbl_no], *out.quant_tbl_ptrs[0]);
  }

  bool write() {
    constexpr std::size_t kForDrawings = 64 * 1024;
    if (setjmp(errors.jump) != 0) {
      jpeg_abort_compress(&out);
      return false;
    }
    if (!sink.reserve(inputBytes + kForDrawings)) return false;
    jpeg_copy_critical_parameters(&in, &out);
    jpeg_write_coefficients(&out, blocks);
    jpeg_finish_compress(&out);
    return true;
  }
};

CoefficientFile::CoefficientFile() : impl_(std::make_unique<Impl>()) {}
CoefficientFile::~CoefficientFile() = default;
CoefficientFile::CoefficientFile(CoefficientFile&&) noexcept = default;

bool CoefficientFile::open(ByteView jpeg, int quality) {
  return impl_->open(jpeg, quality);
}

cv::Size CoefficientFile::chromaStep() const {
  return {impl_->in.comp_info[0].h_samp_factor, impl_->in.comp_info[0].v_samp_factor};
}

std::span<const std::uint16_t, 64> CoefficientFile::steps(int component) const {
  return impl_->in.quant_tbl_ptrs[impl_->in.comp_info[component].quant_tbl_no]->quantval;
}

std::span<std::int16_t, 64> CoefficientFile::block(int component, int column, int row) {
  jpeg_decompress_struct& in = impl_->in;
  // The whole array is in memory, so this neither reads nor fails.
  JBLOCKARRAY rows = in.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&in), impl_->blocks[component],
                                                static_cast<JDIMENSION>(row), 1, TRUE);
  return std::span<std::int16_t, 64>(rows[0][column]);
}

Result<ByteView> CoefficientFile::write() {
  if (!impl_->write()) return fail(ErrorCode::internal, std::string("cannot code a JPEG: ") + impl_->errors.text);
  const std::size_t used = impl_->sink.capacity - impl_->sink.manager.free_in_buffer;
  return std::as_bytes(std::span(impl_->sink.bytes, used));
}

}  // namespace facewire::image
