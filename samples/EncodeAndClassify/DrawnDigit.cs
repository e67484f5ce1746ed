using Microsoft.ML.Data;

namespace EncodeAndClassify;

/// <summary>A row for the model: a digit of 28 x 28 gray levels in [0, 1]. The model was trained on MNIST's handwriting.</summary>
internal sealed class DrawnDigit
{
    private const int Edge = 28;

    // Each glyph is five pixels wide and seven pixels high.
    private static readonly string[] Font =
    [
        ".###.#...##...##...##...##...#.###.",
        "..#...##....#....#....#....#...###.",
        ".###.#...#....#...#...#...#...#####",
        ".###.#...#....#..##.....##...#.###.",
        "...#...##..#.#.#..#.#####...#....#.",
        "######....####.....#....##...#.###.",
        "..##..#...#....####.#...##...#.###.",
        "#####....#...#...#...#....#....#...",
        ".###.#...##...#.###.#...##...#.###.",
        ".###.#...##...#.####....#...#..##..",
    ];

    [VectorType(Edge * Edge)]
    public float[] Features { get; set; } = [];

    public int Label { get; set; }

    /// <summary>Draws a digit with random size, slant and position.</summary>
    public static DrawnDigit Draw(int digit, Random random)
    {
        var scale = 2.5f + (0.7f * random.NextSingle());
        var slant = 0.4f * (random.NextSingle() - 0.2f);
        var left = 14 - (2.5f * scale) + (4 * (random.NextSingle() - 0.5f));
        var top = 14 - (3.5f * scale) + (4 * (random.NextSingle() - 0.5f));
        var pixels = new float[Edge * Edge];
        for (var i = 0; i < pixels.Length; i++)
        {
            float y = i / Edge;
            var x = (i % Edge) - (slant * (14 - y));
            pixels[i] = Ink(Font[digit], ((x - left) / scale) - 0.5f, ((y - top) / scale) - 0.5f);
        }

        return new DrawnDigit { Features = pixels, Label = digit };
    }

    // Interpolate between the four nearest pixels of the font, which gives soft edges as in handwriting.
    private static float Ink(string glyph, float x, float y)
    {
        var left = (int)MathF.Floor(x);
        var top = (int)MathF.Floor(y);
        float ink = 0;
        for (var corner = 0; corner < 4; corner++)
        {
            var column = left + (corner % 2);
            var row = top + (corner / 2);
            if (column is >= 0 and < 5 && row is >= 0 and < 7 && glyph[(row * 5) + column] == '#')
            {
                ink += (1 - MathF.Abs(x - column)) * (1 - MathF.Abs(y - row));
            }
        }

        return Math.Min(1, 1.3f * ink);
    }
}
