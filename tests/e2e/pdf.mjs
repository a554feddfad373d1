// PDF files with codes in them, written here: as squares, which is how print programs draw a code, or as a picture.

/** Dark runs of a code's SVG path, in modules: [x, y, length]. */
const runs = (svg) => [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, ...at]) => at.map(Number));

/** How many modules wide the SVG is. */
const extent = (svg) => Number(svg.match(/viewBox="0 0 (\d+)/)[1]);

/** A code as squares, `side` points wide, with its upper left corner at a place of an A4 page. */
export function squares(svg, left, top, side) {
  const module = side / extent(svg);
  const rect = ([x, y, run]) => [left + x * module, 842 - top - (y + 1) * module, run * module, module].map((n) => n.toFixed(3)).join(" ");
  return `0 g\n${runs(svg).map((run) => `${rect(run)} re`).join("\n")}\nf\n`;
}

/** The same as a picture of one byte a module. */
export function picture(svg, left, top, side) {
  const width = extent(svg);
  const bytes = Array(width * width).fill("FF");
  for (const [x, y, run] of runs(svg)) bytes.fill("00", y * width + x, y * width + x + run);
  return `q ${side} 0 0 ${side} ${left} ${842 - top - side} cm\nBI /W ${width} /H ${width} /BPC 8 /CS /G /F /AHx ID\n${bytes.join("")}>\nEI Q\n`;
}

/** A file of A4 pages with these contents. */
export function pdf(pages) {
  const kids = pages.map((_, n) => `${3 + 2 * n} 0 R`).join(" ");
  const objects = ["<< /Type /Catalog /Pages 2 0 R >>", `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} /MediaBox [0 0 595 842] >>`];
  for (const [n, content] of pages.entries()) {
    objects.push(`<< /Type /Page /Parent 2 0 R /Contents ${4 + 2 * n} 0 R >>`, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  let file = "%PDF-1.4\n";
  const places = objects.map((object, n) => {
    const place = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = file.length;
  file += `xref\n0 ${places.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
