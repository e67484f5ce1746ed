namespace VaeMlNet.Report;

/// <summary>
/// Letters of 5 x 8 pixels, as dot-matrix displays have them. They stay sharp at every whole scale, and need no font on the machine.
/// </summary>
internal static class PixelFont
{
    private const int GlyphWidth = 5;
    private const int Pitch = GlyphWidth + 1;
    private const char First = ' ';
    private const char Unknown = '?';

    // A byte for each column of a glyph, whose lowest bit is the top. The glyphs of the ASCII characters from space to tilde.
    private static readonly byte[] Columns = Convert.FromHexString(
        "0000000000"
            + "00005F0000"
            + "0007000700"
            + "147F147F14"
            + "242A7F2A12"
            + "2313086462"
            + "3649562050"
            + "0008070300"
            + "001C224100"
            + "0041221C00"
            + "2A1C7F1C2A"
            + "08083E0808"
            + "0080703000"
            + "0808080808"
            + "0000606000"
            + "2010080402"
            + "3E5149453E"
            + "00427F4000"
            + "7249494946"
            + "2141494D33"
            + "1814127F10"
            + "2745454539"
            + "3C4A494931"
            + "4121110907"
            + "3649494936"
            + "464949291E"
            + "0000140000"
            + "0040340000"
            + "0008142241"
            + "1414141414"
            + "0041221408"
            + "0201590906"
            + "3E415D594E"
            + "7C1211127C"
            + "7F49494936"
            + "3E41414122"
            + "7F4141413E"
            + "7F49494941"
            + "7F09090901"
            + "3E41415173"
            + "7F0808087F"
            + "00417F4100"
            + "2040413F01"
            + "7F08142241"
            + "7F40404040"
            + "7F021C027F"
            + "7F0408107F"
            + "3E4141413E"
            + "7F09090906"
            + "3E4151215E"
            + "7F09192946"
            + "2649494932"
            + "03017F0103"
            + "3F4040403F"
            + "1F2040201F"
            + "3F4038403F"
            + "6314081463"
            + "0304780403"
            + "6159494D43"
            + "007F414141"
            + "0204081020"
            + "004141417F"
            + "0402010204"
            + "4040404040"
            + "0003070800"
            + "2054547840"
            + "7F28444438"
            + "3844444428"
            + "384444287F"
            + "3854545418"
            + "00087E0902"
            + "18A4A49C78"
            + "7F08040478"
            + "00447D4000"
            + "2040403D00"
            + "7F10284400"
            + "00417F4000"
            + "7C04780478"
            + "7C08040478"
            + "3844444438"
            + "FC18242418"
            + "18242418FC"
            + "7C08040408"
            + "4854545424"
            + "04043F4424"
            + "3C4040207C"
            + "1C2040201C"
            + "3C4030403C"
            + "4428102844"
            + "4C9090907C"
            + "4464544C44"
            + "0008364100"
            + "0000770000"
            + "0041360800"
            + "0201020402"
    );

    /// <summary>Gets the number of pixel rows of a line at scale 1.</summary>
    public static int Height => 8;

    /// <summary>Returns the number of pixel columns of a text at scale 1.</summary>
    public static int WidthOf(string text) => Math.Max(0, (text.Length * Pitch) - 1);

    /// <summary>Writes a text into an image, in one gray. Pixels outside the image are left out.</summary>
    /// <param name="image">The image.</param>
    /// <param name="text">The text. A question mark replaces characters that are not ASCII.</param>
    /// <param name="left">The left edge of the text.</param>
    /// <param name="top">The top edge of the text.</param>
    /// <param name="scale">The number of pixels on each edge of a dot.</param>
    /// <param name="gray">The gray.</param>
    public static void Write(PixelImage image, string text, int left, int top, int scale, byte gray)
    {
        foreach (var (place, character) in text.Index())
        {
            var glyph = character - First;
            if (glyph < 0 || glyph >= Columns.Length / GlyphWidth)
            {
                glyph = Unknown - First;
            }

            for (var column = 0; column < GlyphWidth; column++)
            {
                var x = left + (((place * Pitch) + column) * scale);
                for (var row = 0; row < Height; row++)
                {
                    var y = top + (row * scale);
                    var isInside = x >= 0 && y >= 0 && x + scale <= image.Width && y + scale <= image.Height;
                    if (isInside && (Columns[(glyph * GlyphWidth) + column] >> row & 1) == 1)
                    {
                        image.Fill(x, y, scale, [gray]);
                    }
                }
            }
        }
    }
}
