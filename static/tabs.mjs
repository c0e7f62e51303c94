// Where the tabs of a report do not all fit, the one that is open is in sight.

const strip = document.querySelector(".tabs");
const open = strip?.querySelector('[aria-current="page"]');
if (open) strip.scrollLeft = open.offsetLeft + open.offsetWidth / 2 - strip.clientWidth / 2;
