#include "portraits/names.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace facewire::portraits {
namespace {

constexpr std::array<std::string_view, 100> kNames{
    "Ada",       "Björn",  "Chidi",      "Дарья",   "Élodie",   "富士子",   "گلناز",   "हर्ष",    "Ioana", "Jürgen",
    "Κατερίνα",  "Łucja",  "Mehmet",     "Ngozi",   "Óscar",    "Priya",    "秀英",    "Rafael", "Søren", "Thảo",
    "Umut",      "Vanesa", "Wanjiru",    "Xóchitl", "Ярослав",  "Zoë",      "아름",    "אורי",   "ليلى",  "นภา",
    "Anneli",    "Bilal",  "Cécile",     "Dmitri",  "Eszter",   "Farid",    "Greta",   "Hugo",   "Ilse",  "Jamal",
    "Kirsi",     "Luca",   "Małgorzata", "Νίκος",   "Olena",    "Paulo",    "Quentin", "Rūta",   "Šimon", "Tuuli",
    "Usha",      "Věra",   "Wouter",     "Xin",     "Yusuf",    "Željko",   "美咲",    "서준",   "मीरा",  "நிலா",
    "Agnieszka", "Babak",  "Carmen",     "Deniz",   "Emre",     "Fatou",    "Gonçalo", "Hana",   "Iñaki", "Joana",
    "Kwame",     "Leïla",  "Marek",      "Nadia",   "Orla",     "Pekka",    "Rosa",    "Sanna",  "Tariq", "Ulrike",
    "Viktor",    "Wiebke", "Ximena",     "Yara",    "Zbigniew", "Светлана", "Борис",   "Ελένη",  "مریم",  "דנה",
    "大翔",      "민지",   "অনিক",       "ნინო",    "Արամ",     "Ayşe",     "Brontë",  "Ciarán", "Ebba",  "Ferenc"};

std::string roman(std::uint64_t number) {
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 13> kDigits{{{1000, "M"},
                                                                                {900, "CM"},
                                                                                {500, "D"},
                                                                                {400, "CD"},
                                                                                {100, "C"},
                                                                                {90, "XC"},
                                                                                {50, "L"},
                                                                                {40, "XL"},
                                                                                {10, "X"},
                                                                                {9, "IX"},
                                                                                {5, "V"},
                                                                                {4, "IV"},
                                                                                {1, "I"}}};
  if (number > 3999) return std::to_string(number);
  std::string text;
  for (const auto& [value, digits] : kDigits) {
    for (; number >= value; number -= value) text += digits;
  }
  return text;
}

}  // namespace

std::string nameOf(std::uint64_t person) {
  std::string name(kNames[person % kNames.size()]);
  const std::uint64_t round = person / kNames.size();
  if (round > 0) name += " " + roman(round + 1);
  return name;
}

}  // namespace facewire::portraits
