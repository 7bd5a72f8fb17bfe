// Reads QR codes from the camera or from a picture. What reads them is asked for first when somebody scans: the browser's own
// detector where it has one, else ours.

/** How long to rest between two looks, in milliseconds. */
const rest = 150;
/** The longest side of a picture that is looked at, in pixels. */
const longest = 2000;

/** What reads codes could not be fetched: that says nothing about the picture. */
export class NotLoaded extends Error {}

let detector;

/** What reads pictures; made once. */
function reader() {
  detector ??= (async () => {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => []) ?? [];
    if (formats.includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async (picture) => (await own.detect(picture)).map((found) => found.rawValue);
    }
    const { decodeQR } = await import("./qr/decode.js");
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    return async (picture) => {
      const [width, height] = [picture.videoWidth || picture.width, picture.videoHeight || picture.height];
      const scale = Math.min(1, longest / Math.max(width, height));
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      try {
        return [decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height))];
      } catch {
        return [];   // No code in sight.
      }
    };
  })();
  // What could not be fetched may be there the next time.
  detector.catch(() => { detector = undefined; });
  return detector.catch((cause) => { throw new NotLoaded("no decoder", { cause }); });
}

/** The texts of the codes in a picture that was chosen; throws when it is none, and `NotLoaded`. */
export async function inFile(file) {
  const picture = await createImageBitmap(file);
  try {
    return await (await reader())(picture);
  } finally {
    picture.close();
  }
}

/**
 * Opens the camera into `video` and calls `found` with each text, again and again while it is in sight.
 *
 * Gives the way to stop. Throws what the browser throws when there is no camera or it is not allowed, and
 * `NotLoaded`.
 */
export async function open(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  let isOpen = true;
  const stop = () => {
    isOpen = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    video.srcObject = stream;
    await video.play();
    const read = await reader();
    const look = async () => {
      if (!isOpen) return;
      if (video.videoWidth && !document.hidden) for (const text of await read(video).catch(() => [])) found(text);
      if (isOpen) setTimeout(look, rest);
    };
    look();
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
